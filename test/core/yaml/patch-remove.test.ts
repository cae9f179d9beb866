// Removing an item or an entry: its own lines go, an entry that holds nothing else goes with it, and everything else
// stays as it was, character by character.

import assert from 'node:assert/strict';
import { parseYaml } from '#core/yaml/parse.ts';
import { textEdits } from '#core/yaml/patch.ts';

/** What goes stands between ⟦ and ⟧; behind it, what is left. Undefined: nothing can go. */
const cases: Readonly<Record<string, readonly [before: string, after: string | undefined]>> = {
  'an item with a comment behind it': ['a:\n  - x\n  - ⟦y⟧ # c\n  - z\n', 'a:\n  - x\n  - z\n'],
  'an item that ends the file without a line break': ['a:\n  - x\n  - ⟦y⟧', 'a:\n  - x\n'],
  'an item between comments': ['a:\n  - x\n  # one\n  - ⟦y⟧\n  # two\n\n# three\nb: c\n', 'a:\n  - x\n  # one\n  # two\n\n# three\nb: c\n'],
  'the only item': ['a:\n  b:\n    - ⟦x⟧\n  c: d\n', 'a:\n  c: d\n'],
  'the only item of the only entry': ['a:\n  b:\n    - ⟦x⟧\nc: d\n', 'c: d\n'],
  'the only item of all': ['a:\n  - ⟦x⟧\n', ''],
  'a part of an item': ['a:\n  - "⟦./x⟧:/y"\n  - z\n', 'a:\n  - z\n'],
  'an entry of an item': ['a:\n  - type: bind\n    source: ⟦./x⟧\n    target: /y\n  - z\n', 'a:\n  - type: bind\n    target: /y\n  - z\n'],
  'the first entry of an item, which leaves its dash': ['a:\n  - ⟦b⟧: c\n    d: e\n  - f\n', 'a:\n  - d: e\n  - f\n'],
  'the first item of an item, which leaves its dash': ['a:\n  - - ⟦x⟧\n    - y\n  - z\n', 'a:\n  - - y\n  - z\n'],
  'the only entry of an item': ['a:\n  - b: ⟦c⟧\n  - d\n', 'a:\n  - d\n'],
  'an item that is a mapping': ['a:\n  - ⟦type: bind\n    source: ./x⟧\n  - z\n', 'a:\n  - z\n'],
  'an item with a tag': ['a:\n  - !x ⟦b⟧\n  - c\n', 'a:\n  - c\n'],
  'an item at the indentation of its key': ['a:\n- x\n- ⟦y⟧\nb: c\n', 'a:\n- x\nb: c\n'],
  'an item indented by four': ['a:\n    b:\n        - ⟦x⟧\n        - y\n', 'a:\n    b:\n        - y\n'],
  'an entry by its value': ['a:\n  b: ⟦x⟧\n  c: y\n', 'a:\n  c: y\n'],
  'an entry by its key': ['a:\n  ⟦b⟧:\n    c: d\n    e: f\n  g: h\n', 'a:\n  g: h\n'],
  'an entry by its quoted key': ['a:\n  "⟦b c⟧": d\n  e: f\n', 'a:\n  e: f\n'],
  'a top-level entry': ['⟦a⟧:\n  b: c\nd: e\n', 'd: e\n'],
  'an entry with a tag': ['a:\n  b: !reset ⟦x⟧\n  c: d\n', 'a:\n  c: d\n'],
  'an entry over two lines': ['a:\n  b: ⟦one\n    two⟧\n  c: d\n', 'a:\n  c: d\n'],
  'an entry with a block scalar': ['a:\n  b: ⟦|\n    x\n    y\n⟧\n  # c\n  d: e\n', 'a:\n\n  # c\n  d: e\n'],
  'an entry beside a merge key': ['x: &x {q: r}\na:\n  <<: *x\n  b: ⟦c⟧\n', 'x: &x {q: r}\na:\n  <<: *x\n'],
  'an entry with a question mark': ['a:\n  ? b\n  : ⟦c⟧\n  ? d\n  : e\n', 'a:\n  ? d\n  : e\n'],
  'an item with carriage returns': ['a:\r\n  - x\r\n  - ⟦y⟧\r\n  - z\r\n', 'a:\r\n  - x\r\n  - z\r\n'],
  'the last item with carriage returns': ['a:\r\n  - x\r\n  - ⟦y⟧\r\n', 'a:\r\n  - x\r\n'],
  'an item in brackets': ['a: [x, ⟦y⟧, z]\n', 'a: [x, z]\n'],
  'the first item in brackets': ['a: [⟦x⟧, y]\n', 'a: [y]\n'],
  'the last item in brackets': ['a: [x, ⟦y⟧]\n', 'a: [x]\n'],
  'the only item in brackets': ['q:\n  a: [⟦x⟧]\n  b: c\n', 'q:\n  b: c\n'],
  'an item in brackets over lines': ['a: [\n  x,\n  ⟦y⟧,\n  z\n]\n', 'a: [\n  x,\n  z\n]\n'],
  'the last item in brackets over lines': ['a: [\n  x,\n  ⟦y⟧\n]\n', 'a: [\n  x\n]\n'],
  'an item in brackets in brackets': ['a: [[⟦x⟧], y]\n', 'a: [y]\n'],
  'an entry in braces': ['a: {b: ⟦c⟧, d: e}\n', 'a: {d: e}\n'],
  'an alias in a list': ['x: &x q\na:\n  - ⟦*x⟧\n  - y\n', 'x: &x q\na:\n  - y\n'],
  'an alias as a value': ['x: &x {q: r}\na:\n  b: ⟦*x⟧\n  c: d\n', 'x: &x {q: r}\na:\n  c: d\n'],
  'an alias at the end of a list': ['x: &x q\na:\n  b:\n    - y\n    - ⟦*x⟧\n', 'x: &x q\na:\n  b:\n    - y\n'],
  'an anchor that an alias needs stays': ['a:\n  - &q ⟦x⟧\n  - *q\n', undefined],
  'an anchor that nothing needs goes': ['a:\n  - &q ⟦x⟧\n  - y\n', 'a:\n  - y\n'],
};

describe('removing from YAML', () => {
  for (const [name, [marked, after]] of Object.entries(cases)) {
    it(name, () => {
      const span = [marked.indexOf('⟦'), marked.indexOf('⟧') - 1] as const;
      const text = marked.replaceAll(/[⟦⟧]/g, '');
      const file = parseYaml('/compose.yaml', text);
      const edits = textEdits({ kind: 'remove', at: { value: undefined, file: '/compose.yaml', span } }, file);
      const left = edits?.reduce((all, edit) => all.slice(0, edit.span[0]) + edit.text + all.slice(edit.span[1]), text);
      assert.equal(left, after);
      if (left !== undefined) assert.deepEqual(parseYaml('/compose.yaml', left).problems, []);
    });
  }
});
