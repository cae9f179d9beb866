// The disk as core sees it, on a real disk.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

const files = nodeFileSystem();

describe('the disk', () => {
  let folder = '';
  const at = (...parts: readonly string[]): string => path.join(folder, ...parts);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'composure-files-'));
    await mkdir(at('data'));
    await writeFile(at('plain.txt'), 'grüße\n');
    await symlink('plain.txt', at('link'));
    await symlink('data', at('folder-link'));
    await symlink('nowhere', at('dangling'));
    await symlink('loop', at('loop'));
    await promisify(execFile)('mkfifo', [at('pipe')]);
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('gives the text of files, also through links', async () => {
    assert.equal(await files.readText(at('plain.txt')), 'grüße\n');
    assert.equal(await files.readText(at('link')), 'grüße\n');
    await writeFile(at('empty'), '');
    assert.equal(await files.readText(at('empty')), '');
  });

  it('leaves out the byte order mark, as editors do', async () => {
    await writeFile(at('bom.yaml'), '\uFEFFservices: {}');
    assert.equal(await files.readText(at('bom.yaml')), 'services: {}');
  });

  it('gives no text of what is no text file', async () => {
    await writeFile(at('binary'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]));
    await writeFile(at('large'), 'x'.repeat(10 * 1024 * 1024 + 1));
    for (const name of ['binary', 'large', 'data', 'pipe', 'dangling', 'loop', 'missing', 'plain.txt/below', 'nul\0']) {
      assert.equal(await files.readText(at(name)), undefined, name);
    }
  });

  it('tells what stands at a path', async () => {
    const kinds = {
      'plain.txt': 'file', link: 'file', data: 'directory', 'folder-link': 'directory', pipe: 'other',
      dangling: undefined, loop: undefined, missing: undefined, 'plain.txt/below': undefined, 'nul\0': undefined, ['x'.repeat(300)]: undefined,
    };
    for (const [name, kind] of Object.entries(kinds)) assert.equal(await files.stat(at(name)), kind, name);
    assert.equal(await files.stat('/'), 'directory');
    assert.equal(await files.stat('/dev/null'), 'other');
  });

  it('lists a folder as it tells what stands there', async () => {
    const listed = await files.list(folder);
    assert.ok(listed !== undefined);
    for (const [name, kind] of listed) assert.equal(kind, await files.stat(at(name)), name);
    assert.equal(listed.get('folder-link'), 'directory');
    assert.ok(!listed.has('dangling') && !listed.has('loop'));
    assert.equal(await files.list(at('plain.txt')), undefined);
    assert.equal(await files.list(at('missing')), undefined);
  });

  it('does not know what it may not look at', async () => {
    await mkdir(at('closed'));
    await writeFile(at('closed', 'secret'), 'secret');
    await writeFile(at('unreadable'), 'secret');
    await chmod(at('unreadable'), 0o000);
    await chmod(folder, 0o755);
    await chmod(at('closed'), 0o000);
    await asNobody(async () => {
      assert.equal(await files.stat(at('closed')), 'directory');
      assert.equal(await files.stat(at('closed', 'secret')), 'unknown');
      assert.equal(await files.list(at('closed')), undefined);
      assert.equal(await files.readText(at('unreadable')), undefined);
    });
    await chmod(at('closed'), 0o700);
  });

  it('knows a socket', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => { server.listen(at('socket'), resolve); });
    assert.equal(await files.stat(at('socket')), 'other');
    assert.equal(await files.readText(at('socket')), undefined);
    server.close();
  });
});

describe('paths', () => {
  it('have forward slashes everywhere', () => {
    assert.equal(toFilePath('c:\\srv\\shop\\', 'win32'), 'C:/srv/shop');
    assert.equal(toFilePath('\\\\wsl$\\Debian\\srv', 'win32'), '//wsl$/Debian/srv');
    assert.equal(toOsPath('C:/srv/shop', 'win32'), 'C:\\srv\\shop');
    assert.equal(toOsPath('C:', 'win32'), 'C:\\');
    assert.equal(toFilePath('/srv/shop/', 'linux'), '/srv/shop');
    assert.equal(toFilePath('/', 'linux'), '/');
    assert.equal(toFilePath('/srv/a\\b', 'linux'), '/srv/a\\b');
    assert.equal(toOsPath('/srv/a\\b', 'linux'), '/srv/a\\b');
  });
});

/** Root may look at everything, so it takes another user's eyes for the while. */
async function asNobody(work: () => Promise<void>): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
