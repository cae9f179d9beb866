// Folders that are made before an engine would make them, and whose they are.

import assert from 'node:assert/strict';
import { chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { missingFolders } from '#core/environments/data-folders.ts';
import { Failure } from '#core/failure.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { makeFolders } from '#host/node/make-folders.ts';

describe('folders that are mounted and missing', () => {
  let folder = '';
  before(async () => { folder = await mkdtemp(path.join(tmpdir(), 'composure-folders-')); });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are found, each once; files and what lies elsewhere on the machine are left alone', async () => {
    await writeFile(path.join(folder, 'there'), '');
    const mount = (source: string, target = '/data', type = 'bind'): { type: string; source: string; target: string } => ({ type, source, target });
    const mounts = [
      mount('./data/db'), mount('data/db'), mount(`${folder}/logs`, '/var/log'), mount('./there'), mount('./app.conf', '/etc/app.conf'),
      mount('/srv/composure-nowhere'), mount('~/data'), mount('', '/cache'), mount('data', '/data', 'volume'),
    ];
    assert.deepEqual(await missingFolders(folder, mounts, nodeFileSystem()), [`${folder}/data/db`, `${folder}/logs`]);
  });

  it('belong to whoever owns the folder that they lie in', async () => {
    const owner = process.getuid?.() === 0 ? 4711 : process.getuid?.() ?? 0;
    if (owner === 4711) await chown(folder, owner, owner);
    await makeFolders([`${folder}/a/b/c`, `${folder}/a/d`]);
    for (const each of ['a', 'a/b', 'a/b/c', 'a/d']) assert.equal((await stat(path.join(folder, each))).uid, owner, each);
  });

  it('fail with the path where a file stands in the way', async () => {
    await assert.rejects(makeFolders([`${folder}/there/data`]), (error) => error instanceof Failure && error.message.includes(`${folder}/there/data cannot be made`));
  });
});
