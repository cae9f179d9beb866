// Snippets in the way in which a file is indented.

import assert from 'node:assert/strict';
import { indentationOf, reindented } from '#core/language/completion/indentation.ts';
import { WrittenLines } from '#core/language/completion/written-lines.ts';

const gpu = 'deploy:\n  resources:\n    devices:\n      - driver: nvidia\n        count: 1\n  replicas: 1';

const cases: readonly (readonly [file: string, snippet: string, expected: string])[] = [
  ['', gpu, gpu],
  ['services:\n  web:\n    ports:\n      - "80"\n', gpu, gpu],
  ['services:\n    web:\n        ports:\n            - "80"\n', gpu, 'deploy:\n    resources:\n        devices:\n            - driver: nvidia\n              count: 1\n    replicas: 1'],
  ['services:\n  web:\n    ports:\n    - "80"\n', gpu, 'deploy:\n  resources:\n    devices:\n    - driver: nvidia\n      count: 1\n  replicas: 1'],
  ['services:\n    web:\n        ports:\n        - "80"\n', '\n  - db', '\n- db'],
  ['services:\n    web:\n        ports:\n            - "80"\n', '\n  db:\n    condition: x', '\n    db:\n        condition: x'],
];

describe('the indentation of snippets', () => {
  for (const [file, snippet, expected] of cases) {
    it(JSON.stringify([file, snippet]), () => {
      assert.equal(reindented(snippet, indentationOf(new WrittenLines(file)), false), expected);
    });
  }

  it('keeps what belongs to a dash below the dash\'s content', () => {
    const style = indentationOf(new WrittenLines('services:\n    web:\n        image: x\n'));
    assert.equal(reindented('type: bind\n  source: x\n  bind:\n    selinux: z', style, true), 'type: bind\n  source: x\n  bind:\n      selinux: z');
  });
});
