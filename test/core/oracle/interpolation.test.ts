// Compose itself on the interpolation table: what becomes of a text, and which texts it refuses.

import assert from 'node:assert/strict';
import { readable, refused, variables } from '../compose/interpolation-cases.ts';
import { askCompose, askComposeAll, requireCompose } from '../../support/compose-oracle.ts';

const service = 'services:\n  a:\n    image: x\n';

describe('Compose agrees on interpolation', function () {
  this.timeout(60_000);
  before(requireCompose);

  it('what every text becomes', async () => {
    const verdict = await askCompose({ files: { 'compose.yaml': `x-texts: ${JSON.stringify(readable.map(([text]) => text))}\n${service}` }, variables });
    assert.ok(verdict.ok, JSON.stringify(verdict));
    // `config` writes a file that can be read again: every dollar is doubled.
    const texts = (verdict.project['x-texts'] as readonly string[]).map((text) => text.replaceAll('$$', '$'));
    assert.deepEqual(readable.map(([text], index) => [text, texts[index]]), readable.map(([text, value]) => [text, value]));
  });

  it('what leaves a text open', async () => {
    const open = readable.flatMap(([, , unresolved]) => unresolved ?? []);
    const verdict = await askCompose({ files: { 'compose.yaml': `x-texts: ${JSON.stringify(readable.filter(([, , unresolved]) => unresolved !== undefined).map(([text]) => text))}\n${service}` }, variables });
    assert.ok(verdict.ok, JSON.stringify(verdict));
    const warned = [...verdict.warnings.matchAll(/The \\"(\w+)\\" variable is not set/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(warned)].toSorted(), [...new Set(open)].toSorted());
  });

  it('which texts are refused', async () => {
    const texts = [...refused.map(([text]) => text), '${A:-x\ny}'];
    const verdicts = await askComposeAll(texts.map((text) => ({ files: { 'compose.yaml': `x-text: ${JSON.stringify(text)}\n${service}` }, variables })));
    assert.deepEqual(verdicts.map((verdict, index) => (verdict.ok ? [texts[index], verdict.project['x-text']] : 'refused')), texts.map(() => 'refused'));
    for (const [index, [text, code, , said]] of refused.entries()) {
      const verdict = verdicts[index];
      const error = verdict?.ok === false ? verdict.error : '';
      assert.match(error, code === 'required-variable' ? /required variable \w+ is missing a value/ : /invalid interpolation format/, text);
      const [, reason] = /must have a value: (.*)$/.exec(said ?? '') ?? [];
      if (reason !== undefined) assert.ok(error.endsWith(`: ${reason}`), error);
    }
  });
});
