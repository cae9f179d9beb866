// The dumps that Composure knows by itself: for databases whose images document how they are asked. Commands run in the
// container, where the variables are that it was started with, so that no password leaves it or stands on a command line.

export interface ReadyDump {
  /** As the manifest names it. */
  readonly kind: string;
  readonly dump: readonly string[];
  readonly load: readonly string[];
  /** Where its images keep what the dump stands for. */
  readonly targets: readonly string[];
}

/** A shell that ends with the first command that fails. */
function shell(...lines: readonly string[]): readonly string[] {
  return ['sh', '-c', ['set -eu', ...lines].join('\n')];
}

/** A variable of the image, or what stands in the file that its twin `…_FILE` names. */
function variable(into: string, ...names: readonly string[]): readonly string[] {
  return [`${into}=`, ...names.flatMap((name) => [
    `if [ -n "\${${name}:-}" ]; then ${into}=$${name}; elif [ -n "\${${name}_FILE:-}" ]; then ${into}=$(cat "$${name}_FILE"); fi`,
  ])];
}

/** The last word of a dump: a client takes an end in the middle of one for its end, and loads half. */
const complete = 'dump-complete';

const demandComplete = [`[ "$said" = ${complete} ] || { echo 'the dump has no end' >&2; exit 1; }`];

const postgresUser = [...variable('user', 'POSTGRES_USER', 'POSTGRESQL_USERNAME'), 'user=${user:-postgres}',
  ...variable('PGPASSWORD', 'POSTGRES_PASSWORD', 'POSTGRESQL_PASSWORD'), 'export PGPASSWORD'];

/**
 * pg_dumpall's own script cannot be loaded strictly: it makes the role that loads it again. So roles are told leniently, and
 * each database strictly, in a snapshot of its own as pg_dumpall takes them. A database that a client is connected to cannot be
 * dropped, so who came in meanwhile is sent away. An image makes a new folder ready by a server that listens on no port and is
 * ended again: it loads nothing, unless no port is all there ever is.
 */
const postgres: ReadyDump = {
  kind: 'postgres',
  targets: ['/var/lib/postgresql', '/bitnami/postgresql'],
  dump: shell(
    ...postgresUser,
    'names=$(psql -X -A -t -U "$user" -d postgres -c "select datname from pg_database where datallowconn and datname not in (\'template0\', \'template1\', \'postgres\') order by 1")',
    'printf \'%s\\n\' \'\\set ON_ERROR_STOP off\'',
    'pg_dumpall -U "$user" --globals-only',
    'printf \'%s\\n\' \'\\set ON_ERROR_STOP on\'',
    'printf \'%s\\n\' \'\\connect postgres\'',
    'pg_dump -U "$user" --clean --if-exists -d postgres',
    '[ -z "$names" ] || printf \'%s\\n\' "$names" | while IFS= read -r name; do',
    '  quoted=$(printf %s "$name" | sed "s/\'/\'\'/g")',
    '  printf \'%s\\n\' \'\\connect postgres\' "update pg_database set datallowconn = false where datname = \'$quoted\';" "select pg_terminate_backend(pid) from pg_stat_activity where datname = \'$quoted\';"',
    '  pg_dump -U "$user" --create --clean --if-exists -d "$name"',
    'done',
    `printf '%s\\n' '\\echo ${complete}'`,
  ),
  load: shell(
    ...postgresUser,
    'tries=0',
    'until pg_isready -q -h 127.0.0.1 || [ "$tries" -ge 20 ]; do tries=$((tries + 1)); sleep 1; done',
    'said=$(psql -X -q -o /dev/null -v ON_ERROR_STOP=on -U "$user" -d postgres)',
    ...demandComplete,
  ),
};

const mysqlPassword = [
  ...variable('MYSQL_PWD', 'MYSQL_ROOT_PASSWORD', 'MARIADB_ROOT_PASSWORD'), 'export MYSQL_PWD',
];

/** MariaDB's images have no programs with MySQL's names any more. */
const mysql: ReadyDump = {
  kind: 'mysql',
  targets: ['/var/lib/mysql', '/bitnami/mysql', '/bitnami/mariadb'],
  dump: shell(
    ...mysqlPassword,
    'program=$(command -v mariadb-dump || command -v mysqldump)',
    '"$program" -u root --all-databases --single-transaction --routines --events --triggers --hex-blob --flush-privileges',
    `printf '%s\\n' "SELECT '${complete}';"`,
  ),
  load: shell(...mysqlPassword, 'program=$(command -v mariadb || command -v mysql)', 'said=$("$program" -u root --batch --skip-column-names)', ...demandComplete),
};

/** The password goes by a configuration file that exists in the shell alone. */
function mongo(command: string): readonly string[] {
  return shell(
    ...variable('user', 'MONGO_INITDB_ROOT_USERNAME', 'MONGODB_ROOT_USER'), ...variable('password', 'MONGO_INITDB_ROOT_PASSWORD', 'MONGODB_ROOT_PASSWORD'),
    `[ -n "$user" ] || exec ${command}`,
    'quoted=$(printf %s "$password" | sed "s/\'/\'\'/g")',
    `exec ${command} --username "$user" --authenticationDatabase admin --config /dev/fd/3 3<<COMPOSURE`,
    'password: \'$quoted\'',
    'COMPOSURE',
  );
}

const mongodb: ReadyDump = {
  kind: 'mongodb',
  targets: ['/data/db', '/bitnami/mongodb'],
  dump: mongo('mongodump --quiet --archive'),
  load: mongo('mongorestore --quiet --archive --drop'),
};

const known: readonly (readonly [RegExp, ReadyDump])[] = [
  [/(?:^|\/)(?:postgres|postgresql|postgis|timescaledb|pgvector|timescaledb-ha)(?:[:@]|$)/, postgres],
  [/(?:^|\/)(?:mysql|mysql-server|mariadb|percona)(?:[:@]|$)/, mysql],
  [/(?:^|\/)(?:mongo|mongodb|mongodb-community-server)(?:[:@]|$)/, mongodb],
];

/** The dump for an image; undefined where none is known. */
export function readyDump(image: string): ReadyDump | undefined {
  return known.find(([pattern]) => pattern.test(image))?.[1];
}

/**
 * What is run before the data of an image is read, where the service is paused or runs on: Redis and Valkey keep what is new
 * in memory, and a copy of their folder holds what was saved last.
 */
export function readyBefore(image: string): readonly string[] | undefined {
  if (!/(?:^|\/)(?:redis|valkey|redis-stack|redis-stack-server)(?:[:@]|$)/.test(image)) return undefined;
  return shell(
    ...variable('REDISCLI_AUTH', 'REDIS_PASSWORD', 'VALKEY_PASSWORD'),
    '[ -z "$REDISCLI_AUTH" ] || export REDISCLI_AUTH',
    'program=$(command -v valkey-cli || command -v redis-cli)',
    'answer=$("$program" save)',
    '[ "$answer" = OK ] || { echo "$answer" >&2; exit 1; }',
  );
}
