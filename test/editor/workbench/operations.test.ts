// A person changes what runs and comes back from it: a switch that fails, an illness and its evidence, changes tested and
// deployed, a rollback, and a second window that looks on. On the real engine, with a project of this run's own.
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { docker } from '../../support/docker/docker.ts';
import { ensureTestImage } from '../../support/docker/image.ts';
import { removePins } from '../../support/docker/pins.ts';
import { bothThemes, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

const project = `composure-run-${randomBytes(4).toString('hex')}`;
const port = 20_000 + randomInt(10_000);
const ofProject = ['--filter', `label=com.docker.compose.project=${project}`];

const files = (image: string): Readonly<Record<string, string>> => ({
  'compose.yaml': `name: ${project}
services:
  web:
    image: ${image}
    init: true
    command: httpd -f -p 80 -h /www
    ports: ["127.0.0.1:${port}:80"]
    volumes: ["./site:/www:ro"]
    depends_on: { db: { condition: service_healthy } }
  db:
    image: ${image}
    init: true
    command: sleep 100000
    volumes: ["data:/var/lib/db"]
    healthcheck: { test: "test ! -f /ill || { echo the disk is full; false; }", interval: 500ms, timeout: 2s, retries: 2 }
volumes:
  data:
`,
  'compose.dev.yaml': 'services:\n  web:\n    environment:\n      MODE: dev\n  db:\n    environment:\n      CACHE: small\n',
  'compose.next.yaml': 'services:\n  db:\n    environment: { CACHE: huge }\n    command: sh -c "echo the next db begins; sleep 100000"\n    healthcheck: { test: "echo cannot read /var/lib/db; false" }\n',
  'composure.yaml': 'health:\n  web: /\nsmoke:\n  The front page greets:\n    service: web\n    http: /\n    body: hello\n',
  'site/index.html': 'hello\n',
});

describe('what runs, changed by a person', function () {
  this.timeout(120_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let workbench: Workbench;
  before(async function () {
    this.timeout(120_000);
    workbench = await Workbench.open({ workspace: files(await ensureTestImage()), settings: { ...bothThemes, 'terminal.integrated.gpuAcceleration': 'off' } });
  });
  after(async () => {
    await workbench?.close();
    await docker('compose', '--project-name', project, 'down', '--volumes', '--timeout', '0');
    await removePins(project);
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.screenshot('failed-operations');
  });

  it('starts, and tells of a service what the engine knows of it', async () => {
    await workbench.sidebar.open();
    await workbench.sidebar.clickAction(/^dev,/, 'Start Environment');
    await workbench.notification(/dev is running, ready after \d+ s/, 60_000);
    await workbench.sidebar.treeItem('dev, dev mode, running, 2 of 2 services healthy').waitFor();
    const tooltip = await workbench.sidebar.tooltip(/^service web, running/);
    await tooltip.getByText(/running since \d/).waitFor();
    await tooltip.getByText(`127.0.0.1:${port} → 80/tcp`).waitFor();
    await workbench.screenshot('operations-tooltip');
  });

  it('goes back to what ran where a switch fails, and says which service failed and why', async () => {
    await workbench.clearNotifications();
    await workbench.sidebar.clickAction(/^next,/, 'Start Environment');
    await workbench.notification('Switching from dev to next');
    const said = await workbench.notification(/Switching from dev to next failed/, 60_000);
    await takePictures(workbench, 'operations-switch-failed');
    assert.match(await said.innerText(), /db is unhealthy: the last probe said "cannot read \/var\/lib\/db"\. dev runs again/);
    await workbench.sidebar.treeItem('dev, dev mode, running, 2 of 2 services healthy').waitFor();
    await workbench.sidebar.treeItem('next, stopped').waitFor();
    assert.equal(await valueIn('db', 'CACHE'), 'small');
    await workbench.clickNotification(/Switching from dev to next failed/, 'Logs of db');
    await workbench.page.locator('.tab.active', { hasText: 'Logs of db in next' }).waitFor();
    await workbench.editor.place('the next db begins');
    await takePictures(workbench, 'operations-logs');
  });

  it('shows an illness in the tree, with its evidence, and in the health of the environment', async () => {
    await docker('exec', `${project}-db-1`, 'touch', '/ill');
    await workbench.sidebar.treeItem('service db, unhealthy').waitFor();
    const tooltip = await workbench.sidebar.tooltip('service db, unhealthy');
    await tooltip.getByText('the disk is full').waitFor();
    await workbench.screenshot('operations-unhealthy');
    const probeIn = (text: string): string | undefined => /Probe of (.*): exit code 1/.exec(text)?.[1];
    const first = probeIn(await tooltip.innerText());
    assert.ok(first);
    await workbench.sidebar.clickMenu(/^dev,/, 'Smoke Test');
    const list = workbench.page.locator('.quick-input-widget:visible');
    await list.getByText('dev: 2 of 3 checks passed').waitFor();
    await takePictures(workbench, 'operations-health');
    const rows = await list.getByRole('option').evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
    assert.match(rows[0] ?? '', /db.*fails.*unhealthy.*the disk is full/);
    assert.match(rows[1] ?? '', /web.*ok.*answers 200/);
    assert.match(rows[2] ?? '', /The front page greets.*ok/);
    await workbench.page.keyboard.press('Escape');
    // What the tooltip says of the probes does not grow old.
    for (let now = first; now === first;) now = probeIn(await (await workbench.sidebar.tooltip('service db, unhealthy')).innerText()) ?? '';
    await docker('exec', `${project}-db-1`, 'rm', '/ill');
    await workbench.sidebar.treeItem('service db, healthy').waitFor();
  });

  it('shows the same in a second window, also what is done elsewhere', async () => {
    const second = await workbench.secondWindow();
    await second.sidebar.open();
    await second.sidebar.treeItem('dev, dev mode, running, 2 of 2 services healthy').waitFor();
    await docker('pause', `${project}-web-1`);
    for (const { sidebar } of [workbench, second]) await sidebar.treeItem('service web, paused').waitFor();
    await docker('unpause', `${project}-web-1`);
    await workbench.sidebar.clickAction(/^dev,/, 'Stop Environment');
    await second.sidebar.treeItem('dev, dev mode, stopped').waitFor();
    await second.sidebar.clickAction(/^dev,/, 'Start Environment');
    await workbench.sidebar.treeItem('dev, dev mode, running, 2 of 2 services healthy').waitFor();
    await second.page.close();
  });

  it('says what a change breaks in a copy, and leaves what runs alone', async () => {
    await workbench.clearNotifications();
    const before = await containers();
    await edit('compose.dev.yaml', 'CACHE: small', 'CACHE: small\n    command: sh -c "echo no such option; exit 1"');
    await workbench.sidebar.treeItem('dev, dev mode, running, 2 of 2 services healthy, files changed since the start').waitFor();
    await workbench.sidebar.clickMenu(/^dev,/, 'Test Changes');
    await workbench.notification('Testing the changes of dev');
    await takePictures(workbench, 'operations-testing');
    const said = await workbench.notification(/dev did not pass in a copy/, 60_000);
    await takePictures(workbench, 'operations-test-failed');
    assert.match(await said.innerText(), /what runs is as it was: db ended with exit code 1/);
    assert.deepEqual(await containers(), before);
    await workbench.clickNotification('dev did not pass in a copy', 'Logs of db');
    await workbench.page.locator('.tab.active', { hasText: 'Logs of db in the copy of dev' }).waitFor();
    await workbench.editor.place('no such option');
    await edit('compose.dev.yaml', '\n    command: sh -c "echo no such option; exit 1"', '');
  });

  it('tests a good change in a copy, and deploys it where a person says so', async () => {
    await workbench.clearNotifications();
    await edit('compose.dev.yaml', 'MODE: dev', 'MODE: newer');
    await edit('compose.dev.yaml', 'CACHE: small', 'CACHE: large');
    await workbench.sidebar.clickMenu(/^dev,/, 'Test Changes');
    await workbench.notification('dev passed in a copy: 3 of 3 checks passed', 60_000);
    await takePictures(workbench, 'operations-test-passed');
    assert.equal(await valueIn('web', 'MODE'), 'dev');
    await workbench.clickNotification('dev passed in a copy', 'Deploy Changes');
    await workbench.page.locator('.monaco-dialog-box', { hasText: 'Deploy the changes of dev?' }).waitFor();
    await takePictures(workbench, 'operations-deploy');
    await workbench.clickDialog('Deploy');
    await workbench.notification('dev is deployed: 3 of 3 checks passed in a copy', 60_000);
    assert.deepEqual([await valueIn('web', 'MODE'), await valueIn('db', 'CACHE')], ['newer', 'large']);
    await takePictures(workbench, 'operations-deployed');
  });

  it('brings one service back to how it ran, then all of them', async () => {
    await workbench.clearNotifications();
    await rollBack(/^service web,/, 'web');
    assert.deepEqual([await valueIn('web', 'MODE'), await valueIn('db', 'CACHE')], ['dev', 'large']);
    await rollBack(/^dev,/, 'dev');
    assert.deepEqual([await valueIn('web', 'MODE'), await valueIn('db', 'CACHE')], ['dev', 'small']);
  });

  async function rollBack(row: RegExp, what: string): Promise<void> {
    await workbench.sidebar.clickMenu(row, 'Roll Back…');
    const states = workbench.page.locator('.quick-input-widget:visible .monaco-list-row');
    await states.first().waitFor();
    await takePictures(workbench, `operations-states-${what}`);
    await states.last().click();
    await workbench.page.locator('.monaco-dialog-box', { hasText: `Bring ${what} back` }).waitFor();
    await takePictures(workbench, `operations-rollback-${what}`);
    await workbench.clickDialog('Roll Back');
    await workbench.notification(new RegExp(`${what} runs as it did on`), 60_000);
  }

  async function edit(name: string, old: string, text: string): Promise<void> {
    const path = join(workbench.folder, name);
    const before = await readFile(path, 'utf8');
    assert.ok(before.includes(old), `${name} has no ${old}`);
    await writeFile(path, before.replace(old, text));
  }
});

async function valueIn(service: string, name: string): Promise<string> {
  return docker('exec', `${project}-${service}-1`, 'sh', '-c', `echo $${name}`);
}

async function containers(): Promise<readonly string[]> {
  return (await docker('ps', '--all', '--no-trunc', ...ofProject, '--format', '{{.ID}} {{.State}}')).split('\n').toSorted();
}
