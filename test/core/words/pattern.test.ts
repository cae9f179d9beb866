import { strict as assert } from 'node:assert';

import { readPattern } from '#core/words/pattern.ts';

describe('patterns of a repository', () => {
  const patterns = [
    'a', 'abc', 'a|b|cd', 'a*', 'a+b?', '(ab)*', '(?:a|b)+c', '[a-z]+-[0-9]{2}', '[^a-c]x', 'a{2}', 'a{2,}', 'a{1,3}b', '\\d+\\.\\d+', '[\\w.-]+@[\\w-]+', 'a.c', '', '(a|)b', '((a{2}){2}|b)c',
    '\\$\\{', '[a\\]]+', '[-a]+', '[a-]+', 'x{0}y', '(dev|prod)(,(dev|prod))*', '\\w\\W\\s\\S\\D', 'a\\\\b', 'é+', 'a\\nb',
  ];
  const texts = ['', 'a', 'b', 'ab', 'abc', 'aab', 'aa', 'aaa', 'aaaa', 'aaaac', 'bc', 'cd', 'ac', 'axc', 'a\nb', 'a\nc', 'xy', 'y', 'dx', 'dev,prod', 'dev,', 'x-12', 'ab-01', '1.5', 'a@b', '${', 'a]a', '--a', 'a-', 'a- x1', 'a\\b', 'éé', 'aba', 'abab'];

  it('match what JavaScript matches, with ^ and $ or without', () => {
    for (const source of patterns) {
      const whole = new RegExp(`^(?:${source})$`);
      for (const pattern of [readPattern(source), readPattern(`^${source}$`)]) {
        assert.ok(pattern !== undefined, source);
        assert.deepEqual(texts.filter((text) => pattern.matches(text)), texts.filter((text) => whole.test(text)), source);
      }
    }
  });

  it('are refused where they are broken, or use what could take for ever', () => {
    const nested = `${'('.repeat(60)}a${')'.repeat(60)}`;
    for (const source of ['(', ')', 'a)', '[a', '*a', '+', 'a{3,1}', '\\', '(?=a)b', '(?<!a)b', '(a)\\1', '\\b', '[z-a]', 'a^b', nested, '((a{99}){99}){99}']) assert.equal(readPattern(source), undefined, source);
  });

  it('take no longer where JavaScript would take for ever', () => {
    const began = process.cpuUsage().user;
    for (const source of ['(a*)*b', '(a|aa)+b', '(a|a)*b', 'a*a*a*a*a*a*a*b', '(.*)*x']) assert.equal(readPattern(source)?.matches('a'.repeat(2_000)), false);
    assert.ok(process.cpuUsage().user - began < 5_000_000);
  });
});
