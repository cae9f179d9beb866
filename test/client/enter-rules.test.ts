// What Enter does behind a line, as a table: the line, and what the next one begins with.

import assert from 'node:assert/strict';
import { enterRules } from '#client/enter-rules.ts';

const table: Readonly<Record<string, string>> = {
  'services:': '  ',
  '  web: # the site': '    ',
  '    healthcheck: ': '      ',
  '  "a b":': '    ',
  'x-a: &a': '  ',
  '    ports: !override': '      ',
  '    command: |': '      ',
  '    command: >-  # folded': '      ',
  '      - type: bind': '        ',
  '      - type: bind # comment': '        ',
  '  - path:': '      ',
  '  - content: |': '      ',
  '      - |': '        ',
  // All of these keep the column of the line.
  '    image: nginx:1.27': '    ',
  '    image: nginx:': '    ',
  '      - "80:80"': '      ',
  '      - 80:80': '      ',
  '      - "80:': '      ',
  '      - ./data:': '      ',
  '      - A=b: c': '      ',
  '  # note:': '  ',
  '      - {type: bind,': '      ',
  '    command: ["a:",': '    ',
  '': '',
};

describe('Enter', () => {
  for (const [line, expected] of Object.entries(table)) {
    it(`behind ${JSON.stringify(line)} begins with ${expected.length} blanks`, () => {
      const rule = enterRules.find(({ before }) => before.test(line));
      assert.equal((/^ */.exec(line)?.[0] ?? '') + (rule?.indents === true ? '  ' : '') + (rule?.appends ?? ''), expected);
    });
  }
});
