// A PostgreSQL that is written to without a pause, backed up in each way, destroyed and restored: every row that it had
// acknowledged before the backup's point in time is there, and all of it can be read.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createBackup, type CreatedBackup } from '#host/backup/create.ts';
import { listInterrupted } from '#host/backup/interrupted.ts';
import { prepareRestore, restore } from '#host/backup/restore.ts';
import { backupProject, type BackupProject } from '../host/backup-project.ts';
import { until } from '../host/scratch-project.ts';
import { withEngine } from '../host/with-engine.ts';
import { docker } from '../support/docker/docker.ts';
import { ensurePostgresImage } from '../support/postgres-image.ts';
import { schema, startWriters, type Writers } from '../support/postgres/writers.ts';

const series = 3;

describe('a PostgreSQL under load', function () {
  this.timeout(180_000);
  withEngine();

  let project: BackupProject;
  let states: string;
  let writers: Writers | undefined;

  const container = (): string => `${project.name}-db-1`;
  const compose = (...args: readonly string[]): Promise<string> => docker('compose', '--project-directory', project.directory, ...args);
  const sql = (text: string, database = 'app'): Promise<string> => docker('exec', container(), 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-U', 'app', '-d', database, '-c', text);
  /** Over TCP: the server that only makes a new folder ready does not answer there. */
  const ready = (): Promise<unknown> => until('PostgreSQL answers', () => docker('exec', container(), 'pg_isready', '-q', '-h', '127.0.0.1').then(() => true, () => false), (answers) => answers, 60);
  const acknowledgedMore = async (rows: number): Promise<void> => {
    const before = writers?.acknowledged() ?? [];
    await until(`${rows} more rows of each series`, () => ({ numbers: writers?.acknowledged() ?? [], refused: writers?.refused() }), ({ numbers }) => numbers.every((number, own) => number >= (before[own] ?? 0) + rows), 60);
  };

  before(async () => {
    const image = await ensurePostgresImage();
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    project = await backupProject({
      'compose.yaml': `
services:
  db:
    image: ${image}
    stop_signal: SIGINT
    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: "se cret'" }
    volumes: ["data:/var/lib/postgresql/data"]
  app:
    image: ${image}
    entrypoint: ["sh", "-c", "trap 'exit 0' TERM; while :; do psql -X -q -h db -U app -d app -c 'create table if not exists migrated (at timestamp); select pg_sleep(1)'; sleep 0.2; done"]
    environment: { PGPASSWORD: "se cret'" }
    init: true
volumes: { data: {} }
`,
    });
  });

  beforeEach(async () => {
    await compose('up', '--detach');
    await ready();
    await sql(`drop table if exists written, balance; ${schema}`);
    writers = startWriters(container(), 'app', series);
    await acknowledgedMore(30);
  });

  afterEach(async () => {
    await writers?.stop();
    await rm(path.join(project.directory, 'composure.yaml'), { force: true });
    assert.equal(await project.helpers(), '');
    assert.deepEqual(await listInterrupted(states), []);
  });

  after(async () => {
    await project.remove();
    await rm(states, { recursive: true, force: true });
  });

  /** A backup while rows are written, and the numbers that were acknowledged when `step` began. */
  async function backedUp(how: string, step: RegExp): Promise<{ readonly made: CreatedBackup; readonly acknowledged: readonly number[] }> {
    await writeFile(path.join(project.directory, 'composure.yaml'), `backup: { services: { db: ${how} } }\n`);
    let acknowledged: readonly number[] | undefined;
    const made = await createBackup(await project.subject(), project.machinery, {
      onProgress: (progress) => { if (step.test(progress.step)) acknowledged ??= writers?.acknowledged(); },
    });
    assert.deepEqual(made.problems, []);
    assert.equal(made.manifest.services.find(({ name }) => name === 'db')?.consistency, how);
    assert.ok(acknowledged !== undefined && acknowledged.every((number) => number >= 30), `no ${step}`);
    return { made, acknowledged };
  }

  async function restored({ folder }: CreatedBackup): Promise<void> {
    const subject = await project.subject();
    const { ok, state, reason } = await restore(await prepareRestore(folder, subject, project.machinery), subject, project.machinery, { stateFolder: states });
    assert.deepEqual({ ok, state, reason }, { ok: true, state: 'restored', reason: undefined });
  }

  interface Bounds {
    /** By series: what must be there, and up to where it may go. */
    readonly least: readonly number[];
    readonly most: readonly number[];
    /** The number of the next row that was asked for after the restore had begun. */
    readonly since: readonly number[];
  }

  /** That the server starts and all can be read, also by its checksums and indexes, and that each series is whole. */
  async function holds({ least, most, since }: Bounds): Promise<void> {
    await compose('up', '--detach');
    await ready();
    await sql('create extension if not exists amcheck');
    await docker('exec', container(), 'pg_amcheck', '-U', 'app', '-d', 'app', '--heapallindexed', '--parent-check', '--rootdescend');
    assert.equal(await sql("select count(*) from written where text <> repeat(md5(series || ' ' || number), 64)"), '0');
    for (let own = 0; own < series; own++) {
      const [last = 0, count = 0] = (await sql(`select max(number), count(*) from written where series = ${own} and number < ${since[own]}`)).split('|').map(Number);
      assert.ok(last >= (least[own] ?? 0) && last <= (most[own] ?? 0), `series ${own} ends with ${last}: ${least[own]} was acknowledged, ${most[own]} asked for`);
      assert.equal(count, last, `series ${own} has gaps`);
    }
    // Both tables were written in each transaction.
    assert.equal(await sql('select count(*) from balance where number <> coalesce((select max(number) from written where written.series = balance.series), 0)'), '0');
  }

  for (const { how, step } of [
    // A server that was ended has all that it acknowledged, to the last.
    { how: 'stop', step: /^Reading volume/ },
    // What stands still is as after a loss of power, and acknowledges nothing.
    { how: 'pause', step: /^Reading volume/ },
    { how: 'dump', step: /^Dumping db/ },
  ]) {
    it(`loses no acknowledged row when it is backed up by ${how}, destroyed and restored`, async () => {
      const { made, acknowledged } = await backedUp(how, step);
      const most = writers?.asked() ?? [];
      await acknowledgedMore(10);
      await writers?.stop();
      await compose('down', '--volumes');
      assert.equal(await docker('volume', 'ls', '--quiet', '--filter', `name=${project.name}_data`), '');
      await restored(made);
      await holds({ least: acknowledged, most, since: most.map(() => 1_000_000_000) });
    });

    it(`is what it was when it is restored from ${how} while it is written to`, async () => {
      const { made, acknowledged } = await backedUp(how, step);
      const most = writers?.asked() ?? [];
      await acknowledgedMore(10);
      const since = (writers?.acknowledged() ?? []).map((number) => number + 1);
      const began = (): Promise<string> => docker('inspect', '--format', '{{.State.StartedAt}}', `${project.name}-app-1`);
      const before = await began();
      await restored(made);
      // It mounts nothing of the database, and is kept away from it only while that loads.
      assert.deepEqual([await project.state('app'), await began() !== before], ['running', how === 'dump']);
      await acknowledgedMore(5);
      await writers?.stop();
      await holds({ least: acknowledged, most, since });
    });
  }
});
