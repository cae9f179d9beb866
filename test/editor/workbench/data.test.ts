// A person tidies up backups and volumes, copies data over from an earlier name of the project, and gets out of a restore that failed
// and of one that was killed. On the real engine, with a project of this run's own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Locator } from 'playwright-core';

import { subjectOf } from '#core/backup/subject.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { createBackup, type CreateOptions } from '#host/backup/create.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { root } from '../../../scripts/bundles.ts';
import { docker } from '../../support/docker/docker.ts';
import { ensureTestImage } from '../../support/docker/image.ts';
import { removePins } from '../../support/docker/pins.ts';
import { bothThemes, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

const project = `composure-tidy-${randomBytes(4).toString('hex')}`;
const earlier = `${project}-before`;

const compose = (image: string): string => `name: ${project}
services:
  db:
    image: ${image}
    command: ["sh", "-c", "trap 'exit 0' TERM; test ! -e /data/broken || exit 3; while :; do sleep 0.1; done"]
    volumes: ["letters:/data", "ledgers:/more"]
  archivist:
    image: ${image}
    profiles: [later]
    volumes: ["shelves:/shelves"]
volumes:
  letters:
  ledgers:
  shelves:
`;

describe('data, tidied up and got back by a person', function () {
  this.timeout(120_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let workbench: Workbench;
  let states: string;
  const engine = new Engine();
  const sh = (script: string): Promise<string> => docker('exec', `${project}-db-1`, 'sh', '-c', script);
  const list = (): Locator => workbench.page.locator('.quick-input-widget:visible');
  const dialog = (text: string | RegExp): Locator => workbench.page.locator('.monaco-dialog-box', { hasText: text });
  const option = (name: string | RegExp): Locator => list().getByRole('option', { name }).first();

  before(async function () {
    this.timeout(120_000);
    states = await mkdtemp(join(tmpdir(), 'composure-states-'));
    workbench = await Workbench.open({
      workspace: { 'compose.yaml': compose(await ensureTestImage()), 'composure.yaml': 'backup: { keep: { last: 1, daily: 0, weekly: 0 } }\n' },
      settings: bothThemes, env: { COMPOSURE_STATE_FOLDER: states }, size: { width: 1280, height: 900 },
    });
    await docker('compose', '--project-directory', workbench.folder, 'up', '--detach');
    await sh('echo bad > /data/said; echo bad > /more/said; touch /data/broken');
    // While it is read nobody stops what would not start again with it.
    await backUp({ isHeld: true });
    await sh('echo good > /data/said; echo good > /more/said; rm /data/broken');
    for (const [name, of, key] of [[`${project}_old`, project, 'old'], [`${earlier}_letters`, earlier, 'letters'], [`${earlier}_shelves`, earlier, 'shelves']] as const) {
      await docker('volume', 'create', '--label', `com.docker.compose.project=${of}`, '--label', `com.docker.compose.volume=${key}`, name);
      await docker('run', '--rm', '--network', 'none', '--volume', `${name}:/v`, await ensureTestImage(), 'sh', '-c', `echo ${key} > /v/said`);
    }
    await workbench.sidebar.open();
    await workbench.sidebar.treeItem(/^default, .*running, 1 of 1/).waitFor();
  });
  after(async () => {
    await workbench?.close();
    engine.dispose();
    await docker('compose', '--project-name', project, 'down', '--volumes', '--timeout', '0');
    await docker('volume', 'rm', '--force', ...['old', 'letters', 'ledgers', 'shelves'].map((key) => `${project}_${key}`), `${earlier}_letters`, `${earlier}_shelves`);
    await removePins(project);
    await rm(states, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.screenshot('failed-data');
    await workbench.page.keyboard.press('Escape');
    await workbench.command('Composure: Show Log');
    await workbench.page.waitForTimeout(1000);
    await workbench.screenshot('failed-data-log');
  });

  it('is put back by the button of a restore after which a service fails', async () => {
    await workbench.command('Composure: Restore…');
    await option(/ago|now/).click();
    await dialog(`Restore ${project} as it was on`).waitFor();
    await workbench.clickDialog('Restore');
    await workbench.notification(/default holds what it held on .*, but: db does not become ready with the restored data/, 90_000);
    await takePictures(workbench, 'restore-failed');
    await workbench.clickNotification('does not become ready', 'Put Back');
    await workbench.notification('everything holds again what it held before', 60_000);
    assert.equal(await sh('cat /data/said /more/said; ls /data'), 'good\ngood\nsaid');
    await workbench.clearNotifications();
  });

  it('is in one backup less after pruning, the newest', async () => {
    const old = await backups();
    const kept = await backUp();
    await workbench.command('Composure: Prune Backups…');
    await dialog('Remove 1 backup of default?').waitFor();
    await takePictures(workbench, 'prune-plan');
    await workbench.clickDialog('Remove');
    await workbench.notification('Removed 1 backup of default', 60_000);
    const now = await backups();
    assert.deepEqual([now.includes(kept), now.length], [true, old.length]);
    await workbench.clearNotifications();
  });

  it('goes on where a restore was killed, to the end that was meant', async () => {
    await sh('echo newer > /data/said; echo newer > /more/said');
    const backup = (await backups()).at(-1) ?? '';
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', join(root, 'test/host/restore-killed.ts'), workbench.folder, join(workbench.folder, 'backups', backup), states, 'replace', '2'], { stdio: ['ignore', 'inherit', 'inherit'] });
    const [, signal] = await once(child, 'exit') as [number | null, string | null];
    assert.equal(signal, 'SIGKILL');
    await workbench.command('Composure: Recover Interrupted Operation…');
    await dialog(`The restore of ${project} was interrupted`).getByText(/1 of 3 were replaced/).waitFor();
    await takePictures(workbench, 'restore-resume');
    await workbench.clickDialog('Resume');
    await workbench.notification(`hold what ${backup} holds`, 60_000);
    assert.equal(await sh('cat /data/said /more/said'), 'good\ngood');
    await workbench.clearNotifications();
  });

  it('that no file declares any more is backed up and removed', async () => {
    // What the last backup holds as it is would not be saved twice.
    await docker('run', '--rm', '--network', 'none', '--volume', `${project}_old:/v`, await ensureTestImage(), 'sh', '-c', 'echo since > /v/since');
    await workbench.command('Composure: Storage');
    await option(new RegExp(`${project}_old`)).waitFor({ timeout: 60_000 });
    await takePictures(workbench, 'storage-orphans');
    await option(new RegExp(`${project}_old`)).click();
    await dialog(/Remove 1 volume/).getByText(/no file of .* declares old any more/).waitFor({ timeout: 30_000 });
    await takePictures(workbench, 'storage-clean-plan');
    await workbench.clickDialog('Back Up and Remove');
    await workbench.notification(/Removed 1 volume · the data is in backups/, 60_000);
    assert.equal(await docker('volume', 'ls', '--quiet', '--filter', `name=${project}_old`), '');
    await workbench.clearNotifications();
  });

  it('is copied over from what the project was called before', async () => {
    await workbench.command('Composure: Storage');
    await option(new RegExp(`Copy ${earlier}_shelves into`)).click({ timeout: 60_000 });
    await dialog(new RegExp(`Copy ${earlier}_shelves, .*, into ${project}_shelves`)).waitFor({ timeout: 30_000 });
    await takePictures(workbench, 'storage-copy-plan');
    await workbench.clickDialog('Copy');
    await workbench.notification(new RegExp(`${project}_shelves holds what ${earlier}_shelves does: 1 entry`), 60_000);
    assert.equal(await docker('run', '--rm', '--network', 'none', '--volume', `${project}_shelves:/v:ro`, await ensureTestImage(), 'cat', '/v/said'), 'shelves');
  });

  async function backUp(options: CreateOptions = {}): Promise<string> {
    const environment = { name: 'default', mode: 'other' as const, directory: workbench.folder, files: [join(workbench.folder, 'compose.yaml')], envFiles: [], profiles: [] };
    const loaded = await loadProject(environment, nodeFileSystem(), new ParsedFiles(), neverCancelled);
    const { manifest } = await createBackup(subjectOf(loaded), { engine, cli: new ComposeCli() }, options);
    return manifest.id;
  }

  async function backups(): Promise<readonly string[]> {
    return (await readdir(join(workbench.folder, 'backups'))).filter((name) => name.startsWith(project)).toSorted();
  }
});
