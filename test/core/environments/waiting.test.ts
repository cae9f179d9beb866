// When services are ready and why they are not, judged from containers as an engine describes them.

import assert from 'node:assert/strict';
import type { ContainerDetails, Moment } from '#core/environments/waiting.ts';
import { judge, lookedAt, progressText, timeLimitOf, verdictText } from '#core/environments/waiting.ts';

const start = 1_000_000;

function container(service: string, more: Partial<ContainerDetails> = {}): ContainerDetails {
  return {
    id: service, name: `shop-${service}-1`, project: 'shop', service, number: 1, image: 'a', state: 'running', health: 'none', exitCode: undefined,
    created: start, configHash: undefined, configFiles: [], workingDirectory: undefined, ports: [], mounts: [],
    startedAt: start, restarts: 0, restartPolicy: 'no', healthcheck: undefined, dependsOn: [], error: '', outOfMemory: false, lastProbe: undefined, ...more,
  };
}

const timing = { interval: 5000, timeout: 3000, startPeriod: 100_000, retries: 3 };

/** Judges containers that are as they were when they were first seen. */
function judged(containers: readonly ContainerDetails[], moment: Partial<Moment> = {}, services = [...new Set(containers.map(({ service }) => service))]): ReturnType<typeof judge> {
  return judge(services, containers.map((one) => lookedAt(one, undefined, start)), { now: start + 5000, created: true, ...moment });
}

/** `web ready`, `db failed is unhealthy`. */
function words(containers: readonly ContainerDetails[], moment: Partial<Moment> = {}): string {
  return judged(containers, moment).services.map(({ service, state, reason }) => [service, state, reason].filter((part) => part !== undefined).join(' ')).join(', ');
}

describe('a service', () => {
  const table: readonly [what: string, container: Partial<ContainerDetails>, moment: Partial<Moment>, expected: string][] = [
    ['runs without a health check', {}, {}, 'web ready'],
    ['has just begun to run', {}, { now: start + 300 }, 'web starting'],
    ['is healthy', { health: 'healthy', healthcheck: timing }, { now: start }, 'web ready'],
    ['is not healthy yet', { health: 'starting', healthcheck: timing }, { now: start + 131_000 }, 'web starting'],
    ['had all the time of its own settings', { health: 'starting', healthcheck: timing }, { now: start + 132_000 }, 'web failed was not healthy after 132 s'],
    ['had all the time that was given', { health: 'starting', healthcheck: timing }, { now: start + 4000, limit: 4000 }, 'web failed was not healthy after 4 s'],
    ['is unhealthy', { health: 'unhealthy', healthcheck: timing }, {}, 'web failed is unhealthy'],
    ['is paused', { state: 'paused' }, {}, 'web failed is paused: nothing in it runs'],
    ['is a job that ended well', { state: 'exited', exitCode: 0 }, {}, 'web done'],
    ['is a job that ended badly', { state: 'exited', exitCode: 3 }, {}, 'web failed ended with exit code 3'],
    ['has no such command', { state: 'exited', exitCode: 127 }, {}, 'web failed ended with exit code 127: its command was not found'],
    ['was killed', { state: 'exited', exitCode: 137 }, {}, 'web failed was killed (exit code 137)'],
    ['was killed for its memory', { state: 'exited', exitCode: 137, outOfMemory: true }, {}, 'web failed ran out of memory and was killed'],
    ['has ended before, and Compose is at work', { state: 'exited', exitCode: 3 }, { created: false }, 'web waiting'],
    ['is made and not started yet', { state: 'created', startedAt: undefined }, { created: false }, 'web waiting'],
    ['was never started', { state: 'created', startedAt: undefined }, {}, 'web failed was not started'],
    ['could not be started', { state: 'created', startedAt: undefined, error: 'port is already allocated' }, {}, 'web failed could not start: port is already allocated'],
    ['crashes, for a while', { state: 'restarting', exitCode: 1 }, { now: start + 59_000 }, 'web starting'],
    ['crashes, for too long', { state: 'restarting', exitCode: 1 }, { now: start + 60_000 }, 'web failed crashes again and again: it ended with exit code 1'],
  ];
  for (const [what, more, moment, expected] of table) it(`that ${what}: ${expected}`, () => { assert.equal(words([container('web', more)], moment), expected); });

  it('that ran is waited for while Compose replaces it, and judged when Compose is done', () => {
    const ran = lookedAt(container('web'), undefined, start);
    const stopped = lookedAt(container('web', { state: 'exited', exitCode: 143 }), ran, start + 500);
    const said = (created: boolean) => judge(['web'], [stopped], { now: start + 600, created }).services.map(({ state, reason }) => [state, reason]);
    assert.deepEqual([said(false), said(true)], [[['waiting', undefined]], [['failed', 'ended with exit code 143']]]);
  });

  it('that has no container is waited for until Compose is done, and has no replicas then', () => {
    assert.deepEqual([judged([], { created: false }, ['web']).services.map(({ state }) => state), judged([], {}, ['web'])].map((each) => JSON.stringify(each)), [
      '["waiting"]', '{"services":[],"settled":true}',
    ]);
  });

  it('that is ready when all of its replicas are', () => {
    assert.equal(words([container('web', { id: 'a' }), container('web', { id: 'b', health: 'starting', healthcheck: timing })]), 'web starting');
  });

  it('that another needs healthy may not end before it is', () => {
    const needs = container('web', { dependsOn: [{ service: 'db', condition: 'service_healthy' }] });
    assert.equal(words([needs, container('db', { state: 'exited', exitCode: 0 })]), 'db failed ended before it was healthy, web ready');
  });

  it('that has crashed since it was first seen must run longer', () => {
    const first = lookedAt(container('web'), undefined, start);
    const again = lookedAt(container('web', { restarts: 1, startedAt: start + 2000 }), first, start + 2100);
    const at = (now: number): unknown => judge(['web'], [again], { now, created: true }).services[0]?.state;
    assert.deepEqual([at(start + 6000), at(start + 12_100)], ['starting', 'ready']);
  });

  it('whose job ends while Compose is at work is judged at once', () => {
    const first = lookedAt(container('job', { state: 'exited', exitCode: 1 }), undefined, start);
    const again = lookedAt(container('job', { state: 'exited', exitCode: 2, startedAt: start + 1000 }), first, start + 1500);
    assert.equal(judge(['job'], [again], { now: start + 2000, created: false }).services[0]?.reason, 'ended with exit code 2');
  });

  it('that waited for others has all its time from its own start', () => {
    const first = lookedAt(container('web', { state: 'created', startedAt: undefined }), undefined, start);
    const begun = lookedAt(container('web', { health: 'starting', healthcheck: { ...timing, startPeriod: 0 }, startedAt: start + 50_000 }), first, start + 50_100);
    const at = (now: number): unknown => judge(['web'], [begun], { now, created: true }).services[0]?.state;
    assert.deepEqual([at(start + 110_000), at(start + 110_100)], ['starting', 'failed']);
  });
});

describe('services together', () => {
  const chain = [
    container('web', { state: 'created', startedAt: undefined, dependsOn: [{ service: 'api', condition: 'service_started' }] }),
    container('api', { state: 'created', startedAt: undefined, dependsOn: [{ service: 'db', condition: 'service_healthy' }] }),
    container('db', { health: 'unhealthy', healthcheck: timing, lastProbe: { exitCode: 1, output: 'no\n  connection\n' } }),
  ];

  it('stand in the order of dependency, and the first that failed by itself is named with its last probe', () => {
    const judgement = judged(chain);
    assert.deepEqual(judgement.services.map(({ service }) => service), ['db', 'api', 'web']);
    assert.equal(judgement.failed && verdictText(judgement.failed), 'db is unhealthy: the last probe said "no connection"');
    const apart = judged([container('aaa', { state: 'created', startedAt: undefined }), ...chain]);
    assert.equal(apart.failed?.service, 'db', 'what was never started failed because of another');
  });

  it('say when to look again, though nothing happens', () => {
    assert.equal(judged([container('web')], { now: start + 200 }).again, start + 1000);
    assert.equal(judged([container('web', { health: 'starting', healthcheck: timing })], { now: start + 200 }).again, start + 132_000);
    assert.equal(judged([container('web')]).again, undefined);
  });

  it('are settled when nothing is left to wait for', () => {
    assert.equal(judged([container('web'), container('job', { state: 'exited', exitCode: 0 })]).settled, true);
    assert.equal(judged([container('web'), container('db', { health: 'starting', healthcheck: timing })]).settled, false);
    assert.equal(judged([container('web')], { created: false }).settled, false, 'Compose may make more');
  });

  it('are summed up in a line', () => {
    assert.equal(progressText(judged([...chain, container('job', { state: 'exited', exitCode: 0 })], { created: false })), '0 of 4 ready · waiting api, web, job · failed db');
  });
});

describe('the time that a container may take', () => {
  it('is that of its own health check, and a minute at least', () => {
    assert.equal(timeLimitOf({ healthcheck: timing }), 132_000);
    assert.equal(timeLimitOf({ healthcheck: { ...timing, startPeriod: 0 } }), 60_000);
    assert.equal(timeLimitOf({ healthcheck: undefined }), 60_000);
  });
});
