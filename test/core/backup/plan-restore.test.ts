// What a restore replaces, how each volume comes to it, who is stopped, and what is refused; and where one was interrupted.

import assert from 'node:assert/strict';
import type { BackupContainer, BackupFacts, BackupVolume } from '#core/backup/facts.ts';
import type { Archive, BackedUpVolume, Manifest } from '#core/backup/manifest.ts';
import { endangered, planRestore, type RestoreWishes } from '#core/backup/plan-restore.ts';
import { restoreLines } from '#core/backup/restore-lines.ts';
import { restoreOptions, restoreStateText, stateOfRestore, type RestoreStep } from '#core/backup/restore-steps.ts';
import type { ContainerMount } from '#core/outside.ts';

const archive: Archive = { file: 'x.tar', compression: 'none', bytes: 10, sha256: 'a', tarBytes: 10, tarSha256: 'b', entries: 2, contentBytes: 2048 };
const labels = (key: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({ 'com.docker.compose.project': 'shop', 'com.docker.compose.volume': key, ...more });
const saved = (key: string, more: Partial<BackedUpVolume> = {}): BackedUpVolume => ({ name: `shop_${key}`, key, external: false, anonymous: undefined, driver: 'local', options: {}, labels: labels(key), services: [], archive, ...more });
const manifest = (more: Partial<Manifest>): Manifest => ({
  format: 1, id: 'shop-20260101T000000Z', createdAt: '2026-01-01T00:00:00.000Z', sequence: 1, purpose: 'backup', madeBy: { composure: '1', compose: '2', engine: '20' }, project: 'shop',
  environment: 'dev', directory: '/srv/shop', engine: { id: 'E', address: 'unix:///e', context: undefined }, services: [], volumes: [], binds: [], files: [], dumps: [], images: [], limits: [],
  encryption: undefined, ...more,
});
const there = (key: string, more: Partial<BackupVolume> = {}): BackupVolume => ({ name: `shop_${key}`, driver: 'local', options: {}, labels: labels(key), bytes: 1000, ...more });
const mount = (source: string, more: Partial<ContainerMount> = {}): ContainerMount => ({ type: source.startsWith('/') ? 'bind' : 'volume', source, target: '/data', readOnly: false, ...more });
const container = (service: string, mounts: readonly ContainerMount[], more: Partial<BackupContainer> = {}): BackupContainer => ({
  id: `id-${service}`, name: `shop-${service}-1`, service, state: 'running', exitCode: undefined, image: 'app:1', imageId: 'sha256:app', configHash: 'hash', autoRemove: false, mounts, needs: [], ...more,
});
const facts = (more: Partial<BackupFacts>): BackupFacts => ({
  project: 'shop', environment: 'dev', directory: '/srv/shop', engine: { id: 'E', address: 'unix:///e', context: undefined, version: '20' }, compose: '2.26.1', isLocal: true,
  containers: [], others: [], volumes: [], declaredVolumes: [], services: [], paths: new Map(), files: [], images: [], unread: undefined, ...more,
});
const plan = (backup: Partial<Manifest>, known: Partial<BackupFacts>, wishes?: RestoreWishes) => planRestore('/srv/shop/backups/b', manifest(backup), facts(known), wishes);

describe('planning a restore', () => {
  it('replaces in place what is as it was, makes what is gone, and makes anew what nobody has and was made otherwise', () => {
    const { volumes, warnings } = plan(
      { volumes: ['same', 'newer', 'gone', 'free', 'used', 'device'].map((key) => saved(key)) },
      {
        volumes: [there('same'), there('newer', { labels: labels('newer', { 'com.docker.compose.version': '9', 'com.docker.compose.config-hash': 'x' }) }), there('free', { labels: {} }), there('used', { labels: {} }),
          there('device', { options: { type: 'none', o: 'bind', device: '/mnt/data' } })],
        containers: [container('db', [mount('shop_used')], { state: 'exited' })],
      },
    );
    assert.deepEqual(volumes.map(({ key, way }) => `${key} ${way}`), ['same replace', 'newer replace', 'gone make', 'free remake', 'used replace', 'device replace']);
    assert.deepEqual(warnings, [
      'the volume used has other labels than when it was saved, and keeps them: containers have it',
      'the volume device has other options than when it was saved, and keeps them: it stands for a folder',
    ]);
  });

  it('stops who has it, whether it reads or writes, those first that need others; and nobody else', () => {
    const { stop, paused, ran, shells } = plan({ volumes: [saved('data')], binds: [{ path: 'data', isFolder: true, services: [], archive }] }, {
      volumes: [there('data')], paths: new Map([['/srv/shop/data', { kind: 'directory', bytes: 1 }]]),
      containers: [
        container('db', [mount('shop_data')]), container('web', [mount('shop_data', { readOnly: true })], { needs: [{ service: 'db', healthy: true }] }), container('files', [mount('/srv/shop/data/deep')], { state: 'paused' }),
        container('job', [mount('shop_data')], { state: 'exited' }), container('other', [mount('shop_other')]),
      ],
    });
    assert.deepEqual(stop.map(({ service, how, awaitHealth }) => `${service} ${how} ${awaitHealth}`), ['web stop false', 'db stop true', 'files stop false']);
    assert.deepEqual([paused, ran, shells], [['id-files'], ['db', 'web'], ['sha256:app']]);
  });

  it('refuses what it could not bring back to what it was', () => {
    const refusals = (backup: Partial<Manifest>, known: Partial<BackupFacts>, wishes?: RestoreWishes): readonly string[] => plan({ volumes: [saved('data')], ...backup }, { volumes: [there('data')], ...known }, wishes).refusals;
    assert.deepEqual(refusals({}, { containers: [container('once', [mount('shop_data')], { autoRemove: true })] }), ['shop-once-1 uses what is replaced and is gone when it stops: end it first']);
    const other = { id: 'o', name: 'stranger', project: 'blog', running: true, mounts: [mount('shop_data')] };
    assert.deepEqual(refusals({}, { others: [other, { ...other, running: false }, { ...other, mounts: [mount('else')] }] }), ['the container stranger of blog uses what is replaced: stop it first']);
    assert.deepEqual(refusals({}, {}, { volumes: ['dta'] }), ['the backup has no volume dta: it has data']);
    assert.deepEqual(refusals({ binds: [{ path: '.', isFolder: true, services: [], archive }] }, {}), ['the backup lies in ., which it would replace: move it elsewhere first']);
    assert.deepEqual(refusals({}, { volumes: [there('data', { options: { device: '/srv/shop' } })] }), ['the backup lies in the volume data, which it would replace: move it elsewhere first']);
    assert.deepEqual(refusals({ binds: [{ path: 'data', isFolder: true, services: [], archive }] }, { paths: new Map([['/srv/shop/data', { kind: 'file', bytes: 1 }]]) }), ['data is a file now and was a folder']);
  });

  it('doubts a backup of another project, engine or folder; a volume of another project is found by its key', () => {
    const { doubts, volumes, leftOut } = plan({ project: 'shop2', directory: '/srv/shop2', engine: { id: 'F', address: 'tcp://far', context: undefined }, volumes: [saved('data', { name: 'shop2_data' }), saved('lost', { name: 'shop2_lost' })] }, {
      declaredVolumes: [{ key: 'data', name: 'shop_data', external: false }],
    });
    assert.deepEqual(doubts, ['the backup is of shop2, and this is shop', 'the backup was made on another engine (tcp://far) than this one (unix:///e)', 'the backup is of /srv/shop2, and this is /srv/shop']);
    assert.deepEqual([volumes.map(({ name, settings }) => [name, settings.labels['com.docker.compose.project']]), leftOut], [[['shop_data', 'shop']], [{ what: 'volume lost', why: 'shop has no volume for it' }]]);
  });

  it('finds a nameless volume by where it is mounted now', () => {
    const nameless = saved('x', { name: 'a'.repeat(64), key: undefined, anonymous: { service: 'db', target: '/cache' }, labels: {} });
    const names = (known: Partial<BackupFacts>): readonly string[] => plan({ volumes: [nameless] }, known).volumes.map(({ name }) => name.slice(0, 3));
    assert.deepEqual(names({ containers: [container('db', [mount('b'.repeat(64), { target: '/cache' }), mount('c'.repeat(64))])] }), ['bbb']);
    assert.deepEqual(names({ volumes: [{ ...there('x'), name: 'a'.repeat(64) }] }), ['aaa']);
    assert.deepEqual(plan({ volumes: [nameless] }, {}).leftOut, [{ what: 'the nameless volume of db at /cache', why: 'no container has one there: make the containers first' }]);
  });

  it('takes single volumes and files alone, and reads as what it does', () => {
    const backup = { volumes: [saved('data'), saved('more')], files: [{ path: 'compose.yaml', role: 'compose' as const, file: 'f', bytes: 1, sha256: 'x', mode: 0o644 }] };
    const known = { volumes: [there('data'), there('more')], containers: [container('db', [mount('shop_more')])] };
    const one = plan(backup, known, { files: [{ volume: 'data', path: '/a/b/' }, { volume: 'shop_data', path: 'c' }] });
    assert.deepEqual([one.volumes.map(({ key, paths }) => [key, paths]), one.stop, endangered(one)], [[['data', ['a/b', 'c']]], [], { volumes: ['shop_data'], binds: [] }]);
    assert.deepEqual(restoreLines(plan(backup, known), 'new year'), [
      'shop gets back what shop-20260101T000000Z holds, of new year:', '  volume data: all in it is replaced by 2 KiB in 2 entries', '  volume more: all in it is replaced by 2 KiB in 2 entries',
      'Stopped meanwhile: shop-db-1', 'What is there now is saved first, as a safety copy beside the backup', 'Not restored: compose.yaml (the files of the project stay as they are)',
    ]);
  });
});

describe('an interrupted restore', () => {
  it('says where it was interrupted and what can be done', () => {
    const begun: RestoreStep = { step: 'plan', plan: plan({ volumes: [saved('data'), saved('more')] }, { volumes: [there('data'), there('more')] }), keyFile: undefined };
    const steps: readonly (readonly [RestoreStep, string])[] = [
      [begun, 'nothing was done yet'], [{ step: 'stop' }, 'containers were stopped, and nothing was replaced yet'], [{ step: 'copy', before: [] }, 'containers were stopped, and nothing was replaced yet'],
      [{ step: 'safe', folder: '/b/s' }, 'the safety copy is made, and nothing was replaced yet'], [{ step: 'replace', what: 'volume data' }, '0 of 2 were replaced, and volume data was not'],
      [{ step: 'replaced', what: 'volume data' }, '1 of 2 were replaced, and the next one was not'], [{ step: 'replace', what: 'volume more' }, '1 of 2 were replaced, and volume more was not'],
      [{ step: 'replaced', what: 'volume more' }, 'all is replaced, and what ran was not started yet'], [{ step: 'put-back' }, 'it was being put back'],
    ];
    for (let end = 1; end <= steps.length; end++) {
      const state = stateOfRestore(steps.slice(0, end).map(([step]) => step));
      assert.equal(restoreStateText(state), steps[end - 1]?.[1]);
      assert.deepEqual(state && restoreOptions(state), end === steps.length ? ['put-back'] : ['resume', 'put-back']);
    }
    assert.equal(restoreStateText(stateOfRestore([])), 'nothing was done yet');
  });
});
