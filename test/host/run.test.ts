// Child processes: limits, cancel and what is left of them afterwards.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '#core/failure.ts';
import type { RunOptions } from '#host/process/run.ts';
import { run } from '#host/process/run.ts';
import { cutLines } from '#host/process/lines.ts';
import { until } from './scratch-project.ts';

describe('a process', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'composure-run-'));
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const shell = (script: string, options: Partial<RunOptions> = {}): ReturnType<typeof run> => run('sh', ['-c', script], { directory: folder, ...options });

  it('answers with what it wrote and how it ended', async () => {
    assert.deepEqual(await shell('echo out; echo err >&2; exit 3'), { exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('gets its arguments as they are', async () => {
    const args = ['a b', '"', "'", ';touch x', '$(id)', '`id`', 'new\nline', '', '*', '\\'];
    const { stdout } = await run('printf', ['<%s>', ...args], { directory: folder });
    assert.equal(stdout, args.map((argument) => `<${argument}>`).join(''));
  });

  it('reads nothing from us, and runs in its folder with its environment', async () => {
    const { stdout } = await shell('cat; pwd; echo "$WORD"', { environment: { PATH: process.env['PATH'], WORD: 'wörd' } });
    assert.equal(stdout, `${folder}\nwörd\n`);
  });

  it('tells its lines as they come, whole also in pieces', async () => {
    const seen: string[] = [];
    const { stdout } = await shell(String.raw`printf 'gr\303'; sleep 0.2; printf '\274n\r'; sleep 0.2; printf '\nlast'; echo warn >&2`, {
      onLine: (line, stream) => seen.push(`${stream} ${line}`),
    });
    assert.equal(stdout, 'grün\r\nlast');
    assert.deepEqual(seen.toSorted(), ['stderr warn', 'stdout grün', 'stdout last']);
  });

  it('that does not exist is a failure', async () => {
    await rejectsWith(run('composure-no-such-program', [], { directory: folder }), 'command-failed', /composure-no-such-program does not exist/);
    await rejectsWith(run('docker', [], { directory: folder, environment: { PATH: '' } }), 'docker-missing', /docker is not on the PATH/);
  });

  it('is never taken from the folder that it runs in', async () => {
    await writeFile(path.join(folder, 'docker'), '#!/bin/sh\necho taken\n');
    await chmod(path.join(folder, 'docker'), 0o755);
    for (const PATH of ['', '.', `:${folder.slice(0, 0)}`]) {
      await rejectsWith(run('docker', [], { directory: folder, environment: { PATH } }), 'docker-missing', /PATH/);
    }
  });

  it('in a folder that does not exist is a failure', async () => {
    await rejectsWith(run('sh', [], { directory: `${folder}/missing` }), 'command-failed', /missing is no folder to run sh in/);
  });

  it('that cannot be given an argument is a failure', async () => {
    await rejectsWith(run('sh', ['nul\0'], { directory: folder }), 'command-failed', /sh cannot be started/);
  });

  it('that dies of a signal is a failure', async () => {
    await rejectsWith(shell('echo why >&2; kill -9 $$'), 'command-failed', /sh was ended by SIGKILL/, ['why']);
  });

  it('that takes too long is ended with all its children', async () => {
    const script = 'sleep 1234.5 & echo $! > pid; echo waiting >&2; wait';
    await rejectsWith(shell(script, { timeLimit: 400 }), 'timed-out', /sh did not end within 0.4 s/, ['waiting']);
    assert.equal(await isAlive(await pidIn(folder)), false);
  });

  it('that writes too much is ended', async () => {
    await rejectsWith(shell('yes', { outputLimit: 100_000 }), 'command-failed', /more than 100000 bytes/);
  });

  it('that is cancelled is ended with all its children before the promise rejects', async () => {
    const controller = new AbortController();
    const running = shell('sleep 1234.6 & echo $! > pid; echo go; wait', { signal: controller.signal, onLine: () => controller.abort(new Error('enough')) });
    await assert.rejects(running, /enough/);
    assert.equal(await isAlive(await pidIn(folder)), false);
  });

  it('that does not listen is killed after the grace', async () => {
    const controller = new AbortController();
    const running = shell(`trap '' TERM; (trap '' TERM; sleep 1234.7) & echo $! > pid; echo go; sleep 1000`, {
      signal: controller.signal, grace: 300, onLine: () => controller.abort(),
    });
    const began = Date.now();
    await assert.rejects(running, { name: 'AbortError' });
    assert.ok(Date.now() - began < 3000);
    assert.equal(await isAlive(await pidIn(folder)), false);
  });

  it('that is cancelled before it starts never starts', async () => {
    await assert.rejects(shell('touch started', { signal: AbortSignal.abort(new Error('never mind')) }), /never mind/);
    await assert.rejects(readFile(path.join(folder, 'started')), { code: 'ENOENT' });
  });

  it('that leaves something behind which holds its output is not waited for', async () => {
    const began = Date.now();
    const { stdout } = await shell('sleep 3.21 & echo done');
    assert.equal(stdout, 'done\n');
    assert.ok(Date.now() - began < 2500);
  });

  it('is ended where its lines are not liked', async () => {
    await assert.rejects(shell('echo go; sleep 1000', { onLine: () => { throw new RangeError('not liked'); } }), RangeError);
  });
});

describe('lines', () => {
  it('end as terminals end them', () => {
    const seen: string[] = [];
    const lines = cutLines((line) => seen.push(line));
    for (const chunk of ['a\nb\r', '\nc\rd', '', '\r\n\ne', '\r']) lines.write(chunk);
    lines.end();
    lines.end();
    assert.deepEqual(seen, ['a', 'b', 'c', 'd', '', 'e']);
  });
});

async function rejectsWith(promise: Promise<unknown>, kind: string, message: RegExp, lastLines?: readonly string[]): Promise<void> {
  await assert.rejects(promise, (error: unknown) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.kind, kind);
    assert.match(error.message, message);
    if (lastLines !== undefined) assert.deepEqual(error.lastLines, lastLines);
    return true;
  });
}

async function pidIn(folder: string): Promise<number> {
  const text = await until('a process id', () => readFile(path.join(folder, 'pid'), 'utf8'), (seen) => seen.trim() !== '');
  return Number(text);
}

/** A process that has ended and was not yet cleared away by its parent is not alive. */
async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return status !== undefined && !/\) [ZX] /.test(status);
}
