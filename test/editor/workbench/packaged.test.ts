// What a person gets who installs the package: the .vsix in an editor that has nothing else, without the folder of its sources.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packageExtension } from '../../../scripts/package.ts';
import { bothThemes } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

describe('the package', function () {
  this.timeout(60_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let folder: string;
  let workbench: Workbench;
  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'composure-package-'));
    const { file } = await packageExtension(folder);
    workbench = await Workbench.open({
      extension: file,
      workspace: 'examples/ops-platform-broken', file: 'docker-compose.dev.yml',
      settings: { ...bothThemes, 'git.openRepositoryInParentFolders': 'never' },
    });
  });
  after(async () => {
    await workbench?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-packaged');
  });

  it('underlines a mount of what is not there, and brings the page of the rule', async () => {
    await workbench.editor.goTo(69);
    const squiggle = await workbench.editor.squiggle('./scripts/schedule.sh');
    assert.match(await workbench.editor.hoverMessage(squiggle), /does not exist: Docker would mount an empty folder over \/app\/schedule\.sh/);
    await workbench.editor.hoverMessage(await workbench.editor.squiggle('./scripts/schedule.sh'));
    await workbench.editor.followCode();
    await page().getByRole('heading', { name: 'dead-mount-source' }).waitFor();
  });

  it('shows the environments, and what Docker says of them', async () => {
    await workbench.sidebar.open();
    await workbench.sidebar.treeItem(/^dev, .*stopped/).waitFor();
    await workbench.sidebar.treeItem(/^clean, .*stopped/).waitFor();
  });

  const page = () => workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe');
});
