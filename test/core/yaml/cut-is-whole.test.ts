// A file is cut into pieces that are parsed by themselves. For text without errors nobody must be able to tell: the
// tree says what the `yaml` library says of the text in one piece, and every place holds what stands there.

import assert from 'node:assert/strict';
import { isAlias, isScalar, parseDocument, visit } from 'yaml';
import { Scalar, type YamlNode } from '#core/yaml/node.ts';
import { parseYaml, type YamlFile } from '#core/yaml/parse.ts';
import { cut } from '#core/yaml/segments.ts';
import { corpus } from '../../support/corpus.ts';
import { meaning } from '../../support/yaml-tree.ts';
import { nastyTexts } from './nasty-texts.ts';

const corpusTexts = corpus().filter(({ text }) => parseDocument(text).errors.length === 0).map(({ name, text }) => [name, text] as const);
const texts = [...Object.entries(nastyTexts), ...corpusTexts];

describe('a file cut into pieces', () => {
  for (const [name, text] of texts) {
    it(`is the whole: ${name}`, () => {
      const file = parseYaml('/compose.yaml', text);
      const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
      assert.deepEqual(file.problems, []);
      assert.equal(file.documents.length, 1);
      assert.deepEqual(meaning(file.documents[0]), document.toJS());
      assert.deepEqual(scalarPlaces(file), libraryPlaces(text));
    });
  }

  it('is cut at each service, where it can be', () => {
    const blocks = cut('name: a\nservices:\n  # one\n  a:\n    image: x\n  b:\n    image: y\nvolumes:\n  v:\n');
    assert.deepEqual(blocks, [
      { head: { start: 0, end: 8 }, children: [] },
      { head: { start: 8, end: 26 }, children: [{ start: 26, end: 44 }, { start: 44, end: 62 }] },
      { head: { start: 62, end: 76 }, children: [] },
    ]);
  });

  for (const [name, text] of Object.entries({
    'several documents': 'a: b\n---\na: c\n',
    'a document end': 'a: b\n...\n',
    'a directive': '%YAML 1.1\n---\na: b\n',
    'a list at the top': '- a\n- b\n',
    'a quoted key at the top': '"a": b\nc: d\n',
    'a merge key at the top': 'a: &a\n  b: c\n<<: *a\n',
    'a bracket at the top': '{a: b}\n',
  })) {
    it(`is not cut: ${name}`, () => {
      assert.equal(cut(text), undefined);
    });
  }
});

/** Where each scalar that stands in the text stands, as the tree has it. */
function scalarPlaces(file: YamlFile): readonly string[] {
  const places = new Set<string>();
  const walk = (node: YamlNode): void => {
    if (node.alias !== undefined) places.add(String([...node.alias]));
    if (node instanceof Scalar) places.add(String([...node.span]));
    else if (node.kind === 'sequence') node.items.forEach(walk);
    else {
      for (const { key, value, merged } of node.entries) {
        walk(key);
        walk(value);
        if (merged !== undefined) places.add(String([...merged]));
      }
    }
  };
  for (const document of file.documents) if (document !== undefined) walk(document);
  return [...places].filter(isVisible).toSorted();
}

/** The same from the library, parsed in one piece; what a merge key took in stands in its place. */
function libraryPlaces(text: string): readonly string[] {
  const places = new Set<string>();
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
  visit(document, (key, node, path) => {
    if (!isScalar(node) && !isAlias(node)) return;
    const pair = path.at(-1);
    const underMerge = path.some((each) => typeof each === 'object' && 'key' in each && isScalar(each.key) && each.key.value === '<<');
    if (underMerge && !(key === 'key' && pair !== undefined)) return;
    places.add((node.range ?? [0, 0]).slice(0, 2).join());
  });
  return [...places].filter(isVisible).toSorted();
}

function isVisible(place: string): boolean {
  const [from, to] = place.split(',');
  return from !== to;
}
