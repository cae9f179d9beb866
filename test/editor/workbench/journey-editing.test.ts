// A person writes a project: completion, hover, rename over two files, hints and lenses, and all safe fixes at once.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import { docker } from '../../support/docker/docker.ts';
import { ensureTestImage, testImage } from '../../support/docker/image.ts';
import { bothThemes, takePictures } from '../../support/vscode/pictures.ts';
import { Workbench } from '../../support/vscode/workbench.ts';

const project = 'composure-editing';
const files = {
  'compose.yaml': `name: ${project}

services:
  web:
    image: nginx:\${NGINX_VERSION:-1.26}
    depends_on:
      - cache
    networks:
      - front

  cache:
    image: ${testImage}
    command: sleep 100000
    init: true
    networks:
      - front

networks:
  front:
`,
  'compose.dev.yaml': `services:
  web:
    image: nginx:\${NGINX_VERSION:-1.26}-alpine
  cache:
    environment:
      LOG_LEVEL: debug
`,
  '.env': 'NGINX_VERSION=1.27\n',
};

describe('a journey through the editor', function () {
  this.timeout(120_000);
  // Each step goes on from where the one before it ended.
  this.bail(true);
  let workbench: Workbench;
  before(async function () {
    this.timeout(120_000);
    await ensureTestImage();
    await removeLeftovers();
    workbench = await Workbench.open({
      workspace: files,
      file: 'compose.yaml',
      settings: { ...bothThemes, 'git.openRepositoryInParentFolders': 'never' },
    });
  });
  after(async () => {
    await workbench?.close();
    await removeLeftovers();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-journey-editing');
  });

  it('shows behind a text what it comes to', async () => {
    await workbench.openFile('compose.dev.yaml');
    await workbench.page.locator('.view-line', { hasText: 'nginx:1.27-alpine' }).waitFor();
    await workbench.page.locator('.tab[data-resource-name="compose.yaml"]').click();
    await workbench.editor.untilShows('compose.yaml');
    await workbench.page.locator('.view-line', { hasText: 'overridden: nginx:1.27-alpine (dev)' }).waitFor();
    await workbench.page.locator('.codelens-decoration', { hasText: 'Start' }).nth(1).waitFor();
    await takePictures(workbench, 'journey-hints');
  });

  it('explains a value under the mouse, with where it comes from', async () => {
    const variable = await workbench.editor.hover('NGINX_VERSION', 'from .env');
    assert.match(await variable.innerText(), /^NGINX_VERSION is 1\.27, from \.env, line 1/);
    await takePictures(workbench, 'journey-hover-variable');
    const key = await workbench.editor.hover('image', 'image: ');
    assert.match(await key.innerText(), /^image: /);
    await takePictures(workbench, 'journey-hover-key');
    await takePictures(workbench, 'readme-hover', { x: 352, y: 68, width: 924, height: 240 });
  });

  it('starts and stops a service by the words above it', async () => {
    await (await workbench.editor.lens('cache:', 'Start')).click();
    await until('the lens to tell that it runs', async () => (await lensAbove('cache:', 'Stop')) === 1);
    await workbench.editor.goTo(1);
    await takePictures(workbench, 'journey-lens');
    assert.equal(await running(), 'cache');
    await (await workbench.editor.lens('cache:', 'Stop')).click();
    await until('the container to be stopped', async () => (await running()) === '');
  });

  it('completes a key from its first letters, and then its value', async () => {
    await workbench.editor.goTo(16);
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Enter');
    for (let indent = 0; indent < 2; indent += 1) await workbench.page.keyboard.press('Backspace');
    await workbench.page.keyboard.type('mail:');
    // Until then VS Code lets Enter keep the indentation, whatever the language says.
    await until('the new key to have its colour', async () => {
      const colours = await workbench.page.locator('.view-line span[class*="mtk"]', { hasText: /(?:mail|web):?$/ }).evaluateAll((spans) => spans.map(({ className }) => className));
      return colours.length === 2 && colours[0] === colours[1];
    });
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.type('ima');
    await until('image to be the first that is offered', async () => (await workbench.editor.suggestions())[0] === 'image');
    await workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused', { has: workbench.page.getByText('image', { exact: true }) }).waitFor();
    await takePictures(workbench, 'journey-completion');
    await workbench.page.keyboard.press('Enter');
    assert.ok((await workbench.editor.suggestions()).includes(testImage), 'the images that the project knows are offered at once');
    await workbench.page.keyboard.type('axllent/mailpit:v1.21');
    await workbench.page.keyboard.press('Escape');
    await workbench.save();
    assert.match(await workbench.fileText('compose.yaml'), /^ {2}mail:\n {4}image: axllent\/mailpit:v1\.21\n/m);
  });

  it('completes a name of the project inside a list, and a variable inside braces', async () => {
    await workbench.editor.goTo(7);
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.type('- ');
    await workbench.page.keyboard.press('Control+Space');
    assert.deepEqual(await workbench.editor.suggestions(), ['mail']);
    await workbench.page.keyboard.press('Enter');
    await workbench.save();
    assert.match(await workbench.fileText('compose.yaml'), /- cache\n {6}- mail\n/);
  });

  it('renames a service in all files of the project', async () => {
    await workbench.editor.click('cache:');
    await workbench.page.keyboard.press('F2');
    const input = workbench.page.locator('.rename-box input');
    await input.waitFor();
    assert.equal(await input.inputValue(), 'cache');
    await input.fill('store');
    await takePictures(workbench, 'journey-rename');
    await input.press('Enter');
    await until('both files to be renamed', async () => /^ {2}store:$/m.test(await workbench.fileText('compose.yaml')) && /^ {2}store:$/m.test(await workbench.fileText('compose.dev.yaml')));
    const services = await docker('compose', '--project-directory', workbench.folder, '-f', `${workbench.folder}/compose.yaml`, '-f', `${workbench.folder}/compose.dev.yaml`, 'config', '--services');
    assert.deepEqual(services.split('\n').toSorted(), ['mail', 'store', 'web']);
  });

  it('applies all safe fixes by one command', async () => {
    await workbench.editor.goTo(1);
    await workbench.page.keyboard.type('version: "3.8"\n');
    // The editor draws a hint under the first two characters only.
    await workbench.editor.squiggle('ve');
    await workbench.command('Fix All');
    await workbench.editor.untilNoSquiggle('ve');
    await workbench.save();
    assert.match(await workbench.fileText('compose.yaml'), new RegExp(`^name: ${project}\n`));
  });

  async function lensAbove(line: string, title: string): Promise<number> {
    return workbench.editor.lens(line, title).then((lens) => lens.count(), () => 0);
  }

  function running(): Promise<string> {
    return docker('ps', '--format', '{{.Label "com.docker.compose.service"}}', '--filter', `label=com.docker.compose.project=${project}`);
  }
});

async function removeLeftovers(): Promise<void> {
  const ofProject = ['--quiet', '--filter', `label=com.docker.compose.project=${project}`];
  for (const id of lines(await docker('ps', '--all', ...ofProject))) await docker('rm', '--force', '--volumes', id);
  for (const id of lines(await docker('network', 'ls', ...ofProject))) await docker('network', 'rm', id);
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await delay(50);
  }
}
