// Every scalar knows the place that a person would change, in every style in which YAML can be written; and a part of
// it is located as closely as the text allows.

import assert from 'node:assert/strict';
import { entries, entry, get, items, Scalar, type YamlNode } from '#core/yaml/node.ts';
import { parseYaml, type YamlFile } from '#core/yaml/parse.ts';
import { part, settled } from '#core/yaml/span.ts';
import { spanOf, written } from '../../support/yaml-tree.ts';

interface Case {
  /** The value of `a:`, or a whole text when it has a line break before `a:`. */
  readonly text: string;
  readonly value: unknown;
  readonly style: string;
  /** What the span covers. */
  readonly covers: string;
  /** What the span of the value's characters 1 to 3 covers: exact in verbatim text, else the whole. */
  readonly part?: string;
}

const cases: Readonly<Record<string, Case>> = {
  'plain': { text: 'a: abcd\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'plain with a comment behind it': { text: 'a: abcd # x\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'plain at the end of the file': { text: 'a: abcd', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'plain with spaces around it': { text: 'a:    ab cd   \n', value: 'ab cd', style: 'plain', covers: 'ab cd', part: 'b ' },
  'plain with a carriage return': { text: 'a: abcd\r\nb: c\r\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'plain behind a BOM': { text: '\ufeffa: abcd\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'plain behind a document start': { text: '---\na: abcd\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'plain over two lines': { text: 'a: ab\n  cd\nb: c\n', value: 'ab cd', style: 'plain', covers: 'ab\n  cd', part: 'ab\n  cd' },
  'plain with an astral character': { text: 'a: 😀bcd\n', value: '😀bcd', style: 'plain', covers: '😀bcd', part: '\ude00b' },
  'plain beyond ASCII': { text: 'a: äbcd\n', value: 'äbcd', style: 'plain', covers: 'äbcd', part: 'bc' },
  'plain on a line of its own': { text: 'a:\n  abcd\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'plain after a tab': { text: 'a:\tabcd\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'plain with an anchor': { text: 'a: &x abcd\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'plain with a tag': { text: 'a: !!str 1234\n', value: '1234', style: 'plain', covers: '1234', part: '23' },
  'a number': { text: 'a: 1234\n', value: 1234, style: 'plain', covers: '1234', part: '23' },
  'double quotes': { text: 'a: "abcd"\n', value: 'abcd', style: 'double', covers: '"abcd"', part: 'bc' },
  'double quotes with a comment behind them': { text: 'a: "ab#d" # x\n', value: 'ab#d', style: 'double', covers: '"ab#d"', part: 'b#' },
  'double quotes with an escape': { text: 'a: "a\\tcd"\n', value: 'a\tcd', style: 'double', covers: '"a\\tcd"', part: '"a\\tcd"' },
  'double quotes with an escape as long as what it stands for': { text: 'a: "\\u0061bcd"\n', value: 'abcd', style: 'double', covers: '"\\u0061bcd"', part: '"\\u0061bcd"' },
  'double quotes over two lines': { text: 'a: "ab\n  cd"\nb: c\n', value: 'ab cd', style: 'double', covers: '"ab\n  cd"', part: '"ab\n  cd"' },
  'double quotes over two lines with carriage returns': { text: 'a: "ab\r\n  cd"\r\nb: c\r\n', value: 'ab cd', style: 'double', covers: '"ab\r\n  cd"', part: '"ab\r\n  cd"' },
  'double quotes with nothing': { text: 'a: ""\n', value: '', style: 'double', covers: '""' },
  'single quotes': { text: 'a: \'abcd\'\n', value: 'abcd', style: 'single', covers: '\'abcd\'', part: 'bc' },
  'single quotes with a backslash': { text: 'a: \'a\\cd\'\n', value: 'a\\cd', style: 'single', covers: '\'a\\cd\'', part: '\\c' },
  'single quotes with a doubled one': { text: 'a: \'a\'\'d\'\n', value: 'a\'d', style: 'single', covers: '\'a\'\'d\'', part: '\'a\'\'d\'' },
  'a quoted number': { text: 'a: "1234"\n', value: '1234', style: 'double', covers: '"1234"', part: '23' },
  'a literal block': { text: 'a: |\n  ab\n  cd\nb: c\n', value: 'ab\ncd\n', style: 'block', covers: '|\n  ab\n  cd\n', part: '|\n  ab\n  cd\n' },
  'a folded block': { text: 'a: >-\n  ab\n  cd\nb: c\n', value: 'ab cd', style: 'block', covers: '>-\n  ab\n  cd\n', part: '>-\n  ab\n  cd\n' },
  'a folded block with carriage returns': { text: 'a: >-\r\n  ab\r\n  cd\r\nb: c\r\n', value: 'ab cd', style: 'block', covers: '>-\r\n  ab\r\n  cd\r\n' },
  'a literal block of nothing': { text: 'a: |\nb: c\n', value: '', style: 'block', covers: '|\n' },
  'nothing': { text: 'a:\nb: c\n', value: null, style: 'empty', covers: '' },
  'nothing with a comment': { text: 'a: # x\nb: c\n', value: null, style: 'empty', covers: '' },
  'nothing at the end of the file': { text: 'a:', value: null, style: 'empty', covers: '' },
  'nothing with a tag': { text: 'a: !reset\nb: c\n', value: '', style: 'empty', covers: '' },
  'null by its name': { text: 'a: null\n', value: null, style: 'plain', covers: 'null' },
  'in flow': { text: 'a: [abcd]\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'in flow over lines': { text: 'a: [\n  x, # y\n  abcd\n]\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
  'quoted in flow': { text: 'a: ["x", "abcd"]\n', value: 'abcd', style: 'double', covers: '"abcd"', part: 'bc' },
  'in a list': { text: 'a:\n  - x\n  - abcd # y\n', value: 'abcd', style: 'plain', covers: 'abcd', part: 'bc' },
};

/** The value of `a`, or the last item of the list in it. */
function valueOf(file: YamlFile): Scalar {
  const node = get(file.documents[0], 'a');
  const value = items(node).at(-1) ?? node;
  assert.ok(value instanceof Scalar);
  return value;
}

describe('the places of scalars', () => {
  for (const [name, { text, value, style, covers, part: partCovers }] of Object.entries(cases)) {
    it(name, () => {
      const file = parseYaml('/compose.yaml', text);
      const scalar = valueOf(file);
      assert.deepEqual(file.problems, []);
      assert.deepEqual([scalar.value, scalar.style, written(file, scalar)], [value, style, covers]);
      if (partCovers === undefined) return;
      const { span, value: content } = part(scalar.text, 1, 3);
      assert.deepEqual([file.text.slice(...span), content], [partCovers, scalar.content.slice(1, 3)]);
    });
  }
});

describe('a part of a text', () => {
  const file = parseYaml('/compose.yaml', 'a: "./data:/var/lib:ro"\n');
  const { text } = valueOf(file);

  it('is a text of which parts can be taken', () => {
    const target = part(text, 7, 15);
    assert.deepEqual([target.value, settled(target.span)], ['/var/lib', [11, 19]]);
    const folder = part(target, 1, 4);
    assert.deepEqual([folder.value, settled(folder.span)], ['var', [12, 15]]);
  });

  it('may be empty, and then stands where it would begin', () => {
    assert.deepEqual([0, 6, 18].map((at) => settled(part(text, at, at).span)), [[4, 4], [10, 10], [22, 22]]);
  });

  it('ends with the text', () => {
    const rest = part(text, 16, 99);
    assert.deepEqual([rest.value, settled(rest.span)], ['ro', [20, 22]]);
  });
});

describe('aliases and merge keys', () => {
  const read = (text: string): { file: YamlFile; root: YamlNode | undefined } => {
    const file = parseYaml('/compose.yaml', text);
    return { file, root: file.documents[0] };
  };

  it('an alias stands where it is used, its value at the anchor', () => {
    const { file, root } = read('x: &x 1\ny: *x\n');
    const node = get(root, 'y');
    assert.deepEqual([spanOf(node), node?.alias && settled(node.alias), node instanceof Scalar && node.value], [[6, 7], [11, 13], 1]);
    assert.deepEqual(file.problems, []);
  });

  it('an alias means the last anchor of its name', () => {
    const { root } = read('w: &x 1\nx: *x\ny: &x 2\nz: *x\n');
    assert.deepEqual(['x', 'z'].map((key) => spanOf(get(root, key))), [[6, 7], [20, 21]]);
  });

  it('an anchor may stand on its own line, and in flow', () => {
    const { root } = read('a: &a\n  b: c\nd: [&e f, *e]\ng: *a\n');
    assert.deepEqual([spanOf(get(get(root, 'g'), 'b')), spanOf(items(get(root, 'd'))[1])], [[11, 12], [20, 21]]);
  });

  it('an alias without its anchor is a problem at the alias', () => {
    const { file, root } = read('a: *none\nb: c\n');
    assert.deepEqual(file.problems, [{ code: 'yaml-syntax', message: '*none has no anchor &none before it', file: '/compose.yaml', span: [3, 8], byCompose: true }]);
    assert.deepEqual(entries(root).map(({ key }) => key.content), ['a', 'b']);
  });

  const merged = (text: string): readonly (readonly [string, string | undefined, boolean])[] => {
    const { file, root } = read(text);
    return entries(get(root, 'z')).map(({ key, value, merged: from }) => [key.content, written(file, value), from !== undefined]);
  };

  it('own keys win over merged ones, wherever << stands', () => {
    assert.deepEqual(merged('x: &x {a: 1, b: 2}\nz:\n  a: 3\n  <<: *x\n  c: 4\n'), [['a', '3', false], ['c', '4', false], ['b', '2', true]]);
  });

  it('of a list of merges the first wins', () => {
    assert.deepEqual(merged('x: &x {a: 1}\ny: &y {a: 2, b: 3}\nz:\n  <<: [*x, *y]\n'), [['a', '1', true], ['b', '3', true]]);
  });

  it('merges go through merges', () => {
    assert.deepEqual(merged('w: &w {a: 1, b: 1}\nx: &x\n  <<: *w\n  b: 2\nz:\n  <<: *x\n  c: 3\n'), [['c', '3', false], ['b', '2', true], ['a', '1', true]]);
  });

  it('a mapping may stand behind << itself', () => {
    assert.deepEqual(merged('z:\n  <<: {a: 1}\n  b: 2\n'), [['b', '2', false], ['a', '1', true]]);
  });

  it('a merge key among services leaves the other services as they are', () => {
    const text = 'x: &x\n  a: 1\n  b: 2\nz:\n  <<: *x\n  b: 3\n  c: 4\n';
    assert.deepEqual(merged(text), [['b', '3', false], ['c', '4', false], ['a', '1', true]]);
    assert.deepEqual(read(text).file.problems, []);
  });

  it('a quoted "<<" is a key like any other', () => {
    assert.deepEqual(merged('z:\n  "<<": a\n'), [['<<', 'a', false]]);
  });

  it('two merge keys are a duplicate, as for Compose', () => {
    const { file } = read('x: &x {a: 1}\nz:\n  <<: *x\n  <<: *x\n');
    assert.deepEqual(file.problems.map(({ code, span, related }) => [code, span, related?.span]), [['duplicate-key', [27, 29], [18, 20]]]);
  });

  for (const [text, span] of [['z:\n  <<: [a]\n  b: 1\n', [9, 12]], ['z:\n  <<: a\n', [9, 10]], ['y: &y a\nz:\n  <<: *y\n', [17, 19]], ['z:\n  <<:\n  b: 1\n', [5, 7]]] as const) {
    it(`what is no mapping cannot be merged: ${JSON.stringify(text)}`, () => {
      const { file } = read(text);
      assert.deepEqual(file.problems.map(({ message, span: at }) => [message, at]), [['<< merges mappings only', span]]);
    });
  }
});

describe('tags, documents and collections', () => {
  it('tags are known on every kind of node', () => {
    const root = parseYaml('/compose.yaml', 'a: !reset []\nb: !override\n  c: d\ne: !reset null\nf: !x g\nh:\n  i: !override\n    - j\n').documents[0];
    assert.deepEqual([get(root, 'a')?.tag, get(root, 'b')?.tag, get(root, 'e')?.tag, get(root, 'f')?.tag, get(get(root, 'h'), 'i')?.tag], ['!reset', '!override', '!reset', '!x', '!override']);
    assert.deepEqual([get(root, 'a')?.kind, get(root, 'b')?.kind, get(root, 'f')?.kind], ['sequence', 'mapping', 'scalar']);
  });

  it('several documents stand one behind the other', () => {
    const file = parseYaml('/compose.yaml', 'a: 1\n---\na: 2\n---\n# nothing\n');
    assert.deepEqual(file.documents.map((document) => written(file, get(document, 'a'))), ['1', '2', undefined]);
    assert.deepEqual(spanOf(get(file.documents[1], 'a')), [12, 13]);
  });

  for (const text of ['', '\n', '# only a comment\n', '---\n', '\ufeff', '   \n\n']) {
    it(`a file of ${JSON.stringify(text)} has one document without content`, () => {
      const file = parseYaml('/compose.yaml', text);
      assert.deepEqual([file.documents, file.problems], [[undefined], []]);
    });
  }

  it('a collection ends with its last value', () => {
    const file = parseYaml('/compose.yaml', 'services:\n  a:\n    ports:\n      - "1"\n\n  # c\n  b: { x: y }\n\n\n# end\n');
    const root = file.documents[0];
    const services = get(root, 'services');
    assert.deepEqual(written(file, get(get(services, 'a'), 'ports')), '- "1"');
    assert.deepEqual(written(file, get(services, 'b')), '{ x: y }');
    assert.deepEqual(written(file, get(services, 'a')), 'ports:\n      - "1"');
    assert.equal(file.text.slice(...(root?.span ?? [0, 0])), file.text.slice(0, file.text.indexOf(' }') + 2));
    assert.equal(written(file, services), file.text.slice(12, file.text.indexOf(' }') + 2));
  });

  it('a collection whose last value is an alias ends with the alias', () => {
    const file = parseYaml('/compose.yaml', 'x: &x {y: z}\na:\n  b: c\n  d: *x\ne: [f: *x]\nh:\n  - *x\ng: *x\n');
    const root = file.documents[0];
    assert.deepEqual([written(file, get(root, 'a')), written(file, items(get(root, 'e'))[0]), written(file, get(root, 'h')), spanOf(root)], ['b: c\n  d: *x', 'f: *x', '- *x', [0, file.text.length - 1]]);
  });

  it('a key stands where it is written, in quotes or not', () => {
    const file = parseYaml('/compose.yaml', '"a b": 1\n\'c\' : 2\n? d\n: 3\ne-f.g: 4\n');
    const root = file.documents[0];
    assert.deepEqual(['a b', 'c', 'd', 'e-f.g'].map((key) => [written(file, entry(root, key)?.key), written(file, get(root, key))]), [['"a b"', '1'], ['\'c\'', '2'], ['d', '3'], ['e-f.g', '4']]);
  });
});
