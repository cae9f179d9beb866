// What a team can write down of its backups.

import assert from 'node:assert/strict';
import { usualKeep } from '#core/backup/keep.ts';
import { backupsFolder, readPolicy, usualPolicy } from '#core/backup/policy.ts';
import { readyBefore, readyDump } from '#core/backup/hooks.ts';
import { get } from '#core/yaml/node.ts';
import { parseYaml } from '#core/yaml/parse.ts';

const read = (text: string) => readPolicy(get(parseYaml('/srv/shop/composure.yaml', text).documents[0], 'backup'), '/srv/shop');
const problems = (text: string): readonly string[] => read(text).problems.map(({ message }) => message.replace(': as it is, backups are made without this', ''));

describe('what is wished of backups', () => {
  it('is the usual where nothing is said', () => {
    for (const text of ['', 'backup:\n', 'rules: {}\n']) assert.deepEqual(read(text), { ...usualPolicy, from: '/srv/shop' });
    assert.equal(backupsFolder(usualPolicy, '/srv/shop'), '/srv/shop/backups');
  });

  it('is read whole', () => {
    const policy = read(`
backup:
  folder: ../kept
  include: [./reports]
  exclude: cache
  external: true
  images: true
  consistency: pause
  keep: { last: 2, weekly: 4 }
  keyFile: ~/.key
  services:
    db: dump
    queue: { consistency: live, before: redis-cli save, after: [echo, "a b"] }
    app:
      dump: app export
      load: [app, import]
`);
    const nothing = { consistency: undefined, before: undefined, after: undefined, dump: undefined, load: undefined };
    assert.deepEqual({ ...policy, services: [...policy.services] }, {
      folder: '/srv/kept', include: ['./reports'], exclude: ['cache'], external: 'all', images: true, consistency: 'pause', keep: { last: 2, daily: 0, weekly: 4 },
      keyFile: '~/.key', from: '/srv/shop', problems: [],
      services: [
        ['db', { ...nothing, consistency: 'dump' }],
        ['queue', { ...nothing, consistency: 'live', before: ['redis-cli', 'save'], after: ['echo', 'a b'] }],
        ['app', { ...nothing, consistency: 'dump', dump: ['app', 'export'], load: ['app', 'import'] }],
      ],
    });
    assert.deepEqual(read('backup: { external: [a, b] }').external, ['a', 'b']);
  });

  it('says what cannot be followed, and holds to the usual there alone', () => {
    const policy = read('backup: { consistency: paus, keep: { last: 0 }, images: yes please, exclude: [cache], flder: x }');
    assert.deepEqual([policy.consistency, policy.keep, policy.images, policy.exclude], ['stop', usualKeep, false, ['cache']]);
    assert.deepEqual(problems('backup: { consistency: paus, keep: { last: 0 }, images: yes please, flder: x }'), [
      'backup has no flder', 'images is true or false', 'consistency is one of stop, pause, live, dump', 'keep keeps at least one backup',
    ]);
    assert.deepEqual(read('backup: { consistency: paus }').problems[0]?.mend?.text, 'pause');
    assert.deepEqual(problems('backup: [x]'), ['backup is a mapping of what is wished']);
    assert.deepEqual(problems('backup: { services: { app: { dump: x } } }'), ['dump and load come together: what one prints the other reads']);
    assert.deepEqual(problems('backup: { services: { app: { loaad: x } } }'), ['app has no loaad']);
    assert.deepEqual(problems('backup: { services: [a], keep: { last: -1 } }'), ['services is a mapping of services to how each is backed up', 'last is a whole number from 0 to 10000']);
  });
});

describe('ready dumps', () => {
  it('are known by the image', () => {
    const kinds = ['postgres', 'postgres:16', 'docker.io/library/postgres@sha256:x', 'postgis/postgis:16', 'pgvector/pgvector:pg16', 'bitnami/postgresql:16', 'mysql:8', 'mariadb', 'mongo:7', 'bitnami/mongodb', 'redis:7', 'postgres-exporter', 'my/mongo-express:1', 'phpmyadmin'].map((image) => readyDump(image)?.kind);
    assert.deepEqual(kinds, ['postgres', 'postgres', 'postgres', 'postgres', 'postgres', 'postgres', 'mysql', 'mysql', 'mongodb', 'mongodb', undefined, undefined, undefined, undefined]);
    assert.ok(readyBefore('redis:7-alpine') !== undefined && readyBefore('valkey/valkey') !== undefined && readyBefore('redis-commander') === undefined);
  });
});
