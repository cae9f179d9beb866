// Folds as pairs of lines, counted from 1.

import assert from 'node:assert/strict';
import { foldsOf } from '#core/language/folding.ts';
import { parseYaml } from '#core/yaml/parse.ts';

function folds(text: string): readonly string[] {
  const line = (offset: number): number => text.slice(0, offset).split('\n').length;
  return foldsOf(parseYaml('/project/compose.yaml', text)).map(({ span, kind }) => `${line(span[0])}-${line(span[1])} ${kind}`);
}

describe('folding', () => {
  it('folds mappings, lists and blocks from their key, without the blank lines behind', () => {
    assert.deepEqual(folds('services:\n  a:\n    command: |\n      x\n      y\n\n    ports:\n      - 80\n\n  b:\n    image: x\n'), ['1-11 value', '2-8 value', '3-5 value', '7-8 value', '10-11 value']);
  });
  it('folds items of several lines, and brackets up to the line of the closing one', () => {
    assert.deepEqual(folds('a:\n  - b: 1\n    c: 2\n  - d\ne: [\n  1,\n  2\n]\nf: {a: 1,\n  b: 2}\n'), ['1-4 value', '2-3 value', '5-7 value']);
  });
  it('folds comments of several lines, but none of a script', () => {
    assert.deepEqual(folds('# a\n# b\na: 1 # x\n# c\n\n# d\nb: |\n  # e\n  # f\n  x\n  # g\n  # h\n'), ['1-2 comment', '7-12 value']);
  });
  it('folds regions', () => {
    assert.deepEqual(folds('#region all\na: 1\n# region inner\nb: 1\n# endregion\n#endregion\n#endregion\n'), ['1-6 region', '3-5 region']);
  });
  it('leaves aliases and what they bring in to their anchor', () => {
    assert.deepEqual(folds('x: &x\n  a: 1\n  b: 2\ny: *x\nz:\n  <<: *x\n'), ['1-3 value', '5-6 value']);
  });
  it('reads Windows line ends', () => {
    assert.deepEqual(folds('# a\r\n# b\r\na:\r\n  b: 1\r\n  c: 1\r\n\r\n'), ['1-2 comment', '3-5 value']);
  });
});
