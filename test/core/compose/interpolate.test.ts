// Interpolation: what a text with variables becomes, what stays open, what is refused, and where each part of the result
// stands in the file.

import assert from 'node:assert/strict';
import { interpolateTree, variablesIn, type InterpolationProblem } from '#core/compose/interpolate.ts';
import { get, items, Scalar, type YamlNode } from '#core/yaml/node.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { part } from '#core/yaml/span.ts';
import { readable, refused, variables } from './interpolation-cases.ts';

const known = new Map(Object.entries(variables));

interface Interpolated {
  readonly root: YamlNode;
  readonly problems: readonly InterpolationProblem[];
}

function interpolated(text: string): Interpolated {
  const [root] = parseYaml('/compose.yaml', text).documents;
  assert.ok(root);
  const problems: InterpolationProblem[] = [];
  return { root: interpolateTree(root, known, (problem) => problems.push(problem)), problems };
}

function scalar(node: YamlNode | undefined): Scalar {
  assert.ok(node instanceof Scalar);
  return node;
}

/** A text in single quotes, in which nothing but the quote itself is special. */
const quoted = (text: string): string => `'${text.replaceAll('\'', '\'\'')}'`;

describe('interpolation', () => {
  for (const [text, value, unresolved = []] of readable) {
    it(`${JSON.stringify(text)} becomes ${JSON.stringify(value)}`, () => {
      const { root, problems } = interpolated(`a: ${quoted(text)}\n`);
      const result = scalar(get(root, 'a'));
      assert.deepEqual([result.content, result.value, result.text.unresolved], [value, value, unresolved]);
      assert.deepEqual([...new Set(problems.map(({ code, message }) => `${code} ${message}`))], unresolved.map((name) => `undefined-variable ${name}`));
    });
  }

  for (const [text, code, on, said] of refused) {
    it(`${JSON.stringify(text)} is refused`, () => {
      const source = `a: ${quoted(text)}\n`;
      const { problems } = interpolated(source);
      assert.deepEqual(problems.map(({ code: each, at }) => [each, source.slice(...at.span)]), [[code, on]]);
      if (said !== undefined) assert.equal(problems[0]?.message, said);
    });
  }

  it('a line break in braces is refused', () => {
    assert.deepEqual(interpolated('a: "${A:-x\\ny}"\n').problems.map(({ code }) => code), ['interpolation-syntax']);
  });

  it('every fault of a text is told', () => {
    assert.deepEqual(interpolated('a: "${1} ${X:?m} ${Y?n}"\n').problems.map(({ at }) => [...at.span]), [[4, 8], [9, 16], [17, 23]]);
  });

  it('values are interpolated at any depth, keys and numbers never', () => {
    const { root } = interpolated('$A:\n  - [{x: $A}]\n  - 5\n  - $A\nx-$A: $A\n');
    const list = items(get(root, '$A'));
    assert.deepEqual([scalar(get(items(list[0])[0], 'x')).value, scalar(list[1]).value, scalar(list[2]).value, scalar(get(root, 'x-$A')).value], ['a', 5, 'a', 'a']);
  });

  it('a part without variables is the very same node', () => {
    const [root] = parseYaml('/compose.yaml', 'a: {b: c}\nd: [e, $A]\n').documents;
    assert.ok(root);
    const result = interpolateTree(root, known, () => undefined);
    assert.equal(get(result, 'a'), get(root, 'a'));
    assert.equal(items(get(result, 'd'))[0], items(get(root, 'd'))[0]);
    assert.notEqual(result, root);
  });

  it('an alias is interpolated where it is used too', () => {
    const { root } = interpolated('x: &x $A\ny: *x\nz:\n  <<: {w: $C}\n');
    assert.deepEqual([scalar(get(root, 'y')).value, [...scalar(get(root, 'y')).alias ?? []], scalar(get(get(root, 'z'), 'w')).value], ['a', [12, 14], 'c d']);
  });
});

describe('the parts of an interpolated text', () => {
  /** What the file holds at the place of a part of the result. */
  const place = (source: string, value: string, wanted: string): string => {
    const text = scalar(get(interpolated(source).root, 'a')).text;
    assert.equal(text.value, value);
    const from = value.indexOf(wanted);
    assert.notEqual(from, -1);
    return source.slice(...part(text, from, from + wanted.length).span);
  };

  for (const [text, value, wanted, covers] of [
    ['${DATA:-./data}:/var/lib:ro', './data:/var/lib:ro', './data', './data'],
    ['${DATA:-./data}:/var/lib:ro', './data:/var/lib:ro', 'data', 'data'],
    ['${DATA:-./data}:/var/lib:ro', './data:/var/lib:ro', '/var/lib', '/var/lib'],
    ['${LONG:-./x}:/var/lib', './data:/var/lib', './data', '${LONG:-./x}'],
    ['${LONG:-./x}:/var/lib', './data:/var/lib', 'dat', '${LONG:-./x}'],
    ['${LONG}/sub:/x', './data/sub:/x', './data/sub', '${LONG}/sub'],
    ['${LONG}/sub:/x', './data/sub:/x', 'sub', 'sub'],
    ['$LONG:/x', './data:/x', './data', '$LONG'],
    ['a$$b:/x', 'a$b:/x', 'a$b', 'a$$b'],
    ['a$$b:/x', 'a$b:/x', '/x', '/x'],
    ['${X:-a${A}b}:/x', 'aab:/x', 'aab', 'a${A}b'],
    ['${X:-a${A}b}:/x', 'aab:/x', 'ab', '${A}b'],
    ['${A:+./up}:/x', './up:/x', './up', './up'],
    ['x${X}y:/z', 'xy:/z', 'xy', 'x${X}y'],
  ] as const) {
    for (const source of [`a: ${text}\n`, `a: "${text}"\n`, `a: '${text}'\n`]) {
      it(`${JSON.stringify(wanted)} of ${source.trimEnd()}`, () => assert.equal(place(source, value, wanted), covers));
    }
  }

  it('in text with escapes every part is the whole scalar', () => {
    assert.equal(place('a: "${X:-./data}\\u003a/x"\n', './data:/x', './data'), '"${X:-./data}\\u003a/x"');
  });

  it('an empty part stands where it would', () => {
    const source = 'a: ${X}:/x\n';
    const text = scalar(get(interpolated(source).root, 'a')).text;
    assert.deepEqual([...part(text, 0, 0).span], [3, 3]);
    assert.deepEqual(part(text, 0, 0).unresolved, ['X']);
  });
});

describe('the variables in a text', () => {
  it('are found with their operators and places, nested ones too, and not behind $$', () => {
    const source = 'a: "$A ${B:-$C} $$D ${E:?${F-x}} $${G} ${H+i} $1"\n';
    const uses = variablesIn(scalar(get(parseYaml('/compose.yaml', source).documents[0], 'a')));
    assert.deepEqual(uses.map(({ name, operator, at }) => [name, operator, source.slice(...at.span)]), [
      ['A', '', 'A'], ['B', ':-', 'B'], ['C', '', 'C'], ['E', ':?', 'E'], ['F', '-', 'F'], ['H', '+', 'H'],
    ]);
  });
});
