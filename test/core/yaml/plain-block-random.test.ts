// The fast reader against the library on random pieces of real and nasty texts, broken at random: wherever the fast reader
// does not give up, the library finds no error and makes the same tree.

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments, type Node } from 'yaml';
import { buildTree, segmentBuilding, Words, type SegmentBuilding } from '#core/yaml/build.ts';
import type { YamlProblem } from '#core/yaml/problem.ts';
import { readPlainBlock } from '#core/yaml/plain-block.ts';
import { corpus } from '../../support/corpus.ts';
import { random, type Random } from '../../support/random.ts';
import { details } from '../../support/yaml-tree.ts';
import { nastyTexts } from './nasty-texts.ts';

const texts = [...corpus().map(({ text }) => text), ...Object.values(nastyTexts)];
const fragments = [
  '"', '\'', '\n', ' ', '  ', ':', ': ', '#', ' #', '- ', '-', '\t', '[', ']', '{', '}', ',', '&a ', '*a', '<<: *a\n', '!x ', '|', '>', '? ', 'x', '$', '%', '@', '`',
  '\r\n', 'é', '\u0085', '\u2028', '\'\'', '\\', '.', '---\n', '...\n', '0', '_', '~', '=', '!',
];

function piece({ below, pick }: Random): string {
  const lines = pick(texts).split(/(?<=\n)/);
  const start = below(lines.length);
  let text = lines.slice(start, start + 1 + below(8)).join('');
  for (let edits = below(4); edits > 0; edits -= 1) {
    const at = below(text.length + 1);
    text = text.slice(0, at) + pick(fragments) + text.slice(at + (below(3) === 0 ? 1 : 0));
  }
  return text;
}

function building(source: string): SegmentBuilding & { readonly problems: readonly unknown[] } {
  const problems: YamlProblem[] = [];
  return { ...segmentBuilding({ file: '/f', words: new Words(), anchors: new Map() }, source, { base: 7 }, { visits: 0, values: 0, weight: 0, refused: false }, problems), problems };
}

describe('the fast reader on random text', () => {
  for (let seed = 0; seed < 10; seed += 1) {
    it(`agrees with the library: seed ${seed}`, () => {
      const chance = random(seed);
      let read = 0;
      for (let count = 0; count < 3_000; count += 1) {
        const text = piece(chance);
        const fast = building(text);
        const found = readPlainBlock(fast);
        if (found === undefined) continue;
        read += 1;
        const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
        const all = Array.isArray(documents) ? documents : [];
        assert.deepEqual([all.flatMap(({ errors }) => errors.map(({ message }) => message)), all.length > 1], [[], false], JSON.stringify(text));
        const slow = building(text);
        const contents = all[0]?.contents as Node | null | undefined;
        const tree = contents === null || contents === undefined ? undefined : details(buildTree(contents, slow));
        assert.deepEqual([fast.count.visits, fast.count.weight], [slow.count.visits, slow.count.weight], JSON.stringify(text));
        const own = found.node && details(found.node);
        if (!isDeepStrictEqual([own, fast.problems], [tree, slow.problems])) assert.deepEqual([own, fast.problems], [tree, slow.problems], JSON.stringify(text));
      }
      assert.ok(read > 300, `only ${read} of 3000 were read`);
    });
  }
});
