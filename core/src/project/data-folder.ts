// Which mounts hold data that the application makes: their source may well be missing before the first start,
// and the engine then makes the folder.

import { resolvePath } from '#core/project/path.ts';

/** Where databases and stores keep their data, as their images document it. */
const dataTargets = [
  '/var/lib/postgresql', '/var/lib/mysql', '/var/lib/mariadb', '/data/db', '/data/configdb', '/var/lib/mongodb', '/var/opt/mssql',
  '/var/lib/redis', '/var/lib/valkey', '/usr/share/elasticsearch/data', '/usr/share/opensearch/data', '/var/lib/cassandra', '/var/lib/scylla',
  '/var/lib/clickhouse', '/var/lib/kafka', '/bitnami', '/var/lib/rabbitmq', '/var/lib/zookeeper', '/etcd-data', '/var/lib/etcd',
  '/var/lib/grafana', '/prometheus', '/var/lib/prometheus', '/loki', '/var/loki', '/var/tempo', '/tmp/tempo', '/mimir', '/var/lib/influxdb',
  '/var/lib/influxdb2', '/qdrant', '/var/lib/neo4j', '/root/.ollama', '/home/node/.n8n', '/var/lib/gitea', '/var/lib/registry', '/var/lib/docker',
  '/minio', '/meili_data', '/var/lib/weaviate', '/milvus', '/vaultwarden', '/nexus-data', '/var/jenkins_home', '/var/lib/nats',
  '/letsencrypt', '/etc/letsencrypt', '/acme.sh', '/config', '/etc/pihole', '/etc/dnsmasq.d', '/etc/gitlab', '/etc/wireguard', '/opt/adguardhome', '/var/log', '/logs', '/log', '/backup', '/backups', '/data', '/storage', '/uploads', '/downloads', '/media', '/cache',
];

/** Names that folders of data have. */
const dataNames = /^(?:.*[._-])?(?:data|db|database|databases|pgdata|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|storage|store|volumes?|logs?|backups?|dumps?|uploads?|downloads?|media|cache|tmp|temp|persist|persistent|state|letsencrypt)(?:[._-].*)?$/is;

/** Where images look for configuration, code and what they are to load: an empty folder there is a fault. */
const readTargets = /^(?:\/etc|\/usr\/local\/etc|\/docker-entrypoint|\/usr\/share|\/usr\/src|\/usr\/local\/(?:bin|lib|share)|\/var\/lib\/grafana\/dashboards|\/conf)(?:[/.-]|$)|^\/(?:app|src|code|workspace|workdir|home\/\w+\/app)\/?$/;

/** Names of folders through which files come in and go out: they begin empty. */
const exchangeNames = /^(?:.*[._-])?(?:exports?|consume|inbox|outbox|incoming|outgoing|outputs?|results?|reports?|screenshots|recordings|artifacts|coverage)$/i;

/** Images that put themselves into the folder of their site when it is empty. */
const selfInstalling = /(?:^|\/)(?:wordpress|nextcloud|owncloud|drupal|joomla|matomo|moodle|mediawiki|phpbb|prestashop|kanboard|dokuwiki|ghost)(?:[:@-]|$)/;

/** True where the target is a place in which images keep data, or a folder within one; `/var/lib` holds what programs keep. */
export function isDataTarget(target: string, image = ''): boolean {
  const path = resolvePath('/', target);
  // Where its documentation provisions dashboards, among what Grafana keeps.
  if (/^\/var\/lib\/grafana\/dashboards(?:\/|$)/.test(path)) return false;
  if (/^\/var\/(?:lib|opt|spool|cache|backups|mail)\/./.test(path)) return true;
  if (path.startsWith('/var/www/html') && selfInstalling.test(image)) return true;
  if (dataTargets.some((known) => path === known || path.startsWith(`${known}/`))) return true;
  return !/^\/(?:etc|usr\/local\/etc|docker-entrypoint)/.test(path) && dataNames.test(path.slice(path.lastIndexOf('/') + 1));
}

/** True where a folder is called after what a container takes in or gives out. */
export function isExchangeFolder(path: string): boolean {
  return !/^\/(?:etc|usr\/local\/etc|docker-entrypoint)/.test(path) && exchangeNames.test(path.slice(path.replace(/\/$/, '').lastIndexOf('/') + 1).replace(/\/$/, ''));
}

/** True where images read from the target what a project must bring along. */
export function isReadTarget(target: string): boolean {
  return readTargets.test(target);
}

/** True where the host path's own name, or that of a folder above it within the project, says that it holds data. */
export function isDataPath(relative: string): boolean {
  return relative.split('/').some((each) => dataNames.test(each));
}
