// Env files are read as Compose reads them, and each name knows where it stands.

import assert from 'node:assert/strict';
import { dotenvVariables, readDotenv } from '#core/compose/dotenv.ts';
import { readable, refused, shell } from './dotenv-cases.ts';

const known = new Map(Object.entries(shell));

describe('an env file', () => {
  for (const [text, a, b] of readable) {
    it(`is read: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(readDotenv(text, known).problems, []);
      const variables = dotenvVariables(text, known);
      assert.deepEqual([variables.get('A'), variables.get('B')], [a, b]);
    });
  }

  for (const [text, on] of refused) {
    it(`is refused: ${JSON.stringify(text)}`, () => {
      const { problems } = readDotenv(text, known);
      assert.deepEqual(problems.map(({ span }) => text.slice(...span)), [on]);
    });
  }

  it('has every name at its place', () => {
    const text = '\ufeff# a\r\nexport A=b\r\n  B: "c\r\nd" # e\r\nF\r\nA=g\r\n';
    const { assignments } = readDotenv(text);
    assert.deepEqual(assignments.map(({ name, value, span }) => [name, value, text.slice(...span), span[0]]), [
      ['A', 'b', 'A', 13], ['B', 'c\r\nd', 'B', 20], ['F', undefined, 'F', 35], ['A', 'g', 'A', 38],
    ]);
  });

  it('is read on behind what is refused', () => {
    const { assignments, problems } = readDotenv('A!=b\nB="c\nC=d\nD E=f\nF=${\nG=h\n');
    assert.deepEqual(assignments.map(({ name }) => name), ['C', 'G']);
    assert.deepEqual(problems.map(({ message }) => message), [
      '! cannot be part of a variable\'s name', 'The closing " is missing', 'A variable\'s name cannot contain a space',
      '${ is no variable that Compose can read: write $$ for a plain $',
    ]);
  });

  it('is read in time that grows with its size', () => {
    const variables = dotenvVariables(Array.from({ length: 50_000 }, (_, index) => `A${index}="x" # y\n`).join(''));
    assert.equal(variables.size, 50_000);
  });
});
