// The doctor's page as a person opens it: from the sidebar, with a fault whose line it opens and a copy for a chat.
import assert from 'node:assert/strict';

import { Workbench } from '../../support/vscode/workbench.ts';

const files = { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./site.conf:/etc/nginx/nginx.conf\n' };

describe('the doctor', function () {
  this.timeout(120_000);
  let workbench: Workbench | undefined;
  afterEach(async () => { await workbench?.close(); workbench = undefined; });

  for (const theme of ['Dark Modern', 'Default High Contrast Light']) {
    it(`shows a page from the title of the sidebar, in ${theme}`, async () => {
      workbench = await Workbench.open({ workspace: files, theme });
      const { sidebar, page } = workbench;
      await sidebar.open();
      await sidebar.treeItem(/^default/).waitFor();
      await page.locator('.sidebar').getByRole('button', { name: 'Doctor' }).first().click();
      await page.locator('.tab', { hasText: 'Doctor: default' }).waitFor({ timeout: 30_000 });
      const shown = page.frameLocator('iframe.webview.ready').frameLocator('iframe[title]');
      const mounts = shown.getByRole('row', { name: /Mounts/ });
      await mounts.waitFor();
      assert.match(await mounts.innerText(), /✖ fail[\s\S]*\.\/site\.conf does not exist/);
      assert.equal(await shown.getByRole('row').count(), 14);
      await workbench.screenshot(`doctor-${theme.toLowerCase().replaceAll(' ', '-')}`);
      await mounts.getByRole('button', { name: 'Open compose.yaml:5' }).click();
      await page.locator('.tab', { hasText: 'compose.yaml' }).waitFor();
    });
  }
});
