// The one image of the suites, made from Debian's static busybox, so that no
// test needs an image registry. It has sh, httpd, wget, nc and sleep.
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { docker } from './docker.ts';

export const testImage = 'composure-test/busybox:1';

const run = promisify(execFile);

/** Makes the test image if the engine lacks it, and returns its name. */
export async function ensureTestImage(): Promise<string> {
  const existing = await docker('image', 'ls', '--quiet', testImage);
  if (existing === '') await importImage();
  return testImage;
}

async function importImage(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'composure-image-'));
  try {
    const root = join(folder, 'root');
    for (const name of ['bin', 'etc', 'root', 'tmp', 'var', 'www']) await mkdir(join(root, name), { recursive: true });
    await chmod(join(root, 'tmp'), 0o1777);
    await copyFile('/bin/busybox', join(root, 'bin/busybox'));
    const { stdout } = await run('/bin/busybox', ['--list']);
    const applets = stdout.split('\n').filter((name) => name !== '' && name !== 'busybox');
    for (const applet of applets) await symlink('busybox', join(root, 'bin', applet));
    await run('tar', ['-C', root, '--numeric-owner', '-cf', join(folder, 'image.tar'), '.']);
    await docker('import', '--change', 'CMD ["/bin/sh"]', join(folder, 'image.tar'), testImage);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
