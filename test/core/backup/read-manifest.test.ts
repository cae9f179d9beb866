// What is taken for the manifest of a backup.

import assert from 'node:assert/strict';
import { backupName, fileNameOf, isBackupName, isFolderOfBackup } from '#core/backup/backup-name.ts';
import type { Manifest } from '#core/backup/manifest.ts';
import { readManifest } from '#core/backup/read-manifest.ts';
import { readVerified } from '#core/backup/verified.ts';

const hash = 'ab'.repeat(32);
const archive = { file: 'volumes/shop_data.tar.gz', compression: 'gzip', bytes: 10, sha256: hash, tarBytes: 2048, tarSha256: hash, entries: 1, contentBytes: 0 } as const;
const manifest: Manifest = {
  format: 1, id: 'shop-20261121T071500Z', createdAt: '2026-11-21T07:15:00.000Z', sequence: 3, purpose: 'backup', madeBy: { composure: '0.1.0', compose: '2.26.1', engine: '20.10.24' },
  project: 'shop', environment: 'dev', directory: '/srv/shop', engine: { id: 'E', address: 'unix:///run/docker.sock', context: undefined },
  services: [{ name: 'db', consistency: 'stop', containers: [{ name: 'shop-db-1', state: 'running', exitCode: undefined }], image: 'db:1', imageId: 'sha256:1', digests: [], configHash: 'h' }],
  volumes: [{ name: 'shop_data', key: 'data', external: false, anonymous: undefined, driver: 'local', options: {}, labels: { a: 'b' }, services: ['db'], archive }],
  binds: [{ path: 'data', isFolder: true, services: ['db'], archive: { ...archive, file: 'binds/1-data.tar' } }],
  files: [{ path: 'compose.yaml', role: 'compose', file: 'files/project/compose.yaml', bytes: 1, sha256: hash, mode: 0o644 }],
  dumps: [{ service: 'db', kind: 'postgres', dump: ['a'], load: ['b'], volumes: ['shop_data'], file: 'dumps/db.sql', compression: 'none', bytes: 1, sha256: hash, contentBytes: 1, contentSha256: hash }],
  images: [{ id: 'sha256:1', references: ['db:1'], file: 'images/1.tar', compression: 'none', bytes: 1, sha256: hash }],
  limits: ['none'], encryption: { cipher: 'aes-256-gcm', keyId: '0123456789abcdef' },
};
const changed = (change: (copy: Record<string, unknown> & { volumes: Record<string, unknown>[] }) => void): readonly string[] => {
  const copy = JSON.parse(JSON.stringify(manifest)) as Parameters<typeof change>[0];
  change(copy);
  const read = readManifest(JSON.stringify(copy));
  return 'problems' in read ? read.problems : [];
};

describe('the manifest of a backup', () => {
  it('is read as it was written', () => {
    assert.deepEqual(readManifest(JSON.stringify(manifest)), { manifest: JSON.parse(JSON.stringify(manifest)) as Manifest });
  });

  it('is none when it was cut off, wherever that was', () => {
    const text = JSON.stringify(manifest, undefined, 2);
    for (let length = 0; length < text.length; length += 1) assert.ok('problems' in readManifest(text.slice(0, length)), `${length}`);
  });

  it('says at which place something is wrong', () => {
    assert.deepEqual(changed((copy) => { copy['format'] = 2; }), ['format: 2 is newer than 1, the newest that this version of Composure reads']);
    assert.deepEqual(changed((copy) => { delete copy['sequence']; copy['createdAt'] = 'yesterday'; }), ['createdAt: is not a time', 'sequence: is missing']);
    assert.deepEqual(changed((copy) => { copy.volumes[0] = { ...copy.volumes[0], name: '../x', archive: { ...archive, sha256: 'no', entries: -1 } }; }), [
      'volumes[0].name: is not the name of a volume', 'volumes[0].archive.sha256: is not a SHA-256 in hexadecimal', 'volumes[0].archive.entries: is not a whole number',
    ]);
    assert.deepEqual(changed((copy) => { copy.volumes = {} as never; }), ['volumes: is not a list']);
    for (const text of ['[]', 'null', '1', '"x"']) assert.ok('problems' in readManifest(text), text);
  });

  it('names no file outside of the backup', () => {
    for (const file of ['../x', '/etc/passwd', 'volumes/../../x', 'volumes/./x', 'volumes', 'volumes/', 'volumes//x', 'manifest.json', 'volumes\\x', 'volumes/a\\..\\x', 'volumes/a\0', 1]) {
      assert.deepEqual(changed((copy) => { copy.volumes[0] = { ...copy.volumes[0], archive: { ...archive, file } }; }), ['volumes[0].archive.file: is not a path inside the backup'], String(file));
    }
  });
});

describe('names of backups', () => {
  const at = new Date('2026-11-21T07:15:09.123Z');

  it('have the time in UTC, and a number where there are several in a second', () => {
    const taken = new Set(['shop-20261121T071509Z', '.partial-shop-20261121T071509Z-2']);
    assert.equal(backupName('shop', at, () => false), 'shop-20261121T071509Z');
    assert.equal(backupName('shop', at, (name) => taken.has(name)), 'shop-20261121T071509Z-3');
    for (const name of ['shop-20261121T071509Z', 'my_shop-2-20261121T071509Z-12']) assert.ok(isBackupName(name), name);
    for (const name of ['shop', '.partial-shop-20261121T071509Z', 'data-2026']) assert.ok(!isBackupName(name), name);
    for (const name of ['shop-20261121T071509Z', '.partial-shop-20261121T071509Z', '.pruned-shop-20261121T071509Z-2']) assert.ok(isFolderOfBackup(name), name);
    for (const name of ['shop', 'backups', '.partial-shop']) assert.ok(!isFolderOfBackup(name), name);
  });

  it('have files that any system can have', () => {
    assert.deepEqual(['shop_data', 'a b/c:d', '-rf', '.hidden', 'CON', 'con.tar', ''].map(fileNameOf), ['shop_data', 'a_b_c_d', '_rf', '_hidden', '_CON', '_con.tar', '_']);
  });
});

describe('what a verification left', () => {
  it('is read where it says something', () => {
    const verified = { at: '2026-11-21T07:15:00Z', ok: false, problems: ['volumes/x is gone'] };
    assert.deepEqual(readVerified(JSON.stringify(verified)), verified);
    for (const text of [undefined, '', '{', '[]', 'null', '{"at":1,"ok":true,"problems":[]}']) assert.equal(readVerified(text), undefined);
  });
});
