// What is remembered of an environment, and what a rollback to it does, as tables.

import assert from 'node:assert/strict';
import type { RunningImage, WorkingState } from '#core/rollback/working-state.ts';
import { isSameState, newStateId, pinnedImage, readWorkingState } from '#core/rollback/working-state.ts';
import { isDone, isOther, planRollback, rollbackSteps, type RollbackFacts } from '#core/rollback/plan-rollback.ts';

const state: WorkingState = {
  version: 1, id: 'one', at: 1, project: 'shop',
  environment: { name: 'dev', mode: 'dev', directory: '/srv/shop', files: ['/srv/shop/compose.yaml'], envFiles: [], profiles: [] },
  resolved: {
    name: 'shop',
    services: {
      web: { build: { context: '/srv/shop' }, pull_policy: 'always', labels: { a: 'b' }, environment: { SECRET: 'x' } },
      proxy: { image: 'nginx:1.27', network_mode: 'service:web' },
      job: { image: 'busybox' },
    },
  },
  files: [{ path: '/srv/shop/compose.yaml', text: 'services: {}' }],
  services: ['web', 'proxy', 'job'].map((name) => ({ name, image: name, imageId: `sha256:${name}`, pinned: `composure/shop/${name}:one`, configHash: `hash-${name}` })),
};

const container = (service: string, more: Partial<RunningImage> = {}): RunningImage => ({
  service, id: service, state: 'running', exitCode: undefined, image: service, imageId: `sha256:${service}`, configHash: `hash-${service}`, workingState: undefined, ...more,
});
const asRemembered = [container('web'), container('proxy'), container('job', { state: 'exited', exitCode: 0 })];
const facts = (running: readonly RunningImage[], more: Partial<RollbackFacts> = {}): RollbackFacts => ({
  state, running, hashes: new Map(), changedFiles: [],
  images: new Map(state.services.flatMap(({ imageId, pinned }) => [[imageId, imageId], [pinned, imageId]] as const)), ...more,
});
const swapped = (one: RunningImage): readonly RunningImage[] => asRemembered.map((each) => (each.service === one.service ? one : each));

describe('a rollback', () => {
  const rows: readonly (readonly [what: string, running: readonly RunningImage[], services: Readonly<Record<string, readonly string[]>>, removed?: readonly string[]])[] = [
    ['leaves alone what is as it was, a job that ended well too', asRemembered, {}],
    ['brings back another image, and what lives in its network', swapped(container('web', { imageId: 'sha256:new' })), { web: ['image'], proxy: ['files'] }],
    ['brings back other files', swapped(container('job', { state: 'exited', exitCode: 0, configHash: 'new' })), { job: ['files'] }],
    ['starts what has crashed', swapped(container('job', { state: 'exited', exitCode: 1 })), { job: ['stopped'] }],
    ['makes what is gone', asRemembered.slice(0, 2), { job: ['absent'] }],
    ['trusts its own label and not the hash', swapped(container('proxy', { configHash: 'new', workingState: 'one' })), {}],
    ['knows the label of another state', swapped(container('proxy', { workingState: 'two' })), { proxy: ['files'] }],
    ['removes what came later', [...asRemembered, container('later')], {}, ['later']],
  ];
  for (const [what, running, services, removed = []] of rows) {
    it(what, () => {
      const rollback = planRollback(facts(running));
      assert.deepEqual(Object.fromEntries(rollback.services.map(({ name, differs }) => [name, differs])), services);
      assert.deepEqual(rollback.removed, removed);
      assert.equal(isOther(facts(running)), !isDone(rollback));
    });
  }

  it('knows the hash that a service would have now', () => {
    const running = swapped(container('proxy', { configHash: 'moved' }));
    assert.equal(isOther(facts(running)), true);
    assert.equal(isOther(facts(running, { hashes: new Map([['proxy', 'moved']]) })), false);
  });

  it('of one service touches no other', () => {
    const running = [...swapped(container('web', { imageId: 'sha256:new' })), container('later')];
    const rollback = planRollback(facts(running), 'web');
    assert.deepEqual([rollback.services.map(({ name }) => name), rollback.removed], [['web'], []]);
    assert.equal(isOther(facts(running), 'proxy'), false);
    const [step] = rollbackSteps(rollback, '/state/one.compose.json', 'web').steps;
    assert.deepEqual(step?.call.args, ['--project-directory', '/srv/shop', '--project-name', 'shop', '--file', '/state/one.compose.json', 'up', '--detach', '--no-build', '--no-deps', 'web']);
    assert.deepEqual(step?.awaits, { project: 'shop', services: ['web'] });
  });

  it('gives Compose the kept images, and nothing to build or pull', () => {
    const { document } = planRollback(facts(swapped(container('web', { imageId: 'sha256:new' }))));
    assert.deepEqual(document.services, {
      ...state.resolved.services,
      web: { pull_policy: 'never', image: 'composure/shop/web:one', labels: { a: 'b', 'composure.working-state': 'one' }, environment: { SECRET: 'x' } },
      proxy: { pull_policy: 'never', image: 'composure/shop/proxy:one', network_mode: 'service:web', labels: { 'composure.working-state': 'one' } },
    });
  });

  it('says which images are gone, and which have lost their names', () => {
    const rollback = planRollback(facts([], { images: new Map([['sha256:proxy', 'sha256:proxy'], ['composure/shop/proxy:one', 'sha256:proxy'], ['sha256:job', 'sha256:job']]) }));
    assert.deepEqual([rollback.missing.map(({ name }) => name), rollback.unpinned.map(({ name }) => name)], [['web'], ['job']]);
  });
});

describe('a working state', () => {
  it('has an id that sorts by time and is a tag', () => {
    assert.equal(newStateId(new Date(Date.UTC(2026, 10, 21, 5, 1, 12)), '3fa2'), '20261121-050112-3fa2');
  });

  it('keeps images by names that the engine takes', () => {
    const part = /^composure\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*:one$/;
    for (const name of ['web', 'web.v2', 'my__web', 'Web', 'web_', '_', 'a...b', 'a_-b', 'WEB']) assert.match(pinnedImage('shop', name, 'one'), part, name);
    assert.equal(pinnedImage('shop', 'web-1', 'one'), 'composure/shop/web-1:one');
    assert.equal(new Set(['web', 'Web', 'WEB', 'web_', 'we_b'].map((name) => pinnedImage('shop', name, 'one'))).size, 5);
  });

  it('is read as it was written, and nothing else is', () => {
    assert.deepEqual(readWorkingState(JSON.stringify(state)), state);
    for (const text of ['', '{', 'null', '[]', '{}', JSON.stringify({ ...state, version: 2 }), JSON.stringify({ ...state, services: undefined }), JSON.stringify({ ...state, resolved: {} })]) {
      assert.equal(readWorkingState(text), undefined, text);
    }
  });

  it('is the same whenever it was, and another one with another image', () => {
    assert.equal(isSameState(state, { ...state, id: 'two', at: 2, commit: { id: 'f00', clean: true } }), true);
    assert.equal(isSameState(state, { ...state, services: state.services.map((each) => ({ ...each, imageId: 'sha256:other' })) }), false);
    assert.equal(isSameState(state, { ...state, files: [] }), false);
  });
});
