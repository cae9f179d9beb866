// Projects that are made to hurt are judged like any other: in bounded time and memory, and by no rule that crashes.
// Each is judged in a process of its own. Compose itself runs out of memory on some of them.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Judged } from './judge.ts';
import { hostileProjects } from './projects.ts';

/**
 * Milliseconds of processor time. A machine with nothing else to do takes less than 1,000; the limit is what only something
 * that grows faster than its input would pass, so that a busy machine does not fail the test.
 */
const usual = 5_000;
/** Megabytes beyond what the program and the project's own texts take. */
const usualMemory = 600;

/**
 * Known limits: scalars of ten megabytes and documents by the thousand go through the YAML library, which makes strings of
 * them character by character. Nobody has them; they are bounded all the same.
 */
const costly: Readonly<Record<string, readonly [time: number, megabytes: number]>> = {
  '10 MB of one line without a colon': [10_000, 1_000],
  '10 MB of one quoted scalar': [10_000, 1_500],
  '10 MB of one quoted scalar left open': [10_000, 1_500],
  '10 MB of one quoted scalar over lines': [10_000, 1_500],
  '10 MB of one literal block': [10_000, 1_500],
  '10 MB of one plain scalar over lines': [10_000, 1_500],
  '10 MB of document starts': [10_000, 1_500],
  '10 MB of documents': [10_000, 1_500],
  '10 MB of words': [10_000, 1_500],
};

/** Compose's own words for what it refuses, where a project is refused for its size alone. */
const refused: Readonly<Record<string, number>> = { 'an alias bomb of lists': 1, 'an alias bomb of mappings': 1, 'an alias bomb of merge keys': 1, '100,000 services': 1, '100,000 keys in one mapping': 1, '10 MB of services': 1 };

async function judged(name: string): Promise<Judged> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', path.join(import.meta.dirname, 'judge.ts'), name], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    const limit = setTimeout(() => child.kill('SIGKILL'), 30_000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(limit);
      if (status === 0) resolve(JSON.parse(stdout) as Judged);
      else reject(new Error(signal === 'SIGKILL' ? 'no verdict within 30 seconds' : stderr));
    });
  });
}

describe('a hostile project', () => {
  for (const name of Object.keys(hostileProjects)) {
    it(`is judged in time: ${name}`, async function () {
      this.timeout(40_000);
      this.slow(3_000);
      const { time, again, megabytes, crashes, codes } = await judged(name);
      const [longest, most] = costly[name] ?? [usual, usualMemory];
      assert.deepEqual(crashes, []);
      assert.ok(time <= longest, `${time} ms`);
      assert.ok(again <= longest, `${again} ms for the next version`);
      assert.ok(megabytes <= most, `${megabytes} MB`);
      if (refused[name] !== undefined) assert.equal(codes['yaml-syntax'], refused[name]);
    });
  }
});
