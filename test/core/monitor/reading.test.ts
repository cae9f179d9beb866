// What a person should look at, the history of health, and mounts whose source is gone.

import assert from 'node:assert/strict';
import { mergedProbes, troublesOf, type Reading } from '#core/monitor/reading.ts';
import type { Usage } from '#core/monitor/usage.ts';
import { vanishedMounts } from '#core/monitor/vanished-mounts.ts';
import { neverCancelled, type ContainerFacts, type EntryKind } from '#core/outside.ts';

const container: ContainerFacts = {
  id: 'a', name: 'shop-web-1', project: 'shop', service: 'web', number: 1, image: 'web:1', state: 'running', health: 'healthy', exitCode: undefined,
  created: 0, configHash: undefined, configFiles: [], workingDirectory: '/srv/shop', ports: [], mounts: [
    { type: 'bind', source: '/srv/shop/site', target: '/www', readOnly: true },
    { type: 'volume', source: 'shop_data', target: '/data', readOnly: false },
    { type: 'bind', source: '/etc/secret', target: '/secret', readOnly: true },
  ],
};
const vitals = { cpuLimit: 1, memoryLimit: 1000, restarts: 0, outOfMemory: false, probes: [] };
const usage: Usage = { time: 0, cpu: 0.1, memory: 100, received: 0, sent: 0, read: 0, written: 0, processes: 1 };
const well: Reading = { container, vitals, usages: [usage], vanished: [] };

describe('what a person should look at', () => {
  const cases: Readonly<Record<string, readonly [Partial<Reading>, string]>> = {
    'nothing of what is well': [{}, ''],
    'nothing of what was told to stop': [{ container: { ...container, state: 'exited', exitCode: 137, health: 'none' }, usages: [] }, ''],
    'nothing of a job that is done': [{ container: { ...container, state: 'exited', exitCode: 0, health: 'none' }, usages: [] }, ''],
    'a job that has failed': [{ container: { ...container, state: 'exited', exitCode: 3, health: 'none' }, usages: [] }, 'failed'],
    'what was killed for its memory, and not its exit code beside': [{ container: { ...container, state: 'exited', exitCode: 137, health: 'none' }, vitals: { ...vitals, outOfMemory: true }, usages: [] }, 'out-of-memory'],
    'bad health, and a mount that is gone': [{ container: { ...container, health: 'unhealthy' }, vanished: container.mounts.slice(0, 1) }, 'unhealthy mount-gone'],
    'a loop of restarts': [{ container: { ...container, state: 'restarting', health: 'none', exitCode: 1 } }, 'restarting'],
    'what is near its limits': [{ usages: [usage, { ...usage, cpu: 0.95, memory: 901 }] }, 'memory-short cpu-short'],
    'nothing of what is near nothing': [{ usages: [{ ...usage, cpu: 8, memory: 10 ** 12 }], vitals: { ...vitals, cpuLimit: undefined, memoryLimit: undefined } }, ''],
  };
  for (const [name, [more, expected]] of Object.entries(cases)) {
    it(`is ${name}`, () => assert.equal(troublesOf({ ...well, ...more }).join(' '), expected));
  }
});

describe('the history of health', () => {
  it('keeps what the engine forgets, each probe once', () => {
    const probe = (ended: number) => ({ ended, ok: ended % 2 === 0, output: '' });
    const known = mergedProbes([], [1, 2, 3].map(probe));
    assert.deepEqual(mergedProbes(known, [2, 3, 4, 5].map(probe)).map(({ ended }) => ended), [1, 2, 3, 4, 5]);
    assert.equal(mergedProbes(Array.from({ length: 20 }, (_, index) => probe(index)), [probe(20), probe(21)]).length, 20);
  });
});

describe('mounts that are gone', () => {
  const gone = async (disk: Readonly<Record<string, EntryKind>>, more: Partial<ContainerFacts> = {}) => {
    const files = { stat: async (path: string) => disk[path], readText: async () => undefined, list: async () => undefined };
    return (await vanishedMounts({ ...container, ...more }, files, neverCancelled)).map(({ source }) => source);
  };

  it('are those whose source is not on the disk', async () => {
    assert.deepEqual(await gone({ '/srv/shop': 'directory', '/etc/secret': 'unknown' }), ['/srv/shop/site']);
    assert.deepEqual(await gone({ '/srv/shop': 'directory', '/srv/shop/site': 'directory', '/etc/secret': 'file' }), []);
  });

  it('are not known where the disk is not the engine\'s, or nothing runs', async () => {
    assert.deepEqual(await gone({}), []);
    assert.deepEqual(await gone({ '/srv/shop': 'directory' }, { workingDirectory: undefined }), []);
    assert.deepEqual(await gone({ '/srv/shop': 'directory' }, { state: 'exited' }), []);
  });
});
