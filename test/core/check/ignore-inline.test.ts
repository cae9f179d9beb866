// A comment of a Dockerfile within a compose file ignores what one of a Dockerfile beside it would.

import assert from 'node:assert/strict';
import { checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';

const compose = (dockerfile: string, key = 'dockerfile_inline'): string => `services:\n  a:\n    build:\n      context: .\n      ${key}: |\n${dockerfile.replaceAll(/^(?=.)/gm, '        ')}`;

async function found(text: string): Promise<readonly string[]> {
  return (await checkFixture(readFixture(text))).map(({ code }) => code).filter((code) => code !== 'unknown-key');
}

describe('ignores in a Dockerfile within a compose file', () => {
  it('hide the next line alone', async () => {
    assert.deepEqual(await found(compose('FROM node:22\n# composure-ignore copy-source-missing -- built before\nCOPY a /\n')), []);
    assert.deepEqual(await found(compose('FROM node:22\n# composure-ignore copy-source-missing -- built before\nCOPY a /\nCOPY b /\n')), ['copy-source-missing']);
  });
  it('are a finding where they hide nothing', async () => {
    assert.deepEqual(await found(compose('FROM node:22\n# composure-ignore copy-source-missing\nRUN a\n')), ['unused-ignore']);
  });
  it('are text behind an instruction, and in any other block', async () => {
    assert.deepEqual(await found(compose('FROM node:22\nRUN echo # composure-ignore copy-source-missing\nCOPY a /\n')), ['copy-source-missing']);
    assert.deepEqual(await found('services:\n  a:\n    image: nginx:1.27\n    command: |\n      # composure-ignore unpinned-image\n      x\n'), []);
  });
});
