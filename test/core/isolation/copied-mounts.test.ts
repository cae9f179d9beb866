// What becomes of host paths in a copy of a project.

import assert from 'node:assert/strict';
import { treatmentOf, type Measured, type Treatment } from '#core/isolation/copied-mounts.ts';

const folder: Measured = { kind: 'directory', bytes: 1000 };
const file: Measured = { kind: 'file', bytes: 1000 };
const rows: readonly (readonly [source: string, target: string, measured: Measured, treatment: Treatment])[] = [
  ['/srv/shop/src', '/app', folder, 'copied'],
  ['/srv/shop', '/app', folder, 'copied'],
  ['/srv/shop/src', '/app', { ...folder, bytes: undefined }, 'read-only'],
  ['/srv/shop/src', '/app', { kind: 'unknown', bytes: undefined }, 'read-only'],
  ['/srv/shop/data', '/app/files', folder, 'copied'],
  ['/srv/shop/data', '/app/files', { ...folder, bytes: undefined }, 'fresh'],
  ['/srv/shop/data', '/app', { ...folder, bytes: undefined }, 'read-only'],
  ['/srv/shop/services/store/cgi-bin', '/app/www/cgi-bin', folder, 'copied'],
  ['/srv/shop/store/code', '/code', { ...folder, bytes: undefined }, 'read-only'],
  ['/srv/shop/pg', '/var/lib/postgresql/data', folder, 'fresh'],
  ['/srv/shop/pg', '/var/lib/postgresql/data', { kind: 'unknown', bytes: undefined }, 'fresh'],
  ['/mnt/big', '/var/lib/mysql', folder, 'fresh'],
  ['/srv/shop/storage', '/usr/src/app', folder, 'copied'],
  ['/srv/shop/app.sqlite', '/data/app.sqlite', file, 'copied'],
  ['/srv/shop/nothing', '/app/upper', { kind: undefined, bytes: undefined }, 'fresh'],
  ['/home/ann/.ssh', '/root/.ssh', folder, 'read-only'],
  ['/srv/shop-other/src', '/app', folder, 'read-only'],
  ['/var/run/docker.sock', '/var/run/docker.sock', { kind: 'other', bytes: undefined }, 'shared'],
];

describe('a host path that a copy of a project could write to', () => {
  for (const [source, target, measured, treatment] of rows) {
    it(`${source} at ${target} (${measured.kind ?? 'missing'}${measured.bytes === undefined ? '' : ', small'}) is ${treatment}`, () => {
      assert.equal(treatmentOf(source, [target], '/srv/shop', measured), treatment);
    });
  }
});
