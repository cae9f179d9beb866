// The containers of real projects as the engine tells them, and how an engine that does not answer is reported.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '#core/failure.ts';
import type { ContainerFacts } from '#core/outside.ts';
import { Engine } from '#host/engine/engine.ts';
import { docker } from '../support/docker/docker.ts';
import type { ScratchProject } from './scratch-project.ts';
import { idle, scratchProject, until } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const compose = `
services:
  web:${idle}
    ports: ["127.0.0.1::80", "8080"]
    volumes: ["data:/data", "./conf:/conf:ro", "/dev/null:/null"]
    healthcheck: { test: test -f /tmp/well, interval: 200ms, timeout: 2s, retries: 2 }
    depends_on: [job]
  job:
    image: composure-test/busybox:1
    command: ["exit 3"]
    entrypoint: [sh, -c]
  plain:${idle}
    scale: 2
  never:${idle}
    healthcheck: { test: "true", interval: 1h, start_period: 1h }
  again:
    image: composure-test/busybox:1
    command: sh -c 'exit 5'
    restart: always
volumes:
  data: {}
`;

describe('the engine', function () {
  this.timeout(60_000);
  withEngine();

  const engine = new Engine();
  let project: ScratchProject;

  const facts = async (): Promise<Readonly<Record<string, ContainerFacts>>> => (
    Object.fromEntries((await engine.containersOf(project.name)).map((container) => [`${container.service}-${container.number}`, container]))
  );

  before(async () => {
    project = await scratchProject({ 'compose.yaml': compose });
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    await docker('compose', '--project-directory', project.directory, 'run', '--detach', 'plain');
  });

  after(async () => {
    engine.dispose();
    await project.remove();
  });

  it('answers, and has an id', async () => {
    await engine.ping();
    assert.equal(await engine.id(), await docker('info', '--format', '{{.ID}}'));
  });

  it('tells the containers of a project, one-off ones left out', async () => {
    const containers = await facts();
    assert.deepEqual(Object.keys(containers), ['again-1', 'job-1', 'never-1', 'plain-1', 'plain-2', 'web-1']);
    const { 'web-1': web } = containers;
    assert.equal(web?.id, await docker('inspect', '--format', '{{.Id}}', `${project.name}-web-1`));
    assert.equal(web?.name, `${project.name}-web-1`);
    assert.equal(web?.image, 'composure-test/busybox:1');
    assert.equal(web?.workingDirectory, project.directory);
    assert.deepEqual(web?.configFiles, [`${project.directory}/compose.yaml`]);
    const hashes = await docker('compose', '--project-directory', project.directory, 'config', '--hash', 'web');
    assert.equal(`web ${web?.configHash}`, hashes);
    assert.ok(web !== undefined && Math.abs(Date.now() - web.created) < 120_000);
  });

  it('tells ports and mounts', async () => {
    const { 'web-1': web } = await facts();
    assert.deepEqual(web?.mounts, [
      { type: 'bind', source: `${project.directory}/conf`, target: '/conf', readOnly: true },
      { type: 'volume', source: `${project.name}_data`, target: '/data', readOnly: false },
      { type: 'bind', source: '/dev/null', target: '/null', readOnly: false },
    ]);
    const [local, ...open] = web?.ports ?? [];
    assert.equal(await docker('port', `${project.name}-web-1`, '80/tcp'), `127.0.0.1:${local?.published}`);
    assert.deepEqual([local?.address, local?.target, local?.protocol], ['127.0.0.1', 80, 'tcp']);
    assert.ok(open.length > 0 && open.every(({ target, address }) => target === 8080 && (address === '0.0.0.0' || address === '::')));
  });

  it('tells states, exit codes and health', async () => {
    const containers = await until('settled', facts, (seen) => seen['web-1']?.health === 'unhealthy' && seen['again-1']?.state === 'restarting' && seen['job-1']?.state === 'exited');
    const told = Object.entries(containers).map(([name, { state, health, exitCode }]) => `${name} ${state} ${health} ${exitCode}`);
    assert.deepEqual(told, [
      'again-1 restarting none 5', 'job-1 exited none 3', 'never-1 running starting undefined',
      'plain-1 running none undefined', 'plain-2 running none undefined', 'web-1 running unhealthy undefined',
    ]);
    await docker('exec', `${project.name}-web-1`, 'touch', '/tmp/well');
    await until('healthy', facts, (seen) => seen['web-1']?.health === 'healthy');
  });

  it('tells no health of what is paused or stopped', async () => {
    await docker('pause', `${project.name}-web-1`, `${project.name}-plain-1`);
    let containers = await facts();
    assert.equal(await docker('inspect', '--format', '{{.State.Health.Status}}', `${project.name}-web-1`), 'unhealthy', 'the trap is gone: see D2');
    assert.deepEqual([containers['web-1']?.state, containers['web-1']?.health], ['paused', 'none']);
    assert.deepEqual([containers['plain-1']?.state, containers['plain-1']?.health], ['paused', 'none']);
    await docker('unpause', `${project.name}-web-1`, `${project.name}-plain-1`);
    await docker('stop', `${project.name}-web-1`);
    containers = await facts();
    assert.deepEqual([containers['web-1']?.state, containers['web-1']?.health, containers['web-1']?.exitCode], ['exited', 'none', 137]);
    assert.deepEqual(containers['web-1']?.ports, []);
    await docker('start', `${project.name}-web-1`);
  });

  it('tells the same of one container as of all', async () => {
    await until('one is as the other', async () => {
      const listed = await engine.containersOf(project.name);
      return { listed, single: await Promise.all(listed.map(({ id }) => engine.container(id))) };
    }, ({ listed, single }) => JSON.stringify(listed) === JSON.stringify(single));
    const all = await engine.containers();
    assert.equal(all.filter((container) => container.project === project.name).length, 6);
  });

  it('keeps the name of an image that another one has taken since', async () => {
    const tag = `composure-test/moved:${project.name}`;
    await docker('tag', 'composure-test/busybox:1', tag);
    await docker('run', '--detach', '--name', `${project.name}-moved`, '--label', `com.docker.compose.project=${project.name}`, '--network', 'none', '--stop-signal', 'KILL', tag, 'sleep', '1000');
    try {
      await docker('commit', `${project.name}-moved`, tag);
      const moved = (await engine.containersOf(project.name)).find(({ name }) => name === `${project.name}-moved`);
      assert.equal(moved?.image, tag);
    } finally {
      await docker('rm', '--force', `${project.name}-moved`);
      await docker('rmi', tag);
    }
  });

  it('knows nothing of a container that is gone or belongs to no project', async () => {
    assert.equal(await engine.container('f'.repeat(64)), undefined);
    const id = await docker('create', '--network', 'none', 'composure-test/busybox:1');
    try {
      assert.equal(await engine.container(id), undefined);
    } finally {
      await docker('rm', id);
    }
  });

  it('tells of a container also while the engine keeps it locked', async () => {
    const id = await docker('inspect', '--format', '{{.Id}}', `${project.name}-plain-1`);
    await docker('exec', id, 'dd', 'if=/dev/zero', 'of=/big', 'bs=1M', 'count=64');
    // Reading an archive and not taking it holds the lock that an inspection waits for (A8).
    const socketPath = (await engine.endpoint()).address.replace('unix://', '');
    const reading = request({ socketPath, path: `/containers/${id}/archive?path=/big` });
    reading.on('error', () => undefined).end();
    const [archive] = await once(reading, 'response') as [IncomingMessage];
    archive.pause();
    try {
      const began = Date.now();
      assert.equal((await engine.container(id))?.state, 'running');
      assert.ok(Date.now() - began >= 490, 'the lock is gone: see A8');
    } finally {
      archive.destroy();
    }
  });

  it('can be cancelled before it was asked, and just after', async () => {
    await assert.rejects(engine.containers(AbortSignal.abort(new Error('never mind'))), /never mind/);
    const controller = new AbortController();
    const answer = engine.containers(controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(answer, /enough/);
  });

  it('fails after it was disposed', async () => {
    const short = new Engine();
    await short.ping();
    short.dispose();
    await assert.rejects(short.ping(), { kind: 'engine-unreachable' });
  });
});

describe('an engine that does not answer', () => {
  let folder = '';
  const socketEngine = (socketPath: string): Engine => new Engine({
    timeLimit: 500, endpoint: { address: `unix://${socketPath}`, context: undefined, connection: { kind: 'unix', socketPath } },
  });

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'composure-socket-'));
    await chmod(folder, 0o755);
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is unreachable where no socket is', async () => {
    const failure = await failureOf(socketEngine(path.join(folder, 'none.sock')).containers());
    assert.equal(failure.kind, 'engine-unreachable');
    assert.match(failure.message, /none\.sock: the socket does not exist/);
  });

  it('is Docker missing where there is no docker command either', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = '';
    try {
      assert.equal((await failureOf(socketEngine(path.join(folder, 'none.sock')).ping())).kind, 'docker-missing');
    } finally {
      process.env['PATH'] = PATH;
    }
  });

  it('is unreachable where nobody listens any more', async () => {
    const socket = path.join(folder, 'left.sock');
    // A process that ends without cleaning up leaves its socket behind.
    await promisify(execFile)(process.execPath, ['-e', `require('node:net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`])
      .catch((error: unknown) => error);
    assert.match((await failureOf(socketEngine(socket).ping())).message, /no engine listens at/);
    const tcp = new Engine({ endpoint: { address: 'tcp://127.0.0.1:1', context: undefined, connection: { kind: 'tcp', host: '127.0.0.1', port: 1, tls: undefined } } });
    assert.equal((await failureOf(tcp.ping())).kind, 'engine-unreachable');
  });

  it('is reported in time where it never answers, and where it breaks off', async () => {
    const socket = path.join(folder, 'silent.sock');
    const server = createServer().listen(socket);
    assert.equal((await failureOf(socketEngine(socket).ping())).kind, 'timed-out');
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 100);
    await assert.rejects(socketEngine(socket).ping(controller.signal), /enough/);
    server.removeAllListeners('connection').on('connection', (connection) => connection.destroy());
    assert.equal((await failureOf(socketEngine(socket).ping())).kind, 'engine-unreachable');
    server.removeAllListeners('connection').on('connection', (connection) => connection.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[{"Id":'));
    assert.equal((await failureOf(socketEngine(socket).containers())).kind, 'timed-out');
    server.removeAllListeners('connection').on('connection', (connection) => connection.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 15\r\n\r\nstarting engine'));
    const failure = await failureOf(socketEngine(socket).containers());
    assert.deepEqual([failure.kind, /answered: .*starting engine/.test(failure.message)], ['engine-unreachable', true], failure.message);
    server.removeAllListeners('connection').on('connection', (connection) => connection.end('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 26\r\n\r\n{"message":"no more room"}'));
    const own = await failureOf(socketEngine(socket).containers());
    assert.deepEqual([own.kind, own.message], ['engine-failed', `the engine at unix://${socket} answered: no more room`]);
    server.close();
  });

  it('denies permission to a user who may not open its socket', async () => {
    const socket = path.join(folder, 'closed.sock');
    const server = createServer();
    await new Promise<void>((resolve) => { server.listen(socket, resolve); });
    await chmod(socket, 0o000);
    const script = path.join(import.meta.dirname, 'ask-as-nobody.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, socket]);
    server.close();
    assert.deepEqual(stdout.trim().split('\n'), ['engine permission-denied', 'compose permission-denied']);
  });
});

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await promise.then(() => undefined, (reason: unknown) => reason);
  if (error instanceof Failure) return error;
  throw new Error('it did not fail as expected', { cause: error });
}
