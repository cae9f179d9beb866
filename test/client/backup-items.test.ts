// Backups as a person finds them in the list.

import assert from 'node:assert/strict';
import type { Manifest } from '#core/backup/manifest.ts';
import { backupItems, type ShownBackup } from '#client/commands/data/backup-items.ts';
import { english } from './samples.ts';

const now = Date.UTC(2026, 10, 21, 10);
const manifest: Manifest = {
  format: 1, id: 'shop-20261121T071500Z', createdAt: '2026-11-21T07:15:00.000Z', sequence: 3, purpose: 'backup', madeBy: { composure: '0.1.0', compose: '2.26.1', engine: '20.10.24' },
  project: 'shop', environment: 'dev', directory: '/work/shop', engine: { id: 'E', address: '', context: undefined }, services: [],
  volumes: [], binds: [], files: [{ path: 'compose.yaml', role: 'compose', file: 'files/project/compose.yaml', bytes: 1, sha256: '', mode: 0o644 }], dumps: [], images: [], limits: [], encryption: undefined,
};
const backup = (more: Partial<Manifest> = {}, verified: ShownBackup['verified'] = { at: '2026-11-21T09:00:00Z', ok: true, problems: [] }): ShownBackup => ({ folder: '/b', manifest: { ...manifest, ...more }, bytes: 3 * 1024 * 1024, verified });
const listed = (backups: readonly ShownBackup[], broken: readonly { readonly folder: string; readonly why: string }[] = []): readonly (readonly string[])[] => (
  backupItems(backups, broken, 'shop', (at) => at.slice(0, 10), now, english).map(({ label, description, detail }) => [label, description, detail])
);

describe('the list of backups', () => {
  it('says when, how large, what is in it, and when it was verified', () => {
    assert.deepEqual(listed([backup()]), [['$(archive) 2026-11-21', '2 hours ago · 3 MiB · verified 1 hour ago', '1 file · shop-20261121T071500Z']]);
  });

  it('marks safety copies, encryption, and what is damaged or was never verified', () => {
    assert.deepEqual(listed([
      backup({ purpose: 'safety-copy' }), backup({ encryption: { cipher: 'aes-256-gcm', keyId: 'a' } }), backup({}, { at: '2026-11-21T09:59:00Z', ok: false, problems: ['x'] }), { ...backup(), verified: undefined },
    ]).map(([label, description]) => `${label} ${description}`), [
      '$(shield) 2026-11-21 2 hours ago · 3 MiB · safety copy · verified 1 hour ago',
      '$(archive) 2026-11-21 2 hours ago · 3 MiB · verified 1 hour ago · encrypted',
      '$(error) 2026-11-21 2 hours ago · 3 MiB · damaged, found 1 minute ago',
      '$(archive) 2026-11-21 2 hours ago · 3 MiB · never verified',
    ]);
  });

  it('has those of other projects after the own ones, and what is no backup at the end', () => {
    const all = backupItems([backup({ project: 'blog' }), backup()], [{ folder: '/work/backups/shop-20261120T000000Z', why: 'it has no manifest' }], 'shop', () => 'then', now, english);
    assert.deepEqual(all.map(({ label, detail, backup: of }) => [label, detail, of?.manifest.project]), [
      ['$(archive) then', '1 file · shop-20261121T071500Z', 'shop'], ['$(archive) then', 'of blog · 1 file · shop-20261121T071500Z', 'blog'],
      ['$(error) shop-20261120T000000Z', 'it has no manifest', undefined],
    ]);
  });
});
