// What a selection grows through, as texts.

import assert from 'node:assert/strict';
import { selectionsAt } from '#core/language/selection-ranges.ts';
import { parseYaml } from '#core/yaml/parse.ts';

function grown(marked: string): readonly string[] {
  const text = marked.replace('‸', '');
  return selectionsAt(parseYaml('/project/compose.yaml', text), marked.indexOf('‸')).map((span) => text.slice(...span));
}

describe('selection ranges', () => {
  it('grow from the part of a short syntax to the file', () => {
    assert.deepEqual(grown('services:\n  a:\n    volumes:\n      - "./da‸ta:/x:ro"\n'), [
      './data', './data:/x:ro', '"./data:/x:ro"', '- "./data:/x:ro"', 'volumes:\n      - "./data:/x:ro"', 'a:\n    volumes:\n      - "./data:/x:ro"', 'services:\n  a:\n    volumes:\n      - "./data:/x:ro"', 'services:\n  a:\n    volumes:\n      - "./data:/x:ro"\n',
    ]);
  });
  it('begin with a key, a variable, an alias', () => {
    assert.deepEqual(grown('a:\n  im‸age: x\n').slice(0, 3), ['image', 'image: x', 'a:\n  image: x']);
    assert.deepEqual(grown('a: "x:${TA‸G}"\n').slice(0, 4), ['TAG', 'x:${TAG}', '"x:${TAG}"', 'a: "x:${TAG}"']);
    assert.deepEqual(grown('a: &a x\nb: *‸a\n').slice(0, 2), ['*a', 'b: *a']);
  });
  it('are the file on an empty line and in an empty file', () => {
    assert.deepEqual(grown('a: 1\n\n‸\n'), ['a: 1\n\n\n']);
    assert.deepEqual(grown('‸'), ['']);
  });
});
