// The ports on which well-known images listen as they come, beside Docker's official ones: the `EXPOSE`s of their
// Dockerfiles and what their own pages say.

import { readImageName } from '#core/images/image-name.ts';

/** The main port first. */
const rows: readonly (readonly [names: string, ports: readonly number[]])[] = [
  ['ollama/ollama', [11434]], ['qdrant/qdrant', [6333, 6334, 6335]], ['getmeili/meilisearch', [7700]], ['typesense/typesense', [8108]],
  ['chromadb/chroma chroma-core/chroma', [8000]], ['berriai/litellm', [4000]], ['axllent/mailpit', [1025, 8025, 1110]], ['mailhog/mailhog', [1025, 8025]],
  ['minio/minio', [9000, 9001]], ['localstack/localstack', [4566]], ['mssql/server azure-sql-edge', [1433]],
  ['grafana/grafana grafana/grafana-oss grafana/grafana-enterprise', [3000]], ['prom/prometheus prometheus/prometheus', [9090]],
  ['prom/alertmanager prometheus/alertmanager', [9093, 9094]], ['prom/pushgateway', [9091]], ['prom/node-exporter', [9100]], ['prom/blackbox-exporter', [9115]],
  ['victoriametrics/victoria-metrics', [8428]], ['elasticsearch/elasticsearch', [9200, 9300]], ['kibana/kibana', [5601]],
  ['opensearchproject/opensearch', [9200, 9300, 9600, 9650]], ['clickhouse/clickhouse-server', [8123, 9000, 9004, 9005, 9009, 8443, 9440]],
  ['valkey/valkey eqalpha/keydb', [6379]], ['redis/redis-stack-server', [6379]], ['redis/redis-stack', [6379, 8001]], ['confluentinc/cp-schema-registry', [8081]],
  ['temporalio/auto-setup temporalio/server', [7233, 6933, 6934, 6935, 6939, 7234, 7235, 7239]], ['temporalio/ui', [8080]],
  ['keycloak/keycloak', [8080, 8443, 9000]], ['n8nio/n8n', [5678]], ['traefik/whoami', [80]], ['gotenberg/gotenberg', [3000]], ['datalust/seq', [80, 5341, 443, 45341]],
];

const byName: ReadonlyMap<string, readonly number[]> = new Map(rows.flatMap(([names, ports]) => names.split(' ').map((name) => [name, ports] as const)));

/** The ports of an image by its reference; undefined for one that is not known. */
export function servedPorts(reference: string): readonly number[] | undefined {
  return byName.get(readImageName(reference).repository);
}
