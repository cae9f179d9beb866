import { strict as assert } from 'node:assert';
import { setTimeout as delay } from 'node:timers/promises';

import type { EngineFacts } from '#core/outside.ts';
import { LiveFacts } from '#client/live-facts.ts';

const facts = (cpus: number): EngineFacts => ({ ports: [], networks: [], volumes: [], cpus, memory: 1, runtimes: [], gpu: false, swarm: false, containers: [] });

describe('the facts for live rules', () => {
  it('are asked for once after many changes', async () => {
    const { live, asked, told } = make();
    for (let index = 0; index < 10; index += 1) live.changed();
    await delay(60);
    assert.deepEqual([asked.length, told], [1, [2]]);
  });

  it('are told only where they are other than before', async () => {
    const { live, engine, told } = make();
    for (const cpus of [2, 2, 4]) {
      engine.cpus = cpus;
      live.changed();
      await delay(60);
    }
    assert.deepEqual(told, [2, 4]);
  });

  it('are taken back when the engine does not answer, and told again when it does', async () => {
    const { live, engine, told, failures } = make();
    live.changed();
    await delay(60);
    engine.fails = true;
    live.changed();
    await delay(60);
    engine.fails = false;
    live.changed();
    await delay(60);
    assert.deepEqual([told, failures.length], [[2, undefined, 2], 1]);
  });

  it('are taken back at the end, after which nothing is asked or told', async () => {
    const { live, told, asked } = make();
    live.changed();
    await delay(60);
    live.changed();
    live.dispose();
    live.changed();
    await delay(60);
    assert.deepEqual([told, asked.length], [[2, undefined], 1]);
  });

  it('are asked for again when the engine tells of something, by one connection at a time', async () => {
    const { live, engine, told, asked } = make();
    live.changed();
    await delay(60);
    engine.cpus = 4;
    for (const stir of engine.stirs) stir();
    await delay(60);
    assert.deepEqual([told, asked.length, engine.stirs.length], [[2, 4], 2, 1]);
  });

  it('that come after the end are not told', async () => {
    const { live, engine, told } = make();
    engine.takes = 40;
    live.changed();
    await delay(30);
    live.dispose();
    await delay(60);
    assert.deepEqual(told, []);
  });
});

function make() {
  const engine = { cpus: 2, fails: false, takes: 0, stirs: [] as (() => void)[] };
  const asked: number[] = [];
  const told: (number | undefined)[] = [];
  const failures: unknown[] = [];
  const live = new LiveFacts({
    pause: 10,
    async ask() {
      asked.push(engine.cpus);
      await delay(engine.takes);
      if (engine.fails) throw new Error('away');
      return facts(engine.cpus);
    },
    follow(changed, signal) {
      engine.stirs.push(changed);
      return new Promise((resolve) => { signal.addEventListener('abort', () => resolve()); });
    },
    tell: (said) => told.push(said?.cpus),
    failed: (error) => failures.push(error),
  });
  return { live, engine, asked, told, failures };
}
