// What a backup saves, and who is kept still for it.

import assert from 'node:assert/strict';
import type { BackupContainer, BackupFacts, BackupPath, BackupVolume } from '#core/backup/facts.ts';
import { planBackup, type PlanOptions } from '#core/backup/plan-backup.ts';
import { usualPolicy, type BackupPolicy, type ServicePolicy } from '#core/backup/policy.ts';
import type { ContainerMount } from '#core/outside.ts';

const volume = (name: string, more: Partial<BackupVolume> = {}): BackupVolume => ({ name, driver: 'local', options: {}, labels: {}, bytes: 10, ...more });
const own = (name: string, more: Partial<BackupVolume> = {}): BackupVolume => volume(`shop_${name}`, { labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.volume': name }, ...more });
const mount = (source: string, target = '/data', more: Partial<ContainerMount> = {}): ContainerMount => ({ type: source.startsWith('/') ? 'bind' : 'volume', source, target, readOnly: false, ...more });
const container = (service: string, mounts: readonly ContainerMount[], more: Partial<BackupContainer> = {}): BackupContainer => ({
  id: `id-${service}`, name: `shop-${service}-1`, service, state: 'running', exitCode: undefined, image: 'app:1', imageId: 'sha256:app', configHash: 'hash',
  autoRemove: false, mounts, needs: [], ...more,
});
const facts = (more: Partial<BackupFacts>): BackupFacts => ({
  project: 'shop', environment: 'dev', directory: '/srv/shop', engine: { id: 'E', address: 'unix:///run/docker.sock', context: undefined, version: '20' }, compose: '2.26.1',
  isLocal: true, containers: [], others: [], volumes: [], declaredVolumes: [], services: [], paths: new Map(), files: [], images: [], unread: undefined, ...more,
});
const service = (more: Partial<ServicePolicy>): ServicePolicy => ({ consistency: undefined, before: undefined, after: undefined, dump: undefined, load: undefined, ...more });
const policy = (more: Partial<BackupPolicy>): BackupPolicy => ({ ...usualPolicy, from: '/srv/shop', ...more });
const plan = (known: Partial<BackupFacts>, wished: Partial<BackupPolicy> = {}, options: Partial<PlanOptions> = {}) => planBackup(facts(known), policy(wished), { to: '/srv/shop/backups', ...options });
const directory = { kind: 'directory', bytes: 5 } as const;

describe('planning a backup', () => {
  it('saves the volumes of the project, also those that only the engine knows of', () => {
    const anonymous = 'a'.repeat(64);
    const { volumes, leftOut } = plan({
      volumes: [own('old'), volume('pinned'), volume(anonymous), volume('shared'), volume('stranger'), own('memory', { options: { type: 'tmpfs' } })],
      declaredVolumes: [{ key: 'data', name: 'pinned', external: false }, { key: 'common', name: 'shared', external: true }, { key: 'later', name: 'shop_later', external: false }],
      containers: [container('db', [mount('pinned', '/var/lib/db'), mount(anonymous, '/cache'), mount('shared')])],
    });
    assert.deepEqual(volumes.map(({ name, key, external, anonymous, services }) => ({ name, key, external, anonymous, services })), [
      { name: 'shop_old', key: 'old', external: false, anonymous: undefined, services: [] },
      { name: 'pinned', key: 'data', external: false, anonymous: undefined, services: ['db'] },
      { name: anonymous, key: undefined, external: false, anonymous: { service: 'db', target: '/cache' }, services: ['db'] },
    ]);
    assert.deepEqual(leftOut.map(({ what, why }) => `${what}: ${why}`), [
      'volume common: it belongs to another project: backup.external in composure.yaml adds it',
      'volume memory: it lies in memory, and is empty when nothing runs',
      'volume later: it was never made',
    ]);
  });

  it('adds external volumes and leaves out others as wished', () => {
    const known = { volumes: [own('data'), own('cache'), volume('shared')], declaredVolumes: [{ key: 'common', name: 'shared', external: true }] };
    const names = (wished: Partial<BackupPolicy>): readonly string[] => plan(known, wished).volumes.map(({ name }) => name);
    assert.deepEqual(names({ external: 'all' }), ['shop_data', 'shop_cache', 'shared']);
    assert.deepEqual(names({ external: ['common'], exclude: ['cache'] }), ['shop_data', 'shared']);
    assert.deepEqual(names({ external: ['other'], exclude: ['shop_data'] }), ['shop_cache']);
  });

  it('saves mounted folders that hold data, and none twice', () => {
    const binds = (path: string, target: string, readOnly = false) => ({ source: path, target, readOnly });
    const paths = ['/srv/shop/data', '/srv/shop/data/pg', '/srv/shop/src', '/srv/pg', '/var/lib/docker', '/srv/shop/reports', '/srv/shop/data-ro', '/srv/shop/backups', '/srv/shop/tmp'];
    const { binds: saved, leftOut } = plan({
      services: [{ name: 'db', image: 'postgres:16', binds: [
        binds('/srv/shop/data', '/data'), binds('/srv/shop/data/pg', '/var/lib/postgresql/data'), binds('/srv/shop/src', '/app'), binds('/srv/pg', '/var/lib/postgresql/data'),
        binds('/var/lib/docker', '/var/lib/docker'), binds('/srv/shop/reports', '/reports'), binds('/srv/shop/data-ro', '/data', true), binds('/srv/shop/backups', '/backups'),
        binds('/srv/shop/run.sock', '/data/run.sock'), binds('/srv/shop/data2', '/data'), binds('/srv/shop/tmp', '/tmp/data'),
      ] }],
      paths: new Map<string, BackupPath>([...paths.map((path) => [path, directory] as const), ['/srv/shop/run.sock', { kind: 'other', bytes: undefined }]]),
    }, { include: ['./reports', 'name'], exclude: ['tmp/', './tmp'] });
    assert.deepEqual(saved.map(({ shown, isFolder, services }) => [shown, isFolder, services.join()]), [['/srv/pg', true, 'db'], ['data', true, 'db'], ['reports', true, 'db']]);
    assert.deepEqual(leftOut.map(({ what, why }) => `${what}: ${why}`), [
      'tmp: composure.yaml leaves it out', 'backups: backups lie in it', 'data2: it is not there', 'run.sock: it is a socket or a device',
    ]);
  });

  it('stops who writes to what is saved, whoever needs others first', () => {
    const { hold, services } = plan({
      volumes: [own('data')],
      containers: [
        container('db', [mount('shop_data')]), container('app', [mount('shop_data')], { needs: [{ service: 'db', healthy: true }] }),
        container('reader', [mount('shop_data', '/data', { readOnly: true })]), container('web', []), container('old', [mount('shop_data')], { state: 'exited' }),
        container('job', [mount('shop_data')], { autoRemove: true }), container('asleep', [mount('shop_data')], { state: 'paused' }),
      ],
    });
    assert.deepEqual(hold.map((each) => `${each.how} ${each.service} ${each.rank}${each.awaitHealth ? ' healthy' : ''}`), ['stop app 1', 'stop db 0 healthy', 'pause job 0']);
    assert.deepEqual([services.get('db'), services.get('web'), services.get('old')], ['stop', 'live', 'stop']);
  });

  it('keeps the order over services that stay as they are', () => {
    const { hold } = plan({
      volumes: [own('data')],
      containers: [container('a-db', [mount('shop_data')]), container('between', [], { needs: [{ service: 'a-db', healthy: false }] }), container('app', [mount('shop_data')], { needs: [{ service: 'between', healthy: false }] })],
    });
    assert.deepEqual(hold.map(({ service }) => service), ['app', 'a-db']);
  });

  it('pauses, leaves alone and says so, as wished', () => {
    const known = { volumes: [own('data')], containers: [container('db', [mount('shop_data')]), container('cache', [mount('shop_data')], { image: 'redis:7' })] };
    const wished = plan(known, { consistency: 'pause', services: new Map([['db', service({ consistency: 'live' })]]) });
    assert.deepEqual(wished.hold.map(({ how, service }) => `${how} ${service}`), ['pause cache']);
    assert.deepEqual(wished.warnings, ['db runs on while its data is read: what it writes meanwhile may be in the backup in part']);
    // Redis keeps what is new in memory unless it ends.
    assert.deepEqual(wished.hooks.map(({ service, when }) => `${when} ${service}`), ['before cache']);
    assert.deepEqual(plan(known).hooks, []);
  });

  it('dumps in place of the volume that the dump stands for', () => {
    const known = {
      volumes: [own('pg'), own('conf'), own('both')],
      containers: [
        container('db', [mount('shop_pg', '/var/lib/postgresql/data'), mount('shop_conf', '/conf'), mount('shop_both', '/var/lib/postgresql/shared')], { image: 'postgres:16-alpine' }),
        container('app', [mount('shop_both', '/both')]),
      ],
    };
    const { dumps, volumes, hold, services } = plan(known, { services: new Map([['db', service({ consistency: 'dump' })]]) });
    assert.deepEqual(dumps.map(({ kind, service, volumes }) => [kind, service, volumes.join()]), [['postgres', 'db', 'shop_pg']]);
    assert.deepEqual(volumes.map(({ name }) => name), ['shop_conf', 'shop_both']);
    assert.deepEqual([hold.map(({ service }) => service), services.get('db')], [['app'], 'dump']);
    const own2 = plan(known, { services: new Map([['app', service({ consistency: 'dump', dump: ['export'], load: ['import'] })]]) });
    assert.deepEqual(own2.dumps.map(({ kind, volumes }) => [kind, volumes]), [['custom', []]]);
  });

  it('reads what cannot be dumped like any other, or refuses', () => {
    const known = (more: Partial<BackupContainer>) => ({ volumes: [own('pg')], containers: [container('db', [mount('shop_pg', '/var/lib/postgresql/data')], { image: 'postgres:16', ...more })] });
    const dump = { services: new Map([['db', service({ consistency: 'dump' })]]) };
    const stopped = plan(known({ state: 'exited' }), dump);
    assert.deepEqual([stopped.dumps, stopped.volumes.length, stopped.services.get('db')], [[], 1, 'stop']);
    assert.match(plan(known({ image: 'shop/db:1' }), dump).refusals.join(), /^db is to be dumped, and there is no ready dump for shop\/db:1/);
    assert.deepEqual(plan(known({ image: 'shop/db:1' }), { consistency: 'dump' }).refusals, []);
    const bound = { ...known({ mounts: [mount('/srv/shop/pg', '/var/lib/postgresql/data')] }), paths: new Map([['/srv/shop/pg', directory]]) };
    assert.match(plan(bound, dump).refusals.join(), /keeps its data in pg, a folder of the host/);
  });

  it('names strangers that write to the same data', () => {
    const { warnings } = plan({
      volumes: [own('data')],
      others: [
        { id: '1', name: 'blog-web-1', project: 'blog', running: true, mounts: [mount('shop_data')] }, { id: '2', name: 'shell', project: '', running: true, mounts: [mount('shop_data')] },
        { id: '3', name: 'reads', project: '', running: true, mounts: [mount('shop_data', '/d', { readOnly: true })] }, { id: '4', name: 'ended', project: '', running: false, mounts: [mount('shop_data')] },
      ],
    });
    assert.deepEqual(warnings.map((each) => each.split(' writes')[0]), ['the container blog-web-1 of blog', 'the container shell']);
  });

  it('saves nothing but what a caller names', () => {
    const { volumes, binds, files, hold, hooks } = plan({
      volumes: [own('data'), own('other'), volume('shared')], paths: new Map([['/srv/shop/src', directory]]), files: [{ path: '/srv/shop/compose.yaml', role: 'compose', bytes: 1 }],
      containers: [container('db', [mount('shop_data'), mount('/srv/shop/src')])],
    }, { exclude: ['data'], services: new Map([['db', service({ before: ['sync'] })]]) }, { only: { volumes: ['shop_data', 'shared', 'gone'], binds: ['/srv/shop/src', '/srv/gone'] }, isHeld: true });
    assert.deepEqual([volumes.map(({ name }) => name), binds.map(({ shown }) => shown), files, hold, hooks], [['shop_data', 'shared'], ['src'], [], [], []]);
  });
});
