// What the settings of automatic recovery say.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { recoveryPolicy } from '#client/recovery-policy.ts';

const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown; readonly scope: string }>> } };
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
};

describe('the settings of recovery', () => {
  const policy = (said: Readonly<Record<string, unknown>>) => recoveryPolicy((name) => said[name]);

  it('leave everything as it is by default', () => {
    assert.equal(policy({}), undefined);
    assert.equal(policy({ enabled: 'yes' }), undefined);
  });

  it('have the defaults that the manifest tells, in milliseconds', () => {
    const { properties } = manifest.contributes.configuration;
    const said = (name: string): unknown => properties[`composure.recovery.${name}`]?.default;
    assert.equal(said('enabled'), false);
    const told = { attempts: said('attempts'), window: said('window'), backOff: said('backOff') };
    assert.deepEqual(policy({ enabled: true }), { attempts: 3, window: 600_000, backOff: 10_000 });
    assert.deepEqual(policy({ enabled: true, ...told }), policy({ enabled: true }));
  });

  it('take no nonsense', () => {
    assert.deepEqual(policy({ enabled: true, attempts: 0, window: -1, backOff: 'soon' }), policy({ enabled: true }));
    assert.deepEqual(policy({ enabled: true, attempts: 2.7, window: 1, backOff: 60 }), { attempts: 2, window: 60_000, backOff: 60_000 });
  });

  it('are not taken from a folder that is not trusted', () => {
    const names = Object.keys(manifest.contributes.configuration.properties).filter((name) => name.startsWith('composure.recovery.'));
    assert.deepEqual(names.filter((name) => !manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name)), []);
    assert.ok(names.every((name) => manifest.contributes.configuration.properties[name]?.scope === 'machine-overridable'));
  });
});
