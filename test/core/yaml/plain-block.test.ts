// The fast reader makes the very tree that the library's nodes make, wherever it does not give up, and it gives up
// seldom enough to be worth having.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments, type Node } from 'yaml';
import { buildTree, segmentBuilding, Words, type SegmentBuilding } from '#core/yaml/build.ts';
import { Scalar, type YamlNode } from '#core/yaml/node.ts';
import type { YamlProblem } from '#core/yaml/problem.ts';
import { readPlainBlock } from '#core/yaml/plain-block.ts';
import { cut } from '#core/yaml/segments.ts';
import { generateCompose } from '../../bench/generate-compose.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const corpus = path.resolve(root, '../shared/corpus');

/** A tree as plain data, with everything that is public. */
function plain(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node instanceof Scalar) return { span: node.span, value: node.value, style: node.style, text: node.text, alias: node.alias, tag: node.tag };
  if (node.kind === 'sequence') return { ...node, items: node.items.map(plain) };
  return { ...node, entries: node.entries.map(({ key, value, merged }) => ({ key: plain(key), value: plain(value), merged })) };
}

function building(source: string): SegmentBuilding & { problems: unknown[] } {
  const problems: YamlProblem[] = [];
  const none = { visits: 0, values: 0, weight: 0, refused: false };
  const common = segmentBuilding({ file: '/f', words: new Words(), anchors: new Map() }, 'restart: always\n', { base: 0 }, none, problems);
  const node = buildTree(parseAllDocuments(common.source, { schema: 'failsafe' })[0]?.contents as Node, common);
  return { ...segmentBuilding({ file: '/f', words: new Words(), anchors: new Map([['common', { node, weight: 1, height: 1 }]]) }, source, { base: 7 }, none, problems), problems };
}

/** Reads a text both ways. Undefined when the fast reader gives up. */
function assertSame(source: string): boolean {
  const fast = building(source);
  const read = readPlainBlock(fast);
  if (read === undefined) return false;
  const slow = building(source);
  const [document] = parseAllDocuments(source, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  assert.deepEqual((document?.errors ?? []).map(({ message }) => message), [], source);
  const contents = document?.contents as Node | null | undefined;
  const tree = contents === null || contents === undefined ? undefined : buildTree(contents, slow);
  assert.deepEqual(plain(read.node), plain(tree), source);
  assert.deepEqual(fast.problems, slow.problems, source);
  assert.deepEqual([fast.count.visits, fast.count.weight], [slow.count.visits, slow.count.weight], source);
  return true;
}

const texts = [
  'a: 1\n', 'a:\nb:\n', 'a: # c\n  b: 1 # d\n\n  # e\n  c: x#y\n', 'a:\n- 1\n- b: 2\n  c: 3\n-   d: 4\n    e:\nf: ~\n', '  a:\n    - "x: y"\n    - \'z\'\n',
  'a: [1, "b", \'c\', -f, http://x:80/y]\n', 'a: []\n', 'a: [ x ]   # c\n', 'a: 8080:80\nb: 1.5\nc: 0x1F\nd: true\ne: null\n', 'a: ${B:-c}\n', 'a: x y  z \n',
  '<<: *common\na: *common\n', 'a: 1\r\nb:\r\n  - c\r\n', 'a: 1\na: 2\n', 'a: b\n  c\n', 'a:\n   b: 1\n  c: 2\n', 'a: "x\n', 'a: |\n  b\n', 'a: &x 1\n', 'a: !reset\n', 'a: {b: c}\n',
  'a: - b\n', 'a: b: c\n', 'a: b:\n', '- a\n- b\n', '- - a\n', '-\n', 'a: "b" c\n', 'a: "b"#c\n', 'a: [b, c\n', 'a: [b,, c]\n', 'a: @b\n', 'a: b\tc\n', 'a:\tb\n', 'a : b\n', '? a\n', 'a: b #\n', 'a: #\n',
  'a:b\n', 'a: [a:b, c: d]\n', 'a: é\n', 'a: \'it\'\'s\'\n', 'a: "\\n"\n', 'a: -\n', 'a: -1\n', 'a: .\n', 'a: --- x\n', '', '# only\n', 'a: *none\n', 'a: 1_000\nb: +1\nc: .5\nd: 1e3\n', 'a: [1 2, b c]\n',
  'a:\n  - b\n   - c\n', 'a:\n  - b\n - c\n', 'a:\n  b\n', 'a:\n  "b"\n', 'a:\n  [b]\n', 'x: <<\n', 'a: =\n', 'a: 2020-01-01\n', 'a: "x" # y\n', 'null: 1\ntrue: 2\n', 'a: b  # c: d\n', 'a: [b] c\n', 'a: [*common]\n',
];

describe('the fast reader', () => {
  for (const text of texts) it(`agrees on ${JSON.stringify(text)}`, () => void assertSame(text));

  it('agrees on every part of the corpus, and reads nearly all of it', () => {
    const files = globSync('**/*.{yml,yaml}', { cwd: corpus });
    assert.ok(files.length > 0, `there is no corpus at ${corpus}`);
    let read = 0;
    let all = 0;
    for (const file of files) {
      const text = readFileSync(path.join(corpus, file), 'utf8');
      for (const { head, children } of cut(text) ?? []) {
        for (const { start, end } of [head, ...children]) {
          all += 1;
          if (assertSame(text.slice(start, end))) read += 1;
        }
      }
    }
    assert.ok(read / all > 0.75, `${read} of ${all} parts`);
  });

  it('reads every part of a generated project', () => {
    const text = generateCompose(20);
    const parts = (cut(text) ?? []).flatMap(({ head, children }) => [head, ...children]);
    const left = parts.map(({ start, end }) => text.slice(start, end)).filter((part) => !assertSame(part));
    assert.deepEqual(left.map((part) => part.split('\n', 1)[0]), ['x-common: &common']);
  });
});
