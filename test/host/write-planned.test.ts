// Writing env files on a real disk: kills, changes by others, links; and the randomness of what is in them.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PlannedFile } from '#core/variables/plan.ts';
import { freshValues } from '#host/variables/fresh-values.ts';
import { writePlanned } from '#host/variables/write-planned.ts';
import { plannedFiles, textOf } from './write-planned-files.ts';

describe('writing what was planned', function () {
  this.timeout(60_000);
  let folder = '';
  const at = (name: string): string => path.join(folder, name);
  const file = (name: string, before: string | undefined, after: string, isPrivate = true): PlannedFile => ({ path: at(name), kind: 'env', before, after, isPrivate, variables: [], secrets: [], open: new Set() });
  beforeEach(() => { folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'composure-write-'))); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('leaves the old text or the new one when it is killed, and takes away what that left', async () => {
    for (let kill = 0; kill < 8; kill += 1) {
      const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', path.join(import.meta.dirname, 'write-planned-killed.ts'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise((resolve) => child.once('close', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, 5 + kill * 13));
      child.kill('SIGKILL');
      await ended;
      const names = readdirSync(folder).filter((name) => !name.includes('composure-'));
      for (const name of names) assert.ok([textOf(0), textOf(1)].includes(readFileSync(at(name), 'utf8')), `${name} after kill ${kill}`);
      for (const name of readdirSync(folder)) assert.equal(statSync(at(name)).mode & 0o777, 0o600, name);
      for (const name of names) rmSync(at(name));
      await writePlanned(plannedFiles(folder, 0), folder);
      assert.deepEqual(readdirSync(folder).toSorted(), ['.env.a', '.env.b', '.env.c']);
      for (const name of readdirSync(folder)) rmSync(at(name));
    }
  });

  it('touches no file that has changed since it was read, appeared or went', async () => {
    writeFileSync(at('changed'), 'B=2\n');
    for (const planned of [file('changed', 'A=1\n', 'A=2\n'), file('changed', undefined, 'A=2\n'), file('gone', 'A=1\n', 'A=2\n')]) {
      await assert.rejects(writePlanned([planned], folder), /was not written: what is on the disk is not what was read$/);
    }
    assert.deepEqual([readFileSync(at('changed'), 'utf8'), readdirSync(folder)], ['B=2\n', ['changed']]);
  });

  it('follows links within the root, and keeps byte order marks and the modes of what is open', async () => {
    mkdirSync(at('shared'));
    writeFileSync(at('shared/real'), '\ufeffA=1\n', { mode: 0o640 });
    symlinkSync('shared/real', at('.env'));
    await writePlanned([file('.env', 'A=1\n', 'A=2\n', false)], folder);
    assert.deepEqual([readFileSync(at('shared/real'), 'utf8'), readlinkSync(at('.env')), statSync(at('shared/real')).mode & 0o777], ['\ufeffA=2\n', 'shared/real', 0o640]);
    symlinkSync('nowhere', at('dangling'));
    await assert.rejects(writePlanned([file('dangling', undefined, 'A=1\n')], folder), /leads nowhere/);
    symlinkSync(tmpdir(), at('out'));
    await assert.rejects(writePlanned([file('out/x.env', undefined, 'A=1\n')], folder), /outside of/);
  });
});

describe('new values', () => {
  it('have every character of their alphabet as often as any other', () => {
    // 62 does not divide 256: a remainder would favour the first eight by a quarter.
    const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    const count = 124_000;
    const text = freshValues.text(count, characters);
    const expected = count / characters.length;
    const chiSquare = Array.from(characters).reduce((sum, each) => sum + (text.split(each).length - 1 - expected) ** 2 / expected, 0);
    // 61 degrees of freedom: more than 140 happens once in ten million times.
    assert.ok(chiSquare < 140, String(chiSquare));
    assert.equal(new Set(Array.from({ length: 1_000 }, () => freshValues.text(16, 'abc'))).size, 1_000);
  });

  it('are keys that sign and verify', () => {
    for (const algorithm of ['ed25519', 'rsa-4096'] as const) {
      const pair = freshValues.keyPair(algorithm);
      assert.ok(pair.private.startsWith('-----BEGIN PRIVATE KEY-----\n') && pair.public.startsWith('-----BEGIN PUBLIC KEY-----\n'));
      const digest = algorithm === 'ed25519' ? null : 'sha256';
      assert.ok(verify(digest, Buffer.from('x'), createPublicKey(pair.public), sign(digest, Buffer.from('x'), createPrivateKey(pair.private))));
      assert.equal(freshValues.publicKey(pair.private), pair.public);
    }
    assert.deepEqual([freshValues.publicKey('x'), freshValues.publicKey('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')], [undefined, undefined]);
    assert.match(freshValues.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
