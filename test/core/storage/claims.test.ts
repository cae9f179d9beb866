// Which volumes belong to nobody, and which may be the data of a project that was renamed or moved.

import assert from 'node:assert/strict';
import { claimOn, type Home, type Homes } from '#core/storage/claims.ts';
import { copyOffers } from '#core/storage/copy-offers.ts';
import { anonymousName, container, facts, here, project, projects, volume } from './given.ts';

const shop = 'name: shop\nservices:\n  db:\n    image: db:1\n    volumes: ["data:/data"]\nvolumes:\n  data: {}\n  cache: {}\n';
const home = (directory: string, declares: readonly string[] | undefined, exists = true): Home => ({ directory, exists, declares: declares && new Set(declares) });

describe('claims on volumes', () => {
  const cases: readonly [what: string, volume: Parameters<typeof volume>, expected: string, homes?: Record<string, readonly Home[]>, containers?: Parameters<typeof container>][] = [
    ['one that is mounted', ['gone_data'], 'claimed', {}, ['gone-db-1', { '/data': 'gone_data' }, { state: 'exited' }]],
    ['one that is declared', ['shop_data'], 'claimed'],
    ['one that no file of this project declares', ['shop_old'], 'orphan: no file of shop declares old any more'],
    ['the same, where another folder has a project of that name', ['shop_old'], 'claimed', {}, ['shop-web-1', {}, { workingDirectory: '/elsewhere' }]],
    ['the same, where another folder declares it', ['shop_old'], 'claimed', { shop: [home('/elsewhere', ['old'])] }],
    ['the same, where another folder is gone', ['shop_old'], 'orphan: no file of shop declares old any more', { shop: [home('/elsewhere', undefined, false)] }],
    ['one without a name', [anonymousName], 'orphan: it has no name, and no container has it mounted'],
    ['one that a newer engine labels', ['x', { labels: { 'com.docker.volume.anonymous': '' } }], 'orphan: it has no name, and no container has it mounted'],
    ['one that Compose never made', ['mine'], 'claimed'],
    ['one of a project that may only be taken down', ['blog_data'], 'unknown: blog has no containers, and where its files are is not known'],
    ['one of a project whose folder is gone', ['blog_data'], 'orphan: blog has no containers, and its folder /srv/blog is gone', { blog: [home('/srv/blog', undefined, false)] }],
    ['one of a project whose folder declares it', ['blog_data'], 'claimed', { blog: [home('/srv/blog', ['data'])] }],
    ['one of a project whose files cannot be read', ['blog_data'], 'claimed', { blog: [home('/srv/blog', undefined)] }],
    ['one of a project whose folder declares it no more', ['blog_data'], 'orphan: no file in /srv/blog declares data any more', { blog: [home('/srv/blog', ['other'])] }],
    ['one of a project of which containers are left', ['blog_data'], 'claimed', {}, ['blog-web-1']],
  ];
  for (const [what, given, expected, homes = {}, other] of cases) {
    it(`${what}: ${expected}`, async () => {
      const known = facts([volume(...given)], other === undefined ? [] : [container(...other)]);
      const [only] = known.volumes;
      const claim = claimOn(only ?? assert.fail(), [await project(shop)], known, new Map(Object.entries(homes)));
      assert.equal(claim.kind === 'claimed' ? claim.kind : `${claim.kind}: ${claim.why}`, expected);
    });
  }

  it('are made by every environment of the folder, and by names that files give', async () => {
    const folder = await projects({ 'compose.yaml': shop, 'compose.test.yaml': 'name: shop\nservices:\n  db:\n    image: db:1\nvolumes:\n  fixtures: {}\n  named: { name: shop_special }\n' });
    const claims = ['shop_fixtures', 'shop_special', 'shop_cache', 'shop_named'].map((name) => claimOn(volume(name), folder, { containers: [] }, new Map()).kind);
    assert.deepEqual(claims, ['claimed', 'claimed', 'claimed', 'orphan']);
  });

  it('are not denied where a name depends on a variable without a value', async () => {
    const folder = [await project('name: shop\nservices:\n  db:\n    image: db:1\nvolumes:\n  data: { name: "${WHOSE}_data" }\n')];
    assert.equal(claimOn(volume('shop_old'), folder, { containers: [] }, new Map()).kind, 'claimed');
  });
});

describe('what a project left behind under another name', () => {
  const offers = async (volumes: readonly ReturnType<typeof volume>[], containers: readonly ReturnType<typeof container>[] = [], homes: Homes = new Map()): Promise<readonly string[]> => (
    copyOffers(await project(shop), facts(volumes, containers), homes).map(({ from, to, why, first }) => `${from} > ${to}: ${why}${first === undefined ? '' : ` (${first})`}`)
  );

  it('is known by backups and remembered states of this folder', async () => {
    assert.deepEqual(await offers([volume('old_data'), volume('old_other')], [], new Map([['old', [home(here, [])]]])), ["old_data > shop_data: this folder's project was called old before"]);
  });

  it('is known by containers that were started here, which have to stop', async () => {
    const left = container('old-db-1', { '/data': 'old_data' });
    assert.deepEqual(await offers([volume('old_data')], [left]), ['old_data > shop_data: containers of old were started from this folder (stop db (/data))']);
    assert.deepEqual(await offers([volume('old_data')], [{ ...left, state: 'exited' }]), ['old_data > shop_data: containers of old were started from this folder']);
    assert.deepEqual(await offers([volume('old_data')], [{ ...left, workingDirectory: '/srv/old' }]), [], 'another project');
  });

  it('is known by the name of the folder', async () => {
    assert.deepEqual(await offers([volume('project_data')]), ['project_data > shop_data: project is what this folder is called']);
  });

  it('is guessed by several volumes of the same names, or by one of a folder that is gone', async () => {
    assert.deepEqual(await offers([volume('old_data'), volume('old_cache')]), [
      'old_data > shop_data: old has the same volumes and no containers, and where its files are is not known',
      'old_cache > shop_cache: old has the same volumes and no containers, and where its files are is not known',
    ]);
    assert.deepEqual(await offers([volume('old_data')]), []);
    assert.deepEqual(await offers([volume('old_data')], [], new Map([['old', [home('/srv/old', undefined, false)]]])), ['old_data > shop_data: old has the same volumes, and its folder /srv/old is gone']);
    assert.deepEqual(await offers([volume('old_data'), volume('old_more')]), []);
    assert.deepEqual(await offers([volume('old_data'), volume('old_cache')], [], new Map([['old', [home('/srv/old', ['data', 'cache'])]]])), [], 'a project that is only taken down');
  });

  it('is of the likeliest name alone, and goes into no volume that has data', async () => {
    assert.deepEqual(await offers([volume('old_data'), volume('old_cache'), volume('project_data'), volume('shop_data')]), [
      'project_data > shop_data: project is what this folder is called (shop_data has data of its own: remove it, or leave it)',
    ]);
    assert.deepEqual(await offers([volume('project_data'), volume('shop_data', { bytes: 0 })]), ['project_data > shop_data: project is what this folder is called']);
  });
});
