// What goes when a project is destroyed, and what stays.

import assert from 'node:assert/strict';
import { destroyLines } from '#core/storage/lines.ts';
import { isEmpty, mayNotRemove, planDestroy } from '#core/storage/plan-destroy.ts';
import { anonymousName, backup, container, facts, project, projects, volume } from './given.ts';

const shop = `name: shop
services:
  db:
    image: postgres:17
    volumes: ["data:/var/lib/postgresql/data", "/cache", "./uploads:/uploads"]
volumes:
  data: {}
  shared: { external: true, name: shop_shared }
  theirs: { name: blog_posts }
  byhand: { name: mine }
  nfs: {}
`;
const now = Date.parse('2026-11-21T10:00:00Z');

describe('destroying a project', () => {
  const volumes = [
    volume('shop_data'), volume('shop_shared'), volume('blog_posts'), volume('mine'), volume('shop_old'), volume('shop_nfs', { options: { type: 'none', o: 'bind', device: '/srv/nfs' } }),
    volume('shop_borrowed'), volume(anonymousName), volume('cd'.repeat(32)),
  ];
  const containers = [
    container('shop-db-1', { '/var/lib/postgresql/data': 'shop_data', '/cache': anonymousName }), container('shop-once-run', {}, { state: 'exited' }),
    container('blog-web-1', { '/x': 'shop_borrowed' }),
  ];
  const networks = [{ id: 'n1', name: 'shop_default', project: 'shop' }, { id: 'n2', name: 'blog_default', project: 'blog' }];

  it('takes what the engine says is the project\'s, and nothing else', async () => {
    const loaded = await project(shop);
    const plan = planDestroy(loaded, [loaded], facts(volumes, containers, { networks }), [backup('b', { shop_data: 900 })]);
    assert.deepEqual(plan.containers.map(({ name }) => name), ['shop-db-1', 'shop-once-run']);
    assert.deepEqual(plan.networks.map(({ name }) => name), ['shop_default']);
    assert.deepEqual(plan.volumes.map(({ name, key, note, lastBackup }) => [name.slice(0, 10), key, note, lastBackup?.id]), [
      ['shop_data', 'data', undefined, 'b'], ['shop_nfs', 'nfs', 'what it holds stays in /srv/nfs', undefined], ['shop_old', 'old', undefined, undefined],
      ['ababababab', undefined, 'it has no name; db keeps /cache in it', undefined],
    ]);
    assert.deepEqual(plan.stays.map(({ kind, name, why }) => `${kind} ${name}: ${why}`), [
      'volume shop_shared: it is external: whoever made it decides about it',
      'volume blog_posts: it belongs to blog', 'volume mine: Compose did not make it', 'volume shop_borrowed: blog-web-1 of blog has it mounted',
      'folder uploads: it is a folder of yours',
    ]);
    assert.deepEqual([plan.warnings, plan.blocked, isEmpty(plan)], [[], [], false]);
  });

  it('reads as a list of what goes, what stays, and what is saved first', async () => {
    const loaded = await project(shop);
    const plan = planDestroy(loaded, [loaded], facts([volume('shop_data'), volume('blog_posts')], [container('shop-db-1')], { networks }), [backup('b', { shop_data: 900 })]);
    assert.deepEqual(destroyLines(plan, now), [
      'Destroying shop removes:', '  container shop-db-1, running', '  network shop_default', '  volume shop_data, 1 KiB, backed up 1 day ago',
      'volume blog_posts stays: it belongs to blog', 'folder uploads stays: it is a folder of yours',
      'Backed up and read back first: 1 volume, 1 KiB',
    ]);
    assert.deepEqual(destroyLines({ ...plan, containers: [], networks: [], volumes: [], stays: [] }, now), [
      'Destroying shop removes:', '  nothing: it has no containers, networks or volumes', 'There is no volume to back up',
    ]);
  });

  it('spares what is external in another environment of the folder, and takes what only that one declares', async () => {
    const beside = await projects({
      'compose.yaml': 'name: shop\nservices:\n  db:\n    image: db:1\nvolumes:\n  a: {}\n  b: {}\n',
      'compose.prod.yaml': 'name: shop\nservices:\n  db:\n    image: db:1\nvolumes:\n  a: { external: true, name: shop_a }\n  c: {}\n',
      'compose.other.yaml': 'name: other\nservices:\n  db:\n    image: db:1\nvolumes:\n  d: {}\n',
    });
    const [loaded] = beside;
    const plan = planDestroy(loaded ?? assert.fail(), beside, facts(['shop_a', 'shop_b', 'shop_c', 'other_d'].map((name) => volume(name))), []);
    assert.deepEqual([plan.volumes.map(({ name }) => name), plan.stays.map(({ name }) => name)], [['shop_b', 'shop_c'], ['shop_a']]);
  });

  it('says what no backup can hold', async () => {
    const loaded = await project(shop);
    const of = (more: Parameters<typeof container>[2], mounts: Record<string, string> = {}): readonly string[] => planDestroy(loaded, [loaded], facts([], [container('shop-db-1', mounts, { image: 'postgres:16', written: 500, ...more })]), []).warnings;
    assert.deepEqual(of({}), ['shop-db-1 keeps data in /var/lib/postgresql/data, outside of any volume: it goes with the container, and no backup holds it']);
    assert.deepEqual([of({ written: 0 }), of({ image: 'web:1' }), of({}, { '/var/lib/postgresql/data': '' })], [[], [], []]);
  });

  it('is not done where another folder runs a project of that name', async () => {
    const loaded = await project(shop);
    assert.deepEqual(planDestroy(loaded, [loaded], facts([]), [], ['/elsewhere/shop']).blocked, ['shop also runs from /elsewhere/shop, and its data would go with it']);
  });

  it('removes a volume only while it is the one that was planned', () => {
    const planned = { name: 'shop_data', project: 'shop', createdAt: '2026-11-01T08:00:00Z' };
    const used = facts([volume('shop_data')], [container('blog-web-1', { '/x': 'shop_data' })]).volumes[0];
    assert.equal(mayNotRemove(planned, volume('shop_data')), undefined);
    assert.equal(mayNotRemove(planned, undefined), undefined);
    assert.equal(mayNotRemove(planned, volume('shop_data', { labels: { 'com.docker.compose.project': 'blog' } })), 'it belongs to blog now');
    assert.equal(mayNotRemove(planned, volume('shop_data', { labels: {} })), 'it belongs to no project now');
    assert.equal(mayNotRemove(planned, volume('shop_data', { createdAt: '2026-11-21T09:00:00Z' })), 'it is another volume of that name, made since');
    assert.equal(mayNotRemove(planned, used), 'blog-web-1 has it mounted');
  });
});
