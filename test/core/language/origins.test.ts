// What is said to count must be what is left when the files are merged: over the whole table of merge rules, which Compose
// itself has confirmed.

import assert from 'node:assert/strict';
import { isReplaced, originsOf, sharedPath, type Origin } from '#core/language/origins.ts';
import { nodeAt } from '#core/language/place.ts';
import { pairsOf } from '#core/compose/merge.ts';
import type { YamlNode } from '#core/yaml/node.ts';
import { merges } from '../compose/merge-cases.ts';
import { cursorIn } from '../../support/cursor.ts';

function* scalarsOf(node: YamlNode | undefined, path: readonly string[] = []): Generator<{ readonly node: YamlNode; readonly path: readonly string[] }> {
  if (node?.kind === 'mapping') for (const { key, value } of node.entries) yield* scalarsOf(value, [...path, key.content]);
  else if (node?.kind === 'sequence') for (const [index, item] of node.items.entries()) yield* scalarsOf(item, [...path, String(index)]);
  else if (node !== undefined) yield { node, path };
}

/** `KEY=value` and `value` are one. */
function valueOf(node: YamlNode | undefined, name: string): unknown {
  return node?.kind !== 'scalar' || node.value === null ? null : node.content === name ? null : node.content.startsWith(`${name}=`) ? node.content.slice(name.length + 1) : node.content;
}

describe('what counts of several files', () => {
  let claims = 0;
  for (const [name, [base, over]] of Object.entries(merges)) {
    it(name, async () => {
      const { projects } = await cursorIn(`services:\n  s:\n    image: x\n    ${base}\n#- compose.override.yaml\nservices:\n  s:\n    ${over}\n`);
      const [project] = projects;
      assert.ok(project);
      for (const file of project.files) {
        for (const { node, path } of scalarsOf(file.documents[0])) {
          const shared = sharedPath(path, node);
          const origins: readonly Origin[] = shared === undefined ? [] : originsOf(project, shared);
          const counting: Origin | undefined = origins.at(-1);
          if (shared === undefined || counting === undefined || origins.length < 2 || !isReplaced(shared, origins)) continue;
          claims += 1;
          const parent = nodeAt(project.root, shared.slice(0, -1));
          const merged = nodeAt(parent?.kind === 'sequence' ? pairsOf(parent) : parent, shared.slice(-1));
          if (counting.node.tag === '!reset') assert.equal(merged, undefined, shared.join('.'));
          else if (counting.node.kind === 'scalar') assert.equal(valueOf(merged, shared.at(-1) ?? ''), valueOf(counting.node, shared.at(-1) ?? ''), shared.join('.'));
          else assert.equal(merged?.kind, counting.node.kind, shared.join('.'));
        }
      }
    });
  }

  it('is claimed often enough to mean something', () => assert.ok(claims > 20, String(claims)));
});
