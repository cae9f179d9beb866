// What the doctor finds with the real engine, the real disk and real processes.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Check } from '#core/doctor/check.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { Engine } from '#host/engine/engine.ts';
import { diskRoom } from '#host/doctor/disk-room.ts';
import { examine } from '#host/doctor/examine.ts';
import { folderStates } from '#host/doctor/folder-states.ts';
import { askImageUsage, usageIn } from '#host/doctor/image-usage.ts';
import { prune } from '#host/doctor/prune.ts';
import { told } from '#host/doctor/told.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { listeningPorts } from '#host/node/listening-ports.ts';
import { composure, temporaryFolder } from '../support/command.ts';
import { docker } from '../support/docker/docker.ts';
import { ownEngine } from './own-engine.ts';
import { idle, scratchProject, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const run = promisify(execFile);

describe('the doctor', function () {
  this.timeout(60_000);
  withEngine();
  const projects: ScratchProject[] = [];
  const servers: Server[] = [];

  async function project(text: string): Promise<ScratchProject> {
    const made = await scratchProject({ 'compose.yaml': text });
    projects.push(made);
    return made;
  }

  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise((resolve) => { server.close(resolve); });
    for (const each of projects.splice(0)) await each.remove();
  });

  async function listen(): Promise<number> {
    const server = createServer((socket) => socket.resume());
    servers.push(server);
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    return (server.address() as AddressInfo).port;
  }

  async function freePort(): Promise<number> {
    const port = await listen();
    await new Promise((resolve) => { servers.pop()?.close(resolve); });
    return port;
  }

  async function checks(made: ScratchProject, engine = new Engine(), more: { readonly timeLimit?: number; readonly signal?: AbortSignal } = {}): Promise<ReadonlyMap<string, Check>> {
    const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
    const loaded = await loadProject(made.environment(), files, parsed, neverCancelled);
    try {
      const report = await examine({ project: loaded, beside: [loaded] }, { files, parsed, engine, ...more });
      return new Map(report.checks.map((check) => [check.id, check]));
    } finally {
      engine.dispose();
    }
  }

  const said = (check: Check | undefined): string => `${check?.status}: ${check?.message}`;
  const up = ({ directory }: ScratchProject): Promise<string> => docker('compose', '--project-directory', directory, 'up', '--detach');

  it('passes a project that Docker starts, before and after', async () => {
    const port = await freePort();
    const made = await project(`services:\n  web:${idle}\n    ports: ["127.0.0.1:${port}:80"]\n    volumes: ["./data:/data"]\n`);
    const before = await checks(made);
    const wrong = [...before.values()].filter(({ status, id }) => status !== 'pass' && id !== 'reclaimable' && id !== 'disk');
    assert.deepEqual(wrong, []);
    assert.equal(said(before.get('ports')), `pass: Port ${port} is free`);
    assert.equal(said(before.get('data-folders')), 'pass: ./data will be made at the first start');
    assert.match(said(before.get('engine')), /^pass: The engine \d+\.\d+\S* answers at \S+/);
    await up(made);
    const after = await checks(made);
    assert.equal(said(after.get('ports')), `pass: Port ${port} is held by ${made.name} itself`);
    assert.equal(said(after.get('data-folders')), 'pass: 1 folder can be written: ./data');
  });

  it('names the container and the process that hold a port', async () => {
    const [held, listening] = [await freePort(), await listen()];
    const other = await project(`services:\n  web:${idle}\n    ports: ["127.0.0.1:${held}:80"]\n`);
    await up(other);
    const made = await project(`services:\n  web:${idle}\n    ports: ["127.0.0.1:${held}:80", "127.0.0.1:${listening}:81"]\n`);
    const { details, status, advice } = (await checks(made)).get('ports') ?? assert.fail();
    const name = (await listeningPorts()).find(({ port }) => port === listening)?.process;
    assert.deepEqual([status, advice, details], ['fail', 'Stop who has the port, or publish another one', [
      `compose.yaml:7  Host port ${held} is taken by the container ${other.name}-web-1 of project ${other.name}: web could not start`,
      `compose.yaml:7  Host port ${listening} is taken by the process ${name}: web could not start`,
    ]]);
  });

  it('blames nobody for a port that the engine holds, where it does not say in time for whom', async () => {
    const port = await freePort();
    const made = await project(`services:\n  web:${idle}\n    ports: ["127.0.0.1:${port}:80"]\n`);
    await up(made);
    const found = await checks(made, new Engine(), { timeLimit: 1 });
    assert.match(said(found.get('engine')), /^fail: The engine did not answer/);
    assert.notEqual(found.get('ports')?.status, 'fail', said(found.get('ports')));
  });

  it('asks in less than three seconds', async () => {
    const made = await project(`services:\n  web:${idle}\n`);
    const start = Date.now();
    await checks(made);
    assert.ok(Date.now() - start < 3000, `${Date.now() - start} ms`);
  });

  it('says what did not finish, and goes on', async () => {
    const port = await listen();
    const silent = new Engine({ endpoint: { address: `tcp://127.0.0.1:${port}`, context: undefined, connection: { kind: 'tcp', host: '127.0.0.1', port, tls: undefined } } });
    const found = await checks(await project(`services:\n  web:${idle}\n`), silent, { timeLimit: 1500 });
    assert.equal(said(found.get('engine')), 'fail: The engine did not answer: no answer within 1.5 s');
    assert.equal(said(found.get('reclaimable')), 'warn: This did not finish: no answer within 1.5 s');
    assert.equal(said(found.get('files')), 'pass: compose.yaml has no errors');
  });

  it('can be cancelled', async () => {
    const abort = new AbortController();
    const pending = checks(await project(`services:\n  web:${idle}\n`), new Engine(), { signal: abort.signal });
    abort.abort(new Error('enough'));
    await assert.rejects(pending, /enough/);
  });

  it('checks what it can while the engine is stopped, and all when it is back', async () => {
    const port = await listen();
    const made = await project(`services:\n  web:${idle}\n    ports: ["127.0.0.1:${port}:80"]\n`);
    const own = await ownEngine();
    const of = (): Promise<ReadonlyMap<string, Check>> => checks(made, new Engine({ endpoint: { address: own.address, context: undefined, connection: { kind: 'unix', socketPath: own.socketPath } } }));
    try {
      const stopped = await of();
      assert.match(said(stopped.get('engine')), /^fail: No engine listens at unix:.*: the socket does not exist$/);
      assert.equal(stopped.get('engine')?.advice, 'Start Docker, or choose a context whose engine runs');
      assert.match(said(stopped.get('ports')), new RegExp(`^fail: Host port ${port} is taken by the process `));
      assert.equal(said(stopped.get('memory')), 'warn: Not checked: the engine does not answer');
      assert.match(said(stopped.get('compose')), /^pass: Docker Compose is 2/);
      assert.match(said(stopped.get('disk')), /: .* are free where the project lies/);
      await own.start();
      const running = await of();
      assert.match(said(running.get('engine')), /^pass/);
      assert.match(said(running.get('memory')), /^pass/);
      assert.match(said(running.get('disk')), /where the engine keeps its data/);
      await own.stop();
      assert.match(said((await of()).get('engine')), /^fail/);
    } finally {
      await own.remove();
    }
  });

  it('adds up images and build cache as Docker does', async () => {
    const engine = new Engine();
    try {
      const usage = await askImageUsage(engine);
      assert.ok(usage.images > 2 ** 20 && usage.unusedImages <= usage.images && usage.unusedBuildCache <= usage.buildCache, JSON.stringify(usage));
      const [, size = ''] = /^Images\t(.*)B$/m.exec(await docker('system', 'df', '--format', '{{.Type}}\t{{.Size}}')) ?? [];
      const [number, unit = ''] = [Number.parseFloat(size), size.at(-1)];
      assert.ok(Math.abs(usage.images / (unit === 'k' ? 1e3 : unit === 'M' ? 1e6 : 1e9) / number - 1) < 0.05, `${usage.images} ${size}`);
    } finally {
      engine.dispose();
    }
  });

  it('prunes what has no name, on the engine that was asked for', async () => {
    const own = await ownEngine();
    const endpoint = { address: own.address, context: undefined, connection: { kind: 'unix', socketPath: own.socketPath } } as const;
    try {
      await assert.rejects(prune('dangling-images', endpoint), { name: 'Failure', kind: 'command-failed' });
      await own.start();
      for (const change of ['LABEL kept=no', 'LABEL kept=yes']) await run('sh', ['-c', `tar c -T /dev/null | docker --host ${own.address} import --change '${change}' - composure-test/kept:1`]);
      assert.equal((await docker('--host', own.address, 'images', '--quiet')).split('\n').length, 2);
      assert.match(await prune('dangling-images', endpoint), /^Total reclaimed space: \S+$/);
      assert.equal(await docker('--host', own.address, 'images', '--format', '{{.Repository}}'), 'composure-test/kept');
      assert.match(await prune('build-cache', endpoint), /^Total(?: reclaimed space)?: \S+$/);
    } finally {
      await own.remove();
    }
  });

  it('reads the sums of newer engines, and their lists', () => {
    assert.deepEqual(usageIn({ ImageUsage: { TotalSize: 10, Reclaimable: 4 }, BuildCacheUsage: { TotalSize: 5, Reclaimable: 5 } }), { images: 10, unusedImages: 4, buildCache: 5, unusedBuildCache: 5 });
    const image = (size: number, shared: number, containers: number): object => ({ Size: size, SharedSize: shared, Containers: containers });
    // Two images share 6; one of them runs: without the other its own 2 would be free.
    assert.deepEqual(usageIn({ LayersSize: 10, Images: [image(8, 6, 1), image(8, 6, 0)], BuildCache: [{ Size: 3, InUse: true, Shared: false }, { Size: 4, InUse: false, Shared: false }, { Size: 9, InUse: false, Shared: true }] }), { images: 10, unusedImages: 2, buildCache: 7, unusedBuildCache: 4 });
    assert.deepEqual(usageIn({}), { images: 0, unusedImages: 0, buildCache: 0, unusedBuildCache: 0 });
  });
});

describe('what the doctor asks the disk', function () {
  this.timeout(20_000);
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => { folder = await temporaryFolder({ 'full/': '', 'data/': '' }); });
  afterEach(() => folder.remove());
  const at = (name: string): string => path.join(folder.path, name);

  /** A small disk of its own at a folder. */
  async function mounted(name: string, options: string, work: () => Promise<void>): Promise<void> {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new Error('only root of a Linux machine can mount a small disk');
    await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at(name)]);
    try {
      await work();
    } finally {
      await run('umount', [at(name)]);
    }
  }

  it('tells a small disk from the large one', () => mounted('full', 'size=16m', async () => {
    const [engine, project, ...more] = await diskRoom(at('full'), folder.path);
    assert.deepEqual([engine?.what, project?.what, more.length], ['engine', 'project', 0]);
    assert.equal(project?.total, 16 * 2 ** 20);
    assert.ok((engine?.total ?? 0) > 2 ** 30);
    assert.deepEqual((await diskRoom(at('data'), folder.path)).map(({ what }) => what), ['both']);
    assert.deepEqual(await diskRoom(at('nowhere'), at('nowhere')), []);
  }));

  it('fails on it, as the command says', () => mounted('full', 'size=16m', async () => {
    await run('sh', ['-c', `printf 'services:\\n  web:\\n    image: nginx:1.27\\n' > ${at('full')}/compose.yaml`]);
    const { stdout, status } = await composure(['doctor', '--directory', at('full'), '--format', 'json']);
    const disk = (JSON.parse(stdout) as { readonly checks: readonly Check[] }).checks.find(({ id }) => id === 'disk');
    assert.match(said(disk), /^fail: 16 MB of 16 MB are free where the project lies: images and data would not fit$/);
    assert.equal(status, 1);
  }));

  const said = (check: Check | undefined): string => `${check?.status}: ${check?.message}`;

  it('knows folders that can only be read, and those that are not there', async () => {
    await mounted('full', 'ro,size=1m', async () => {
      assert.deepEqual((await folderStates([at('full'), at('data'), at('none')], true)).map(({ state }) => state), ['read-only', 'ready', 'root-makes']);
    });
    assert.deepEqual((await folderStates([at('none')], false)).map(({ state }) => state), ['missing']);
  });

  it('knows what the engine made for root', async () => {
    await mkdir(at('data/used'));
    await run('chmod', ['755', folder.path]);
    const script = `const { folderStates } = await import(${JSON.stringify(path.join(import.meta.dirname, '../../host/src/doctor/folder-states.ts'))}); process.setuid(65534); console.log(JSON.stringify((await folderStates(${JSON.stringify([at('full'), at('data')])}, true)).map(({ state }) => state)));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: path.join(import.meta.dirname, '../..') });
    assert.deepEqual(JSON.parse(stdout), ['roots', 'ready']);
    await rm(at('data/used'), { recursive: true });
  });

  it('waits no longer than it may', async () => {
    const deaf = (): Promise<never> => new Promise(() => {});
    assert.deepEqual(await told(deaf, 20, undefined), { told: false, kind: 'unfinished', why: 'no answer within 0.02 s' });
    await assert.rejects(told(async () => { throw new TypeError('a defect'); }, 1000, undefined), TypeError);
  });
});
