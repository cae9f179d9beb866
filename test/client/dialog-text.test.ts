// How the lines of a plan read in a dialog, which wraps them.
import { strict as assert } from 'node:assert';

import { dialogText } from '#client/commands/dialog-text.ts';

describe('the text of a dialog', () => {
  it('gives a bullet to what is listed, and leaves the rest', () => {
    assert.equal(
      dialogText(['Destroying shop removes:', '  container shop-db-1, running', '  volume data, 1 KiB', 'folder files stays', '', 'Engine: unix:///run/docker.sock']),
      'Destroying shop removes:\n• container shop-db-1, running\n• volume data, 1 KiB\nfolder files stays\n\nEngine: unix:///run/docker.sock',
    );
  });
});
