// A person opens a project that is broken in many ways, reads what is wrong, and mends it.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { checkJson } from '../../support/command.ts';
import { bothThemes, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

const dev = 'docker-compose.dev.yml';
const clean = 'docker-compose.clean.yml';

describe('a journey through a broken project', function () {
  this.timeout(60_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let workbench: Workbench;
  before(async function () {
    this.timeout(120_000);
    workbench = await Workbench.open({
      workspace: 'examples/ops-platform-broken',
      file: dev,
      settings: { ...bothThemes, 'git.openRepositoryInParentFolders': 'never' },
    });
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-journey-broken');
  });

  for (const file of [dev, clean, 'docker-compose.staging.yml', 'dockerfiles/scheduler.Dockerfile']) {
    it(`underlines in ${file} what the command reports, to the character`, async () => {
      const expected = await reported(file);
      assert.ok(expected.length > 0);
      await workbench.openFile(file);
      await inTallWindow(() => untilEqual(() => underlined(), expected));
    });
  }

  it('says what is wrong and by which rule, and opens the rule as a page', async () => {
    await workbench.openFile(dev);
    await workbench.editor.goTo(69);
    const squiggle = await workbench.editor.squiggle('./scripts/schedule.sh');
    assert.match(await workbench.editor.hoverMessage(squiggle), /^\.\/scripts\/schedule\.sh does not exist: Docker would mount an empty folder over \/app\/schedule\.sh\s*composure\s*dead-mount-source$/);
    await takePictures(workbench, 'journey-hover');
    await takePictures(workbench, 'readme-squiggle', { x: 352, y: 36, width: 924, height: 480 });
    await workbench.editor.followCode(squiggle);
    const page = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe');
    await page.getByRole('heading', { name: 'dead-mount-source' }).waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Wrong' }).count(), 1);
    await takePictures(workbench, 'journey-rule-page');
    await workbench.openFile(dev);
  });

  it('lists every problem of the folder, also in files that are not open', async () => {
    const files = [dev, clean, 'docker-compose.staging.yml', 'dockerfiles/scheduler.Dockerfile', '.github/workflows/clean.yml'];
    const found = (await Promise.all(files.map(reported))).flat();
    const [errors, warnings] = ['error', 'warning'].map((severity) => found.filter((each) => each.startsWith(severity)).length);
    await workbench.page.locator('.statusbar-item[id="status.problems"]', { hasText: new RegExp(`^\\s*${errors}\\s*${warnings}\\b`) }).waitFor();
    await workbench.problems();
    await takePictures(workbench, 'journey-problems');
    await workbench.page.keyboard.press('Control+J');
  });

  it('counts the errors of each environment in the sidebar, and asks the doctor before it starts one', async () => {
    await workbench.sidebar.open();
    // Seven in its Compose file and one in a Dockerfile that it builds from.
    await workbench.sidebar.treeItem(/^dev, dev mode, stopped, 8 errors$/).waitFor();
    await workbench.sidebar.clickAction(/^dev,/, 'Start Environment');
    const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'dev may not start: 4 checks of the doctor fail' });
    await dialog.getByText('• Env files: ').waitFor();
    // Enter starts nothing that would fail.
    await dialog.locator('.monaco-button:focus', { hasText: 'Show Doctor' }).waitFor();
    await takePictures(workbench, 'journey-errors');
    await workbench.clickDialog('Cancel');
    await workbench.command('View: Show Explorer');
    await workbench.openFile(dev);
  });

  const fixes = [
    { at: 69, wrong: './scripts/schedule.sh', fix: 'Use ./services/scheduler/schedule.sh', right: '      - ./services/scheduler/schedule.sh:/app/schedule.sh' },
    { at: 85, wrong: 'docker/worker.Dockerfile', fix: 'Use dockerfiles/worker.Dockerfile', right: '      dockerfile: dockerfiles/worker.Dockerfile' },
    { at: 91, wrong: './services/worker', fix: 'Use ./services/worker/work.sh', right: '      - ./services/worker/work.sh:/app/work.sh' },
    { at: 45, wrong: '18480', fix: 'Use host port 18481', right: '      - "127.0.0.1:18481:8081"' },
  ];
  for (const { at, wrong, fix, right } of fixes) {
    it(`mends ${wrong} by "${fix}", on the disk too once it is saved`, async () => {
      await workbench.editor.goTo(at);
      const squiggle = await workbench.editor.squiggle(wrong);
      await workbench.editor.openQuickFixes(squiggle);
      if (at === 69) {
        await takePictures(workbench, 'journey-quick-fix');
        await takePictures(workbench, 'readme-quick-fix', { x: 352, y: 338, width: 640, height: 210 });
      }
      await workbench.editor.chooseQuickFix(fix);
      await workbench.editor.untilNoSquiggle(wrong);
      await workbench.save();
      assert.equal((await workbench.fileText(dev)).split('\n')[at - 1], right);
    });
  }

  it('takes both sides of a port conflict away when one is mended', async () => {
    await workbench.editor.goTo(21);
    await workbench.editor.untilNoSquiggle('18480');
  });

  it('underlines a slip while it is typed, before anything is saved', async () => {
    await workbench.editor.goTo(73);
    const before = await workbench.fileText(dev);
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type('s');
    await workbench.editor.squiggle('backs');
    assert.equal(await workbench.fileText(dev), before);
    await workbench.page.keyboard.press('Escape');
    await takePictures(workbench, 'journey-unsaved');
    await workbench.page.keyboard.press('Backspace');
    await workbench.editor.untilNoSquiggle('backs');
  });

  it('notices a file and a folder that appear on the disk', async () => {
    await workbench.editor.goTo(109);
    await workbench.editor.squiggle('config/develop.env');
    await workbench.editor.squiggle('./storage');
    await writeFile(join(workbench.folder, 'config/develop.env'), 'LOG_LEVEL=debug\n');
    await workbench.editor.untilNoSquiggle('config/develop.env');
    await mkdir(join(workbench.folder, 'storage'));
    await writeFile(join(workbench.folder, 'storage/Dockerfile'), 'FROM scratch\n');
    await workbench.editor.untilNoSquiggle('./storage');
  });

  it('mends all faults of a kind at once', async () => {
    const path = join(workbench.folder, clean);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll('- front', '- frnt'));
    await workbench.openFile(clean);
    await workbench.editor.goTo(23);
    await workbench.editor.openQuickFixes(await workbench.editor.squiggle('frnt'));
    await takePictures(workbench, 'journey-fix-all');
    await workbench.editor.chooseQuickFix(/^Fix all \d of undefined-network in this file$/);
    await workbench.editor.untilNoSquiggle('frnt');
    await workbench.save();
    assert.equal(await workbench.fileText(clean), text.replaceAll('- frnt', '- front'));
  });

  /** What `composure check` says about a file: the underlined text and its place, counted from 1. */
  async function reported(file: string): Promise<readonly string[]> {
    const path = join(workbench.folder, file);
    const lines = (await readFile(path, 'utf8')).split('\n');
    const { diagnostics } = await checkJson([workbench.folder]);
    return diagnostics.filter((diagnostic) => diagnostic.file === path)
      .map(({ severity, range: { start, end } }) => `${severity === 'information' ? 'info' : severity} ${start.line + 1}:${start.character + 1} ${lines[start.line]?.slice(start.character, end.character)}`)
      .toSorted();
  }

  async function underlined(): Promise<readonly string[]> {
    return (await workbench.editor.squiggles()).map(({ severity, line, character, text }) => `${severity} ${line}:${character} ${text}`).toSorted();
  }

  /** Runs a piece of work while every line of the longest file is on the screen. */
  async function inTallWindow(work: () => Promise<void>): Promise<void> {
    const { page } = workbench;
    const usual = page.viewportSize() ?? { width: 1280, height: 800 };
    await page.setViewportSize({ ...usual, height: 3000 });
    await work();
    await page.setViewportSize(usual);
  }
});

/** Waits until what is read is what is expected, and shows the difference if it never is. */
async function untilEqual<T>(read: () => Promise<T>, expected: T): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const actual = await read();
    if (JSON.stringify(actual) === JSON.stringify(expected)) return;
    if (Date.now() > deadline) assert.deepEqual(actual, expected);
    await delay(50);
  }
}
