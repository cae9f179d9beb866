// Half-typed and broken text: the rest of the file is still understood, and one problem stands at each break, where a
// person would mend it.

import assert from 'node:assert/strict';
import { entries } from '#core/yaml/node.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { meaning } from '../../support/yaml-tree.ts';

interface Broken {
  readonly text: string;
  /** What the tree still says. */
  readonly left: unknown;
  /** What is underlined, from where, and what is said. */
  readonly problems: readonly (readonly [underlined: string, from: number, message: string])[];
}

const texts: Readonly<Record<string, Broken>> = {
  'a key without its colon': {
    text: 'services:\n  a:\n    image: x\n    comm\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x', comm: null }, b: { image: 'y' } } },
    problems: [['comm', 32, 'This key has no ":" behind it']],
  },
  'a key without its colon, first of its service': {
    text: 'services:\n  a:\n    imag\n  b:\n    image: y\n',
    left: { services: { a: 'imag', b: { image: 'y' } } },
    problems: [],
  },
  'a service without its colon': {
    text: 'services:\n  a:\n    image: x\n  b\n  c:\n    image: z\n',
    left: { services: { a: { image: 'x' }, c: { image: 'z' } } },
    problems: [['b', 30, 'This key has no ":" behind it']],
  },
  'a service without its colon at the end': {
    text: 'services:\n  a:\n    image: x\n  b\n',
    left: { services: { a: { image: 'x' } } },
    problems: [['b', 30, 'This key has no ":" behind it']],
  },
  'a top-level word': {
    text: 'services:\n  a:\n    image: x\nvol\n',
    left: { services: { a: { image: 'x' } } },
    problems: [['vol', 28, 'This key has no ":" behind it']],
  },
  'a top-level word between': {
    text: 'services:\n  a:\n    image: x\nvol\nnetworks:\n  n:\n',
    left: { services: { a: { image: 'x' } }, networks: { n: null } },
    problems: [['vol', 28, 'This key has no ":" behind it']],
  },
  'an open double quote': {
    text: 'services:\n  a:\n    image: "x\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x' }, b: { image: 'y' } } },
    problems: [['"x', 26, 'The closing " is missing']],
  },
  'an open single quote': {
    text: 'services:\n  a:\n    image: \'x\n    ports: []\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x ports: []' }, b: { image: 'y' } } },
    problems: [['\'x', 26, 'The closing \' is missing']],
  },
  'an open bracket': {
    text: 'services:\n  a:\n    image: x\n    ports: ["80:80"\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x', ports: ['80:80'] }, b: { image: 'y' } } },
    problems: [['[', 39, 'The closing ] is missing']],
  },
  'an open brace': {
    text: 'services:\n  a:\n    build: {context: .\n    image: x\n  b:\n    image: y\n',
    left: { services: { a: { build: { context: '.' }, image: 'x' }, b: { image: 'y' } } },
    problems: [['{', 26, 'The closing } is missing']],
  },
  'a closing bracket too many': {
    text: 'services:\n  a:\n    ports: []]\n  b:\n    image: y\n',
    left: { services: { a: { ports: [] }, b: { image: 'y' } } },
    problems: [[']', 28, 'This ] closes nothing']],
  },
  'a tab as indentation': {
    text: 'services:\n  a:\n\timage: x\n  b:\n    image: y\n',
    left: { services: { a: null, b: { image: 'y' } } },
    problems: [['\t', 15, 'YAML allows no tab here: indent with spaces']],
  },
  'a dash without a space': {
    text: 'services:\n  a:\n    ports:\n      -80:80\n  b:\n    image: y\n',
    left: { services: { a: { ports: '-80:80' }, b: { image: 'y' } } },
    problems: [],
  },
  'a dash alone': {
    text: 'services:\n  a:\n    ports:\n      - "80:80"\n      -\n  b:\n    image: y\n',
    left: { services: { a: { ports: ['80:80', null] }, b: { image: 'y' } } },
    problems: [],
  },
  'a second colon': {
    text: 'services:\n  a:\n    image: x: y\n  b:\n    image: y\n',
    left: { services: { a: { image: { x: 'y' } }, b: { image: 'y' } } },
    problems: [['x', 26, 'A second ": " on one line: quote the value, or put it on a line of its own']],
  },
  'a key too deep': {
    text: 'services:\n  a:\n    image: x\n      ports: []\n  b:\n    image: y\n',
    left: { services: { a: { image: { 'x ports': [] } }, b: { image: 'y' } } },
    problems: [['ports', 34, 'This line is indented too far: it continues the value above it']],
  },
  'a key too shallow': {
    text: 'services:\n  a:\n    image: x\n   ports: []\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x' }, ports: [], b: { image: 'y' } } },
    problems: [['ports', 31, 'This line is indented differently from the lines that it belongs to']],
  },
  'a list item among keys': {
    text: 'services:\n  a:\n    image: x\n    - y\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x', '': null }, b: { image: 'y' } } },
    problems: [['- y', 32, 'A list item cannot stand among the keys of a mapping']],
  },
  'an at sign': {
    text: 'services:\n  a:\n    image: @x\n  b:\n    image: y\n',
    left: { services: { a: { image: '@x' }, b: { image: 'y' } } },
    problems: [['@', 26, 'A value that begins with @ must be quoted']],
  },
  'a percent in brackets': {
    text: 'services:\n  a:\n    command: [%x, y]\n  b:\n    image: y\n',
    left: { services: { a: { command: ['%x', 'y'] }, b: { image: 'y' } } },
    problems: [['%', 29, 'A value that begins with % must be quoted']],
  },
  'an unknown alias': {
    text: 'services:\n  a:\n    <<: *none\n    image: x\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x' }, b: { image: 'y' } } },
    problems: [['*none', 23, '*none has no anchor &none before it']],
  },
  'an alias without a name': {
    text: 'services:\n  a: *\n  b:\n    image: y\n',
    left: { services: { a: null, b: { image: 'y' } } },
    problems: [['*', 15, 'An alias needs a name: *name']],
  },
  'a bad escape': {
    text: 'services:\n  a:\n    image: "\\d"\n  b:\n    image: y\n',
    left: { services: { a: { image: '\\d' }, b: { image: 'y' } } },
    problems: [['\\', 27, 'Unknown escape in double quotes: write \\\\ for a backslash, or use single quotes']],
  },
  'text behind a quote': {
    text: 'services:\n  a:\n    image: "x" y\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x' }, b: { image: 'y' } } },
    problems: [['y', 30, 'Text behind a value that has ended: quote the whole value']],
  },
  'a variable in brackets': {
    text: 'services:\n  a:\n    ports: [${A}:80]\n  b:\n    image: y\n',
    left: { services: { a: { ports: [{ '$': { A: null } }, { '': 80 }] }, b: { image: 'y' } } },
    problems: [['{', 28, 'A value with ${…} must be quoted within brackets']],
  },
  'a merge conflict': {
    text: 'services:\n  a:\n<<<<<<< HEAD\n    image: x\n=======\n    image: z\n>>>>>>> other\n  b:\n    image: y\n',
    left: { services: { a: null }, '<<<<<<< HEAD image': 'x', '======= image': 'z', 'b:\n  image: y\n': null },
    problems: [['<<<<<<< HEAD', 15, 'A merge conflict is left here']],
  },
  'a duplicate service': {
    text: 'services:\n  a:\n    image: x\n  a:\n    image: y\n',
    left: { services: { a: { image: 'x' } } },
    problems: [['a', 30, '"a" is defined twice in this mapping']],
  },
  'a duplicate top-level key': {
    text: 'services:\n  a:\n    image: x\nservices:\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x' } } },
    problems: [['services', 28, '"services" is defined twice in this mapping']],
  },
  'a colon without a space': {
    text: 'services:\n  a:\n    image:x\n  b:\n    image: y\n',
    left: { services: { a: 'image:x', b: { image: 'y' } } },
    problems: [],
  },
  'a comment glued to a quote': {
    text: 'services:\n  a:\n    image: "x"#y\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x' }, b: { image: 'y' } } },
    problems: [],
  },
  'a list as key': {
    text: 'services:\n  a:\n    [x, y]: z\n  b:\n    image: y\n',
    left: { services: { a: { '': 'z' }, b: { image: 'y' } } },
    problems: [['[x, y]', 19, 'A key must be a word, not a list or a mapping']],
  },
  'a half document start': {
    text: 'services:\n  a:\n    image: x\n--\n',
    left: { services: { a: { image: 'x' } }, '--': null },
    problems: [['--', 28, 'This key has no ":" behind it']],
  },
  'a percent in first column': {
    text: '%x\nservices:\n  a:\n    image: x\n',
    left: { services: { a: { image: 'x' } } },
    problems: [['s', 3, 'Missing directives-end/doc-start indicator line']],
  },
  'a NUL': {
    text: 'services:\n  a:\n    image: x\0y\n  b:\n    image: y\n',
    left: { services: { a: { image: 'x\0y' }, b: { image: 'y' } } },
    problems: [['\0', 27, 'YAML forbids the control character U+0000: Compose refuses the file']],
  },
  'a control character': {
    text: 'services:\n  a:\n    image: x\u0007y\n',
    left: { services: { a: { image: 'x\u0007y' } } },
    problems: [['\u0007', 27, 'YAML forbids the control character U+0007: Compose refuses the file']],
  },
  'only a word': {
    text: 'serv',
    left: null,
    problems: [['serv', 0, 'This key has no ":" behind it']],
  },
  'only a bracket': {
    text: '[',
    left: [],
    problems: [['[', 0, 'The closing ] is missing']],
  },
  'a list at the top': {
    text: '- a\n',
    left: ['a'],
    problems: [],
  },
};

describe('broken YAML', () => {
  for (const [name, { text, left, problems }] of Object.entries(texts)) {
    it(name, () => {
      const file = parseYaml('/compose.yaml', text);
      assert.deepEqual(file.documents.map(meaning), [left]);
      assert.deepEqual(file.problems.map(({ message, span }) => [text.slice(...span), span[0], message]), problems);
      assert.ok(file.problems.every(({ span }) => span[0] < span[1] && span[1] <= text.length), 'a problem that nobody can see');
    });
  }

  const deep: Readonly<Record<string, string>> = {
    'brackets': `a: ${'['.repeat(300)}${']'.repeat(300)}\nb: c\n`,
    'braces': `a: ${'{x: '.repeat(300)}${'}'.repeat(300)}\nb: c\n`,
    'so many brackets that the library gives up': `a: ${'['.repeat(5_000)}${']'.repeat(5_000)}\nb: c\n`,
    'dashes': `a:\n  ${'- '.repeat(300)}x\nb: c\n`,
    'lines': `${Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')}b: c\n`,
  };
  for (const [name, text] of Object.entries(deep)) {
    it(`nests no deeper than 200 levels, and says so once: ${name}`, () => {
      const file = parseYaml('/compose.yaml', text);
      assert.deepEqual(file.problems.map(({ message }) => message), ['More than 200 levels of nesting']);
      assert.deepEqual(entries(file.documents[0]).map(({ key }) => key.content), ['a', 'b']);
    });
  }

  it('is not blown up by aliases of aliases', () => {
    const bomb = Array.from({ length: 24 }, (_, depth) => (depth === 0 ? 'a0: &a0 [x]\n' : `a${depth}: &a${depth}\n  <<: [${`*b${depth - 1}, `.repeat(9)}]\n  list: [${`*a${depth - 1}, `.repeat(9)}]\n`)).join('');
    const file = parseYaml('/compose.yaml', bomb.replaceAll('*b0', '{x: y}').replaceAll('*b', '*a'));
    assert.deepEqual(file.problems.map(({ message }) => message), ['The aliases of this file stand for more than 400,000 values: Compose refuses the file']);
    assert.equal(entries(file.documents[0]).length, 24);
  });
});
