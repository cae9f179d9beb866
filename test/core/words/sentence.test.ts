import { strict as assert } from 'node:assert';

import { asSentence } from '#core/words/sentence.ts';

describe('a text as a sentence', () => {
  it('begins with a capital', () => {
    assert.equal(asSentence('no engine listens at unix:///run/docker.sock'), 'No engine listens at unix:///run/docker.sock');
    assert.equal(asSentence(''), '');
  });
});
