// What counts as an address in a text: each form with what looks alike and is none.

import assert from 'node:assert/strict';
import { addressesIn } from '#core/compose/addresses.ts';

/** `name=value` or a value alone, and the addresses in it. */
const texts: readonly (readonly [text: string, found: readonly string[]])[] = [
  ['http://api:3000', ['api:3000']],
  ['http://api', ['api']],
  ['see http://api/x, then https://auth:8443/y', ['api', 'auth:8443']],
  ['postgres://shop:s3cr3t@db:5432/shop?sslmode=off', ['db:5432']],
  ['postgres://shop:p@ss@db:5432/shop', ['db:5432']],
  ['postgresql+asyncpg://u:p@db/x', ['db']],
  ['mongodb://u:p@a:27017,b:27018/x?replicaSet=r', ['a:27017', 'b:27018']],
  ['mongodb+srv://cluster/x', []],
  ['amqp://guest:guest@broker:5672//', ['broker:5672']],
  ['jdbc:postgresql://db:5432/shop', ['db:5432']],
  ['jdbc:sqlserver://db:1433;databaseName=shop', ['db:1433']],
  ['jdbc:oracle:thin:@db:1521/shop', ['db:1521']],
  ['PLAINTEXT://kafka:29092,OUTSIDE://localhost:9092', ['kafka:29092', 'localhost:9092']],
  ['shop:secret@tcp(db:3306)/shop', ['db:3306']],
  ['Server=db,1433;Database=shop;User=sa', ['db:1433']],
  ['Server=tcp:db,1433', ['db:1433']],
  ['Data Source=db;Initial Catalog=shop', ['db']],
  ['Host=db;Port=5433;Username=shop', ['db:5433']],
  ['host=db port=5432 user=shop', ['db:5432']],
  ['KAFKA=a:9092,b:9092', ['a:9092', 'b:9092']],
  ['BOOTSTRAP_SERVERS=a:9092, b:9092', ['a:9092', 'b:9092']],
  ['ADDR=api:3000/health', ['api:3000']],
  ['DB_HOST=db', ['db']],
  ['dbHost=db', ['db']],
  ['PGHOST=db', ['db']],
  ['REDIS_HOST_1=cache', ['cache']],
  ['discovery.seed_hosts=a,b', ['a', 'b']],
  ['UPSTREAM=api', ['api']],
  ['USER_SERVICE_HOST=users', ['users']],
  // None of these is one.
  ['DB=db', []],
  ['POSTGRES_HOST_AUTH_METHOD=trust', []],
  ['IMAGE=postgres:5432', []],
  ['NEO4J_AUTH=neo4j:12345', []],
  ['TAG=web:8080', []],
  ['RUN_AS_USER=app:1000', []],
  ['X=postgres:16', []],
  ['X=node:22', []],
  ['DB_HOST=the database', []],
  ['DB_HOST=/var/run/postgresql', []],
  ['TIME=10:30', []],
  ['unix:///var/run/docker.sock', []],
  ['http://+:8080', []],
  ['file:///etc/x', []],
  ['a:b:c', []],
  ['key: value', []],
  ['server.port=8080', []],
  ['http://', []],
];

describe('addresses in texts', () => {
  for (const [text, expected] of texts) {
    it(text, () => {
      const named = /^([A-Za-z_][\w.]*)=(.*)$/.exec(text);
      const isVariable = named !== null && !/^(?:Server|Host|host)$/.test(named[1] ?? '');
      const value = isVariable ? named[2] ?? '' : text;
      const found = addressesIn(value, isVariable ? named[1] : undefined);
      assert.deepEqual(found.map(({ host, port }) => (port === undefined ? host : `${host}:${port}`)), expected);
      for (const { host, at, port, portAt } of found) {
        assert.equal(value.slice(...at), host);
        assert.equal(portAt === undefined ? undefined : Number(value.slice(...portAt)), port);
      }
    });
  }
});
