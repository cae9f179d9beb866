// A person backs up and restores from the palette and the sidebar, is offered what a kill has interrupted and a backup of what went
// away by hand, and destroys a project by typing its name. On the real engine, with a project of this run's own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Locator } from 'playwright-core';

import { root } from '../../../scripts/bundles.ts';
import { docker } from '../../support/docker/docker.ts';
import { ensureTestImage } from '../../support/docker/image.ts';
import { removePins } from '../../support/docker/pins.ts';
import { bothThemes, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

const project = `composure-keep-${randomBytes(4).toString('hex')}`;
const ofProject = ['--filter', `label=com.docker.compose.project=${project}`];

const compose = (image: string): string => `name: ${project}
services:
  db:
    image: ${image}
    command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
    volumes: ["data:/data", "more:/more"]
volumes:
  data:
  more:
`;

describe('data, kept by a person', function () {
  this.timeout(120_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let workbench: Workbench;
  let states: string;
  const sh = (script: string): Promise<string> => docker('exec', `${project}-db-1`, 'sh', '-c', script);
  const write = (said: string): Promise<string> => sh(`for each in /data /more; do rm -rf $each/*; echo ${said} > $each/said; done`);
  const content = (): Promise<string> => sh('cat /data/said /more/said; find /data /more -type f | wc -l');
  const list = (): Locator => workbench.page.locator('.quick-input-widget:visible');
  const dialog = (text: string | RegExp): Locator => workbench.page.locator('.monaco-dialog-box', { hasText: text });

  before(async function () {
    this.timeout(120_000);
    states = await mkdtemp(join(tmpdir(), 'composure-states-'));
    workbench = await Workbench.open({
      workspace: { 'compose.yaml': compose(await ensureTestImage()) }, settings: bothThemes, env: { COMPOSURE_STATE_FOLDER: states }, size: { width: 1280, height: 900 },
    });
    await docker('compose', '--project-directory', workbench.folder, 'up', '--detach');
    await write('good');
    await workbench.sidebar.open();
    await workbench.sidebar.treeItem(/^default, .*running, 1 of 1/).waitFor();
  });
  after(async () => {
    await workbench?.close();
    await docker('compose', '--project-name', project, 'down', '--volumes', '--timeout', '0');
    await removePins(project);
    await rm(states, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.screenshot('failed-backup');
    await workbench.page.keyboard.press('Escape');
    await workbench.command('Composure: Show Log');
    await workbench.page.waitForTimeout(1000);
    await workbench.screenshot('failed-backup-log');
  });

  it('is backed up from the sidebar, after a word about who stands still', async () => {
    await workbench.sidebar.clickMenu(/^default,/, 'Back Up');
    await dialog('Back up default? db stands still meanwhile').waitFor();
    await takePictures(workbench, 'backup-plan');
    await workbench.clickDialog('Back Up');
    await workbench.notification(/default is backed up and verified: 2 volumes, 1 file/, 60_000);
    await takePictures(workbench, 'backup-done');
    const [backup = ''] = await backups();
    assert.ok((await readdir(join(workbench.folder, 'backups', backup))).includes('manifest.json'));
    assert.equal(await state(), 'running');
    await workbench.clearNotifications();
    const tooltip = await workbench.sidebar.tooltip(/^default,/);
    await tooltip.getByText(/Last backup: just now, .*, verified/).waitFor();
    await workbench.screenshot('backup-tooltip');
  });

  it('is in no backup that is cancelled, and what stood still runs again', async () => {
    const before = await backups();
    await workbench.sidebar.clickMenu(/^default,/, 'Back Up');
    await dialog('Back up default?').waitFor();
    await workbench.clickDialog('Back Up');
    await workbench.clickNotification('Backing up default', 'Cancel');
    await workbench.notification('what was stopped is started again, and what was half made is removed');
    await workbench.notification('The backup of default was cancelled: there is none', 60_000);
    await takePictures(workbench, 'backup-cancelled');
    assert.deepEqual(await backups(), before);
    assert.equal((await readdir(join(workbench.folder, 'backups'))).some((name) => name.startsWith('.partial-')), false);
    assert.equal(await state(), 'running');
    await workbench.clearNotifications();
  });

  it('is restored from the palette, after a plan', async () => {
    await write('bad; touch /data/extra');
    await workbench.command('Composure: Restore…');
    await list().getByRole('option').first().waitFor();
    await takePictures(workbench, 'restore-pick');
    await list().getByRole('option').first().click();
    await dialog(`Restore ${project} as it was on`).waitFor();
    await dialog('Stopped meanwhile').getByText(/all in it is replaced by/).waitFor();
    await takePictures(workbench, 'restore-plan');
    await workbench.clickDialog('Restore');
    await workbench.notification(/default is as it was on .*data and more read back and compared/, 60_000);
    await takePictures(workbench, 'restore-done');
    assert.equal(await content(), 'good\ngood\n2');
    assert.equal(await state(), 'running');
  });

  it('is listed with its safety copy, and read back again', async () => {
    await workbench.clearNotifications();
    await workbench.command('Composure: Show Backups');
    await list().getByRole('option', { name: /safety copy/ }).waitFor();
    await takePictures(workbench, 'backup-list');
    await list().getByRole('option').last().click();
    await list().getByText('Verify', { exact: true }).click();
    await workbench.notification(/The backup of .* is as it was written/, 60_000);
  });

  it('is put back where a restore was killed, as the next start offers', async () => {
    await write('newer');
    const backup = (await backups())[0] ?? '';
    await killedRestore(join(workbench.folder, 'backups', backup));
    assert.equal(await state(), 'exited');
    await workbench.page.reload();
    await workbench.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    await workbench.sidebar.open();
    await workbench.notification(`The restore of ${project} was interrupted`, 60_000);
    await workbench.sidebar.treeItem(/^default, .*restore interrupted/).waitFor();
    await takePictures(workbench, 'restore-interrupted');
    await workbench.sidebar.clickAction(/^default,/, 'Start Environment');
    await dialog(`The restore of ${project} was interrupted`).waitFor();
    await takePictures(workbench, 'restore-interrupted-start');
    await workbench.clickDialog('Cancel');
    await workbench.clickNotification('was interrupted', 'Put Back');
    await workbench.notification('everything holds again what it held before', 60_000);
    await takePictures(workbench, 'restore-put-back');
    assert.equal(await content(), 'newer\nnewer\n2');
    assert.equal(await state(), 'running');
    await workbench.sidebar.treeItem(/^default, .*restore interrupted/).waitFor({ state: 'detached' });
  });

  it('is offered from a backup after it went away by hand', async () => {
    await workbench.clearNotifications();
    await docker('compose', '--project-directory', workbench.folder, 'down', '--volumes');
    await workbench.notification(/went away outside of Composure: a backup made .* holds what was in there/, 30_000);
    await takePictures(workbench, 'restore-offered');
    await workbench.clickNotification('went away outside', 'Restore…');
    await dialog(`Restore ${project} as it was on`).waitFor();
    await workbench.clickDialog('Restore');
    await workbench.notification(/default is as it was on/, 60_000);
    await docker('compose', '--project-directory', workbench.folder, 'up', '--detach');
    assert.match(await content(), /^(good|newer)\n\1\n2$/);
    await workbench.sidebar.treeItem(/^default, .*running, 1 of 1/).waitFor();
  });

  it('is shown with its sizes and its last backup', async () => {
    await workbench.clearNotifications();
    await workbench.command('Composure: Storage');
    await list().getByRole('option', { name: new RegExp(`${project}_data`) }).first().waitFor({ timeout: 60_000 });
    await list().getByText(/backed up .* · used by db/).first().waitFor();
    await takePictures(workbench, 'storage');
    await workbench.page.keyboard.press('Escape');
  });

  it('is destroyed by the typed name alone, after a backup', async () => {
    const before = (await backups()).length;
    await workbench.sidebar.clickMenu(/^default,/, 'Destroy…');
    await dialog(`Destroy ${project}?`).getByText(`volume ${project}_data`).waitFor({ timeout: 60_000 });
    await takePictures(workbench, 'destroy-plan');
    await workbench.clickDialog('Type the Name…');
    await list().locator('input').fill('shop');
    await list().getByText(`The project's name is ${project}`).waitFor();
    await takePictures(workbench, 'destroy-name');
    await workbench.page.keyboard.press('Enter');
    await workbench.answer(project);
    await workbench.notification(`${project} is destroyed: 1 container, 1 network and 2 volumes are gone`, 60_000);
    await takePictures(workbench, 'destroy-done');
    assert.equal((await backups()).length, before + 1);
    assert.equal(await docker('volume', 'ls', '--quiet', ...ofProject), '');
    assert.equal(await docker('ps', '--all', '--quiet', ...ofProject), '');
  });

  async function backups(): Promise<readonly string[]> {
    return (await readdir(join(workbench.folder, 'backups'))).filter((name) => name.startsWith(project)).toSorted();
  }

  function state(): Promise<string> {
    return docker('inspect', '--format', '{{.State.Status}}', `${project}-db-1`);
  }

  /** Restores in a process that dies when it is about to touch the second volume. */
  async function killedRestore(backup: string): Promise<void> {
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', join(root, 'test/host/restore-killed.ts'), workbench.folder, backup, states, 'replace', '2'], { stdio: ['ignore', 'inherit', 'inherit'] });
    const [, signal] = await once(child, 'exit') as [number | null, string | null];
    assert.equal(signal, 'SIGKILL');
  }
});
