import { strict as assert } from 'node:assert';
import { setImmediate as turn } from 'node:timers/promises';

import { ServiceHashes } from '#client/service-hashes.ts';
import { summary } from './samples.ts';

describe('the hashes of services', () => {
  it('are asked for once while the files stay the same', async () => {
    const { hashes, asked } = make();
    hashes.update([summary('dev')]);
    await hashes.settled();
    hashes.update([summary('dev')]);
    await hashes.settled();
    assert.deepEqual(asked, ['dev']);
    assert.equal(hashes.current().get('/work/shop#dev')?.get('web'), 'hash of dev');
  });

  it('are asked for again when the files change, or when somebody wants it', async () => {
    const { hashes, asked, files } = make();
    hashes.update([summary('dev')]);
    await hashes.settled();
    files.text = 'changed';
    hashes.update([summary('dev')]);
    await hashes.settled();
    hashes.update([summary('dev')], () => true);
    await hashes.settled();
    assert.deepEqual(asked, ['dev', 'dev', 'dev']);
  });

  it('are asked for two at a time', async () => {
    const { hashes, most } = make();
    hashes.update(['a', 'b', 'c', 'd', 'e'].map((name) => summary(name)));
    await hashes.settled();
    assert.equal(most.count, 2);
    assert.equal(hashes.current().size, 5);
  });

  it('are forgotten with their environment', async () => {
    const { hashes } = make();
    hashes.update([summary('dev'), summary('prod')]);
    await hashes.settled();
    hashes.update([summary('prod')]);
    await hashes.settled();
    assert.deepEqual([...hashes.current().keys()], ['/work/shop#prod']);
  });

  it('of an older question do not replace those of a newer', async () => {
    const { hashes, asked, signals } = make();
    hashes.update([summary('dev')]);
    await turn();
    hashes.update([summary('dev')], () => true);
    await hashes.settled();
    assert.deepEqual(asked, ['dev', 'dev']);
    assert.deepEqual(signals.map(({ aborted }) => aborted), [true, false]);
  });

  it('are unknown where Compose refuses the files', async () => {
    const { hashes, failures } = make('broken');
    hashes.update([summary('broken'), summary('dev')]);
    await hashes.settled();
    assert.deepEqual([...hashes.current().keys()], ['/work/shop#dev']);
    assert.deepEqual(failures, ['broken']);
  });
});

function make(broken?: string) {
  const asked: string[] = [];
  const failures: string[] = [];
  const signals: AbortSignal[] = [];
  const files = { text: '' };
  const most = { now: 0, count: 0 };
  const hashes = new ServiceHashes({
    fingerprint: async () => files.text,
    read: async ({ name }, signal) => {
      asked.push(name);
      signals.push(signal);
      most.now += 1;
      most.count = Math.max(most.count, most.now);
      await turn();
      await turn();
      most.now -= 1;
      if (name === broken) throw new Error('no');
      return new Map([['web', `hash of ${name}`]]);
    },
    changed: () => undefined,
    failed: ({ name }) => { failures.push(name); },
  });
  return { hashes, asked, failures, signals, files, most };
}
