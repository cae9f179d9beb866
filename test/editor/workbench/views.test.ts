// A person looks at all environments, at what differs between them, and at the picture of one: with the mouse, with the keyboard
// alone, and in every kind of theme.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { FrameLocator } from 'playwright-core';

import { docker } from '../../support/docker/docker.ts';
import { ensureTestImage } from '../../support/docker/image.ts';
import { bothThemes, inHighContrast, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

const project = `composure-views-${randomBytes(4).toString('hex')}`;

const files = (image: string): Readonly<Record<string, string>> => ({
  'compose.yaml': `name: ${project}
services:
  gateway:
    image: ${image}
    command: sleep 1000
    stop_signal: SIGKILL
    ports: ["127.0.0.1::80"]
    depends_on:
      api: { condition: service_started }
      cache: { condition: service_started }
    networks: [front]
    volumes: ["./site:/site:ro"]
    mem_limit: 64m
    environment:
      LOG_LEVEL: warning
  api:
    image: ${image}
    command: sleep 1000
    stop_signal: SIGKILL
    depends_on: [db, cache]
    networks: [front, back]
    environment:
      DB_PASSWORD: one
      REGION: \${REGION:-eu}
  db:
    image: ${image}
    command: sleep 1000
    stop_signal: SIGKILL
    healthcheck: { test: "true", interval: 500ms }
    networks: [back]
    volumes: ["data:/var/lib/data"]
  cache:
    image: ${image}
    command: sleep 1000
    stop_signal: SIGKILL
    healthcheck: { test: "test ! -f /ill", interval: 500ms, retries: 1 }
    networks: [back]
networks:
  front: {}
  back: {}
volumes:
  data: {}
`,
  'compose.dev.yaml': `services:
  gateway:
    environment:
      LOG_LEVEL: debug
  migrate:
    image: ${image}
    command: "true"
    depends_on: [db]
    networks: [back]
`,
  'compose.prod.yaml': `services:
  gateway:
    restart: always
    ports: ["127.0.0.1:18443:443"]
  api:
    environment:
      DB_PASSWORD: two
`,
  'composure.yaml': 'drift:\n  gateway:\n    restart: production has to come up again\n',
  'site/index.html': 'hello\n',
});

describe('the pages of whole environments', function () {
  this.timeout(60_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let workbench: Workbench;
  const page = (): FrameLocator => workbench.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
  const tab = (name: string) => workbench.page.locator('.tab', { hasText: name });
  const node = (name: string) => page().getByRole('link', { name: new RegExp(`^${name}, `) });
  const place = (line: number, column: number) => workbench.page.locator('.statusbar-item', { hasText: new RegExp(`^Ln ${line}, Col ${column}\\b`) }).waitFor();
  const pictures = async (name: string): Promise<void> => {
    await takePictures(workbench, name);
    await inHighContrast(workbench, () => workbench.screenshot(`${name}-high-contrast`));
  };

  before(async function () {
    this.timeout(120_000);
    workbench = await Workbench.open({ workspace: files(await ensureTestImage()), settings: bothThemes, size: { width: 1440, height: 900 } });
    await docker('compose', '-f', join(workbench.folder, 'compose.yaml'), '-f', join(workbench.folder, 'compose.dev.yaml'), 'up', '--detach');
  });
  after(async () => {
    await workbench?.close();
    await docker('compose', '--project-name', project, 'down', '--volumes', '--timeout', '0');
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-views');
  });

  it('are a matrix of all environments', async () => {
    await workbench.sidebar.open();
    await workbench.sidebar.treeItem(/^dev, .*running/).waitFor();
    await workbench.command('Composure: Show Environment Matrix');
    const row = (name: string) => page().getByRole('row').filter({ has: page().getByRole('rowheader', { name: new RegExp(`^${name} `) }) });
    await row('dev').getByText('running · 5/5 healthy').waitFor();
    assert.deepEqual((await page().getByRole('columnheader').allInnerTexts()), ['Environment', 'Status', 'Files', 'Services', 'Networks', 'Ports', 'Memory', 'GPU', 'Variables', 'Secrets', 'Last backup']);
    assert.deepEqual((await row('prod').getByRole('cell').allInnerTexts()).map((text) => text.trim()), ['stopped', 'compose.yaml\ncompose.prod.yaml', '4', 'back and front', '127.0.0.1:18443', '64 MB, 3 without limit', 'no', '1', '0', 'none']);
    await pictures('matrix');
    await row('prod').getByRole('button', { name: 'compose.prod.yaml' }).click();
    await tab('compose.prod.yaml').waitFor();
    await tab('Environment Matrix').click();
  });

  it('are what differs, with both places side by side', async () => {
    await page().getByRole('button', { name: 'Show what differs between prod and the others' }).click();
    const bar = page().getByRole('group', { name: 'Environments that are compared' });
    await bar.getByRole('button', { name: 'default' }).click();
    const section = (name: string) => page().getByRole('region', { name: `service ${name}`, exact: true });
    await section('gateway').getByText('LOG_LEVEL').waitFor();
    await bar.getByRole('button', { name: 'default', pressed: false }).waitFor();
    const said = await section('gateway').innerText();
    assert.match(said, /environment\.LOG_LEVEL\ndev\ndebug compose\.dev\.yaml:4\nprod\nwarning compose\.yaml:15\n/);
    assert.doesNotMatch(said, /restart/);
    const api = await section('api').innerText();
    assert.match(api, /DB_PASSWORD\ndev\n•••••• compose\.yaml:23\nprod\n•••••• compose\.prod\.yaml:7/);
    assert.match(await section('migrate').innerText(), /the service itself\ndev\ndefined compose\.dev\.yaml:5\nprod\nnot there compose\.prod\.yaml:1/);
    await page().getByRole('button', { name: 'Show 1 on purpose' }).click();
    await section('gateway').getByText('On purpose: production has to come up again').waitFor();
    await pictures('drift');
    await page().getByRole('button', { name: 'Open both places of environment.LOG_LEVEL of gateway side by side' }).click();
    await tab('compose.dev.yaml').waitFor();
    await tab('compose.yaml').first().waitFor();
    await workbench.page.locator('.editor-group-container').nth(1).locator('.tab', { hasText: 'compose.yaml' }).waitFor();
    await place(4, 23);
    await workbench.screenshot('drift-side-by-side');
    await workbench.command('View: Close All Editors in Group');
  });

  it('write down that a difference is meant, and why', async () => {
    await workbench.command('Composure: Show Drift');
    await workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: /dev/ }).first().click();
    await page().getByRole('button', { name: 'Record that the service itself of migrate differs on purpose' }).click();
    await workbench.page.locator('.quick-input-widget input').fill('only dev migrates');
    await workbench.page.keyboard.press('Enter');
    await page().getByRole('button', { name: 'Record that the service itself of migrate differs on purpose' }).waitFor({ state: 'detached' });
    assert.equal(await readFile(join(workbench.folder, 'composure.yaml'), 'utf8'), `${files('')['composure.yaml']}  migrate:\n    service: only dev migrates\n`);
  });

  it('are the picture of one, which follows its containers', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.sidebar.open();
    await workbench.sidebar.treeItem(/^dev, .*running/).click();
    await workbench.command('Composure: Show Environment Graph');
    await workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: /dev/ }).first().click();
    await page().getByRole('link', { name: /^service api, running, .*needs db, cache, on front, back, needed by gateway$/ }).waitFor();
    await page().getByRole('link', { name: /^service db, healthy, .*keeps data in data, needed by api, migrate$/ }).waitFor();
    await page().getByRole('link', { name: /^service migrate, finished, / }).waitFor();
    await page().getByRole('link', { name: /^network back, used by api, / }).waitFor();
    assert.equal(await page().locator('.line').count(), 13);
    await docker('exec', `${project}-cache-1`, 'touch', '/ill');
    await page().getByRole('link', { name: /^service cache, unhealthy, / }).getByText('▲ unhealthy').waitFor();
    assert.equal(await page().getByRole('status').innerText(), 'cache: unhealthy');
    await pictures('graph');
  });

  it('lead to the source by a click, and by the keyboard alone', async () => {
    await node('service db').locator('.name').click();
    await tab('compose.yaml').waitFor();
    await place(25, 5);
    await tab('Graph: dev').click();
    await node('service gateway').waitFor();
    await page().getByRole('button', { name: 'Natural size' }).focus();
    const focused = async () => await page().locator(':focus').getAttribute('aria-label') ?? '';
    await workbench.page.keyboard.press('Tab');
    assert.match(await focused(), /^service gateway, running/);
    await workbench.page.keyboard.press('Tab');
    assert.equal(await focused(), 'port any port → 80 of gateway');
    await workbench.page.keyboard.press('ArrowRight');
    assert.match(await focused(), /^service (api|cache), /);
    await workbench.page.keyboard.press('ArrowLeft');
    assert.match(await focused(), /^service gateway, /);
    assert.ok(await page().locator('.line.on').count() >= 4);
    await workbench.page.keyboard.press('Enter');
    await place(3, 10);
    await tab('Graph: dev').click();
    await page().getByRole('button', { name: 'Networks', pressed: true }).click();
    await page().getByRole('button', { name: 'Networks', pressed: false }).waitFor();
    await node('network back').waitFor({ state: 'detached' });
  });

  it('are thrown away when another tab hides them', async () => {
    await tab('compose.yaml').first().click();
    await workbench.page.locator('iframe.webview.ready:visible').waitFor({ state: 'detached' });
  });
});
