// A person sees the environments of a sound project in the sidebar, starts one in dev mode, switches to prod mode and
// stops it, on the real engine.
import assert from 'node:assert/strict';
import { basename } from 'node:path';

import type { Locator } from 'playwright-core';

import { docker } from '../../support/docker/docker.ts';
import { ensureTestImage } from '../../support/docker/image.ts';
import { removePins } from '../../support/docker/pins.ts';
import { copyOpsPlatform } from '../../support/ops-platform-copy.ts';
import { bothThemes, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

describe('a journey through the environments of a project', function () {
  this.timeout(60_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let workbench: Workbench;
  let project: string;
  let port: number;
  let ofProject: readonly string[];
  before(async function () {
    this.timeout(120_000);
    await ensureTestImage();
    const workspace = await copyOpsPlatform();
    ({ port } = workspace);
    project = basename(workspace.folder);
    ofProject = ['--filter', `label=com.docker.compose.project=${project}`];
    workbench = await Workbench.open({
      workspace,
      file: 'docker-compose.dev.yml',
      settings: { ...bothThemes, 'git.openRepositoryInParentFolders': 'never', 'terminal.integrated.gpuAcceleration': 'off' },
    });
  });
  after(async () => {
    await workbench?.close();
    await removePins(project);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-journey');
  });

  it('shows the environments with their modes', async () => {
    await workbench.sidebar.open();
    await workbench.sidebar.treeItem('dev, dev mode, stopped').waitFor();
    await workbench.sidebar.treeItem('clean, prod mode, stopped').waitFor();
    await statusBar(/Compose: stopped$/).waitFor();
    await workbench.sidebar.expand(/^dev,/);
    await workbench.sidebar.expand('service gateway, not running');
    await takePictures(workbench, 'journey-stopped');
  });

  it('starts dev mode by the button in its row, and shows how far it is', async () => {
    await workbench.sidebar.clickAction(/^dev,/, 'Start Environment');
    await workbench.notification('Starting dev');
    await takePictures(workbench, 'journey-starting');
    await workbench.sidebar.treeItem('dev, dev mode, running, 5 of 5 services healthy').waitFor({ timeout: 60_000 });
    await workbench.sidebar.treeItem('service worker, healthy').waitFor();
    await statusBar(/dev · 5\/5 healthy$/).waitFor();
    await takePictures(workbench, 'journey-dev');
    const states = await docker('ps', '--format', '{{.Label "com.docker.compose.service"}} {{.State}}', ...ofProject);
    assert.deepEqual(states.split('\n').toSorted(), ['api', 'gateway', 'scheduler', 'store', 'worker'].map((service) => `${service} running`));
  });

  it('shows containers, ports and mounts of a service', async () => {
    await workbench.sidebar.expand('service gateway, healthy');
    await workbench.sidebar.treeItem(`container ${project}-gateway-1, healthy`).waitFor();
    await workbench.sidebar.treeItem(`port 127.0.0.1:${port}, 8080/tcp in the container, opens in the browser`).waitFor();
    await takePictures(workbench, 'journey-service');
    await workbench.page.mouse.move(5, 5);
    await workbench.page.locator('.workbench-hover-container:visible').waitFor({ state: 'hidden' });
    await takePictures(workbench, 'readme-sidebar', { x: 0, y: 0, width: 960, height: 480 });
  });

  it('follows the engine within a second when a container dies and when it comes back', async () => {
    const died = await delayOf('die', () => docker('kill', `${project}-scheduler-1`), workbench.sidebar.treeItem('service scheduler, stopped'));
    await statusBar(/dev · 4\/5 healthy$/).waitFor();
    await takePictures(workbench, 'journey-killed');
    const back = await delayOf('start', () => docker('start', `${project}-scheduler-1`), workbench.sidebar.treeItem(/^service scheduler, (starting|healthy)$/));
    console.log(`      the tree followed the death of a container after ${died} ms, its return after ${back} ms`);
    assert.ok(died < 1000 && back < 1000, `${died} ms, ${back} ms`);
    await workbench.sidebar.treeItem('dev, dev mode, running, 5 of 5 services healthy').waitFor();
  });

  it('stops and starts one service by its menu', async () => {
    await workbench.sidebar.clickMenu(/^service scheduler/, 'Stop Service');
    await workbench.sidebar.treeItem('service scheduler, stopped').waitFor();
    await workbench.sidebar.treeItem(/^service worker, healthy/).waitFor();
    await workbench.sidebar.clickMenu(/^service scheduler/, 'Start Service');
    await workbench.sidebar.treeItem('dev, dev mode, running, 5 of 5 services healthy').waitFor();
    await workbench.notification('scheduler is running');
    await workbench.clearNotifications();
  });

  it('switches to prod mode from the palette, with progress', async () => {
    await workbench.command('Composure: Start in Prod Mode');
    await workbench.notification('Switching from dev to clean');
    await takePictures(workbench, 'journey-switching');
    await workbench.sidebar.treeItem('clean, prod mode, running, 5 of 5 services healthy').waitFor({ timeout: 60_000 });
    await workbench.sidebar.treeItem('dev, dev mode, stopped').waitFor();
    await statusBar(/clean · 5\/5 healthy$/).waitFor();
    await workbench.notification('clean is running');
    await takePictures(workbench, 'journey-prod');
  });

  it('has replaced the containers, and kept the volumes', async () => {
    const mode = await docker('exec', `${project}-gateway-1`, 'sh', '-c', 'ls /app/shared');
    assert.match(mode, /alive\.sh/);
    assert.equal(await docker('inspect', '--format', '{{len .Mounts}}', `${project}-gateway-1`), '0', 'nothing of the checkout is mounted in prod mode');
    assert.deepEqual(await volumes(), [`${project}_queue`, `${project}_results`]);
  });

  it('opens what a service publishes in the browser', async () => {
    const popup = workbench.page.context().waitForEvent('page');
    await workbench.command('Composure: Open in Browser');
    const page = await popup;
    assert.match(page.url(), new RegExp(`\\b${port}\\b`));
    await page.close();
  });

  it('follows the logs in a terminal', async () => {
    await workbench.command('Composure: Follow Logs');
    await workbench.page.locator('.terminal-wrapper .xterm-rows', { hasText: /worker-1/ }).waitFor();
    await takePictures(workbench, 'journey-logs');
  });

  it('offers the actions when the status bar is clicked', async () => {
    await statusBar(/clean · 5\/5 healthy$/).click();
    await workbench.page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
    await takePictures(workbench, 'journey-actions');
    await workbench.page.keyboard.press('Escape');
  });

  it('stops, and keeps the volumes', async () => {
    await workbench.sidebar.clickAction(/^clean,/, 'Stop Environment');
    await workbench.sidebar.treeItem('clean, prod mode, stopped').waitFor({ timeout: 60_000 });
    await statusBar(/Compose: stopped$/).waitFor();
    await workbench.notification('clean is stopped, and its data is kept');
    await takePictures(workbench, 'journey-stopped-again');
    assert.equal(await docker('ps', '--quiet', ...ofProject), '');
    assert.deepEqual(await volumes(), [`${project}_queue`, `${project}_results`]);
  });

  function statusBar(text: RegExp): Locator {
    return workbench.page.locator('.statusbar-item', { hasText: text });
  }

  /** Milliseconds from the engine's event to when the sidebar shows it, after something was done from outside. */
  async function delayOf(event: string, act: () => Promise<unknown>, shown: Locator): Promise<number> {
    const start = Date.now();
    const [, seen] = await Promise.all([act(), shown.waitFor().then(() => Date.now())]);
    const events = await docker('events', '--since', String(start / 1000), '--until', String(Date.now() / 1000), '--filter', `event=${event}`, '--format', '{{.TimeNano}}', ...ofProject);
    return Math.round(seen - Number(lines(events)[0]) / 1e6);
  }

  async function volumes(): Promise<readonly string[]> {
    return lines(await docker('volume', 'ls', '--quiet', ...ofProject)).toSorted();
  }
});

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
