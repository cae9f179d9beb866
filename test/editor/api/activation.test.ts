// The extension is there, under its name, and wakes up without an error.
import assert from 'node:assert/strict';

import * as vscode from 'vscode';

describe('the extension', () => {
  it('is installed and activates', async () => {
    const extension = vscode.extensions.getExtension('composure.composure');
    assert.ok(extension, 'composure.composure is not among the extensions');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
