// The walkthroughs are true: every command prints what its page shows, every fix does what it says, and at the end of each
// page the system that began broken has no finding left. `UPDATE=1` writes what came into the pages.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unifiedDiff } from '#cli/report/unified-diff.ts';
import { checkJson, repository } from '../support/command.ts';
import { readPage } from '../support/walkthrough/page.ts';
import { setStage } from '../support/walkthrough/stage.ts';

const folder = path.join(repository, 'docs/walkthroughs');

describe('the walkthrough', function () {
  this.timeout(300_000);

  for (const name of readdirSync(folder).filter((each) => each !== 'README.md').toSorted()) {
    it(`${name} is true, and ends without a finding`, async () => {
      const file = path.join(folder, name);
      const page = readPage(readFileSync(file, 'utf8'));
      const { walk, clear } = await setStage(page.example);
      try {
        assert.equal((await checkJson([], { cwd: walk.folder })).status, 1, 'the example has nothing to mend');
        const walked = await walk.go(page);
        if (process.env['UPDATE'] === '1') await writeFile(file, walked);
        else assert.equal(unifiedDiff(name, page.text, walked), '', 'what came is not what the page shows');
        const { diagnostics } = await checkJson(['--min-severity', 'information'], { cwd: walk.folder });
        assert.deepEqual(diagnostics.map(({ code, message }) => `${code}: ${message}`), []);
      } finally {
        await clear();
      }
    });
  }
});
