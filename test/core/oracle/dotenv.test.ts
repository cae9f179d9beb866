// Compose itself on the table of env files. The readable ones are asked about together, each as an env file that one
// service of its own names; what only a project's `.env` can show is asked about by itself.

import assert from 'node:assert/strict';
import { readable, refused, shell } from '../compose/dotenv-cases.ts';
import { askCompose, askComposeAll, requireCompose } from '../../support/compose-oracle.ts';

describe('Compose agrees on env files', function () {
  this.timeout(60_000);
  before(requireCompose);

  it('what is read in every file', async () => {
    const files = Object.fromEntries(readable.map(([text], index) => [`${index}.env`, text === '' ? '#' : text]));
    const services = readable.map((_, index) => `  s${index}:\n    image: x\n    env_file: ${index}.env\n`).join('');
    const verdict = await askCompose({ files: { ...files, 'compose.yaml': `services:\n${services}` }, variables: shell });
    assert.ok(verdict.ok, JSON.stringify(verdict));
    const read = verdict.project['services'] as Record<string, { environment?: Record<string, string> }>;
    const theirs = readable.map(([text], index) => {
      const environment = read[`s${index}`]?.environment ?? {};
      return [text, environment['A']?.replaceAll('$$', '$'), environment['B']?.replaceAll('$$', '$')];
    });
    assert.deepEqual(theirs, readable.map(([text, a, b]) => [text, a, b]));
  });

  it('which files are refused', async () => {
    const verdicts = await askComposeAll(refused.map(([text]) => ({ files: { '.env': text, 'compose.yaml': 'services:\n  a:\n    image: x\n' }, variables: shell })));
    assert.deepEqual(verdicts.map(({ ok }, index) => [refused[index]?.[0], ok]), refused.map(([text]) => [text, false]));
  });

  it('a later file sees an earlier one, and what it sees wins over its own', async () => {
    const verdict = await askCompose({
      files: { '1.env': 'A=one\nB=${A}', '2.env': 'A=two\nC=${A}-${B}', 'compose.yaml': 'x-texts: ["$A", "$B", "$C"]\nservices:\n  a:\n    image: x\n' },
      args: ['--env-file', '1.env', '--env-file', '2.env'],
    });
    assert.ok(verdict.ok, JSON.stringify(verdict));
    assert.deepEqual(verdict.project['x-texts'], ['two', 'one', 'one-one']);
  });
});
