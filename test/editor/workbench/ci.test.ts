// The CI job from the palette: seen before it is written, and workflows that call what is not there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Workbench } from '../../support/vscode/workbench.ts';

const files = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.github/workflows/test.yml': 'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ./scripts/smoke.sh\n',
  'Makefile': 'up:\n\tdocker compose -f compose.dev.yaml up\n',
  'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n',
  'scripts/smoke-test.sh': '',
};

describe('continuous integration', function () {
  this.timeout(60_000);
  let workbench: Workbench;
  before(async function () {
    this.timeout(120_000);
    workbench = await Workbench.open({ workspace: files, file: '.github/workflows/test.yml' });
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-ci');
  });

  it('underlines a script that a workflow calls and nobody has', async () => {
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    const problems = await workbench.problems();
    assert.ok(problems.some(({ message }) => message.startsWith('./scripts/smoke.sh')));
    await workbench.screenshot('ci-script-missing');
  });

  it('writes a workflow when a person has looked at it', async () => {
    const written = join(workbench.folder, '.github/workflows/composure.yml');
    await workbench.command('Composure: Write CI Workflow');
    await workbench.page.locator('.tab', { hasText: 'composure.yml' }).waitFor();
    await workbench.page.locator('.view-line', { hasText: 'persist-credentials' }).waitFor();
    await workbench.screenshot('ci-job');
    assert.ok(!existsSync(written));
    await workbench.page.keyboard.press('Control+s');
    await until(() => existsSync(written) && readFileSync(written, 'utf8').includes('check --format github'));
    await workbench.command('Composure: Write CI Workflow');
    await workbench.notification('The CI job is up to date: .github/workflows/composure.yml');
  });
});

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !isSo();) {
    if (Date.now() > end) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
