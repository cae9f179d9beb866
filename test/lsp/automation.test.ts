// Workflows and Makefiles in an editor: unsaved text counts, and what is made on the disk.

import assert from 'node:assert/strict';
import path from 'node:path';
import { codes, LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const workflow = (script: string): string => `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${script}\n`;

it('the language server follows workflows and what they call', async function () {
  this.timeout(60_000);
  const workspace = temporaryWorkspace({ '.git/HEAD': '', 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n', '.github/workflows/ci.yml': workflow('./scripts/a.sh'), 'scripts/a.sh': '' });
  const client = new LspClient();
  try {
    await client.initialize(workspace.root);
    const ci = path.join(workspace.root, '.github/workflows/ci.yml');
    await client.open(ci, workflow('./scripts/a.sh'));
    await client.edit(ci, 2, workflow('./scripts/b.sh'));
    const [missing] = await client.diagnostics(ci, (found, version) => version === 2 && codes(found).includes('script-missing'));
    assert.deepEqual(missing?.range, { start: { line: 6, character: 13 }, end: { line: 6, character: 27 } });
    assert.deepEqual((await client.codeActions(ci, missing?.range ?? assert.fail())).map(({ title }) => title), ['Use ./scripts/a.sh']);
    workspace.write('scripts/b.sh', '');
    await client.changedOnDisk(path.join(workspace.root, 'scripts/b.sh'));
    await client.diagnostics(ci, (found) => found.length === 0);
    workspace.write('Makefile', 'up:\n\tdocker compose -f compose.dev.yaml up\n');
    await client.changedOnDisk(path.join(workspace.root, 'Makefile'));
    await client.diagnostics(path.join(workspace.root, 'Makefile'), (found) => codes(found).includes('compose-file-missing'));
  } finally {
    await client.dispose();
    workspace.dispose();
  }
});
