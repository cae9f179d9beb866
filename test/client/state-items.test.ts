// The states that a rollback offers, as a person reads them.

import assert from 'node:assert/strict';
import type { RememberedService, WorkingState } from '#core/rollback/working-state.ts';
import { stateItems } from '#client/commands/state-items.ts';
import { container, english } from './samples.ts';

const now = Date.UTC(2026, 10, 21, 9);
const service = (name: string, configHash: string, imageId = 'sha256:1'): RememberedService => ({ name, image: `${name}:1`, imageId, pinned: '', configHash });
const state = (minutes: number, services: readonly RememberedService[], commit?: WorkingState['commit']): WorkingState => ({
  version: 1, id: String(minutes), at: now - minutes * 60_000, project: 'shop', resolved: { name: 'shop', services: {} }, files: [], services, commit,
  environment: { name: 'dev', mode: 'dev', directory: '/work/shop', files: [], envFiles: [], profiles: [] },
});
const states = [
  state(1, [service('web', 'b'), service('db', 'a')], { id: '0123456789abcdef', clean: false }),
  state(60, [service('web', 'a'), service('db', 'a', 'sha256:2')], { id: 'fedcba9876543210', clean: true }),
  state(120, [service('web', 'a'), service('db', 'a'), service('old', 'a')]),
];
const listed = (web: string): readonly (readonly string[])[] => (
  stateItems(states, [container('web', { configHash: web }), container('db', { configHash: 'a' })], ({ id }) => id, now, english).map(({ label, description, detail }) => [label, description, detail])
);

describe('the states of a rollback', () => {
  it('tell when, of which commit, and what is other than before', () => {
    assert.deepEqual(listed('c'), [
      ['$(history) 1', '1 minute ago · 01234567 with changes', 'Other than before it: web, db'],
      ['$(history) 60', '1 hour ago · fedcba98', 'Other than before it: db, old'],
      ['$(history) 120', '2 hours ago', 'web: web:1, db: db:1, old: old:1'],
    ]);
  });

  it('say which of them runs', () => {
    assert.deepEqual(listed('b').map(([, description]) => description?.includes('runs now')), [true, false, false]);
  });
});
