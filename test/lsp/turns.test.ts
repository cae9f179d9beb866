// Turns of a long check, by a clock of the test: who waits is served in order, and nothing goes on for longer than it may.

import assert from 'node:assert/strict';
import { checkProject } from '#core/check/run.ts';
import { rules } from '#core/rules/index.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { neverCancelled, type FileSystem } from '#core/outside.ts';
import { RecordingFiles } from '../../server/src/files.ts';
import { inTurns, Turns, type Clock } from '../../server/src/turns.ts';
import { generateCompose } from '../bench/generate-compose.ts';

/** A clock that goes on only when it is told to, and whose callbacks are called by hand. */
class HandClock implements Clock {
  time = 0;
  readonly callbacks: (() => void)[] = [];

  now(): number {
    return this.time;
  }

  later(action: () => void): void {
    this.callbacks.push(action);
  }

  async next(): Promise<void> {
    this.callbacks.shift()?.();
    for (let step = 0; step < 100; step += 1) await Promise.resolve();
  }
}

describe('the turns of a check', () => {
  it('go on while there is time, and wait when there is none', async () => {
    const clock = new HandClock();
    const turns = new Turns(clock);
    assert.equal(turns.take(), undefined);
    clock.time += 2;
    assert.equal(turns.take(), undefined);
    clock.time += 2;
    const went: number[] = [];
    const work = async (number: number): Promise<void> => {
      await turns.take();
      went.push(number);
      clock.time += 2;
    };
    const all = [1, 2, 3, 4].map(work);
    assert.equal(clock.callbacks.length, 1);
    await clock.next();
    // Two of two milliseconds each have used it up.
    assert.deepEqual(went, [1, 2]);
    await clock.next();
    await Promise.all(all);
    assert.deepEqual(went, [1, 2, 3, 4]);
  });

  it('let others have theirs while a project is checked, and find the same', async () => {
    const text = generateCompose(60, true);
    const disk: FileSystem = {
      readText: async (path) => (path === '/p/compose.yaml' ? text : undefined),
      stat: async (path) => (path === '/p/compose.yaml' ? 'file' : ['/p', '/'].includes(path) ? 'directory' : undefined),
      list: async (path) => (path === '/p' ? new Map([['compose.yaml', 'file' as const]]) : undefined),
    };
    const check = async (cancellation: typeof neverCancelled): Promise<readonly string[]> => {
      const parsed = new ParsedFiles();
      const [environment] = await discoverEnvironments('/p', disk, parsed, cancellation);
      assert.ok(environment);
      const files = new RecordingFiles(disk, cancellation);
      const project = await loadProject(environment, files, parsed, cancellation);
      return (await checkProject(project, rules, files, parsed, cancellation)).map(({ code, message, span }) => `${span[0]} ${code} ${message}`);
    };
    let others = 0;
    const clock: Clock = { now: () => performance.now() * 100, later: (action) => void setImmediate(action) };
    const isDone = { value: false };
    const other = (): void => {
      others += 1;
      if (!isDone.value) setImmediate(other);
    };
    setImmediate(other);
    const found = await check(inTurns(new AbortController().signal, new Turns(clock)));
    isDone.value = true;
    assert.ok(others > 20, `others had ${others} turns`);
    assert.ok(found.length > 0);
    assert.deepEqual(found, await check(neverCancelled));
  });
});
