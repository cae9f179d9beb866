// Composure beside another extension that completes and explains keys. The neighbour is a stand-in with Red Hat YAML's
// name, which says two things that the real one says: a gallery to install that from is not always there.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Workbench } from '../../support/vscode/workbench.ts';

const main = `
const vscode = require('vscode');
exports.activate = ({ subscriptions }) => subscriptions.push(
  vscode.languages.registerCompletionItemProvider('dockercompose', { provideCompletionItems: () => [new vscode.CompletionItem('restart', vscode.CompletionItemKind.Property)] }),
  vscode.languages.registerHoverProvider('dockercompose', { provideHover: (document, position) => new vscode.Hover('the neighbour explains ' + document.getText(document.getWordRangeAtPosition(position))) }),
);`;
const manifest = { name: 'vscode-yaml', publisher: 'redhat', version: '1.0.0', engines: { vscode: '^1.101.0' }, main: './main.js', activationEvents: ['onLanguage:dockercompose'] };

describe('beside a neighbour that completes and explains keys', function () {
  this.timeout(60_000);
  let workbench: Workbench;
  let folder: string;
  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'composure-neighbour-'));
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'main.js'), main);
    workbench = await Workbench.open({ workspace: { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    tty: true\n    \n' }, file: 'compose.yaml', others: [folder] });
  });
  after(async () => {
    await workbench?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-neighbours');
  });

  it('offers each key once, and explains it once', async () => {
    await untilEqual(() => offered('restart'), 1);
    const said = await explained('tty');
    assert.deepEqual([said.filter((text) => text.includes('the neighbour explains tty')).length, said.length], [1, 1]);
  });

  it('says it all where a person wants that, at once', async () => {
    await mkdir(join(workbench.folder, '.vscode'), { recursive: true });
    await writeFile(join(workbench.folder, '.vscode/settings.json'), JSON.stringify({ 'composure.neighbours': 'keep' }));
    await untilEqual(() => offered('restart'), 2);
    assert.equal((await explained('tty')).length, 2);
  });

  /** How often completion offers a label on the empty line. */
  async function offered(label: string): Promise<number> {
    await workbench.editor.goTo(5);
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Control+Space');
    const rows = workbench.page.locator('.suggest-widget.visible .monaco-list-row');
    // Extensions that have not started yet offer nothing.
    if (!(await rows.first().waitFor({ timeout: 3_000 }).then(() => true, () => false))) return 0;
    await workbench.page.keyboard.type(label.slice(0, 5));
    await delay(300);
    const labels = await rows.locator('.label-name').allInnerTexts();
    await workbench.page.keyboard.press('Escape');
    for (let count = 0; count < 5; count += 1) await workbench.page.keyboard.press('Backspace');
    return labels.filter((each) => each === label).length;
  }

  /** What the parts of the hover over a word say. */
  async function explained(word: string): Promise<readonly string[]> {
    await workbench.page.keyboard.press('Escape');
    await workbench.page.mouse.move(5, 5);
    const box = await workbench.page.locator('.view-line', { hasText: word }).locator('span span', { hasText: word }).first().boundingBox();
    assert.ok(box);
    await workbench.page.mouse.move(box.x + 6, box.y + box.height / 2, { steps: 4 });
    await workbench.page.locator('.monaco-hover:visible .hover-contents').first().waitFor();
    await delay(500);
    return workbench.page.locator('.monaco-hover:visible .hover-contents').allInnerTexts();
  }
});

async function untilEqual(read: () => Promise<number>, expected: number): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const now = await read();
    if (now === expected) return;
    if (Date.now() > deadline) assert.equal(now, expected);
    await delay(500);
  }
}
