// Another text in place of a scalar or of a part of one: whatever the text and however the scalar is written, the file
// then says exactly that text, and says all the rest as before.

import assert from 'node:assert/strict';
import { get, items, Scalar } from '#core/yaml/node.ts';
import { parseYaml, type YamlFile } from '#core/yaml/parse.ts';
import { textEdits } from '#core/yaml/patch.ts';
import { part, type Text } from '#core/yaml/span.ts';

const texts = [
  'new', './data:/x', '${A:-b}', '${A:-b c}', 'http://x:80/y?z#w', '8080:80', 'a,b', 'a{b}', 'yes', 'ü', '😀', '=', '<<x',
  '', '  x ', 'a: b', 'a #b', '#x', '"q"', 'it\'s', 'a\\b', '- x', '@x', '%x', '`x`', 'x:', '[a', '{a', '*x', '&x', '!x', '?', '? x', '|', '>', 'line\nbreak', 'tab\tx',
  'true', 'null', '~', '123', '0x1f', '1.5', '.5', '.inf',
];

/** Every style, with `old` as the last value in `a`. */
const styles: Readonly<Record<string, string>> = {
  'plain': 'a: old # c\nb: c\n',
  'double quotes': 'a: "old" # c\nb: c\n',
  'single quotes': 'a: \'old\' # c\nb: c\n',
  'in a list': '# z\na:\n  - x # y\n  - old # c\nb: c\n',
  'in brackets': 'a: [x, old] # c\nb: c\n',
  'quoted in brackets': 'a: [x, "old"] # c\nb: c\n',
  'with carriage returns': 'a: old # c\r\nb: c\r\n',
  'a block scalar': 'a: |\n  old\nb: c\n',
  'folded': 'a: >-\n  old\n  old\n\nb: c\n',
  'over two lines': 'a: old\n  old # c\nb: c\n',
  'with an escape': 'a: "o\\tld" # c\nb: c\n',
};

function valueOf(file: YamlFile): Scalar {
  const node = get(file.documents[0], 'a');
  const value = items(node).at(-1) ?? node;
  assert.ok(value instanceof Scalar);
  return value;
}

function rewritten(text: string, at: (file: YamlFile) => Text, by: string): string | undefined {
  const file = parseYaml('/compose.yaml', text);
  const edits = textEdits({ kind: 'rewrite', at: at(file), text: by }, file);
  return edits?.reduce((all, edit) => all.slice(0, edit.span[0]) + edit.text + all.slice(edit.span[1]), text);
}

describe('rewriting a scalar', () => {
  for (const [name, text] of Object.entries(styles)) {
    it(`says every text: ${name}`, () => {
      for (const by of texts) {
        const after = rewritten(text, (file) => valueOf(file).text, by) ?? '';
        const file = parseYaml('/compose.yaml', after);
        assert.deepEqual([file.problems, valueOf(file).value, get(file.documents[0], 'b')?.kind], [[], by, 'scalar'], `${JSON.stringify(by)} made ${JSON.stringify(after)}`);
        assert.equal(after.includes('# c'), text.includes('# c'), after);
      }
    });
  }

  for (const [before, by, after] of [
    ['a: old\n', 'new', 'a: new\n'],
    ['a: old\n', 'a: b', 'a: "a: b"\n'],
    ['a: \'old\'\n', 'it\'s', 'a: \'it\'\'s\'\n'],
    ['a: "old"\n', 'say "x"', 'a: "say \\"x\\""\n'],
    ['a: 80\n', '8080', 'a: 8080\n'],
    ['a: old\n', '8080', 'a: "8080"\n'],
    ['a: |\n  old\n\n# c\nb: c\n', 'new', 'a: "new"\n\n# c\nb: c\n'],
  ] as const) {
    it(`keeps the style where it can: ${JSON.stringify(before)} to ${JSON.stringify(by)}`, () => {
      assert.equal(rewritten(before, (file) => valueOf(file).text, by), after);
    });
  }
});

describe('rewriting a part of a scalar', () => {
  /** The source of `./x:/y:ro`, rewritten. */
  const source = (text: string, by: string): string | undefined => rewritten(text, (file) => part(valueOf(file).text, 0, 3), by);

  for (const [before, by, after] of [
    ['a: ./x:/y:ro # c\n', './data', 'a: ./data:/y:ro # c\n'],
    ['a: "./x:/y:ro"\n', './data', 'a: "./data:/y:ro"\n'],
    ['a: \'./x:/y:ro\'\n', './it\'s', 'a: \'./it\'\'s:/y:ro\'\n'],
    ['a:\n  - ./x:/y:ro\n', './a b', 'a:\n  - ./a b:/y:ro\n'],
    ['a:\n  - ./x:/y:ro\n', './a #b', 'a:\n  - "./a #b:/y:ro"\n'],
    ['a: [./x:/y:ro]\n', './a,b', 'a: ["./a,b:/y:ro"]\n'],
    ['a: ./x:/y:ro\n', '@x', 'a: "@x:/y:ro"\n'],
    ['a: "./x:\\u002fy:ro"\n', './data', 'a: "./data:/y:ro"\n'],
    ['a: >-\n  ./x:/y:ro\nb: c\n', './data', 'a: "./data:/y:ro"\nb: c\n'],
  ] as const) {
    it(`${JSON.stringify(before)} to ${JSON.stringify(by)}`, () => {
      assert.equal(source(before, by), after);
    });
  }

  it('does nothing where it is not certain which part is meant', () => {
    assert.equal(source('a: "./x:\\u002fy:./x"\n', './data'), undefined);
  });

  it('rewrites what an alias means at its anchor', () => {
    assert.equal(rewritten('x: &x ./x:/y\na:\n  - *x\n', (file) => part(valueOf(file).text, 0, 3), './data'), 'x: &x ./data:/y\na:\n  - *x\n');
  });

  it('does nothing where the file holds no scalar any more', () => {
    const at = valueOf(parseYaml('/compose.yaml', 'a: old\n')).text;
    assert.equal(textEdits({ kind: 'rewrite', at, text: 'new' }, parseYaml('/compose.yaml', 'x:\n  y: z\n  z: y\n')), undefined);
  });
});
