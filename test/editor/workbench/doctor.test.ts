// The doctor's page as a person uses it: read, each button pressed, and looked at again. With an engine of its own, which has
// something to give back.
import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Locator } from 'playwright-core';

import { ownEngine } from '../../host/own-engine.ts';
import type { OwnEngine } from '../../host/own-engine.ts';
import { docker } from '../../support/docker/docker.ts';
import { bothThemes, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

const files = { 'compose.yaml': `services:
  db:
    image: postgres:17
    user: "999"
    volumes:
      - ./site.conf:/etc/nginx/nginx.conf
      - ./data:/var/lib/postgresql/data
` };

describe('the doctor', function () {
  this.timeout(60_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let workbench: Workbench;
  let engine: OwnEngine;
  before(async function () {
    this.timeout(120_000);
    engine = await ownEngine();
    await engine.start();
    await importUnnamed(engine.address);
    workbench = await Workbench.open({ workspace: files, settings: bothThemes, env: { DOCKER_HOST: engine.address }, asUser: true });
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  after(async () => {
    await workbench?.close();
    await engine?.remove();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-doctor');
  });

  it('shows a page from the title of the sidebar, what is wrong first', async () => {
    await workbench.sidebar.open();
    await workbench.sidebar.treeItem(/^default/).waitFor();
    await workbench.page.locator('.sidebar').getByRole('button', { name: 'Doctor' }).first().click();
    await workbench.page.locator('.tab', { hasText: 'Doctor: default' }).waitFor();
    assert.match(await text('Mounts'), /✖ fail[\s\S]*\.\/site\.conf does not exist/);
    assert.match(await text('Data folders'), /! warn[\s\S]*\.\/data does not exist/);
    assert.match(await text('Reclaimable'), /! warn[\s\S]*could be given back/);
    assert.deepEqual((await page().getByRole('row').allInnerTexts()).map((row) => /pass|warn|fail/.exec(row)?.[0]).slice(0, 4), ['fail', 'warn', 'warn', 'pass']);
    await takePictures(workbench, 'doctor');
    await workbench.page.emulateMedia({ forcedColors: 'active' });
    await workbench.page.locator('.monaco-workbench.hc-black, .monaco-workbench.hc-light').waitFor();
    await workbench.screenshot('doctor-high-contrast');
    await workbench.page.emulateMedia({ forcedColors: 'none' });
  });

  it('copies the report as text', async () => {
    await button(page(), 'Copy as Text').click();
    await workbench.page.locator('.statusbar-item', { hasText: 'The report is in the clipboard' }).waitFor();
    const copied = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^default of workspace\n\n/);
    assert.match(copied, /\n✖ fail {2}Mounts +\.\/site\.conf does not exist: .*\n +→ Change compose\.yaml:6\n/);
    assert.match(copied, /\n\d+ passed, 2 to look at, 1 failed\n$/);
  });

  it('makes a folder, as the user, and looks again', async () => {
    await button(row('Data folders'), 'Create ./data').click();
    await row('Data folders').getByText('pass').waitFor();
    assert.ok((await stat(join(workbench.folder, 'data'))).isDirectory());
  });

  it('asks before it prunes, and says on which engine', async () => {
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await button(row('Reclaimable'), 'Remove Images without a Name…').click();
    await dialog.getByText('Remove images that have no name and that no container uses?').waitFor();
    await dialog.getByText(`On ${engine.address}.`).waitFor();
    await takePictures(workbench, 'doctor-prune');
    await workbench.clickDialog('Cancel');
    assert.notEqual(await docker('--host', engine.address, 'image', 'ls', '--quiet'), '');
    await button(row('Reclaimable'), 'Remove Images without a Name…').click();
    await workbench.clickDialog('Remove');
    await row('Reclaimable').getByText('pass').waitFor();
    assert.equal(await docker('--host', engine.address, 'image', 'ls', '--quiet'), '');
  });

  it('opens the line of a fault, and is content when it is mended', async () => {
    await button(row('Mounts'), 'Open compose.yaml:6').click();
    await workbench.page.locator('.tab', { hasText: 'compose.yaml' }).waitFor();
    await workbench.page.locator('.statusbar-item', { hasText: /^Ln 6, Col 9$/ }).waitFor();
    await writeFile(join(workbench.folder, 'site.conf'), '');
    await button(page(), 'Check Again').click();
    await row('Mounts').getByText('pass').waitFor();
    await page().getByText(/^\d+ passed · /).waitFor();
    await takePictures(workbench, 'doctor-well');
  });

  const page = () => workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const row = (title: string): Locator => page().getByRole('row').filter({ has: page().getByRole('rowheader', { name: title, exact: true }) });
  const button = (within: { getByRole: Locator['getByRole'] }, name: string): Locator => within.getByRole('button', { name, exact: true });

  async function text(title: string): Promise<string> {
    await row(title).waitFor();
    return row(title).innerText();
  }
});

/** An image without a name, of more than it takes to be worth a word. */
async function importUnnamed(host: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'composure-unnamed-'));
  try {
    const archive = join(folder, 'image.tar');
    const bytes = 120 * 1024 ** 2;
    await writeFile(archive, tarHeader('filler', bytes));
    await truncate(archive, 512 + bytes + 1024);
    await docker('--host', host, 'import', archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first block of a tar archive with one file of zeros. */
function tarHeader(name: string, bytes: number): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  for (const [at, text] of [[100, '0000644\0'], [108, '0000000\0'], [116, '0000000\0'], [124, `${bytes.toString(8).padStart(11, '0')}\0`], [136, '00000000000\0'], [148, '        '], [156, '0'], [257, 'ustar\x0000']] as const) block.write(text, at);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
