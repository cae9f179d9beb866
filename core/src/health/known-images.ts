// Where well-known images answer how they are, as their own documentation has it: the port inside the container and a path
// that needs no login. Used where a service has no health check that tells more.

import { readImageName } from '#core/images/image-name.ts';

/** An endpoint of an image. */
export interface KnownEndpoint {
  /** Where it listens inside the container, the usual one first. */
  readonly ports: readonly number[];
  readonly path: string;
}

const images: Readonly<Record<string, KnownEndpoint>> = {
  // grafana.com/docs: each product's "HTTP API" page.
  'grafana/grafana': { ports: [3000], path: '/api/health' },
  'grafana/grafana-oss': { ports: [3000], path: '/api/health' },
  'grafana/grafana-enterprise': { ports: [3000], path: '/api/health' },
  'grafana/loki': { ports: [3100], path: '/ready' },
  'grafana/tempo': { ports: [3200, 3100], path: '/ready' },
  'grafana/mimir': { ports: [8080, 9009], path: '/ready' },
  'grafana/pyroscope': { ports: [4040], path: '/ready' },
  'grafana/alloy': { ports: [12345], path: '/-/ready' },
  // prometheus.io/docs/prometheus/latest/management_api and prometheus.io/docs/alerting/latest/management_api
  'prom/prometheus': { ports: [9090], path: '/-/ready' },
  'prom/alertmanager': { ports: [9093], path: '/-/ready' },
  'prom/pushgateway': { ports: [9091], path: '/-/ready' },
  // docs.victoriametrics.com: the single-node version.
  'victoriametrics/victoria-metrics': { ports: [8428], path: '/health' },
  // opentelemetry.io: extension health_check; www.jaegertracing.io/docs: the admin port; zipkin.io: the server's README.
  'otel/opentelemetry-collector': { ports: [13133], path: '/' },
  'otel/opentelemetry-collector-contrib': { ports: [13133], path: '/' },
  'jaegertracing/all-in-one': { ports: [14269], path: '/' },
  'openzipkin/zipkin': { ports: [9411], path: '/health' },
  // www.elastic.co/guide: cluster health; Kibana's status.
  elasticsearch: { ports: [9200], path: '/_cluster/health' },
  'elasticsearch/elasticsearch': { ports: [9200], path: '/_cluster/health' },
  kibana: { ports: [5601], path: '/api/status' },
  'kibana/kibana': { ports: [5601], path: '/api/status' },
  // min.io/docs: "Healthcheck API".
  'minio/minio': { ports: [9000], path: '/minio/health/live' },
  // www.rabbitmq.com/docs/management: the page is served without a login, its API is not.
  rabbitmq: { ports: [15672], path: '/' },
  // docs.nats.io: "Monitoring".
  nats: { ports: [8222], path: '/healthz' },
  // www.keycloak.org/observability/health: on the management port since 25, where it is enabled.
  'keycloak/keycloak': { ports: [9000], path: '/health/ready' },
  // docs.gitea.com and forgejo.org: the check of their own images.
  'gitea/gitea': { ports: [3000], path: '/api/healthz' },
  'forgejo/forgejo': { ports: [3000], path: '/api/healthz' },
  // docs.n8n.io: "Monitoring".
  'n8nio/n8n': { ports: [5678], path: '/healthz' },
  'n8n-io/n8n': { ports: [5678], path: '/healthz' },
  // developer.hashicorp.com: Consul's HTTP API.
  'hashicorp/consul': { ports: [8500], path: '/v1/status/leader' },
  consul: { ports: [8500], path: '/v1/status/leader' },
  // docs.influxdata.com: `/ping` of the versions 1 and 2.
  influxdb: { ports: [8086], path: '/ping' },
  // docs.couchdb.org, clickhouse.com/docs/interfaces/http, qdrant.tech, meilisearch.com, typesense.org, docs.weaviate.io
  couchdb: { ports: [5984], path: '/_up' },
  'clickhouse/clickhouse-server': { ports: [8123], path: '/ping' },
  'qdrant/qdrant': { ports: [6333], path: '/readyz' },
  'getmeili/meilisearch': { ports: [7700], path: '/health' },
  'typesense/typesense': { ports: [8108], path: '/health' },
  'semitechnologies/weaviate': { ports: [8080], path: '/v1/.well-known/ready' },
  // docs.localstack.cloud, www.metabase.com/docs, docs.sonarsource.com
  'localstack/localstack': { ports: [4566], path: '/_localstack/health' },
  'metabase/metabase': { ports: [3000], path: '/api/health' },
  sonarqube: { ports: [9000], path: '/api/system/status' },
  // docs.vllm.ai, docs.nvidia.com (Triton's HTTP API), docs.ollama.com
  'vllm/vllm-openai': { ports: [8000], path: '/health' },
  'nvidia/tritonserver': { ports: [8000], path: '/v2/health/ready' },
  'ollama/ollama': { ports: [11434], path: '/' },
};

/** Registries whose images go by the same names as on Docker Hub. */
const registries: readonly (string | undefined)[] = [undefined, 'docker.io', 'ghcr.io', 'quay.io', 'gcr.io', 'nvcr.io', 'codeberg.org', 'data.forgejo.org', 'docker.elastic.co', 'docker.gitea.com', 'docker.n8n.io', 'public.ecr.aws', 'cr.weaviate.io'];

/** The endpoint of an image by its reference; undefined for one that nothing is known of. */
export function knownEndpoint(reference: string): KnownEndpoint | undefined {
  const { registry, repository, tag } = readImageName(reference);
  if (!registries.includes(registry)) return undefined;
  const name = repository.replace(/^prometheus\/(?=prometheus$|alertmanager$|pushgateway$)/, 'prom/');
  const known = Object.hasOwn(images, name) ? images[name] : undefined;
  // Since 8 it speaks TLS and wants a login where nobody says otherwise.
  return known !== undefined && /^(?:elasticsearch)/.test(name) && Number(/^\d+/.exec(tag ?? '')?.[0] ?? 9) >= 8 ? undefined : known;
}
