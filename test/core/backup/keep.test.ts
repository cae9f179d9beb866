// Which backups may go, and which never do.

import assert from 'node:assert/strict';
import { decideKept, type Keep, type KeptBackup } from '#core/backup/keep.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const nothing: Keep = { last: 0, daily: 0, weekly: 0 };
const backup = (sequence: number, createdAt: string, more: Partial<KeptBackup['manifest']> & { ok?: boolean } = {}): KeptBackup => {
  const { ok, ...rest } = more;
  return { manifest: { id: `b${sequence}`, sequence, createdAt: `${createdAt}:00Z`, purpose: 'backup', project: 'shop', ...rest }, verified: ok === undefined ? undefined : { ok } };
};
const kept = (backups: readonly KeptBackup[], keep: Keep): string => decideKept(backups, keep, now).filter(({ because }) => because !== undefined).map(({ backup }) => backup.manifest.id).join(' ');

describe('keeping backups', () => {
  const week = [
    backup(9, '2026-11-21T11:00'), backup(8, '2026-11-21T08:00'), backup(7, '2026-11-20T23:59'), backup(6, '2026-11-20T00:00'), backup(5, '2026-11-16T00:00'),
    backup(4, '2026-11-15T23:59'), backup(3, '2026-11-09T00:00'), backup(2, '2026-11-08T10:00'), backup(1, '2026-10-01T10:00'),
  ];

  it('keeps the last ones, and the newest of each day and week', () => {
    assert.equal(kept(week, { ...nothing, last: 3 }), 'b9 b8 b7');
    assert.equal(kept(week, { ...nothing, daily: 3 }), 'b9 b7 b5');
    // Weeks begin on Monday: 16 and 9 November 2026.
    assert.equal(kept(week, { ...nothing, weekly: 3 }), 'b9 b4 b2');
    assert.equal(kept(week, { last: 1, daily: 2, weekly: 4 }), 'b9 b7 b4 b2 b1');
  });

  it('never lets the newest good one go, nor a safety copy', () => {
    assert.equal(kept(week, nothing), 'b9');
    assert.equal(kept([backup(3, '2026-11-20T10:00', { ok: false }), backup(2, '2026-11-19T10:00', { ok: true }), backup(1, '2026-11-18T10:00')], nothing), 'b2');
    assert.equal(kept([backup(2, '2026-11-20T10:00', { ok: false }), backup(1, '2026-11-19T10:00', { ok: false })], nothing), 'b2');
    assert.equal(kept([backup(2, '2026-11-20T10:00'), backup(1, '2026-11-01T10:00', { purpose: 'safety-copy' })], nothing), 'b2 b1');
    // A safety copy is no backup of everything: it does not stand in for one.
    assert.equal(kept([backup(2, '2026-11-20T10:00', { purpose: 'safety-copy' }), backup(1, '2026-11-01T10:00')], nothing), 'b2 b1');
  });

  it('goes by the number and not by the clock, and leaves alone what comes from the future', () => {
    const setBack = [backup(3, '2026-11-19T10:00'), backup(2, '2026-11-20T10:00'), backup(1, '2026-11-20T09:00')];
    assert.equal(kept(setBack, { ...nothing, last: 1 }), 'b3');
    const future = [backup(4, '2030-01-01T00:00'), backup(3, '2026-11-20T10:00'), backup(2, '2026-11-20T09:00'), backup(1, '2026-11-01T09:00')];
    assert.equal(kept(future, { ...nothing, last: 2 }), 'b4 b3 b2');
  });

  it('judges each project apart, and bad ones count for nothing', () => {
    assert.equal(kept([backup(9, '2026-11-20T10:00'), backup(1, '2026-11-19T10:00', { project: 'blog' })], nothing), 'b9 b1');
    assert.equal(kept([backup(3, '2026-11-20T10:00'), backup(2, '2026-11-20T09:00', { ok: false }), backup(1, '2026-11-19T10:00')], { ...nothing, last: 2 }), 'b3 b1');
  });
});
