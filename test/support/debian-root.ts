// The root of an image for the suites, made from what Debian's packages have on this machine, so that no test needs an image
// registry: programs, the libraries that they are linked with, and a shell.

import { execFile } from 'node:child_process';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The shell and all that busybox stands for. */
export async function copyShell(root: string): Promise<void> {
  await mkdir(path.join(root, 'bin'), { recursive: true });
  await copyFile('/bin/busybox', path.join(root, 'bin/busybox'));
  const { stdout } = await run('/bin/busybox', ['--list']);
  for (const applet of stdout.split('\n')) if (applet !== '' && applet !== 'busybox') await symlink('busybox', path.join(root, 'bin', applet));
}

/** Copies what the loader finds for programs to where it stands here: `libpq.so.5 => /lib/x86_64-linux-gnu/libpq.so.5 (0x…)`, and the loader itself. */
export async function copyLibraries(root: string, files: readonly string[]): Promise<void> {
  const { stdout } = await run('ldd', [...files]);
  for (const library of new Set(stdout.split('\n').flatMap((line) => /^\t(?:\S+ => )?(\/\S+) \(0x/.exec(line)?.[1] ?? []))) {
    const copy = path.join(root, library);
    await mkdir(path.dirname(copy), { recursive: true });
    await copyFile(library, copy);
  }
}
