// Well-known images that keep data, and where: the `VOLUME`s of their Dockerfiles and what their own pages say. An image
// that keeps nothing unless it is told to stands here with what tells it.

import { readImageName } from '#core/images/image-name.ts';

/** Where an image keeps its data. */
export interface StatefulImage {
  /** The usual place first; a volume on any of them is enough. */
  readonly paths: readonly string[];
  /** The folder that the image itself declares a volume: what is mounted above it stays empty. */
  readonly volume?: string;
  /** Options of the command that name another place. */
  readonly flags?: readonly string[];
  /** Variables that name another place. */
  readonly variables?: readonly string[];
  /** What a command that runs the server begins with, beside options; any other word makes it a client or a tool. */
  readonly servers?: readonly string[];
  /** Variables that put the data into a database of another service. */
  readonly elsewhere?: readonly string[];
  /** What the command or a variable must say for anything to be kept. */
  readonly asked?: RegExp;
  /** Its configuration may name another place, or storage of a cloud. */
  readonly configured?: boolean;
  /** Messages, metrics and models: worth less than what people entered. */
  readonly replaceable?: boolean;
}

type Row = readonly [names: string, image: StatefulImage];

const at = (...paths: readonly string[]): StatefulImage => ({ paths });
const mysql: StatefulImage = { paths: ['/var/lib/mysql'], volume: '/var/lib/mysql', flags: ['--datadir'], servers: ['mysqld', 'mysqld_safe', 'mariadbd'] };
const mongo: StatefulImage = { paths: ['/data/db'], volume: '/data/db', flags: ['--dbpath'], servers: ['mongod'] };
const redis: StatefulImage = { paths: ['/data'], flags: ['--dir'], servers: ['redis-server', 'valkey-server', 'keydb-server'], asked: /--appendonly["',\s]+yes|--save["',\s]+["']?[1-9]/ };
const bitnami = (name: string, more: Partial<StatefulImage> = {}): Row => [`bitnami/${name} bitnamilegacy/${name}`, { paths: [`/bitnami/${name}`, `/bitnami/${name}/data`], ...more }];

const rows: readonly Row[] = [
  ['mysql mysql/mysql-server mysql/community-server mariadb percona percona/percona-server', mysql],
  ['mongo mongodb/mongodb-community-server percona/percona-server-mongodb', mongo],
  ['redis valkey/valkey redis/redis-stack redis/redis-stack-server eqalpha/keydb', redis],
  ['mssql/server azure-sql-edge', at('/var/opt/mssql', '/var/opt/mssql/data')],
  ['elasticsearch elasticsearch/elasticsearch', { ...at('/usr/share/elasticsearch/data'), variables: ['path.data'], servers: ['elasticsearch', 'eswrapper'] }],
  ['opensearchproject/opensearch', { ...at('/usr/share/opensearch/data'), variables: ['path.data'], servers: ['opensearch'] }],
  ['cassandra', { ...at('/var/lib/cassandra', '/var/lib/cassandra/data'), servers: ['cassandra'] }],
  ['scylladb/scylla', at('/var/lib/scylla', '/var/lib/scylla/data')],
  ['clickhouse clickhouse/clickhouse-server yandex/clickhouse-server', at('/var/lib/clickhouse')],
  ['influxdb', { ...at('/var/lib/influxdb2', '/var/lib/influxdb', '/var/lib/influxdb3'), variables: ['INFLUXD_BOLT_PATH', 'INFLUXDB_DATA_DIR'], flags: ['--data-dir', '--engine-path'], servers: ['influxd'] }],
  ['apache/kafka apache/kafka-native', { ...at('/tmp/kraft-combined-logs', '/var/lib/kafka', '/var/lib/kafka/data'), variables: ['KAFKA_LOG_DIRS'], replaceable: true }],
  ['confluentinc/cp-kafka confluentinc/cp-server', { ...at('/var/lib/kafka/data'), variables: ['KAFKA_LOG_DIRS'], servers: ['/etc/confluent/docker/run'], replaceable: true }],
  ['rabbitmq', { ...at('/var/lib/rabbitmq', '/var/lib/rabbitmq/mnesia'), variables: ['RABBITMQ_MNESIA_BASE', 'RABBITMQ_MNESIA_DIR'], servers: ['rabbitmq-server'], replaceable: true }],
  ['zookeeper', { ...at('/data', '/datalog'), servers: ['zkServer.sh'], replaceable: true }],
  ['etcd-development/etcd coreos/etcd', { paths: [], flags: ['--data-dir', '-data-dir'], variables: ['ETCD_DATA_DIR'], servers: ['etcd', '/usr/local/bin/etcd'] }],
  ['consul hashicorp/consul', { ...at('/consul/data'), flags: ['-data-dir'], servers: ['agent', 'consul'], asked: /(?:^|\s)-server(?=\s|$)/ }],
  ['vault hashicorp/vault', { ...at('/vault/file', '/vault/data', '/vault/raft'), servers: ['server', 'vault'], asked: /"(?:file|raft)"/ }],
  ['minio/minio', { paths: [], servers: ['server', 'minio'], variables: ['MINIO_VOLUMES'], flags: ['server'] }],
  ['grafana/grafana grafana/grafana-oss grafana/grafana-enterprise', { ...at('/var/lib/grafana'), variables: ['GF_PATHS_DATA'], elsewhere: ['GF_DATABASE_TYPE', 'GF_DATABASE_URL', 'GF_DATABASE_HOST'], replaceable: true }],
  ['prom/prometheus prometheus/prometheus', { ...at('/prometheus'), flags: ['--storage.tsdb.path'], replaceable: true }],
  ['prom/alertmanager prometheus/alertmanager', { ...at('/alertmanager'), flags: ['--storage.path'], replaceable: true }],
  ['victoriametrics/victoria-metrics', { ...at('/victoria-metrics-data', '/storage'), flags: ['-storageDataPath', '--storageDataPath'], replaceable: true }],
  ['grafana/loki', { ...at('/loki', '/tmp/loki'), configured: true, replaceable: true }],
  ['grafana/tempo', { ...at('/var/tempo', '/tmp/tempo'), configured: true, replaceable: true }],
  ['grafana/mimir', { ...at('/data', '/tmp/mimir'), configured: true, replaceable: true }],
  ['qdrant/qdrant', { ...at('/qdrant/storage'), variables: ['QDRANT__STORAGE__STORAGE_PATH'], servers: ['./entrypoint.sh', './qdrant'] }],
  ['semitechnologies/weaviate', { paths: [], variables: ['PERSISTENCE_DATA_PATH'] }],
  ['milvusdb/milvus', { ...at('/var/lib/milvus'), servers: ['milvus'] }],
  ['chromadb/chroma chroma-core/chroma', { ...at('/data', '/chroma/chroma', '/chroma/.chroma', '/index_data'), variables: ['PERSIST_DIRECTORY'], servers: ['run', 'uvicorn'] }],
  ['getmeili/meilisearch', { ...at('/meili_data'), variables: ['MEILI_DB_PATH'], flags: ['--db-path'], servers: ['meilisearch', '/bin/meilisearch', './meilisearch'] }],
  ['typesense/typesense', { paths: [], flags: ['--data-dir'], variables: ['TYPESENSE_DATA_DIR'] }],
  ['neo4j', { ...at('/data'), servers: ['neo4j'] }],
  ['arangodb arangodb/arangodb', { ...at('/var/lib/arangodb3'), flags: ['--database.directory'], servers: ['arangod'] }],
  ['couchdb apache/couchdb', { ...at('/opt/couchdb/data'), servers: ['/opt/couchdb/bin/couchdb'] }],
  ['cockroachdb/cockroach', { ...at('/cockroach/cockroach-data'), flags: ['--store'], servers: ['start', 'start-single-node'] }],
  ['rethinkdb', { ...at('/data'), servers: ['rethinkdb'] }],
  ['ollama/ollama', { ...at('/root/.ollama', '/root/.ollama/models'), variables: ['OLLAMA_MODELS'], servers: ['serve'], replaceable: true }],
  ['n8nio/n8n', { ...at('/home/node/.n8n'), variables: ['N8N_USER_FOLDER'], elsewhere: ['DB_TYPE'], servers: ['start', 'n8n'] }],
  ['gitea/gitea', at('/data', '/var/lib/gitea')],
  ['forgejo/forgejo', at('/data', '/var/lib/gitea')],
  ['gitlab/gitlab-ce gitlab/gitlab-ee', at('/var/opt/gitlab')],
  ['nextcloud', { ...at('/var/www/html', '/var/www/html/data'), servers: ['apache2-foreground', 'php-fpm'] }],
  ['wordpress', { ...at('/var/www/html', '/var/www/html/wp-content', '/var/www/html/wp-content/uploads'), servers: ['apache2-foreground', 'php-fpm'] }],
  ['ghost', { ...at('/var/lib/ghost/content', '/var/lib/ghost/content/images', '/var/lib/ghost/content/data'), servers: ['node'] }],
  ['jenkins/jenkins', { ...at('/var/jenkins_home'), variables: ['JENKINS_HOME'] }],
  ['sonatype/nexus3', at('/nexus-data')],
  ['sonarqube', { ...at('/opt/sonarqube/data'), elsewhere: ['SONAR_JDBC_URL', 'SONARQUBE_JDBC_URL'] }],
  ['keycloak/keycloak', { ...at('/opt/keycloak/data', '/opt/keycloak/data/h2'), elsewhere: ['KC_DB', 'KC_DB_URL', 'KC_DB_URL_HOST', 'DB_VENDOR'], flags: [], servers: ['start', 'start-dev'], replaceable: true }],
  ['registry', { ...at('/var/lib/registry'), variables: ['REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY'], elsewhere: ['REGISTRY_STORAGE', 'REGISTRY_PROXY_REMOTEURL'], replaceable: true }],
  ['vaultwarden/server', at('/data')],
  ['nodered/node-red', at('/data')],
  ['louislam/uptime-kuma', at('/app/data')],
  ['portainer/portainer-ce portainer/portainer-ee', at('/data')],
  bitnami('postgresql'), bitnami('mysql'), bitnami('mariadb'), bitnami('mongodb'), bitnami('elasticsearch'), bitnami('opensearch'), bitnami('cassandra'),
  bitnami('kafka', { replaceable: true }), bitnami('rabbitmq', { replaceable: true, paths: ['/bitnami/rabbitmq', '/bitnami/rabbitmq/mnesia'] }), bitnami('etcd'),
  bitnami('minio', { paths: ['/bitnami/minio', '/bitnami/minio/data'] }), bitnami('influxdb'), bitnami('clickhouse'), bitnami('wordpress'), bitnami('neo4j'),
];

const byName: ReadonlyMap<string, StatefulImage> = new Map(rows.flatMap(([names, image]) => names.split(' ').map((name) => [name, image] as const)));

const postgresNames = new Set(['postgres', 'postgis/postgis', 'imresamu/postgis', 'pgvector/pgvector', 'ankane/pgvector', 'timescale/timescaledb', 'citusdata/citus', 'supabase/postgres', 'tensorchord/pgvecto-rs', 'tensorchord/vchord-postgres', 'immich-app/postgres', 'debezium/postgres']);

/** What is known of an image; undefined for one that keeps nothing, or that is not known. */
export function statefulImage(image: string): StatefulImage | undefined {
  const { repository, tag } = readImageName(image);
  if (postgresNames.has(repository)) return postgres(repository, tag ?? '');
  // Without root, Gitea and Forgejo cannot write to /data.
  return /^(?:gitea\/gitea|forgejo\/forgejo)$/.test(repository) && tag?.includes('rootless') === true ? at('/var/lib/gitea') : byName.get(repository);
}

/**
 * Up to 17 the image declares the data folder itself a volume, so that a mount of the folder above stays empty; from 18 on
 * it is the folder above, with a folder for each version in it (hub.docker.com/_/postgres, PGDATA).
 */
function postgres(repository: string, tag: string): StatefulImage {
  const official = repository === 'postgres' || repository === 'postgis/postgis';
  const major = Number((official ? /^(\d+)(?=[.-]|$)/ : /(?:^|-)pg(\d+)(?=[.-]|$)/).exec(tag)?.[1] ?? NaN);
  const shared = { variables: ['PGDATA'], servers: ['postgres'] };
  const [old, current] = ['/var/lib/postgresql/data', '/var/lib/postgresql'];
  if (major < 18) return { ...shared, paths: [old], volume: old };
  return major >= 18 && official ? { ...shared, paths: [`${current}/${major}/docker`], volume: current } : { ...shared, paths: [old, current] };
}
