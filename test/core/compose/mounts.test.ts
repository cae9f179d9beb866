// Mounts in short and long syntax: what they mean, and where each of their parts stands.

import assert from 'node:assert/strict';
import { interpolateTree } from '#core/compose/interpolate.ts';
import { readMount } from '#core/compose/mounts.ts';
import { get } from '#core/yaml/node.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import type { Text } from '#core/yaml/span.ts';
import { mounts, mountVariables } from './short-syntax-cases.ts';

/** A text, and what the file holds at its place where that is something else. */
function part(source: string, text: Text | undefined): string | readonly [string, string] | undefined {
  if (text === undefined) return undefined;
  const there = source.slice(...text.span);
  return there === text.value ? there : [text.value, there];
}

describe('a mount', () => {
  for (const [written, type, from, to, ...more] of mounts) {
    it(written, () => {
      const source = `a: ${written}\n`;
      const root = parseYaml('/compose.yaml', source).documents[0];
      assert.ok(root);
      const node = get(interpolateTree(root, new Map(Object.entries(mountVariables)), () => undefined), 'a');
      const mount = node && readMount(node);
      const facts = [...(mount?.readOnly === true ? ['ro'] : []), ...(mount?.createHostPath === false ? ['exists'] : [])];
      assert.deepEqual([mount?.type, part(source, mount?.source), part(source, mount?.target), ...facts], [type, from, to, ...more]);
      assert.equal(source.slice(...(mount?.at.span ?? [0, 0])), written);
    });
  }

  for (const written of ['null', '[a]', '']) {
    it(`is none: ${JSON.stringify(written)}`, () => {
      const node = get(parseYaml('/compose.yaml', `a: ${written}\n`).documents[0], 'a');
      assert.equal(node && readMount(node), undefined);
    });
  }

  it('through an alias stands at the alias, its parts at the anchor', () => {
    const file = parseYaml('/compose.yaml', 'x: &x ./a:/b\na: *x\n');
    const node = get(file.documents[0], 'a');
    const mount = node && readMount(node);
    assert.deepEqual([mount?.at, mount?.source, mount?.target].map((each) => [...each?.span ?? []]), [[16, 18], [6, 9], [10, 12]]);
  });

  it('with an unset variable as source may be a bind, and its source is open', () => {
    for (const written of ['${X}:/b', '$X:/b']) {
      const root = parseYaml('/compose.yaml', `a: ${written}\n`).documents[0];
      assert.ok(root);
      const node = get(interpolateTree(root, new Map(), () => undefined), 'a');
      const mount = node && readMount(node);
      assert.deepEqual([mount?.type, mount?.source?.value, mount?.source?.unresolved, mount?.target?.value], ['bind', '', ['X'], '/b']);
    }
  });
});
