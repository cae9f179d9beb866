// What a person gets who installs the package: the .vsix in an editor that has nothing else, without the folder of its sources.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packageExtension } from '../../../scripts/package.ts';
import { bothThemes, inHighContrast, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

describe('the package', function () {
  this.timeout(60_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let folder: string;
  let workbench: Workbench;
  before(async function () {
    this.timeout(240_000);
    folder = await mkdtemp(join(tmpdir(), 'composure-package-'));
    const { file } = await packageExtension(folder);
    workbench = await Workbench.open({
      extension: file,
      workspace: 'examples/ops-platform-broken', file: 'docker-compose.dev.yml',
      size: { width: 1500, height: 900 },
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
    await workbench.editor.followCode(squiggle);
    await page().getByRole('heading', { name: 'dead-mount-source' }).waitFor();
  });

  it('shows the environments, and what Docker says of them', async () => {
    await workbench.sidebar.open();
    await workbench.sidebar.treeItem(/^dev, .*stopped/).waitFor();
    await workbench.sidebar.treeItem(/^clean, .*stopped/).waitFor();
  });

  it('takes a person by the hand, and ticks off what is done', async () => {
    await workbench.command('Composure: Get Started');
    const steps = workbench.page.locator('.getting-started-step');
    await steps.first().waitFor();
    assert.deepEqual((await steps.locator('.step-title').allInnerTexts()).map((title) => title.trim()), [
      'Start an environment', 'Ask the doctor', 'Make the first backup', 'Rehearse a restore', 'Describe your environments once',
    ]);
    const doctor = steps.filter({ hasText: 'Ask the doctor' });
    await doctor.click();
    await workbench.page.getByRole('button', { name: 'Run Doctor' }).waitFor();
    await picture().locator('svg').getByText('Doctor: dev').waitFor();
    await takePictures(workbench, 'walkthrough');
    await inHighContrast(workbench, () => workbench.screenshot('walkthrough-high-contrast'));
    assert.equal(await doctor.locator('.codicon-getting-started-step-checked').count(), 0);
    await workbench.page.getByRole('button', { name: 'Run Doctor' }).click();
    await workbench.pick('dev');
    await workbench.page.locator('.tab.active', { hasText: 'Doctor: dev' }).waitFor();
    await page().getByRole('rowheader', { name: 'Mounts' }).waitFor();
    await takePictures(workbench, 'readme-doctor', { x: 352, y: 36, width: 1040, height: 540 });
    await workbench.page.locator('.tab', { hasText: 'Welcome' }).click();
    await doctor.locator('.codicon-getting-started-step-checked').waitFor();
  });

  it('brings its documentation', async () => {
    await workbench.page.locator('.tab', { hasText: 'docker-compose.dev.yml' }).click();
    await workbench.command('Composure: Documentation');
    await page().getByRole('heading', { name: 'Documentation' }).waitFor();
    await page().getByRole('link', { name: 'Security' }).click();
    await page().getByRole('heading', { name: 'Security' }).first().waitFor();
  });

  const page = () => workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  const picture = () => workbench.page.frameLocator('.getting-started-media iframe.webview.ready').frameLocator('iframe');
});
