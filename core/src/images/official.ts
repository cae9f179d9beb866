// Docker's official images, as far as rules speak of them: the ports that they expose, that they bring no health check
// ("Explicit health checks are not added to official images", github.com/docker-library/faq, HEALTHCHECK), and a check
// that fits (github.com/docker-library/healthcheck and the images' own pages).

import { readImageName } from '#core/images/image-name.ts';

/** What is known of an official image. */
export interface OfficialImage {
  /** The ports that its Dockerfile exposes. */
  readonly ports: readonly number[];
  /** The port that it serves on, for one where only a command, a variable or a configuration could say another. */
  readonly serves?: number;
  /** A health check that works with the image's usual settings, as YAML. */
  readonly healthcheck?: string | undefined;
}

const images: Readonly<Record<string, OfficialImage>> = {
  postgres: { ports: [5432], serves: 5432, healthcheck: '["CMD-SHELL", "pg_isready -h 127.0.0.1 -U $${POSTGRES_USER:-postgres}"]' },
  mysql: { ports: [3306, 33060], serves: 3306, healthcheck: '["CMD", "mysqladmin", "ping", "-h", "127.0.0.1", "--silent"]' },
  mariadb: { ports: [3306], serves: 3306, healthcheck: '["CMD", "healthcheck.sh", "--connect", "--innodb_initialized"]' },
  mongo: { ports: [27017], serves: 27017, healthcheck: '["CMD", "mongosh", "--quiet", "--eval", "db.runCommand(\'ping\').ok"]' },
  redis: { ports: [6379], serves: 6379, healthcheck: '["CMD", "redis-cli", "ping"]' },
  rabbitmq: { ports: [4369, 5671, 5672, 15671, 15672, 15691, 15692, 25672], serves: 5672, healthcheck: '["CMD", "rabbitmq-diagnostics", "-q", "ping"]' },
  adminer: { ports: [8080] }, alpine: { ports: [] }, bash: { ports: [] }, busybox: { ports: [] }, caddy: { ports: [80, 443, 2019] },
  cassandra: { ports: [7000, 7001, 7199, 9042, 9160] }, couchdb: { ports: [5984, 4369, 9100] }, debian: { ports: [] }, docker: { ports: [2375, 2376] }, drupal: { ports: [80, 9000] },
  'eclipse-mosquitto': { ports: [1883], serves: 1883 }, 'eclipse-temurin': { ports: [] }, ghost: { ports: [2368] }, golang: { ports: [] }, haproxy: { ports: [] }, httpd: { ports: [80] },
  influxdb: { ports: [8086, 8181] }, memcached: { ports: [11211], serves: 11211 }, 'mongo-express': { ports: [8081] }, nextcloud: { ports: [80, 9000] }, nginx: { ports: [80] }, node: { ports: [] },
  nats: { ports: [4222, 6222, 8222], serves: 4222 }, neo4j: { ports: [7473, 7474, 7687] }, openjdk: { ports: [] }, php: { ports: [80, 9000] }, phpmyadmin: { ports: [80, 9000] }, python: { ports: [] },
  ruby: { ports: [] }, registry: { ports: [5000] }, rust: { ports: [] }, tomcat: { ports: [8080] }, traefik: { ports: [80] }, ubuntu: { ports: [] }, wordpress: { ports: [80, 9000] },
  zookeeper: { ports: [2181, 2888, 3888, 8080] },
};

/** Images whose Dockerfiles are `FROM` an official one and change neither its ports nor its health check. */
const kin: ReadonlyMap<string, string> = new Map(Object.entries({
  'postgis/postgis': 'postgres', 'pgvector/pgvector': 'postgres', 'ankane/pgvector': 'postgres', 'timescale/timescaledb': 'postgres', 'debezium/postgres': 'postgres',
}));

/** What is known of an image by its reference: `postgres:16`, `docker.io/library/redis`. Undefined for one from elsewhere. */
export function officialImage(reference: string): OfficialImage | undefined {
  const { registry, repository, tag } = readImageName(reference);
  const name = registry === undefined ? kin.get(repository) ?? repository : '';
  const known = Object.hasOwn(images, name) ? images[name] : undefined;
  // Before 5, the shell of mongo was another program; the script of mariadb came with 10.4.
  const isOld = /^(?:mongo:[2-4]|mariadb:(?:5|10\.[0-3]))(?:\D|$)/.test(`${name}:${tag ?? ''}`);
  return known !== undefined && isOld ? { ...known, healthcheck: undefined } : known;
}
