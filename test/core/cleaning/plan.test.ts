// What goes when a project is cleaned, and what must stay.

import assert from 'node:assert/strict';
import { bytesOf, planCleaning, type OwnedContainer, type OwnedImage } from '#core/cleaning/plan.ts';

const container = (name: string, more: Partial<OwnedContainer> = {}): OwnedContainer => ({
  id: `id-${name}`, name, service: name, project: 'shop', state: 'exited', image: 'web:1', imageId: 'sha256:web', mounts: [], written: 10, ...more,
});
const image = (id: string, more: Partial<OwnedImage> = {}): OwnedImage => ({ id: `sha256:${id}`, project: 'shop', service: 'web', dangling: true, bytes: 1000, ...more });
const nothing = { records: 0, bytes: 0 };
const anonymous = { type: 'volume' as const, source: 'a'.repeat(64), target: '/var/lib/postgresql/data' };

describe('cleaning', () => {
  const plan = (containers: readonly OwnedContainer[], images: readonly OwnedImage[] = []) => {
    const { removals, kept } = planCleaning('shop', { containers, images, buildCache: nothing });
    return { goes: removals.map(({ kind, name }) => `${kind} ${name}`), stays: kept.map(({ name }) => name) };
  };

  it('takes the stopped containers of the project alone', () => {
    const states = (['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const).map((state) => container(state, { state }));
    assert.deepEqual(plan([...states, container('other', { project: 'blog' }), container('nobody', { project: '' })]), {
      goes: ['container created', 'container exited', 'container dead'], stays: [],
    });
  });

  it('keeps a container that is the only way to data', () => {
    const named = { type: 'volume' as const, source: 'shop_data', target: '/var/lib/postgresql/data' };
    assert.deepEqual(plan([
      container('anonymous', { mounts: [anonymous] }),
      container('named', { image: 'postgres:16', mounts: [named] }),
      container('bound', { image: 'postgres:16', mounts: [{ type: 'bind', source: '/srv/data', target: '/var/lib/postgresql' }] }),
      container('inside', { image: 'postgres:16' }),
      container('elsewhere', { image: 'postgres:16', mounts: [{ type: 'bind', source: '/srv/conf', target: '/etc/postgresql' }] }),
      container('empty', { image: 'postgres:16', written: 0, state: 'created' }),
    ]), { goes: ['container named', 'container bound', 'container empty'], stays: ['anonymous', 'inside', 'elsewhere'] });
    const [kept] = planCleaning('shop', { containers: [container('db', { image: 'mongo:7' })], images: [], buildCache: nothing }).kept;
    assert.equal(kept?.why, 'it keeps data in /data/db, outside of any volume');
  });

  it('takes images that a newer build has replaced, and that nothing is made of which stays', () => {
    const containers = [
      container('old', { imageId: 'sha256:old' }),
      container('runs', { imageId: 'sha256:runs', state: 'running' }),
      container('paused', { imageId: 'sha256:both', project: 'blog', state: 'exited' }),
      container('kept', { imageId: 'sha256:kept', mounts: [anonymous] }),
    ];
    const images = [image('old'), image('runs'), image('both'), image('kept'), image('named', { dangling: false }), image('theirs', { project: 'blog' }), image('free', { service: '' })];
    assert.deepEqual(plan(containers, images), { goes: ['container old', 'image web old', 'image image free'], stays: ['kept'] });
  });

  it('counts what goes', () => {
    const { removals } = planCleaning('shop', { containers: [container('a')], images: [image('b')], buildCache: nothing });
    assert.equal(bytesOf(removals), 1010);
  });
});
