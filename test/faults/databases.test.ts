// A MariaDB and a Redis that run, backed up by what Composure knows of them, destroyed and restored: what they were told is there.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createBackup } from '#host/backup/create.ts';
import { prepareRestore, restore } from '#host/backup/restore.ts';
import { backupProject, type BackupProject } from '../host/backup-project.ts';
import { until } from '../host/scratch-project.ts';
import { withEngine } from '../host/with-engine.ts';
import { ensureMariadbImage, ensureRedisImage } from '../support/database-images.ts';
import { docker } from '../support/docker/docker.ts';

describe('databases that Composure knows', function () {
  this.timeout(240_000);
  withEngine();

  let project: BackupProject;
  let states: string;

  const compose = (...args: readonly string[]): Promise<string> => docker('compose', '--project-directory', project.directory, ...args);
  const sql = (text: string): Promise<string> => docker('exec', `${project.name}-db-1`, 'sh', '-c', 'MYSQL_PWD=$MARIADB_ROOT_PASSWORD exec mariadb --no-defaults -h 127.0.0.1 -u root --batch --skip-column-names -e "$0"', text);
  const redis = (...words: readonly string[]): Promise<string> => docker('exec', '--env', 'REDISCLI_AUTH=pass word', `${project.name}-cache-1`, 'redis-cli', ...words);
  const ready = async (): Promise<void> => {
    await until('MariaDB answers', () => sql('select 1').then(() => true, () => false), (answers) => answers, 60);
    await until('Redis answers', () => redis('ping').then((said) => said === 'PONG', () => false), (answers) => answers, 60);
  };

  before(async () => {
    const [mariadb, cache] = [await ensureMariadbImage(), await ensureRedisImage()];
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    project = await backupProject({
      'composure.yaml': 'backup: { services: { db: dump, cache: pause } }\n',
      'compose.yaml': `
services:
  db:
    image: ${mariadb}
    environment: { MARIADB_ROOT_PASSWORD: "se cret'", MARIADB_DATABASE: app }
    volumes: ["data:/var/lib/mysql"]
  cache:
    image: ${cache}
    command: [redis-server, --bind, 0.0.0.0, --requirepass, pass word, --save, ""]
    environment: { REDIS_PASSWORD: pass word }
    volumes: ["memory:/data"]
volumes: { data: {}, memory: {} }
`,
    });
    await ready();
  });

  after(async () => {
    await project.remove();
    await rm(states, { recursive: true, force: true });
  });

  it('hold after a restore what they were told before the backup, and nothing later', async () => {
    await sql(`use app; create table app.orders (number int primary key, what text); insert into app.orders select seq, repeat('ä''\\\\', 500) from seq_1_to_2000;
      create procedure app.total() select count(*) from app.orders; create trigger app.kept before delete on app.orders for each row signal sqlstate '45000';
      create user reader@'%' identified by 'reads'; grant select on app.* to reader@'%'`);
    for (const number of [1, 2, 3]) await redis('set', `basket:${number}`, 'ten apples');
    const checksum = await sql('checksum table app.orders');
    const made = await createBackup(await project.subject(), project.machinery);
    assert.deepEqual([made.problems, made.manifest.dumps.map(({ service, kind }) => [service, kind]), made.manifest.volumes.map(({ key }) => key)], [[], [['db', 'mysql']], ['memory']]);
    await sql("insert into app.orders values (9999, 'later')");
    await redis('set', 'later', 'yes');
    await compose('down', '--volumes');
    const subject = await project.subject();
    const { ok, reason } = await restore(await prepareRestore(made.folder, subject, project.machinery), subject, project.machinery, { stateFolder: states });
    assert.deepEqual([ok, reason], [true, undefined]);
    await compose('up', '--detach');
    await ready();
    assert.deepEqual([await sql('select count(*) from app.orders'), await sql('checksum table app.orders'), await sql('call app.total()')], ['2000', checksum, '2000']);
    await assert.rejects(sql('delete from app.orders where number = 1'), /45000/);
    assert.match(await docker('exec', '--env', 'MYSQL_PWD=reads', `${project.name}-db-1`, 'mariadb', '--no-defaults', '-h', '127.0.0.1', '-u', 'reader', '-e', 'select count(*) from app.orders'), /2000/);
    assert.deepEqual([await redis('get', 'basket:2'), await redis('exists', 'later')], ['ten apples', '0']);
  });
});
