// A file is parsed again from its last version, and only what differs is read. Nobody must be able to tell: after any
// row of edits, right or broken, the tree, every place and every problem are those of the text read anew.

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { parseYaml } from '#core/yaml/parse.ts';
import { corpus } from '../../support/corpus.ts';
import { random, type Random } from '../../support/random.ts';
import { everything } from '../../support/yaml-tree.ts';
import { nastyTexts } from './nasty-texts.ts';

const editsPerText = 25;

/** What a person types, and what breaks a file. */
const fragments = [
  '"', '\'', '\n', ' ', '  ', ':', ': ', '#', '- ', '\t', '[', ']', '{', '}', ',', '&a ', '*a', '<<: *a\n', '!reset ', '|', '>-\n', '---\n', '...\n',
  '? ', 'x', 'services:\n', '  b:\n    image: y\n', 'x-a: &a\n  b: c\n', '\r\n', '\ufeff', '😀', '%', '@', '`',
];

function edited(text: string, { below, pick }: Random): string {
  const at = below(text.length + 1);
  const lines = text.split(/(?<=\n)/);
  const line = below(lines.length);
  switch (below(8)) {
    case 0: case 1: return text.slice(0, at) + pick(fragments) + text.slice(at);
    case 2: return text.slice(0, at) + text.slice(at + 1 + below(12));
    case 3: return lines.toSpliced(line, 0, lines[line] ?? '').join('');
    case 4: {
      const block = lines.splice(line, 1 + below(5));
      return lines.toSpliced(below(lines.length + 1), 0, ...block).join('');
    }
    case 5: {
      const quotes = [...text.matchAll(/["']/g)];
      if (quotes.length === 0) return `${text}"`;
      const { index } = pick(quotes);
      return text.slice(0, index) + text.slice(index + 1);
    }
    case 6: return lines.with(line, ' '.repeat(1 + below(3)) + (lines[line] ?? '')).join('');
    default: return lines.toSpliced(line, 1 + below(3)).join('');
  }
}

describe('a file parsed from its last version', () => {
  const texts = [...Object.entries(nastyTexts), ...corpus().map(({ name, text }) => [name, text] as const)];

  for (const [seed, [name, start]] of texts.entries()) {
    it(`is the file parsed anew: ${name}`, () => {
      const chance = random(seed);
      let text = start;
      let previous = parseYaml('/compose.yaml', text);
      for (let count = 0; count < editsPerText; count += 1) {
        const next = edited(text.length > 3 && text.length < 20_000 ? text : start, chance);
        const again = parseYaml('/compose.yaml', next, previous);
        const whole = everything(parseYaml('/compose.yaml', next));
        if (!isDeepStrictEqual(everything(again), whole)) {
          assert.deepEqual(everything(again), whole, `edit ${count} made ${JSON.stringify(next)} of ${JSON.stringify(text)}`);
        }
        text = next;
        previous = again;
      }
    });
  }

  it('is the very same file while its text is the same', () => {
    const file = parseYaml('/compose.yaml', 'services:\n  a:\n    image: x\n');
    assert.equal(parseYaml('/compose.yaml', 'services:\n  a:\n    image: x\n', file), file);
    assert.notEqual(parseYaml('/other.yaml', 'services:\n  a:\n    image: x\n', file), file);
  });

  it('follows an anchor that changes above an alias that does not', () => {
    const before = parseYaml('/compose.yaml', 'x-a: &a\n  image: x\nservices:\n  one: *a\n  two:\n    <<: *a\n');
    const after = parseYaml('/compose.yaml', 'x-a: &a\n  image: other\nservices:\n  one: *a\n  two:\n    <<: *a\n', before);
    assert.deepEqual(everything(after), everything(parseYaml('/compose.yaml', after.text)));
    const gone = parseYaml('/compose.yaml', 'x-a:\n  image: other\nservices:\n  one: *a\n  two:\n    <<: *a\n', after);
    assert.deepEqual(gone.problems.map(({ message, span }) => [message, gone.text.slice(...span)]), [
      ['*a has no anchor &a before it', '*a'], ['*a has no anchor &a before it', '*a'],
    ]);
  });

  it('follows an anchor that is set above an alias which had none', () => {
    const before = parseYaml('/compose.yaml', 'x-a:\n  image: x\nservices:\n  one: *a\n');
    assert.deepEqual(before.problems.map(({ message }) => message), ['*a has no anchor &a before it']);
    const after = parseYaml('/compose.yaml', 'x-a: &a\n  image: x\nservices:\n  one: *a\n', before);
    assert.deepEqual([everything(after), after.problems], [everything(parseYaml('/compose.yaml', after.text)), []]);
  });

  it('tells two equal services from each other, when one moves', () => {
    const service = '    image: x\n    ports: ["80:80"]\n';
    const before = parseYaml('/compose.yaml', `services:\n  a:\n${service}  b:\n${service}`);
    const after = parseYaml('/compose.yaml', `services:\n  b:\n${service}  a:\n${service}  b:\n${service}`, before);
    assert.deepEqual(everything(after), everything(parseYaml('/compose.yaml', after.text)));
    assert.deepEqual(after.problems.map(({ code, span, related }) => [code, span, related?.span]), [['duplicate-key', [90, 91], [12, 13]]]);
  });
});
