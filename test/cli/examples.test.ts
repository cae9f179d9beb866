// The examples: the sound system has no finding, and the broken one has those of its README's table and no other.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkJson, composure, repository } from '../support/command.ts';

const examples = path.join(repository, 'examples');

/** The rows of the table of planted faults: `file:line:column code`. */
async function planted(): Promise<readonly string[]> {
  const text = await readFile(path.join(examples, 'README.md'), 'utf8');
  return [...text.matchAll(/^\| (\S+) \| (\d+:\d+) \| ([a-z-]+) \|/gm)].map(([, file, place, code]) => `${file}:${place} ${code}`);
}

describe('the examples', () => {
  it('have exactly the faults that their README lists', async () => {
    // The two systems want the same host ports, which is no fault of either.
    const { diagnostics, status } = await checkJson(['ops-platform-broken'], { cwd: examples });
    const found = diagnostics.map(({ file, range: { start }, code }) => `${path.relative(examples, file)}:${start.line + 1}:${start.character + 1} ${code}`);
    assert.deepEqual(found.toSorted(), (await planted()).toSorted());
    assert.equal(status, 1);
  });

  it('show each of the accidents that Composure began with', async () => {
    const shown = new Set((await planted()).map((row) => row.split(' ')[1]));
    const first = [
      'yaml-syntax', 'duplicate-key', 'undefined-service', 'undefined-network', 'undefined-volume', 'dependency-cycle', 'env-file-missing',
      'build-context-missing', 'dockerfile-missing', 'copy-source-missing', 'dead-mount-source', 'mount-type-mismatch', 'port-conflict',
    ];
    assert.deepEqual(first.filter((code) => !shown.has(code)), []);
  });

  it('have a sound system without any finding', async () => {
    const ended = await composure(['check', 'ops-platform', '--min-severity', 'hint'], { cwd: examples });
    assert.deepEqual(ended, { status: 0, stdout: 'Nothing found in 2 projects: ops-platform · clean, ops-platform · dev\n', stderr: '' });
  });
});
