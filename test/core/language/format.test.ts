// Formatting as a table, and as a promise over real projects: what the text says stays, comments stay, and a second time there is
// nothing to do.

import assert from 'node:assert/strict';
import { CST, Lexer } from 'yaml';
import { formatEdits } from '#core/language/format/format.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { askCompose, requireCompose } from '../../support/compose-oracle.ts';
import { corpus } from '../../support/corpus.ts';
import { random } from '../../support/random.ts';
import { meaning } from '../../support/yaml-tree.ts';

function formatted(text: string, range?: readonly [number, number]): string {
  const edits = formatEdits(parseYaml('/project/compose.yaml', text), range);
  return edits.toReversed().reduce((all, { span: [from, to], text: said }) => all.slice(0, from) + said + all.slice(to), text);
}

/** Name → before, after; the same text where nothing may change. */
const cases: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'four columns': ['services:\n    web:\n        image: x\n        ports:\n            - "80"\n', 'services:\n  web:\n    image: x\n    ports:\n      - "80"\n'],
  'a list at its key': ['services:\n  web:\n    ports:\n    - "80"\n    - "81"\n    image: x\nx-a:\n- 1\n', 'services:\n  web:\n    ports:\n      - "80"\n      - "81"\n    image: x\nx-a:\n  - 1\n'],
  'items that are mappings': ['a:\n    -   type: bind\n        source: .\n    -   - x\n        -   y\n', 'a:\n  - type: bind\n    source: .\n  - - x\n    - y\n'],
  'an item below its dash': ['a:\n-\n    type: bind\n    source: .\n', 'a:\n  -\n    type: bind\n    source: .\n'],
  'colons': ['a :   b\n"c"  :\n  d:\te\nf:     # why\n  g:  1   # one\n', 'a: b\n"c":\n  d: e\nf:     # why\n  g: 1   # one\n'],
  'blanks and empty lines': ['\n\na: 1  \n\n\n\nb: \n  c: 2\t\n\n\n', 'a: 1\n\nb:\n  c: 2\n'],
  'a last line without an end': ['a:\n    b: 1', 'a:\n  b: 1\n'],
  'comments': [
    '# top\nservices:\n    # above web\n    web: # here\n        image: x\n        # ports:\n        #   - 80\n\n    # above db\n    db:\n        image: y\n        # last\n# end\n',
    '# top\nservices:\n  # above web\n  web: # here\n    image: x\n    # ports:\n    #   - 80\n\n  # above db\n  db:\n    image: y\n    # last\n# end\n',
  ],
  'a commented item': ['a:\n  b:\n  - x\n  # - y\n  c: 1\nd:\n- x\n# - y\n# the end\n', 'a:\n  b:\n    - x\n  # - y\n  c: 1\nd:\n  - x\n  # - y\n# the end\n'],
  'a block of text': ['a:\n    b: |\n        one\n          two  \n\n        three\n\n\n    c: >-\n     x\n\n\n\n     y\n', 'a:\n  b: |\n    one\n      two  \n\n    three\n\n  c: >-\n    x\n\n\n\n    y\n'],
  'a block that keeps its end': ['a:\n    b: |+\n        one\n\n\nc: 1\n', 'a:\n  b: |+\n    one\n\n\nc: 1\n'],
  'a block that says how far in it is': ['a:\n    b: |2\n        one\n      two\n', 'a:\n  b: |2\n      one\n    two\n'],
  'a block without an end': ['a:\n    b: |\n        one', 'a:\n  b: |\n    one'],
  'a block that is an item': ['a:\n-   |\n    one\n-   b: |\n        two\n', 'a:\n  - |\n    one\n  - b: |\n      two\n'],
  'what looks like a comment in a block': ['a:\n    b: |\n        # one\n    # two\n    c: 1\n', 'a:\n  b: |\n    # one\n  # two\n  c: 1\n'],
  'brackets over several lines': ['a:\n    b: [\n        one,   # first\n        two\n    ]\n    c: {x:   1}\n', 'a:\n  b: [\n      one,   # first\n      two\n  ]\n  c: {x:   1}\n'],
  'texts over several lines': ['a:\n    b: "one\n        two\n\n        three"\n    c: four\n        five\n', 'a:\n  b: "one\n      two\n\n      three"\n  c: four\n      five\n'],
  'anchors, aliases, tags and merges': ['x-a:   &a\n    b: 1\nc:\n    <<: *a\n    d:   !override\n    -   e\n    f: !reset null\n', 'x-a: &a\n  b: 1\nc:\n  <<: *a\n  d: !override\n    - e\n  f: !reset null\n'],
  'several documents': ['---\na:\n    b: 1\n---\n# two\nc:\n    d: 1\n...\n', '---\na:\n  b: 1\n---\n# two\nc:\n  d: 1\n...\n'],
  'Windows line ends': ['a:\r\n    b: 1\r\n\r\n\r\n    c: |\r\n        x\r\n', 'a:\r\n  b: 1\r\n\r\n  c: |\r\n    x\r\n'],
  'what is right': ['services:\n  web:\n    image: x\n', 'services:\n  web:\n    image: x\n'],
  'nothing': ['', ''],
  'comments alone': ['# one\n\n# two\n', '# one\n\n# two\n'],
  'broken text': ['a:\n    b: "x\n    c: 1\n', 'a:\n    b: "x\n    c: 1\n'],
  'a key twice': ['a:\n    b: 1\n    b: 2\n', 'a:\n    b: 1\n    b: 2\n'],
  'a key of its own line': ['? a\n:   b\n', '? a\n:   b\n'],
  'a tab behind a dash': ['a:\n    -\tb\n', 'a:\n    -\tb\n'],
  'a value behind the start of a document': ['--- \na:\n    b: 1\n--- {c:   1}\n', '--- \na:\n    b: 1\n--- {c:   1}\n'],
};

/** Name → the lines that are formatted, before, after. */
const ranges: Readonly<Record<string, readonly [range: readonly [number, number], before: string, after: string]>> = {
  'of a service that stays': [[2, 4], 'services:\n    web:\n        ports:\n            -   "80"\n            -   "81"\n        image:   x\n', 'services:\n    web:\n        ports:\n          - "80"\n          - "81"\n        image:   x\n'],
  'of a list that goes on': [[3, 3], 'services:\n  web:\n    ports:\n    -   "80"\n    - "81"\n', 'services:\n  web:\n    ports:\n    - "80"\n    - "81"\n'],
  'of a service as a whole, among others that stay': [[1, 4], 'services:\n    web:\n        ports:\n            -   "80"\n        image:   x\n    db:\n        image: y\n', 'services:\n    web:\n      ports:\n        - "80"\n      image: x\n    db:\n        image: y\n'],
  'a list of a service that is right': [[2, 4], 'services:\n  web:\n    ports:\n    -   "80"\n    -   "81"\n    image:   x\n', 'services:\n  web:\n    ports:\n      - "80"\n      - "81"\n    image:   x\n'],
  'the last lines': [[3, 9], 'a:   1\n\n\nb:\n    c: 1\n\n\n', 'a:   1\n\n\nb:\n  c: 1\n'],
};

/** The comments of a text, in their order, as another reader finds them. */
function comments(text: string): readonly string[] {
  return [...new Lexer().lex(text)].filter((token) => CST.tokenType(token) === 'comment').map((token) => token.trim());
}

function keeps(text: string): void {
  const after = formatted(text);
  const [was, is] = [text, after].map((each) => parseYaml('/project/compose.yaml', each));
  assert.deepEqual(is?.documents.map(meaning), was?.documents.map(meaning));
  assert.deepEqual(comments(after), comments(text));
  assert.equal(formatted(after), after, 'a second time something changes');
}

describe('formatting', () => {
  for (const [name, [before, after]] of Object.entries(cases)) {
    it(name, () => {
      assert.equal(formatted(before), after);
      assert.equal(formatted(after), after);
    });
  }

  for (const [name, [range, before, after]] of Object.entries(ranges)) {
    it(`some lines: ${name}`, () => assert.equal(formatted(before, range), after));
  }

  it('keeps what real projects say, and their comments', () => {
    const texts = corpus();
    const changed = texts.filter(({ text }) => formatted(text) !== text);
    for (const { name, text } of texts) {
      try {
        keeps(text);
      } catch (error) {
        throw new Error(`${name} does not stay what it is`, { cause: error });
      }
    }
    assert.ok(changed.length > texts.length / 10, `${changed.length} of ${texts.length} change`);
  }).timeout(60_000);

  it('finds its way back from any indentation', () => {
    const { below } = random(7);
    let found = 0;
    for (const { name, text } of corpus().filter((each) => each.text.length < 20_000)) {
      const right = formatted(text);
      // Every level further in by the same number of columns: blocks of text and brackets too.
      const factor = 3 + below(3);
      const wide = right.replaceAll(/^( +)(?=\S)/gm, (blanks) => ' '.repeat(blanks.length / 2 * factor));
      const [was, is] = [right, wide].map((each) => JSON.stringify(parseYaml('/project/compose.yaml', each).documents.map(meaning)));
      // A text that means something else further in is another text.
      if (was !== is || parseYaml('/project/compose.yaml', right).problems.length > 0) continue;
      found += 1;
      assert.deepEqual(comments(formatted(wide)), comments(right));
      keeps(wide);
      assert.equal(formatted(wide).replaceAll(/^ *(?=#)/gm, ''), right.replaceAll(/^ *(?=#)/gm, ''), name);
    }
    assert.ok(found > 20, `${found} were tried`);
  }).timeout(60_000);

  it('keeps what texts say that somebody has cut about', () => {
    const { below, pick } = random(3);
    const texts = corpus().map(({ text }) => text).filter((text) => text.length < 3_000);
    const odd = ['', '# c', '      # - c', '    x: |', '  - a: "b', '---', '  - - 1', '    key :  v', '      - |+', '  ? k', '  &a', '    !x', '  "q": [a,', '   ]', '  <<: {a: b}', '\t', '      text  ', '  a: >2-', '  -'];
    let changed = 0;
    for (let round = 0; round < 250; round += 1) {
      const lines = pick(texts).split('\n');
      for (let cut = below(5); cut >= 0; cut -= 1) {
        const at = below(lines.length);
        const line = lines[at] ?? '';
        lines.splice(at, 1, ...pick<readonly string[]>([
          [], [' '.repeat(below(8)) + line], [line.trimStart()], [pick(odd), line], [line.replace(': ', ':   ')], [line + pick([' ', '  # tail', '\r', '\t'])], [line.replace('- ', '-    ')], [line.replace(/: .*$/, `: |${pick(['', '-', '+', '2'])}`)],
        ]));
      }
      const text = lines.join('\n');
      if (formatted(text) !== text) changed += 1;
      keeps(text);
    }
    assert.ok(changed > 20, `${changed} changed`);
  }).timeout(120_000);

  it('says to Compose what the text said before', async () => {
    await requireCompose();
    let asked = 0;
    for (const { text } of corpus().filter((each) => each.name.includes('compose.y')).slice(0, 60)) {
      const after = formatted(text);
      if (after === text) continue;
      const [was, is] = await Promise.all([text, after].map((each) => askCompose({ files: { 'compose.yaml': each } })));
      assert.deepEqual(is?.ok === true ? is.project : is?.ok, was?.ok === true ? was.project : was?.ok);
      if (was?.ok === true) asked += 1;
    }
    assert.ok(asked > 5, `${asked} were asked`);
  }).timeout(120_000);
});
