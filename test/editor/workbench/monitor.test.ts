// A person looks at what the containers of a project use, sees one become ill and be restarted, and cleans up.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FrameLocator } from 'playwright-core';

import { docker } from '../../support/docker/docker.ts';
import { ensureTestImage } from '../../support/docker/image.ts';
import { bothThemes, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

const project = `composure-monitor-${randomBytes(4).toString('hex')}`;
const ofProject = ['--filter', `label=com.docker.compose.project=${project}`];

const compose = (image: string): string => `name: ${project}
services:
  busy:
    image: ${image}
    command: ["sh", "-c", "while :; do for i in 1 2 3 4 5 6 7 8 9; do :; done; sleep 0.01; done"]
    cpus: 0.3
    mem_limit: 64m
    stop_signal: SIGKILL
  cache:
    image: ${image}
    command: ["sh", "-c", "echo start >> /starts; rm -f /ill; sleep 1000"]
    stop_signal: SIGKILL
    volumes: ["./site:/site:ro"]
    healthcheck: { test: "test ! -f /ill || { echo no answer; false; }", interval: 500ms, timeout: 2s, retries: 1 }
  job:
    image: ${image}
    command: sh -c 'exit 3'
`;

describe('the monitor', function () {
  this.timeout(60_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let workbench: Workbench;
  let door: CountingDoor;
  const page = (): FrameLocator => workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const card = (service: string) => page().getByRole('listitem', { name: new RegExp(`^${service}, `) });

  before(async function () {
    this.timeout(120_000);
    door = await countingDoor();
    workbench = await Workbench.open({
      env: { DOCKER_HOST: door.address },
      workspace: { 'compose.yaml': compose(await ensureTestImage()), 'site/index.html': 'hello\n' },
      settings: { ...bothThemes, 'composure.recovery.enabled': true, 'composure.recovery.backOff': 1 },
      size: { width: 1280, height: 900 },
    });
    await docker('compose', '--project-directory', workbench.folder, 'up', '--detach');
  });
  after(async () => {
    await workbench?.close();
    await door?.close();
    await docker('compose', '--project-name', project, 'down', '--volumes', '--timeout', '0');
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.screenshot('failed-monitor');
    await workbench.command('Composure: Show Log');
    await workbench.page.waitForTimeout(1000);
    await workbench.screenshot('failed-monitor-log');
  });

  it('shows a card for each container, with every figure in words beside its chart', async () => {
    await workbench.sidebar.open();
    await workbench.sidebar.treeItem(/^default, .*partly running/).waitFor();
    assert.equal(door.streams(), 0);
    await workbench.command('Composure: Show Monitor');
    await card('cache').getByText('healthy', { exact: true }).waitFor();
    await card('busy').getByText(/^\d[\d.]* % of 30 %$/).waitFor();
    await card('busy').getByText(/ of 64 MiB$/).waitFor();
    await card('busy').getByRole('img', { name: /^CPU in the last minute: now / }).waitFor();
    await card('job').getByText('ended with exit code 3').waitFor();
    await workbench.page.waitForTimeout(8000);
    await takePictures(workbench, 'monitor');
  });

  it('is used with the keyboard alone', async () => {
    await card('busy').focus();
    const focused = () => page().locator(':focus').getAttribute('aria-label');
    assert.match(await focused() ?? '', /^busy, running, .*CPU \d/);
    await workbench.page.keyboard.press('ArrowDown');
    assert.match(await focused() ?? '', /^cache, healthy/);
    await workbench.page.keyboard.press('End');
    assert.match(await focused() ?? '', /^job, exited/);
    // A new second has drawn the card anew, and it still has the focus.
    await workbench.page.waitForTimeout(1500);
    assert.match(await focused() ?? '', /^job, exited/);
  });

  it('restarts a container that becomes ill, and tells each step', async () => {
    await docker('exec', `${project}-cache-1`, 'touch', '/ill');
    await workbench.notification(`${project}-cache-1 is unhealthy and is restarted (1 of 3)`);
    await workbench.notification(`${project}-cache-1 is healthy again after 1 restart`);
    assert.equal((await docker('exec', `${project}-cache-1`, 'cat', '/starts')).split('\n').length, 2);
  });

  it('asks the engine for nothing while it cannot be seen', async () => {
    assert.equal(door.streams(), 2);
    await workbench.page.keyboard.press('Control+j');
    await until(() => door.streams() === 0);
    const asked = door.questions();
    await workbench.page.waitForTimeout(6000);
    // Others may use this engine too: the sidebar follows their containers.
    const own = (await docker('ps', '--all', '--quiet', '--no-trunc', ...ofProject)).split('\n');
    assert.deepEqual(door.questions().slice(asked.length).filter((question) => own.some((id) => question.includes(id))), []);
    await workbench.page.keyboard.press('Control+j');
    await card('busy').getByText(/^\d[\d.]* % of 30 %$/).waitFor();
    assert.equal(door.streams(), 2);
  });

  it('lists what can go before it goes, and says what that freed', async () => {
    await workbench.command('Composure: Clean Up…');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText(`${project}: remove 1 stopped container, 0 B?`).waitFor();
    await dialog.getByText(`container ${project}-job-1`).waitFor();
    await dialog.getByText('No volume is removed').waitFor();
    await takePictures(workbench, 'clean-up');
    await workbench.clickDialog(/^Remove$/);
    await workbench.notification(`${project}: removed 1 stopped container, 0 B`);
    assert.deepEqual((await docker('ps', '--all', '--format', '{{.Label "com.docker.compose.service"}}', ...ofProject)).split('\n').toSorted(), ['busy', 'cache']);
    await card('job').waitFor({ state: 'detached' });
  });
});

/** A way to the engine that passes everything on, and sees what is asked. */
interface CountingDoor {
  readonly address: string;
  /** The streams of statistics that are open. */
  streams(): number;
  /** The first line of each request. */
  questions(): readonly string[];
  close(): Promise<void>;
}

async function countingDoor(): Promise<CountingDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'composure-door-'));
  const path = join(folder, 'docker.sock');
  const questions: string[] = [];
  const streams = new Set<object>();
  const server: Server = createServer((client) => {
    const engine = connect('/var/run/docker.sock');
    client.on('data', (chunk: Buffer) => {
      const question = /^(?:GET|POST|HEAD|DELETE|PUT) \S+/.exec(chunk.toString('latin1'))?.[0];
      if (question === undefined) return;
      questions.push(question);
      if (question.includes('/stats')) streams.add(client);
    });
    client.pipe(engine).pipe(client);
    for (const [one, other] of [[client, engine], [engine, client]] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => { streams.delete(client); other.destroy(); });
    }
  });
  await new Promise<void>((resolve) => { server.listen(path, resolve); });
  return {
    address: `unix://${path}`, streams: () => streams.size, questions: () => [...questions],
    async close() {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 5000; !holds();) {
    assert.ok(Date.now() < deadline, 'not within 5 s');
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}
