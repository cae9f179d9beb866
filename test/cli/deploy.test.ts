// Changes that are tested, deployed and rolled back from the terminal, on a real engine.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { composure, temporaryFolder, type Ended } from '../support/command.ts';
import { bundledCommand } from '../support/command-bundle.ts';
import { docker } from '../support/docker/docker.ts';
import { ensureEngine } from '../support/docker/engine.ts';
import { ensureTestImage } from '../support/docker/image.ts';
import { removePins } from '../support/docker/pins.ts';

const compose = (name: string, port: number, healthy = 'test -e /www/index.html'): string => `name: ${name}
services:
  web:
    build: .
    command: httpd -f -p 80 -h /www
    stop_signal: SIGKILL
    ports: ["127.0.0.1:${port}:80"]
    volumes: ["data:/data"]
    healthcheck: { test: "${healthy}", interval: 200ms, retries: 3 }
volumes: { data: {} }
`;
const dockerfile = (page: string): string => `FROM composure-test/busybox:1\nRUN echo '${page}' > /www/index.html\n`;

describe('changes from the terminal', function () {
  this.timeout(120_000);
  const name = `composure-${randomBytes(6).toString('hex')}`;
  let stop: () => Promise<void> = async () => {};
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let states: Awaited<ReturnType<typeof temporaryFolder>>;
  let port: number;

  before(async () => {
    const engine = await ensureEngine();
    stop = () => engine.stop();
    await ensureTestImage();
    port = await freePort();
    states = await temporaryFolder({});
    folder = await temporaryFolder({
      'compose.yaml': compose(name, port), 'Dockerfile': dockerfile('good 1'),
      'composure.yaml': `smoke:\n  page:\n    http: http://localhost:${port}/\n    body: good\n`,
    });
  });

  after(async () => {
    await docker('compose', '--project-name', name, 'down', '--volumes', '--remove-orphans', '--timeout', '0');
    await removePins(name);
    await docker('image', 'rm', '--force', `${name}-web`);
    await folder.remove();
    await states.remove();
    await stop();
  });

  const environment = (): NodeJS.ProcessEnv => ({ COMPOSURE_STATE_FOLDER: states.path });
  const run = (...args: readonly string[]): Promise<Ended> => composure(args, { cwd: folder.path, env: environment() });
  const write = (file: string, text: string): Promise<void> => writeFile(path.join(folder.path, file), text);
  const page = (): Promise<string> => docker('exec', `${name}-web-1`, 'cat', '/www/index.html');
  const copies = async (): Promise<string> => [
    await docker('ps', '--all', '--quiet', '--filter', `label=composure.copy-of=${name}`), await docker('volume', 'ls', '--quiet', '--filter', `name=${name}-test`),
    await docker('network', 'ls', '--quiet', '--filter', `label=composure.copy-of=${name}`), await docker('image', 'ls', '--quiet', `${name}-test-*`),
  ].join('');
  const scrubbed = (text: string): string => text.replaceAll(name, 'NAME').replaceAll(/\d{8}-\d{6}-[0-9a-f]{4}/g, 'STATE').replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'WHEN').replaceAll(/localhost:\d+/g, 'HOST');

  it('begin with a start, which is remembered', async () => {
    const none = await run('rollback', '--list');
    assert.deepEqual([none.status, none.stdout], [0, 'No working state of default is remembered: each start that becomes ready is\n']);
    const up = await run('up', '--build');
    assert.equal(up.status, 0, up.stderr);
    assert.match(up.stderr, /^Remembered as working state \d{8}-\d{6}-[0-9a-f]{4}$/m);
    await docker('exec', `${name}-web-1`, 'sh', '-c', 'echo precious > /data/file');
    assert.equal(scrubbed((await run('rollback', '--list')).stdout), 'STATE (ready on WHEN; web)\n');
  });

  it('pass in a copy by all checks, and the copy is gone', async () => {
    await write('Dockerfile', dockerfile('good 2'));
    const { status, stdout, stderr } = await run('test-changes');
    assert.deepEqual([status, scrubbed(stdout)], [0, [
      'default passed in a copy',
      '✔ ok    web   running, healthy',
      '✔ ok    page  answers 200',
      '',
      'default: 2 of 2 checks passed',
      'The copy is gone',
      '',
    ].join('\n')], stderr);
    assert.deepEqual([await page(), await copies()], ['good 1', '']);
  });

  it('do not pass where a smoke test fails, and are not deployed', async () => {
    await write('Dockerfile', dockerfile('bad'));
    const { status, stdout } = await run('deploy', '--format', 'json');
    const result = JSON.parse(stdout) as { readonly ok: boolean; readonly stage: string; readonly failed: unknown; readonly passed: number; readonly total: number; readonly leftBehind: unknown };
    assert.deepEqual([status, result.ok, result.stage, result.passed, result.total, result.leftBehind], [1, false, 'test', 1, 2, []]);
    assert.match(JSON.stringify(result.failed), /"service":"page".*without \\"good\\"/);
    assert.deepEqual([await page(), await copies()], ['good 1', '']);
  });

  it('are deployed where they pass, and remembered', async () => {
    await write('Dockerfile', dockerfile('good 2'));
    const { status, stdout, stderr } = await run('deploy');
    assert.deepEqual([status, stdout], [0, 'default is deployed\n'], stderr);
    assert.deepEqual([await page(), await copies()], ['good 2', '']);
    assert.equal(await docker('exec', `${name}-web-1`, 'cat', '/data/file'), 'precious');
    assert.equal((await run('rollback', '--list')).stdout.trim().split('\n').length, 2);
  });

  it('are rolled back where the environment itself does not become ready', async () => {
    // Only with the data that the copy does not have it fails.
    await write('compose.yaml', compose(name, port, 'test ! -e /data/file'));
    const { status, stdout, stderr } = await run('deploy', '--yes', '--format', 'json');
    const result = JSON.parse(stdout) as { readonly ok: boolean; readonly stage: string; readonly rolledBack: boolean; readonly failed: unknown; readonly services: unknown };
    assert.deepEqual([status, result.ok, result.stage, result.rolledBack], [1, false, 'update', true], stderr);
    assert.deepEqual(result.services, [{ name: 'web', state: 'running', health: 'healthy', url: `http://localhost:${port}/` }]);
    assert.deepEqual([await page(), await copies()], ['good 2', '']);
  });

  it('go back further after a question, with the images pruned', async () => {
    await docker('image', 'prune', '--force');
    const [, oldest = ''] = (await run('rollback', '--list')).stdout.split('\n').map((line) => line.split(' ')[0]);
    const asked = await run('rollback', '--state', oldest);
    assert.deepEqual([asked.status, scrubbed(asked.stderr)], [1, [
      'Back to STATE (ready on WHEN; web)', '  web: other files or values, another image',
      '  compose.yaml was edited since, and stays as it is now: the next start uses it', 'composure: nothing was changed (--yes rolls back)', '',
    ].join('\n')]);
    assert.equal(await page(), 'good 2');
    const back = await run('rollback', 'web', '--state', oldest, '--yes');
    assert.deepEqual([back.status, scrubbed(back.stdout).split('\n')[0]], [0, 'web runs as in STATE'], back.stderr);
    assert.equal(await page(), 'good 1');
    assert.equal(await docker('exec', `${name}-web-1`, 'cat', '/data/file'), 'precious');
  });

  it('are said what they would do', async () => {
    const dry = await run('deploy', '--dry-run', '--yes');
    assert.deepEqual([dry.status, scrubbed(dry.stdout).replaceAll(folder.path, 'FOLDER')], [0, [
      'Deploying default', '1. Starting a copy of default',
      '   docker compose --project-directory FOLDER --project-name NAME-test-000000 --file - up --detach --build', '2. Starting default',
      '   docker compose --project-directory FOLDER --file FOLDER/compose.yaml up --detach --build', '',
    ].join('\n')]);
    assert.equal((await run('rollback', '--state', 'nothing')).status, 2);
    assert.equal((await run('rollback', 'nobody', '--dry-run')).status, 2);
    assert.equal(await page(), 'good 1');
  });

  it('leave nothing behind after Ctrl-C', async () => {
    await write('compose.yaml', compose(name, port, 'test -e /never').replace('retries: 3', 'retries: 300'));
    const child = spawn(process.execPath, ['--', await bundledCommand(), 'test-changes'], { cwd: folder.path, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...environment() } });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (text.includes('web: starting')) child.kill('SIGINT');
    });
    const status = await new Promise((resolve) => { child.on('close', resolve); });
    assert.equal(status, 1, said);
    assert.match(said, /it was cancelled, and nothing of the copy of default is left\n$/);
    assert.deepEqual([await page(), await copies()], ['good 1', '']);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}
