// Storage as a person finds it in the list, with what can be done about it.

import assert from 'node:assert/strict';
import type { LastBackup } from '#core/storage/last-backup.ts';
import type { KeptVolume, OrphanVolume, StorageReport } from '#core/storage/report.ts';
import { storageItems } from '#client/commands/data/storage-items.ts';
import { english } from './samples.ts';

const now = Date.UTC(2026, 10, 21, 10);
const last: LastBackup = { id: 'b', folder: '/b', at: '2026-11-21T07:00:00Z', contentBytes: 0, tarSha256: undefined };
const volume = (more: Partial<KeptVolume> = {}): KeptVolume => ({
  name: 'shop_data', key: 'data', kind: 'own', exists: true, owner: undefined, bytes: 2048, lastBackup: last, growth: 1024,
  users: [{ container: 'shop-db-1', project: 'shop', service: 'db', target: '/data', state: 'running' }], ...more,
});
const orphan = (name: string, why: string): OrphanVolume => ({ name, project: 'old', bytes: 1024, createdAt: undefined, lastBackup: undefined, why });
const report = (more: Partial<StorageReport> = {}): StorageReport => ({ environment: 'dev', project: 'shop', volumes: [], folders: [], orphans: [], unknown: [], copies: [], ...more });
const listed = (of: StorageReport): readonly string[] => storageItems(of, now, english).map(({ group, label, description, detail }) => [group, label, description, detail].filter((part) => part !== '').join(' | '));

describe('the list of storage', () => {
  it('says of each volume how large it is, what has grown, when it was backed up, and who uses it', () => {
    assert.deepEqual(listed(report({ volumes: [volume(), volume({ name: 'shop_new', exists: false, lastBackup: undefined, growth: undefined, users: [] })] })), [
      'What can be done | $(archive) Back up dev',
      'Data of dev | $(database) shop_data | 2 KiB · +1 KiB since the backup | backed up 3 hours ago · used by db (/data)',
      'Data of dev | $(database) shop_new | not made yet | in no backup · used by nobody',
    ]);
  });

  it('offers to clean what belongs to nobody, together and one by one, and to copy from an earlier name', () => {
    const of = report({
      orphans: [orphan('old_a', 'its folder is gone')], unknown: [orphan('old_b', 'it may be down'), orphan('0123456789abcdef'.repeat(4), 'it has no name')],
      copies: [{ from: 'former_data', to: 'shop_data', key: 'data', why: 'it was called former', first: 'stop db' }],
    });
    assert.deepEqual(storageItems(of, now, english).map(({ label, action }) => [label, action]), [
      ['$(trash) Clean up what belongs to nobody…', { kind: 'clean', volumes: [] }],
      ['$(copy) Copy former_data into shop_data…', { kind: 'copy', offer: of.copies[0] }],
      ['$(question) old_a', { kind: 'clean', volumes: ['old_a'] }],
      ['$(question) old_b', { kind: 'clean', volumes: ['old_b'] }],
      ['$(question) 0123456789ab…', { kind: 'clean', volumes: ['0123456789abcdef'.repeat(4)] }],
    ]);
  });
});
