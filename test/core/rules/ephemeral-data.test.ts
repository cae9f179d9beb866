// Where stores keep their data, and what holds it there: each case that is reported has a twin that is not.

import assert from 'node:assert/strict';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';

const db = (image: string, more = ''): string => `services:\n  db:\n    image: ${image}\n    restart: always # c\n${more}`;
const volume = (target: string): string => `    volumes:\n      - kept:${target}\nvolumes:\n  kept:\n`;

const cases: readonly (readonly [name: string, text: string, severities: readonly string[]])[] = [
  ['a database', db('mariadb:11'), ['warning']],
  ['of another registry', db('mcr.microsoft.com/mssql/server:2022-latest'), ['warning']],
  ['of a registry that names Docker Hub', db('docker.io/library/mongo:7'), ['warning']],
  ['of somebody else by the same name', db('shop/mongo:7'), []],
  ['that is built here', db('mongo:7', '    build: .\n#- Dockerfile\nFROM mongo:7\n'), ['warning']],
  ['that is built here by stages', db('mine:7', '    build: {context: ., target: db}\n#- Dockerfile\nARG V=16\nFROM postgres:$V AS base\nFROM base AS db\nCOPY x.sql /docker-entrypoint-initdb.d/\nFROM node:22\n#- x.sql\n'), ['warning']],
  ['that is built here, with a volume', db('mine:7', '    build: .\n    volumes: [kept:/data/db]\nvolumes:\n  kept:\n#- Dockerfile\nFROM mongo:7\n'), []],
  ['that is built here to start something else', db('mine:7', '    build: .\n#- Dockerfile\nFROM mongo:7\nENTRYPOINT ["/seed.sh"]\n'), []],
  ['that is built here to run another command', db('mine:7', '    build: .\n#- Dockerfile\nFROM mongo:7\nCMD ["mongodump"]\n'), []],
  ['that is built here to keep its data elsewhere', db('mine:7', '    build: .\n#- Dockerfile\nFROM postgres:16\nENV PGDATA=/pg\n'), []],
  ['that is built from what nobody knows', db('mine:7', '    build: .\n#- Dockerfile\nARG BASE\nFROM $BASE\n'), []],
  ['that a shell starts', db('mariadb:11', '    command: sh -c "chown -R mysql /x && exec mariadbd --user=mysql"\n'), ['warning']],
  ['that a shell of the entrypoint starts', db('redis:7', '    entrypoint: ["sh", "-ec"]\n    command: ["exec redis-server --appendonly yes"]\n'), ['warning']],
  ['that a shell starts, moved', db('mariadb:11', `    command: ["bash", "-c", "mariadbd --datadir=/d"]\n${volume('/d')}`), []],
  ['a client that a shell starts', db('mariadb:11', '    command: sh -c "mariadb-dump -h db2 > /x"\n'), []],
  ['flows of Node-RED', db('nodered/node-red:4.0', ''), ['warning']],
  ['flows of Node-RED in a volume', db('nodered/node-red:4.0', volume('/data')), []],
  ['Gitea without root in the other\'s place', db('gitea/gitea:1.22-rootless', volume('/data')), ['warning']],
  ['by a variable', db('${DB}:7'), []],
  ['with a volume', db('mariadb:11', volume('/var/lib/mysql')), []],
  ['with a folder', db('mariadb:11', '    volumes: [./db:/var/lib/mysql]\n#- db/\n'), []],
  ['with a volume within its own', db('mongo:7', volume('/data/db/')), []],
  ['with a volume elsewhere', db('mariadb:11', volume('/backup')), ['warning']],
  ['with a variable for a place', db('mariadb:11', '    volumes: ["kept:${PLACE}"]\nvolumes:\n  kept:\n'), []],
  ['with a tmpfs', db('mariadb:11', '    tmpfs: ["/var/lib/mysql:size=1g"]\n'), []],
  ['with a mounted tmpfs', db('mariadb:11', '    volumes: [{ type: tmpfs, target: /var/lib/mysql }]\n'), []],
  ['with another\'s volumes', db('mariadb:11', '    volumes_from: [other]\n  other:\n    image: x:1\n    volumes: [kept:/var/lib/mysql]\nvolumes:\n  kept:\n'), []],
  ['with an anonymous volume', db('mariadb:11', '    volumes: [/var/lib/mysql]\n'), ['warning']],
  ['moved by an option to a volume', db('mariadb:11', `    command: --datadir=/d\n${volume('/d')}`), []],
  ['moved by an option away from it', db('mariadb:11', `    command: [--datadir, /d]\n${volume('/var/lib/mysql')}`), ['warning']],
  ['as a client', db('mariadb:11', '    command: mariadb-dump -h db2\n'), []],
  ['as a server by its name', db('mariadb:11', '    command: mysqld --skip-log-bin\n'), ['warning']],
  ['with an entrypoint of its own', db('mariadb:11', '    entrypoint: sleep 1\n'), []],
  ['RabbitMQ within its volume', db('rabbitmq:4', volume('/var/lib/rabbitmq/mnesia')), []],
  ['SQL Server within its folder', db('mcr.microsoft.com/mssql/server:2022-latest', volume('/var/opt/mssql/data')), []],
  ['Cassandra within its volume', db('cassandra:5', volume('/var/lib/cassandra/data')), []],
  ['of Bitnami within its folder', db('bitnamilegacy/postgresql:17', volume('/bitnami/postgresql/data')), []],
  ['PostgreSQL 17 above its volume', db('postgres:17', volume('/var/lib/postgresql')), ['warning']],
  ['PostgreSQL 17', db('postgres:17-alpine', volume('/var/lib/postgresql/data')), []],
  ['PostgreSQL 18 in the old place', db('postgres:18.1', volume('/var/lib/postgresql/data')), ['warning']],
  ['PostgreSQL 18 in the old place by PGDATA', db('postgres:18', `    environment: { PGDATA: /var/lib/postgresql/data }\n${volume('/var/lib/postgresql/data')}`), []],
  ['PostgreSQL 18', db('postgres:18', volume('/var/lib/postgresql')), []],
  ['PostgreSQL of any version, either place', db('postgres', volume('/var/lib/postgresql')), []],
  ['PostgreSQL within its volume', db('postgres:16', `    environment: [PGDATA=/var/lib/postgresql/data/pgdata]\n${volume('/var/lib/postgresql/data')}`), []],
  ['PostgreSQL moved by a variable', db('postgres:16', `    environment: [PGDATA=/pg/16]\n${volume('/pg')}`), []],
  ['PostgreSQL moved where nobody knows', db('postgres:16', '    environment: ["PGDATA=${WHERE}"]\n'), []],
  ['a PostgreSQL of others', db('timescale/timescaledb:2.17.2-pg16', volume('/home/postgres')), ['warning']],
  ['Redis', db('redis:7'), []],
  ['Redis that is to keep', db('redis:7', '    command: redis-server --appendonly yes\n'), ['warning']],
  ['Redis that is to keep at times', db('redis:7', '    command: ["redis-server", "--save", "60", "1"]\n'), ['warning']],
  ['Redis that is not to keep', db('redis:7', '    command: ["redis-server", "--save", ""]\n'), []],
  ['MinIO where its command says', db('minio/minio:RELEASE.2024-10-13T13-34-11Z', '    command: server --console-address ":9001" /disk\n'), ['warning']],
  ['MinIO on a volume', db('quay.io/minio/minio:RELEASE.2024-10-13T13-34-11Z', `    command: server /disk{1...4}\n${volume('/disk1')}`), ['warning']],
  ['MinIO on its disk', db('quay.io/minio/minio:RELEASE.2024-10-13T13-34-11Z', `    command: server /disk --console-address ":9001"\n${volume('/disk')}`), []],
  ['etcd on its data folder', db('quay.io/coreos/etcd:v3.5.5', '    command: etcd --data-dir /etcd\n'), ['warning']],
  ['etcd wherever it may be', db('quay.io/coreos/etcd:v3.5.5'), []],
  ['messages', db('rabbitmq:3.13-management'), ['information']],
  ['Grafana with a database', db('grafana/grafana:11.2.0', '    environment: { GF_DATABASE_TYPE: postgres }\n'), []],
  ['Loki by its configuration', db('grafana/loki:3.2.0', '    command: -config.file=/etc/loki/loki.yaml\n    volumes: ["./loki.yaml:/etc/loki/loki.yaml:ro"]\n#- loki.yaml\ncommon:\n  path_prefix: /data/loki\n'), ['information']],
  ['Loki by its configuration, on a volume', db('grafana/loki:3.2.0', '    command: -config.file=/etc/loki/loki.yaml\n    volumes: ["./loki.yaml:/etc/loki/loki.yaml:ro", "kept:/data"]\nvolumes:\n  kept:\n#- loki.yaml\ncommon:\n  path_prefix: /data/loki\n'), []],
  ['Loki in a cloud', db('grafana/loki:3.2.0', '    command: -config.file=/etc/loki/loki.yaml\n    volumes: ["./loki.yaml:/etc/loki/loki.yaml:ro"]\n#- loki.yaml\ncommon:\n  storage:\n    s3:\n      bucketnames: x\n'), []],
  ['Loki by a configuration that is nowhere', db('grafana/loki:3.2.0', '    command: -config.file=/mnt/loki.yaml\n'), []],
  ['where nothing is kept at all', 'services:\n  db:\n    image: mariadb:11\n', ['information']],
  ['where nothing is kept, and others\' data is read', 'services:\n  db:\n    image: mariadb:11\n  logs:\n    image: x:1\n    volumes: ["/var/lib/docker/containers:/var/lib/docker/containers:ro", "./boards:/var/lib/grafana/dashboards"]\n#- boards/x.json\n{}\n', ['information']],
  ['where data of others is kept', 'services:\n  db:\n    image: mariadb:11\n  logs:\n    image: x:1\n    volumes: ["./logs:/var/lib/logs"]\n', ['warning']],
  ['where messages are not kept either', 'services:\n  queue:\n    image: rabbitmq:3.13\n', ['hint']],
  ['for tests', `#- compose.test.yaml\n${db('mariadb:11')}`, []],
];

describe('ephemeral-data', () => {
  for (const [name, text, severities] of cases) {
    it(name, async () => {
      const fixture = readFixture(text);
      const found = (await checkFixture(fixture)).filter(({ code }) => code === 'ephemeral-data');
      assert.deepEqual(found.map(({ severity }) => severity), severities, found.map(({ message }) => message).join('\n'));
      await assertFixesWork(fixture, found);
    });
  }
});
