// What plain text means to Compose's parser: a number, a boolean, nothing, or text.

import assert from 'node:assert/strict';
import { get, Scalar } from '#core/yaml/node.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { resolvePlain } from '#core/yaml/resolve-scalar.ts';
import { plainScalars } from './plain-scalars.ts';

describe('a plain scalar', () => {
  for (const [text, value] of plainScalars) {
    it(`${text} is ${JSON.stringify(value)}`, () => assert.equal(resolvePlain(text), value));
  }

  it('is infinite or no number by its own names only', () => {
    assert.deepEqual(['.inf', '+.INF', '-.Inf', '.nan', '.NaN', '-.nan', 'inf', '1e400'].map(resolvePlain), [Infinity, Infinity, -Infinity, Number.NaN, Number.NaN, '-.nan', 'inf', '1e400']);
  });

  it('is text in quotes, in blocks and with !!str', () => {
    const root = parseYaml('/f', 'a: "1"\nb: \'true\'\nc: |-\n  1\nd: !!str 1\ne: 1\n').documents[0];
    assert.deepEqual(['a', 'b', 'c', 'd', 'e'].map((key) => { const node = get(root, key); return node instanceof Scalar ? node.value : undefined; }), ['1', 'true', '1', '1', 1]);
  });
});
