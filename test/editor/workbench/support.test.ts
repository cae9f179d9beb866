// The machinery of this suite itself: a real workbench opens a folder with the
// extension, and can be read and clicked. What Composure shows is tested beside.
import assert from 'node:assert/strict';

import { Workbench } from '../../support/vscode/workbench.ts';

const files = { 'compose.yaml': 'services:\n  web:\n    image: nginx\n', 'notes.md': '# Notes\n' };

describe('the workbench', function () {
  this.timeout(120_000);

  describe('on a trusted folder', () => {
    let workbench: Workbench;
    before(async () => { workbench = await Workbench.open({ workspace: files, file: 'compose.yaml', theme: 'Light Modern' }); });
    after(() => workbench.close());

    it('shows the file that it was asked for, and opens another by its path', async () => {
      await workbench.openFile('notes.md');
      await workbench.openFile('compose.yaml');
      assert.equal(await workbench.fileText('compose.yaml'), files['compose.yaml']);
    });

    it('knows the extension: its icon opens the sidebar', async () => {
      await workbench.sidebar.open();
      await workbench.screenshot('workbench-sidebar');
    });

    it('runs a command by its title in the palette', async () => {
      await workbench.command('View: Show Explorer');
      await workbench.page.locator('.explorer-folders-view').waitFor();
    });
  });

  describe('on a folder that is not trusted', () => {
    let workbench: Workbench;
    before(async () => { workbench = await Workbench.open({ workspace: files, file: 'compose.yaml', trust: 'ask', theme: 'Dark Modern' }); });
    after(() => workbench.close());

    it('is restricted until the folder is trusted', async () => {
      const restricted = workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' });
      await restricted.waitFor();
      await workbench.trustFolder();
      await restricted.waitFor({ state: 'hidden' });
    });
  });
});
