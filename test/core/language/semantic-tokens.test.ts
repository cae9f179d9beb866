// Which names get a colour of their own.

import assert from 'node:assert/strict';
import { outlineOf } from '#core/language/compose-mentions.ts';
import { tokensOf } from '#core/language/semantic-tokens.ts';
import { parseYaml } from '#core/yaml/parse.ts';

function tokens(text: string): readonly string[] {
  return tokensOf(text, outlineOf(parseYaml('/project/compose.yaml', text)).mentions).map(({ span, type }) => `${type} ${text.slice(...span)} ${span[0]}`);
}

describe('semantic tokens', () => {
  it('colour variables and uses, not keys that define', () => {
    const text = 'services:\n  db: {image: "x:${TAG:-$OLD}"}\n  web:\n    depends_on: [db]\n    volumes: ["data:/x"]\n    environment: [BARE]\nvolumes:\n  data:\n';
    assert.deepEqual(tokens(text), [`variable TAG ${text.indexOf('TAG')}`, `variable OLD ${text.indexOf('OLD')}`, `class db ${text.indexOf('db]')}`, `type data ${text.indexOf('data:/x')}`]);
  });
  it('never overlap and never leave their line', () => {
    const text = 'services:\n  web:\n    volumes: ["${DIR}:/x"]\n    depends_on:\n      - >-\n        db\n    networks: ["\\x64b"]\n';
    assert.deepEqual(tokens(text), [`variable DIR ${text.indexOf('DIR')}`]);
  });
});
