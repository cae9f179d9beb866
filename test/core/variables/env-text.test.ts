import { strict as assert } from 'node:assert';

import { dotenvVariables } from '#core/compose/dotenv.ts';
import { shownEnvText, withValues } from '#core/variables/env-text.ts';
import { hostileValues } from './hostile-values.ts';

const set = (text: string, values: Readonly<Record<string, string>>, order: readonly string[] = Object.keys(values), comments: Readonly<Record<string, string>> = {}): string =>
  withValues(text, Object.entries(values).map(([name, value]) => ({ name, value, comment: comments[name] })), order);

describe('env files with other values', () => {
  it('keep comments, order, quotes, ends of lines and all that is not meant', () => {
    const text = '# mine\nA=1 # one\n\nexport B="two" # second\nC=\'3\'\nOTHER=${A}-x\nEMPTY=\nD : 4\n';
    assert.equal(set(text, { A: 'x', B: 'it"s', C: 'y', EMPTY: 'full', D: '5' }), '# mine\nA=x # one\n\nexport B="it\\"s" # second\nC=\'y\'\nOTHER=${A}-x\nEMPTY=full\nD : 5\n');
    assert.equal(set('A=1\r\nB=\r\n', { B: '2', C: '3' }, ['A', 'B', 'C']), 'A=1\r\nB=2\r\nC=3\r\n');
  });

  it('change the last of several assignments, which is the one that counts', () => assert.equal(set('A=1\nA=2\n', { A: '3' }), 'A=1\nA=3\n'));

  it('get new variables behind those that stand before them in composure.yaml', () => {
    assert.equal(set('A="1\n1"\nC=3\n', { B: '2', D: '4' }, ['A', 'B', 'C', 'D']), 'A="1\n1"\nB=2\nC=3\nD=4\n');
    assert.equal(set('X=1', { A: '1', B: '2' }), 'X=1\nA=1\nB=2\n');
    assert.equal(set('A=1\nX=1\n', { B: '2' }, ['A', 'B'], { B: 'What B is\nfor' }), 'A=1\n\n# What B is\n# for\nB=2\nX=1\n');
  });

  it('say the very same value when they are read, whatever is in it', () => {
    const values = hostileValues(7, 400);
    const text = set('# nothing yet\n', values);
    assert.deepEqual(Object.fromEntries(dotenvVariables(text)), values);
    for (const before of ['X=1\n', 'X="1"\n', 'X=\'1\' # one\n', 'X=\n', 'X="a\nb"\n']) {
      for (const value of Object.values(values)) assert.equal(dotenvVariables(set(`${before}Y=2\n`, { X: value })).get('X'), value, `${before} ${JSON.stringify(value)}`);
    }
  });

  it('show no value but those that may be shown', () => {
    const text = '# OLD=hunter1\nOPEN=info\nSECRET="hunter2" # hunter\nMULTI="hunter3\nhunter4"\nFOREIGN=hunter5\nEMPTY=\n';
    assert.equal(shownEnvText(text, (name) => name === 'OPEN', (name) => name === 'SECRET'), '# OLD=••••••\nOPEN=info\nSECRET=•••••• (new) # hunter\nMULTI=••••••\nFOREIGN=••••••\nEMPTY=\n');
    assert.ok(!shownEnvText('A="hunter2\nB=hunter3\n', () => true, () => false).includes('hunter'));
  });
});
