// The storage report: what is in it, and how it reads.

import assert from 'node:assert/strict';
import { dataFoldersOf } from '#core/storage/data-folders.ts';
import { leftoverLines, storageRows, storageSummary } from '#core/storage/lines.ts';
import { planStorageClean } from '#core/storage/plan-clean.ts';
import { storageReport, type StorageReport } from '#core/storage/report.ts';
import { lossOffers } from '#core/storage/vanished.ts';
import { ageText } from '#core/words/age.ts';
import { anonymousName, backup, container, facts, here, project, volume } from './given.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const shop = `name: shop
services:
  db:
    image: postgres:17
    volumes: ["data:/var/lib/postgresql/data", "./conf:/etc/conf:ro", "/var/cache/x"]
  web:
    image: web:1
    volumes: ["uploads:/uploads", "./uploads:/srv/uploads", "./src:/app"]
    profiles: [none]
  grafana:
    image: grafana/grafana:11
    volumes: ["./data/grafana:/var/lib/grafana", "shared:/shared"]
volumes:
  data: {}
  uploads: {}
  shared: { external: true }
  theirs: { name: blog_posts }
`;

async function report(): Promise<StorageReport> {
  const loaded = await project(shop);
  const volumes = [
    volume('shop_data', { bytes: 3_000_000 }), volume('shared', { bytes: 10 }), volume('blog_posts'), volume('shop_old', { bytes: 2048 }), volume('blog_data', { bytes: undefined }),
    volume(anonymousName, { bytes: 5 }), volume('cd'.repeat(32), { bytes: 7 }),
  ];
  const containers = [container('shop-db-1', { '/var/lib/postgresql/data': 'shop_data', '/var/cache/x': anonymousName }), container('blog-web-1', { '/shared': 'shared' }, { project: '', service: '' })];
  const backups = [
    backup('old', { shop_data: 1_000_000 }), backup('new', { shop_data: 2_000_000 }, { sequence: 2, createdAt: '2026-11-21T07:00:00Z' }),
    backup('broken', { shop_data: 5 }, { sequence: 3 }, { ok: false }), backup('never verified', { shop_data: 6 }, { sequence: 4 }, 'never'),
    backup('safety copy', { shop_data: 8 }, { sequence: 6, purpose: 'safety-copy', binds: [{ path: 'data/uploads', isFolder: true, services: [], archive: { file: 'x', compression: 'none', bytes: 1, sha256: '', tarBytes: 1, tarSha256: '', entries: 1, contentBytes: 1 } }] }),
    backup('of another engine', { shop_data: 7 }, { sequence: 5, engine: { id: 'engine-2', address: '', context: undefined } }),
    backup('dump', {}, { sequence: 1, dumps: [{ service: 'x', kind: 'postgres', dump: [], load: [], volumes: ['blog_data'], file: '', compression: 'none', bytes: 1, sha256: '', contentBytes: 1, contentSha256: '' }] }),
  ];
  return storageReport(loaded, [loaded], dataFoldersOf(loaded), [{ path: `${here}/data/grafana`, exists: true, bytes: 50 }], { facts: facts(volumes, containers), homes: new Map(), backups });
}

describe('the storage report', () => {
  it('has each volume of the environment with its last backup that is whole, and what has grown since', async () => {
    const { volumes } = await report();
    assert.deepEqual(volumes.map(({ name, kind, exists, owner, bytes, growth, lastBackup, users }) => [name.slice(0, 10), kind, exists, owner, bytes, growth, lastBackup?.id, users.length]), [
      ['shop_data', 'own', true, undefined, 3_000_000, 1_000_000, 'new', 1],
      ['shop_uploa', 'own', false, undefined, undefined, undefined, undefined, 0],
      ['shared', 'external', true, '', 10, undefined, undefined, 1],
      ['blog_posts', 'own', true, 'blog', 1024, undefined, undefined, 0],
      ['ababababab', 'anonymous', true, undefined, 5, undefined, undefined, 1],
    ]);
  });

  it('has the folders that active services write data to', async () => {
    const { folders } = await report();
    assert.deepEqual(folders.map(({ shown, services, exists, bytes }) => [shown, services, exists, bytes]), [['data/grafana', ['grafana'], true, 50]]);
  });

  it('reads as a table, with what belongs to nobody below it', async () => {
    const given = await report();
    assert.equal(storageSummary(given), 'shop keeps data in 5 volumes and 1 folder, 2.86 MiB');
    assert.deepEqual(storageRows(given, now).map((row) => row.join(' | ')), [
      'shop_data | 2.86 MiB | +977 KiB | 3 hours ago | db (/var/lib/postgresql/data)',
      'shop_uploads | not made yet |  | never | nobody',
      'shared (external) | 10 B |  | never | blog-web-1 (/shared)',
      'blog_posts (of blog) | 1 KiB |  | never | nobody',
      'abababababab… (no name) | 5 B |  | never | db (/var/cache/x)',
      'data/grafana | 50 B |  | never | grafana',
    ]);
    assert.deepEqual(leftoverLines(given, now), [
      '2 volumes belong to no project any more, 2.01 KiB (composure storage clean backs up and removes them):',
      '  shop_old, 2 KiB, in no backup: no file of shop declares old any more',
      '  cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, 7 B, in no backup: it has no name, and no container has it mounted',
      '1 volume is of projects that may only be taken down, of unknown size (composure storage clean NAME takes one of them):',
      '  blog_data, –, backed up 1 day ago: blog has no containers, and where its files are is not known',
    ]);
  });

  it('says that there is nothing, where there is nothing', async () => {
    const loaded = await project('name: shop\nservices:\n  web:\n    image: web:1\n');
    const given = storageReport(loaded, [loaded], [], [], { facts: facts([]), homes: new Map(), backups: [] });
    assert.deepEqual([storageSummary(given), storageRows(given, now), leftoverLines(given, now)], ['shop keeps no data in volumes or folders', [], []]);
  });
});

describe('cleaning storage', () => {
  it('takes orphans, and others only by their names', async () => {
    const given = await report();
    const there = facts([volume('shop_data'), volume('mine'), volume('shop_old'), volume('blog_data')], [container('shop-db-1', { '/x': 'shop_data' })]).volumes;
    const of = (...names: string[]): unknown => {
      const { volumes, refused } = planStorageClean(given, there, names);
      return { goes: volumes.map(({ name }) => name.slice(0, 9)), refused: refused.map(({ name, why }) => `${name}: ${why}`) };
    };
    assert.deepEqual(of(), { goes: ['shop_old', 'cdcdcdcdc'], refused: [] });
    assert.deepEqual(of('blog_data', 'shop_old', 'blog_data'), { goes: ['blog_data', 'shop_old'], refused: [] });
    assert.deepEqual(of('shop_data', 'mine', 'shop_odl'), {
      goes: [], refused: ['shop_data: shop-db-1 has it mounted', 'mine: it belongs to somebody', 'shop_odl: there is no such volume: did you mean shop_old?'],
    });
  });
});

describe('volumes that vanish', () => {
  const before = [volume('shop_data'), volume('shop_cache'), volume('blog_posts'), volume(anonymousName), volume('mine')];

  const gone = (told: readonly string[] = [], expected: readonly string[] = []) => ({ told: new Set(told), expected: new Set(expected) });

  it('are offered to be restored from the newest backup that holds them', () => {
    const backups = [backup('one', { shop_data: 1, shop_cache: 1 }), backup('two', { shop_data: 1 }, { sequence: 2, createdAt: '2026-11-21T09:00:00Z' })];
    const offers = lossOffers(before, [volume('blog_posts')], gone(), 'engine-1', backups);
    assert.deepEqual(offers.map(({ project: name, volumes, backup: found }) => [name, volumes.map((each) => each.name), found?.id, found?.holds]), [['shop', ['shop_data', 'shop_cache'], 'two', ['shop_data']]]);
  });

  it('are noticed where an empty one has taken their place', () => {
    assert.deepEqual(lossOffers(before, before, gone(['shop_data']), 'engine-1', []), [{ project: 'shop', volumes: [{ name: 'shop_data', project: 'shop', replaced: true }], backup: undefined }]);
  });

  it('are nothing where Composure took them, where nothing did, or where they had no name', () => {
    assert.deepEqual(lossOffers(before, before.map((each) => ({ ...each, createdAt: '2026-11-21T09:59:00Z' })), gone(), 'engine-1', []), []);
    assert.deepEqual(lossOffers(before, before.slice(2), gone(['shop_data'], ['shop_data', 'shop_cache']), 'engine-1', []), []);
    assert.deepEqual(lossOffers(before, before.filter(({ name }) => name !== anonymousName && name !== 'mine'), gone([anonymousName, 'mine']), 'engine-1', []), []);
  });
});

describe('an age', () => {
  const cases: readonly [seconds: number, text: string][] = [[0, 'just now'], [59, 'just now'], [60, '1 minute ago'], [3599, '59 minutes ago'], [7200, '2 hours ago'], [86_400, '1 day ago'], [86_400 * 400, '400 days ago'], [-30, 'just now'], [-86_400, 'on 2026-11-22']];
  for (const [seconds, text] of cases) it(`of ${seconds} s is ${text}`, () => assert.equal(ageText(now - seconds * 1000, now), text));
  it('of no date is unknown', () => assert.equal(ageText(Number.NaN, now), 'at an unknown time'));
});
