// A new item behind one of a list: with its dash, its indentation and the file's line breaks.

import assert from 'node:assert/strict';
import { get, items } from '#core/yaml/node.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { textEdits } from '#core/yaml/patch.ts';

function added(text: string, index: number): string | undefined {
  const file = parseYaml('/compose.yaml', text);
  const item = items(get(file.documents[0], 'list'))[index];
  assert.ok(item);
  const edits = textEdits({ kind: 'add-item', at: { value: undefined, file: '/compose.yaml', span: item.alias ?? item.span }, text: 'new' }, file);
  return edits?.reduce((all, edit) => all.slice(0, edit.span[0]) + edit.text + all.slice(edit.span[1]), text);
}

const cases: Readonly<Record<string, readonly [before: string, index: number, after: string]>> = {
  'behind the last': ['list:\n  - a\n  - b\nx: 1\n', 1, 'list:\n  - a\n  - b\n  - new\nx: 1\n'],
  'between two': ['list:\n  - a # c\n  # d\n  - b\n', 0, 'list:\n  - a # c\n  - new\n  # d\n  - b\n'],
  'without indentation': ['list:\n- a\n', 0, 'list:\n- a\n- new\n'],
  'with a wide dash': ['list:\n    -   a\n', 0, 'list:\n    -   a\n    -   new\n'],
  'behind a mapping': ['list:\n  - a: 1\n    b: 2 # c\n  - d\n', 0, 'list:\n  - a: 1\n    b: 2 # c\n  - new\n  - d\n'],
  'behind an alias': ['x: &x 1\nlist:\n  - *x\n', 0, 'x: &x 1\nlist:\n  - *x\n  - new\n'],
  'behind an anchor': ['list:\n  - &a b\n', 0, 'list:\n  - &a b\n  - new\n'],
  'without line break': ['list:\n  - a', 0, 'list:\n  - a\n  - new\n'],
  'with carriage returns': ['list:\r\n  - a\r\nx: 1\r\n', 0, 'list:\r\n  - a\r\n  - new\r\nx: 1\r\n'],
  'in brackets': ['list: [a, "b"] # c\n', 1, 'list: [a, "b", new] # c\n'],
  'in brackets over lines': ['list: [\n  a,\n  b\n]\n', 0, 'list: [\n  a, new,\n  b\n]\n'],
};

describe('adding an item to a list', () => {
  for (const [name, [before, index, after]] of Object.entries(cases)) it(name, () => assert.equal(added(before, index), after));
});
