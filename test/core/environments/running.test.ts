// Which environment runs, over invented containers; test/host/environments.test.ts has the same over real ones.

import assert from 'node:assert/strict';
import type { EnvironmentState, Runs } from '#core/environments/running.ts';
import { whatRuns } from '#core/environments/running.ts';
import type { ContainerFacts } from '#core/outside.ts';

const base = '/srv/shop/compose.yaml';
const devFiles = [base, '/srv/shop/compose.dev.yaml'];
const prodFiles = [base, '/srv/shop/compose.prod.yaml'];

const dev = environment('dev', devFiles, { web: 'web-dev', db: 'db', adminer: 'adminer' });
const prod = environment('prod', prodFiles, { web: 'web-prod', db: 'db' });

describe('what runs', () => {
  it('is nothing without containers', () => {
    assert.deepEqual(words(whatRuns([dev, prod], [])), { dev: 'absent', prod: 'absent' });
  });

  it('is the environment whose hashes all containers have', () => {
    const runs = whatRuns([dev, prod], [container('web', 'web-prod'), container('db', 'db')]);
    assert.deepEqual(words(runs), { dev: 'absent', prod: 'running: web db' });
  });

  it('does not believe the files of a container that was not re-created', () => {
    const runs = whatRuns([dev, prod], [
      container('web', 'web-prod', { configFiles: prodFiles, created: 2000 }),
      container('db', 'db', { configFiles: devFiles, created: 1000 }),
    ]);
    assert.deepEqual(words(runs), { dev: 'absent', prod: 'running: web db' });
  });

  it('is in part both while one is half-way replaced by the other', () => {
    const runs = whatRuns([dev, prod], [container('web', 'web-prod'), container('db', 'db'), container('adminer', 'adminer')]);
    assert.deepEqual(words(runs), { dev: 'partly: db adminer', prod: 'partly: web db' });
  });

  it('is the same with one service alone, and with a job that has ended', () => {
    assert.deepEqual(words(whatRuns([dev, prod], [container('web', 'web-dev')])), { dev: 'running: web', prod: 'absent' });
    const ended = whatRuns([dev, prod], [container('web', 'web-dev'), container('adminer', 'adminer', { state: 'exited', exitCode: 0 })]);
    assert.deepEqual(words(ended), { dev: 'running: web adminer', prod: 'absent' });
  });

  it('counts what is paused or restarting as running', () => {
    assert.deepEqual(words(whatRuns([dev], [container('web', 'web-dev', { state: 'paused' })])), { dev: 'running: web' });
    assert.deepEqual(words(whatRuns([dev], [container('web', 'web-dev', { state: 'restarting' })])), { dev: 'running: web' });
  });

  it('is stopped where containers are left and none runs', () => {
    const runs = whatRuns([dev, prod], [container('web', 'web-dev', { state: 'exited' }), container('db', 'db', { state: 'created' })]);
    assert.deepEqual(words(runs), { dev: 'stopped: web db', prod: 'absent' });
  });

  it('shows left-overs of another environment apart from what runs', () => {
    const runs = whatRuns([dev, prod], [container('web', 'web-prod'), container('db', 'db'), container('adminer', 'adminer', { state: 'exited' })]);
    assert.deepEqual(words(runs), { dev: 'stopped: adminer', prod: 'running: web db' });
  });

  it('prefers the services that are there where the hashes do not differ', () => {
    const small = environment('small', [base], { web: 'web', db: 'db' });
    const large = environment('large', devFiles, { web: 'web', db: 'db', adminer: 'adminer' });
    const two = [container('web', 'web'), container('db', 'db')];
    assert.deepEqual(words(whatRuns([large, small], two)), { large: 'absent', small: 'running: web db' });
    assert.deepEqual(words(whatRuns([small, large], [...two, container('adminer', 'adminer')])), { small: 'absent', large: 'running: web db adminer' });
  });

  it('prefers the files of the newest container where nothing else differs', () => {
    const one = environment('one', devFiles, { web: 'web', db: 'db' });
    const other = environment('other', prodFiles, { web: 'web', db: 'db' });
    const containers = [
      container('web', 'web', { configFiles: devFiles, created: 1000 }),
      container('db', 'db', { configFiles: prodFiles, created: 2000 }),
    ];
    assert.deepEqual(words(whatRuns([one, other], containers)), { one: 'absent', other: 'running: web db' });
  });

  it('says which containers were made from files that have been edited since', () => {
    const runs = whatRuns([dev, prod], [container('web', 'old', { configFiles: devFiles }), container('db', 'db', { configFiles: devFiles })]);
    assert.deepEqual(words(runs), { dev: 'partly: web db, outdated web', prod: 'absent' });
    const all = whatRuns([dev, prod], [container('web', 'old', { configFiles: prodFiles }), container('db', 'older', { configFiles: prodFiles })]);
    assert.deepEqual(words(all), { dev: 'absent', prod: 'partly: web db, outdated web db' });
  });

  it('gives an edited container to what runs besides it, whatever its label says', () => {
    const runs = whatRuns([dev, prod], [
      container('web', 'web-prod', { configFiles: prodFiles }),
      container('db', 'before the edit', { configFiles: devFiles }),
    ]);
    assert.deepEqual(words(runs), { dev: 'absent', prod: 'partly: web db, outdated db' });
  });

  it('leaves open where an edited container belongs that names other files', () => {
    const stray = container('db', 'old', { configFiles: ['/elsewhere/compose.yaml'] });
    const runs = whatRuns([dev, prod], [stray]);
    assert.deepEqual(words(runs), { dev: 'absent', prod: 'absent' });
    assert.deepEqual(runs.unclaimed, [stray]);
    assert.deepEqual(words(whatRuns([dev], [stray])), { dev: 'partly: db, outdated db' });
  });

  it('finds the containers whose service no environment has any more', () => {
    const orphan = container('queue', 'queue');
    const runs = whatRuns([dev, prod], [container('web', 'web-prod'), orphan]);
    assert.deepEqual(words(runs), { dev: 'absent', prod: 'running: web' });
    assert.deepEqual(runs.orphans, [orphan]);
  });

  it('keeps projects apart', () => {
    const blog = { ...environment('blog', ['/srv/blog/compose.yaml'], { web: 'web-prod' }), projectName: 'blog' };
    const runs = whatRuns([prod, blog], [container('web', 'web-prod', { project: 'blog' }), container('web', 'x', { project: 'unknown' })]);
    assert.deepEqual(words(runs), { prod: 'absent', blog: 'running: web' });
    assert.deepEqual([runs.orphans, runs.unclaimed], [[], []]);
  });

  it('assumes from the files while the hashes are not known', () => {
    const guesses = [{ ...dev, hashes: undefined }, { ...prod, hashes: undefined }];
    const runs = whatRuns(guesses, [
      container('web', 'web-prod', { configFiles: prodFiles, created: 2000 }),
      container('db', 'db', { configFiles: devFiles, created: 1000 }),
    ]);
    assert.deepEqual(words(runs), { dev: 'absent', prod: 'running: web db' });
    assert.deepEqual(runs.environments.map(({ assumed }) => assumed), [true, true]);
  });

  it('needs no files while there is but one environment', () => {
    const runs = whatRuns([{ ...prod, hashes: undefined }], [container('web', 'x', { configFiles: ['/mnt/c/shop/compose.yaml'] })]);
    assert.deepEqual(words(runs), { prod: 'running: web' });
  });

  it('assumes nothing where the hashes are known', () => {
    const runs = whatRuns([dev, prod], [container('web', 'web-dev')]);
    assert.deepEqual(runs.environments.map(({ assumed }) => assumed), [false, false]);
  });
});

function environment(id: string, files: readonly string[], hashes: Readonly<Record<string, string>>): EnvironmentState {
  return { id, projectName: 'shop', services: Object.keys(hashes), files, hashes: new Map(Object.entries(hashes)) };
}

function container(service: string, configHash: string, more: Partial<ContainerFacts> = {}): ContainerFacts {
  return {
    id: `${more.project ?? 'shop'}-${service}`, name: `shop-${service}-1`, project: 'shop', service, number: 1, image: service, state: 'running',
    health: 'none', exitCode: undefined, created: 0, configHash, configFiles: [base], workingDirectory: '/srv/shop', ports: [], mounts: [], ...more,
  };
}

function words(runs: Runs): Readonly<Record<string, string>> {
  const names = (containers: readonly ContainerFacts[]): string => containers.map(({ service }) => service).join(' ');
  return Object.fromEntries(runs.environments.map(({ id, verdict, containers, outdated }) => [
    id,
    verdict + (containers.length > 0 ? `: ${names(containers)}` : '') + (outdated.length > 0 ? `, outdated ${names(outdated)}` : ''),
  ]));
}
