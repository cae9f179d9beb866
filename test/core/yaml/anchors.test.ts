// Anchors and aliases, told from text that only looks like them; the library's lexer is the judge over real texts.

import assert from 'node:assert/strict';
import { Lexer } from 'yaml';
import { anchorMarks } from '#core/yaml/anchors.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { generateCompose } from '../../bench/generate-compose.ts';
import { corpus } from '../../support/corpus.ts';

const marks = (text: string): readonly string[] => anchorMarks(parseYaml('/x.yaml', text)).map(({ name, span, anchor }) => `${text.charAt(span[0] - 1)}${name}@${span[0]} ${anchor?.[0] ?? '-'}`);

/** What the library's lexer takes for anchors and aliases. */
function lexed(text: string): readonly string[] {
  const found: string[] = [];
  let at = 0;
  let isPlain = false;
  for (const token of new Lexer().lex(text)) {
    if (token === '\u0002' || token === '\u0018' || token === '\u001f') {
      isPlain = token === '\u001f';
      continue;
    }
    if (!isPlain && /^[&*]./.test(token)) found.push(`${token}@${at + 1}`);
    isPlain = false;
    at += token.length;
  }
  return found;
}

describe('anchors', () => {
  it('belong to the aliases behind them', () => {
    assert.deepEqual(marks('a: &x 1\nb: [*x, &y {c: *y}]\n<<: *z\nc: &x 2\nd: *x\n'), ['&x@4 4', '*x@13 4', '&y@17 17', '*y@24 17', '*z@33 -', '&x@39 39', '*x@47 39']);
  });
  it('are none in texts, keys, comments and blocks', () => {
    assert.deepEqual(marks('a: "x &y *z"\n"*.b": 1 # &c\n#&d\ne: x &y\nf: |\n  *g\n  # &h\ni: >-\n  &j\nk: l*m &n&o\n'), []);
  });
  it('are what the library takes for them, in real and in odd texts', () => {
    const odd = [
      'a: &a\n  b: 1\nc:\n  <<: [*a, &d {e: "*f"}]\n  ? &g h\n  : *g\n',
      'a: &a !!str x # &b\nb: !!map &c {d: *a}\ne: - &f\n'.replace('e: - &f\n', 'e:\n- &f\n  g: 1\n- *f\n'),
      'a: "x\n  &b *c"\nd: \'\n  *e\'\nf: g\n  &h\n',
      'a: |2 # &b\n   *c\nd: &e |\n  *f\ng: *e\n',
      '# *a\n--- # &b\na: &c 1\n---\nb: &d [&e 1,*e,  *d ]\n',
      'a: [x&y, x*y, "&z",*w, \'*v\']\nu: {t: &s 1, &r q: *s}\n',
    ];
    for (const { name, text } of [...corpus(), { name: 'generated', text: generateCompose(5) }, ...odd.map((text) => ({ name: text, text }))]) {
      assert.deepEqual(anchorMarks(parseYaml('/x.yaml', text)).map(({ name: each, span }) => `${text.charAt(span[0] - 1)}${each}@${span[0]}`), lexed(text), name);
    }
  });
});
