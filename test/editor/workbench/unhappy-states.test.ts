// What the sidebar tells a person when something stands in the way: each state has its own text with one action.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Workbench } from '../../support/vscode/workbench.ts';
import type { WorkbenchOptions } from '../../support/vscode/workbench.ts';

const files = { 'compose.yaml': 'services:\n  web:\n    image: nginx\n  db:\n    image: postgres\n', 'compose.dev.yaml': 'services:\n  web:\n    init: true\n' };

describe('the sidebar when something stands in the way', function () {
  this.timeout(120_000);
  let workbench: Workbench | undefined;
  afterEach(async () => { await workbench?.close(); workbench = undefined; });

  async function open(options: WorkbenchOptions): Promise<Workbench> {
    workbench = await Workbench.open(options);
    await workbench.sidebar.open();
    return workbench;
  }

  it('offers a new file where there is none, and writes nothing by itself', async () => {
    const shown = await open({ workspace: { 'notes.md': '# Notes\n' }, theme: 'Light Modern' });
    await waitFor(shown, /no Compose file yet/, 'New Compose File');
    await shown.screenshot('state-no-compose-file');
    await shown.page.locator('.sidebar').getByRole('button', { name: 'New Compose File' }).click();
    await shown.page.locator('.tab', { hasText: 'compose.yaml' }).waitFor();
    await assert.rejects(shown.fileText('compose.yaml'), /ENOENT/);
  });

  it('runs nothing in a folder that is not trusted, shows its environments, and wakes up when it is', async () => {
    const shown = await open({ workspace: files, trust: 'ask', theme: 'Dark Modern' });
    await waitFor(shown, /You have not trusted this folder/, 'Manage Workspace Trust');
    await shown.sidebar.treeItem(/^dev, dev mode, state unknown/).waitFor();
    await shown.screenshot('state-untrusted');
    await shown.trustFolder();
    await shown.sidebar.treeItem(/^dev, dev mode, stopped/).waitFor();
  });

  it('says that the engine does not answer, and keeps the environments', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'composure-no-engine-'));
    try {
      const shown = await open({ workspace: files, env: { DOCKER_HOST: `unix://${join(folder, 'docker.sock')}` }, theme: 'Light Modern' });
      await waitFor(shown, /Docker does not answer/, 'Try Again');
      await shown.sidebar.treeItem(/^dev, dev mode, state unknown/).waitFor();
      await shown.screenshot('state-engine-unreachable');
      await shown.sidebar.clickAction(/^dev,/, 'Start Environment');
      await shown.notification(/No engine listens at unix:.*Start Docker/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('says that the docker command is missing', async () => {
    const settings = JSON.stringify({ 'composure.dockerCommand': 'docker-that-is-not-here' });
    const shown = await open({ workspace: { ...files, '.vscode/settings.json': settings }, theme: 'Dark Modern' });
    await waitFor(shown, /docker command was not found/, 'Install Docker');
    await shown.screenshot('state-docker-missing');
  });
});

/** Waits for a welcome text, which must have this button and no other. */
async function waitFor(workbench: Workbench, text: RegExp, button: string): Promise<void> {
  const welcome = workbench.page.locator('.sidebar .welcome-view-content', { hasText: text });
  await welcome.waitFor({ timeout: 60_000 });
  assert.deepEqual(await welcome.locator('.monaco-button').allInnerTexts(), [button]);
}
