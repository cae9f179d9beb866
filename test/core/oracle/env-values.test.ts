// Compose itself on the values that we write into env files: it reads back the very same.

import assert from 'node:assert/strict';
import { withValues } from '#core/variables/env-text.ts';
import { hostileValues } from '../variables/hostile-values.ts';
import { askCompose, requireCompose } from '../../support/compose-oracle.ts';

describe('Compose reads the values that we write', function () {
  this.timeout(60_000);
  before(requireCompose);

  it('each of them, from the env file of a project', async () => {
    const values = hostileValues(11, 300);
    const text = withValues('# made\n', Object.entries(values).map(([name, value]) => ({ name, value, comment: undefined })), Object.keys(values));
    const environment = Object.keys(values).map((name) => `      ${name}: $${name}\n`).join('');
    const verdict = await askCompose({ files: { '.env.prod': text, 'compose.yaml': `services:\n  web:\n    image: x\n    environment:\n${environment}` }, args: ['--env-file', '.env.prod'] });
    assert.ok(verdict.ok, JSON.stringify(verdict));
    const services = verdict.project['services'] as Record<string, { environment: Record<string, string> }>;
    // What config prints can be read again: a dollar is doubled.
    const read = Object.fromEntries(Object.entries(services['web']?.environment ?? {}).map(([name, value]) => [name, value.replaceAll('$$', '$')]));
    assert.deepEqual(read, values);
  });
});
