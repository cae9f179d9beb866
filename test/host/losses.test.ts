// Volumes that go away by another hand are noticed, and those that Composure removes are not.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { isHeld, lockProject } from '#host/backup/lock.ts';
import { Engine } from '#host/engine/engine.ts';
import { watchLosses, type VolumeLoss } from '#host/storage/watch-losses.ts';
import { docker } from '../support/docker/docker.ts';
import { withEngine } from './with-engine.ts';

describe('a volume that goes away', function () {
  this.timeout(20_000);
  withEngine();

  const project = `composure-lost-${randomBytes(4).toString('hex')}`;
  const label = `com.docker.compose.project=${project}`;
  const make = (key: string): Promise<string> => docker('volume', 'create', '--label', label, '--label', `com.docker.compose.volume=${key}`, `${project}_${key}`);
  const engine = new Engine();
  after(async () => {
    engine.dispose();
    const left = await docker('volume', 'ls', '--quiet', '--filter', `label=${label}`);
    if (left !== '') await docker('volume', 'rm', ...left.split('\n'));
  });

  it('is told with what was there before and after, unless the lock of its project is held meanwhile', async () => {
    for (const key of ['data', 'kept', 'own']) await make(key);
    const abort = new AbortController();
    const heard = new EventEmitter();
    const all: VolumeLoss[] = [];
    const watching = watchLosses(engine, (loss) => {
      // Others use this engine too.
      if (!loss.told.some((name) => name.startsWith(project))) return;
      all.push(loss);
      heard.emit('loss');
    }, abort.signal);
    // The stream begins before the first look, and an event of a volume that was not seen yet is nobody's.
    await delay(1000);

    const id = await engine.id();
    const lock = await lockProject({ engine: id, project, operation: 'a test' });
    assert.equal(await isHeld({ engine: id, project }), true);
    await docker('volume', 'rm', `${project}_own`);
    await delay(1200);
    await lock.release();
    assert.equal(await isHeld({ engine: id, project }), false);
    assert.equal(all.length, 0);

    const lost = once(heard, 'loss');
    await docker('volume', 'rm', `${project}_data`);
    await lost;
    const [loss] = all;
    const named = (volumes: VolumeLoss['before']): readonly string[] => volumes.map(({ name }) => name).filter((name) => name.startsWith(project)).toSorted();
    assert.deepEqual(loss && [loss.engine, loss.told.filter((name) => name.startsWith(project)), named(loss.before), named(loss.after)], [
      id, [`${project}_data`], [`${project}_data`, `${project}_kept`], [`${project}_kept`],
    ]);
    abort.abort();
    await watching.catch((error: unknown) => assert.ok(abort.signal.aborted, String(error)));
  });
});
