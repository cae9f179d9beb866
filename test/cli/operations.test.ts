// The commands that start, switch, restart, rebuild and take down environments, on a real engine.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundledCommand } from '../support/command-bundle.ts';
import { composure, temporaryFolder, type Ended } from '../support/command.ts';
import { docker } from '../support/docker/docker.ts';
import { ensureEngine } from '../support/docker/engine.ts';
import { ensureTestImage } from '../support/docker/image.ts';

const idle = `
    image: composure-test/busybox:1
    command: sleep 1000
    stop_signal: SIGKILL`;

interface OperationJson {
  readonly ok: boolean;
  readonly environment: string;
  readonly services: readonly { readonly name: string; readonly state: string; readonly health: string; readonly url?: string }[];
  readonly failed?: { readonly service: string | null; readonly reason: string };
  readonly wentBack?: boolean;
}

describe('operations from the terminal', function () {
  this.timeout(120_000);
  const made: { readonly name: string; remove(): Promise<void> }[] = [];
  let stop: () => Promise<void> = async () => {};

  before(async function () {
    this.timeout(120_000);
    const engine = await ensureEngine();
    stop = () => engine.stop();
    await ensureTestImage();
  });

  after(async function () {
    this.timeout(120_000);
    for (const { name, remove } of made) {
      await docker('compose', '--project-name', name, 'down', '--volumes', '--remove-orphans', '--timeout', '0');
      await remove();
    }
    await stop();
  });

  async function project(files: Readonly<Record<string, string>>): Promise<{ readonly name: string; readonly folder: string; run(...args: string[]): Promise<Ended>; json(...args: string[]): Promise<OperationJson> }> {
    const name = `composure-${randomBytes(6).toString('hex')}`;
    const named = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, /\.ya?ml$/.test(file) ? `name: ${name}\n${text}` : text]));
    const folder = await temporaryFolder(named);
    made.push({ name, remove: folder.remove });
    const run = (...args: string[]): Promise<Ended> => composure(args, { cwd: folder.path });
    return { name, folder: folder.path, run, json: async (...args) => JSON.parse((await run(...args, '--format', 'json')).stdout) as OperationJson };
  }

  const shop = `services:
  web:${idle}
    depends_on: { db: { condition: service_healthy }, migrate: { condition: service_completed_successfully } }
    ports: ["127.0.0.1::80"]
  db:${idle}
    healthcheck: { test: [CMD, "true"], interval: 200ms }
    volumes: ["./data:/data"]
  migrate:
    image: composure-test/busybox:1
    command: echo done
`;

  it('up waits for all, status shows it, restart and down keep the data', async () => {
    const { run, json, folder, name } = await project({ 'compose.yaml': shop });
    const plan = await run('up', '--dry-run');
    assert.match(plan.stdout, /^Starting default\n1\. Starting default\n {3}docker compose .* up --detach\n$/);
    assert.equal(await docker('ps', '--all', '--quiet', '--filter', `name=${name}`), '', 'a plan changes nothing');

    const up = await json('up');
    assert.deepEqual([up.ok, up.environment, up.failed], [true, 'default', undefined]);
    assert.deepEqual(up.services.map((each) => `${each.name} ${each.state} ${each.health}`), ['web running none', 'db running healthy', 'migrate exited none']);
    assert.match(up.services[0]?.url ?? '', /^http:\/\/localhost:\d+\/$/);
    await docker('exec', `${name}-db-1`, 'sh', '-c', 'echo kept > /data/file');

    const again = await run('up');
    assert.deepEqual([again.status, /^default runs, ready after \d+ s\n/.test(again.stdout)], [0, true], again.stdout);
    assert.match((await run('status')).stdout, /^default runs\n {2}web {6}running +http:\/\/localhost:\d+\/\n {2}db {7}healthy\n {2}migrate {2}ended with 0\n$/);
    assert.match((await run('logs', 'migrate')).stdout, /done/);

    const restarted = await run('restart', 'db');
    assert.deepEqual([restarted.status, restarted.stdout.startsWith('db has restarted, ready after')], [0, true], restarted.stdout + restarted.stderr);
    const down = await run('down');
    assert.deepEqual([down.status, down.stdout], [0, 'default is taken down, and its data is kept\n']);
    assert.equal(await docker('run', '--rm', '--network', 'none', '--volume', `${folder}/data:/data`, 'composure-test/busybox:1', 'cat', '/data/file'), 'kept');
    assert.match((await run('status')).stdout, /^default has no containers\n/);
  });

  it('up makes data folders that belong to whoever owns the project', async () => {
    const { run, folder } = await project({ 'compose.yaml': `services:\n  web:${idle}\n    volumes: ["./data/deep/db:/data"]\n` });
    const owner = process.getuid?.() === 0 ? 4711 : process.getuid?.();
    if (owner === 4711) await chown(folder, owner, owner);
    assert.equal((await run('up')).status, 0);
    for (const each of ['data', 'data/deep', 'data/deep/db']) assert.equal((await stat(path.join(folder, each))).uid, owner, each);
  });

  it('up says which service failed, with its evidence, and ends with 1', async () => {
    const { run, json } = await project({ 'compose.yaml': `services:\n  web:${idle}\n    depends_on: [db]\n  db:\n    image: composure-test/busybox:1\n    command: [sh, -c, "echo no disk; exit 3"]\n` });
    const { status, stdout, stderr } = await run('up');
    assert.equal(status, 1);
    assert.match(stdout, /^Starting default failed: db ended with exit code 3\n {2}web +running\n {2}db +ended with 3\n$/);
    assert.match(stderr, /The log of db ends with:\n {2}no disk\n/);
    assert.deepEqual((await json('up')).failed, { service: 'db', reason: 'db ended with exit code 3' });
  });

  it('up gives up where a service is never healthy', async () => {
    const { json } = await project({ 'compose.yaml': `services:\n  web:${idle}\n    healthcheck: { test: [CMD-SHELL, "echo still warming up; exit 1"], interval: 300ms, start_period: 10m }\n` });
    assert.deepEqual((await json('up', '--timeout', '2')).failed, { service: 'web', reason: 'web was not healthy after 2 s: the last probe said "still warming up"' });
  });

  it('up starts nothing with errors, or with a taken port, unless it is told to', async () => {
    const server = createServer().unref();
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as AddressInfo;
    const { run, name } = await project({ 'compose.yaml': `services:\n  web:${idle}\n    ports: ["127.0.0.1:${port}:80"]\n    volumes: ["./absent.conf:/etc/absent.conf"]\n` });
    const { status, stdout, stderr } = await run('up');
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, new RegExp(`^✖ fail {2}Ports {3}Host port ${port} is taken by the process \\S+: web could not start\\n {16}→ Stop who has the port, or publish another one$`, 'm'));
    assert.match(stderr, /^✖ fail {2}Mounts {2}\.\/absent\.conf does not exist: .*\n {16}→ Change compose\.yaml:8$/m);
    assert.match(stderr, /^composure: default may not start: 2 checks of the doctor fail \(--yes starts it all the same\)\n$/m);
    assert.doesNotMatch(stderr, /pass|Reclaimable/);
    assert.equal(await docker('ps', '--all', '--quiet', '--filter', `name=${name}`), '');
    const forced = await run('up', '--yes');
    assert.equal(forced.status, 1);
    assert.match(forced.stdout, /web could not start: .*address already in use/);
    server.close();
  });

  const environments = {
    'compose.yaml': `services:\n  web:${idle}\n`,
    'compose.dev.yaml': `services:\n  web: { environment: { MODE: dev } }\n  adminer:${idle}\n`,
    'compose.prod.yaml': 'services:\n  web: { environment: { MODE: prod } }\n',
    'compose.bad.yaml': 'services:\n  web:\n    environment: { MODE: bad }\n    healthcheck: { test: [CMD-SHELL, "echo wrong key; exit 1"], interval: 200ms, retries: 2 }\n',
  };
  const mode = (name: string): Promise<string> => docker('exec', `${name}-web-1`, 'sh', '-c', 'echo $MODE');

  it('switch changes what runs, and goes back from what does not become healthy', async () => {
    const { run, json, name } = await project(environments);
    const none = await run('up');
    assert.equal(none.status, 2);
    assert.match(none.stderr, /none of them runs: say by --environment which one is meant/);
    assert.equal((await run('up', '--environment', 'dev')).status, 0);
    assert.equal(await mode(name), 'dev');
    const switched = await run('switch', 'prod');
    assert.deepEqual([switched.status, await mode(name)], [0, 'prod'], switched.stdout + switched.stderr);
    assert.match(switched.stdout, /^prod runs, ready after/);
    assert.match((await run('status')).stdout, /^prod runs\n {2}web {2}running\n$/, 'adminer is dev\'s alone');

    const plan = await run('switch', 'bad', '--dry-run');
    assert.match(plan.stdout, /Where that fails: Going back to prod/);
    const bad = await json('switch', 'bad');
    assert.deepEqual([bad.ok, bad.failed, bad.wentBack], [false, { service: 'web', reason: 'web is unhealthy: the last probe said "wrong key"' }, true]);
    assert.equal(await mode(name), 'prod');
    const text = await run('switch', 'bad');
    assert.equal(text.status, 1);
    assert.match(text.stdout, /^Switching from prod to bad failed: web is unhealthy: the last probe said "wrong key"\n[\s\S]*prod runs again\n/);
    const unknown = await run('switch', 'prd');
    assert.deepEqual([unknown.status, unknown.stderr], [2, 'composure: no environment "prd": did you mean prod?\n']);
  });

  it('rebuild makes the images anew', async () => {
    const { run, name, folder } = await project({ 'compose.yaml': `services:\n  web:\n    build: .\n    stop_signal: SIGKILL\n`, Dockerfile: 'FROM composure-test/busybox:1\nRUN cat /proc/sys/kernel/random/uuid > /id\nCMD ["sleep", "1000"]\n' });
    await mkdir(path.join(folder, 'unused'), { recursive: true });
    assert.equal((await run('up')).status, 0);
    const id = (): Promise<string> => docker('exec', `${name}-web-1`, 'cat', '/id');
    const before = await id();
    const rebuilt = await run('rebuild');
    assert.equal(rebuilt.status, 0, rebuilt.stderr);
    assert.match(rebuilt.stdout, /^default is rebuilt, ready after/);
    assert.notEqual(await id(), before);
    await docker('compose', '--project-name', name, 'down', '--rmi', 'local', '--timeout', '0');
  });

  it('orphans are named, and removed only with a yes', async () => {
    const { run, name, folder } = await project({ 'compose.yaml': `services:\n  web:${idle}\n  old:${idle}\n` });
    assert.equal((await run('up')).status, 0);
    await writeFile(path.join(folder, 'compose.yaml'), `name: ${name}\nservices:\n  web:${idle}\n`);
    const up = await run('up');
    assert.deepEqual([up.status, up.stderr.endsWith('there is a container of old, which no file names any more (--yes removes them)\n')], [0, true], up.stderr);
    assert.match((await run('status')).stdout, /There are containers of old, which no file names any more\n$/);
    assert.equal((await run('up', '--yes')).status, 0);
    assert.equal(await docker('ps', '--all', '--format', '{{.Names}}', '--filter', `name=${name}`), `${name}-web-1`);
  });

  it('up that is cancelled ends Compose, and says what it leaves behind', async () => {
    const { folder, name } = await project({ 'compose.yaml': `services:\n  web:${idle}\n    depends_on: { db: { condition: service_healthy } }\n  db:${idle}\n    healthcheck: { test: [CMD, "false"], interval: 10m }\n` });
    const child = spawn(process.execPath, ['--', await bundledCommand(), 'up'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const begins = !stderr.includes('db: starting');
      stderr += text;
      if (begins && stderr.includes('db: starting')) child.kill('SIGINT');
    });
    const [status] = await once(child, 'close') as [number | null];
    assert.equal(status, 1, stderr);
    assert.match(stderr, /cancelling: Compose is asked to end\n[\s\S]*composure: Starting default was cancelled: 1 of 2 containers run\n$/);
    assert.equal(await docker('ps', '--format', '{{.Names}}', '--filter', `name=${name}`), `${name}-db-1`);
  });

  it('open prints an address and hands it to the desktop, shell runs what it is told', async () => {
    const { run, folder, name } = await project({ 'compose.yaml': `services:\n  web:${idle}\n    ports: ["127.0.0.1::8080"]\n  db:${idle}\n    ports: ["127.0.0.1::5432"]\n` });
    assert.match((await run('open')).stderr, /^composure: default does not run: composure up starts it\n$/);
    assert.equal((await run('up')).status, 0);
    const port = (await docker('port', `${name}-web-1`, '8080')).split(':').at(-1);
    // A desktop of its own, which writes down what it is to open.
    await writeFile(path.join(folder, 'xdg-open'), '#!/bin/sh\necho "$1" > "$OPENED.new" && mv "$OPENED.new" "$OPENED"\n', { mode: 0o755 });
    const opened = path.join(folder, 'opened');
    const desktop = { PATH: `${folder}:${process.env['PATH']}`, DISPLAY: ':7', OPENED: opened };
    assert.deepEqual(await composure(['open', 'web'], { cwd: folder, env: desktop }), { status: 0, stdout: `http://localhost:${port}/\n`, stderr: '' });
    for (let tries = 0; tries < 100 && !existsSync(opened); tries += 1) await delay(20);
    assert.equal(await readFile(opened, 'utf8'), `http://localhost:${port}/\n`);
    const nowhere = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
    assert.deepEqual(await composure(['open'], { cwd: folder, env: nowhere }), { status: 0, stdout: `http://localhost:${port}/\n`, stderr: 'composure: there is no desktop here to open it on\n' });
    assert.deepEqual(await run('open', 'db'), { status: 2, stdout: '', stderr: 'composure: db publishes no port for a browser\n' });

    const shell = (text: string): { readonly status: number | null; readonly stdout: string } => {
      const { status, stdout } = spawnSync(process.execPath, ['--', command, 'shell', 'db'], { cwd: folder, input: text, encoding: 'utf8' });
      return { status, stdout };
    };
    const command = await bundledCommand();
    assert.deepEqual(shell('hostname > /tmp/here; cat /tmp/here'), { status: 0, stdout: `${await docker('exec', `${name}-db-1`, 'hostname')}\n` });
    assert.deepEqual(shell('exit 7'), { status: 1, stdout: '' });
    assert.deepEqual(await run('shell'), { status: 2, stdout: '', stderr: 'composure: composure shell needs the name of one service: composure shell SERVICE\n' });
    await docker('stop', '--time', '0', `${name}-db-1`);
    assert.match((await run('shell', 'db')).stderr, /^composure: db does not run: composure up db starts it\n$/);
  });

  it('say in one line what cannot be done', async () => {
    const { folder } = await project({ 'compose.yaml': shop });
    const table: readonly [args: readonly string[], env: NodeJS.ProcessEnv, line: RegExp][] = [
      [['restart', 'wbe'], {}, /^composure: default has no service "wbe": did you mean web\?\n$/],
      [['up', '--timeout', 'soon'], {}, /^composure: --timeout: "soon" is no number of seconds\n$/],
      [['switch'], {}, /^composure: composure switch needs the name of one environment: composure switch NAME\n$/],
      [['status'], { DOCKER_HOST: 'unix:///nowhere/docker.sock' }, /^composure: no engine listens at unix:\/\/\/nowhere\/docker\.sock.*\(Start Docker.*\)\n$/],
      [['status'], { DOCKER_CONTEXT: 'composure-none' }, /^composure: the Docker context composure-none does not exist/],
    ];
    for (const [args, env, line] of table) {
      const { status, stdout, stderr } = await composure(args, { cwd: folder, env });
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr.replace(/^(?!composure: ).*\n/gm, ''), line);
    }
  });
});
