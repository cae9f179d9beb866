// An image with a PostgreSQL server for the suites, made from Debian's packages of this machine, so that no test needs an image
// registry: the programs, the libraries that they are linked with, and an entry point that begins as the official one does.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root as repository } from '../../scripts/bundles.ts';
import { ensureRequirements, findPostgres, postgresServer, staticBusybox } from '../../scripts/machine/system-packages.ts';
import { copyLibraries, copyShell } from './debian-root.ts';
import { docker } from './docker/docker.ts';

const run = promisify(execFile);

const programs = ['postgres', 'initdb', 'pg_ctl', 'psql', 'pg_dump', 'pg_dumpall', 'pg_isready', 'pg_amcheck'] as const;
const entrypoint = path.join(import.meta.dirname, 'postgres/entrypoint.sh');

/** Makes the image if the engine lacks it, and returns its name, by which it is known as one of PostgreSQL. */
export async function ensurePostgresImage(): Promise<string> {
  await ensureRequirements([postgresServer, staticBusybox]);
  const home = findPostgres();
  if (home === undefined) throw new Error('PostgreSQL was installed and is not there');
  const { stdout: version } = await run(path.join(home, 'bin/postgres'), ['--version']);
  const mark = createHash('sha256').update(version).update(await readFile(entrypoint)).update(await readFile(import.meta.filename)).digest('hex').slice(0, 12);
  const image = `composure-test/postgres:${path.basename(home)}-${mark}`;
  if (await docker('image', 'ls', '--quiet', image) !== '') return image;
  const tar = path.join(repository, '.cache/postgres', `${mark}.tar`);
  if (!existsSync(tar)) await makeTar(home, tar);
  await docker('import', '--change', 'ENTRYPOINT ["/entrypoint.sh"]', '--change', 'ENV LANG=C.UTF-8 PATH=/usr/bin:/bin', '--change', 'EXPOSE 5432', tar, image);
  return image;
}

async function makeTar(home: string, tar: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'composure-postgres-'));
  try {
    const root = path.join(folder, 'root');
    for (const name of ['bin', 'etc', 'tmp', 'usr/bin', 'var/lib/postgresql/data', 'var/run/postgresql', 'usr/share/zoneinfo/Etc']) await mkdir(path.join(root, name), { recursive: true });
    await chmod(path.join(root, 'tmp'), 0o1777);
    await writeFile(path.join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\npostgres:x:999:999:PostgreSQL:/var/lib/postgresql:/bin/sh\n');
    await writeFile(path.join(root, 'etc/group'), 'root:x:0:\npostgres:x:999:\n');
    await copyShell(root);
    await copyFile(entrypoint, path.join(root, 'entrypoint.sh'));
    await chmod(path.join(root, 'entrypoint.sh'), 0o755);
    const version = path.basename(home);
    // Where they stand on the machine: the server looks for what it needs from where it lies.
    const isNeeded = (file: string): boolean => !/\/bitcode(?:\/|$)|\/pgxs(?:\/|$)|llvmjit/.test(file);
    await cp(path.join(home, 'lib'), path.join(root, home, 'lib'), { recursive: true, filter: isNeeded });
    await cp(`/usr/share/postgresql/${version}`, path.join(root, `usr/share/postgresql/${version}`), { recursive: true, filter: (file) => !/\/man(?:\/|$)/.test(file) });
    await mkdir(path.join(root, home, 'bin'));
    for (const program of programs) {
      await copyFile(path.join(home, 'bin', program), path.join(root, home, 'bin', program));
      await symlink(path.join(home, 'bin', program), path.join(root, 'usr/bin', program));
    }
    await copyFile('/usr/bin/setpriv', path.join(root, 'usr/bin/setpriv'));
    for (const zone of ['UTC', 'Etc/UTC']) await copyFile(path.join('/usr/share/zoneinfo', zone), path.join(root, 'usr/share/zoneinfo', zone));
    if (existsSync('/usr/lib/locale/C.utf8')) await cp('/usr/lib/locale/C.utf8', path.join(root, 'usr/lib/locale/C.utf8'), { recursive: true });
    const linked = [...programs.map((program) => path.join(home, 'bin', program)), '/usr/bin/setpriv', ...globSync(path.join(home, 'lib/*.so')).filter(isNeeded)];
    await copyLibraries(root, linked);
    await mkdir(path.dirname(tar), { recursive: true });
    await run('tar', ['-C', root, '--numeric-owner', '--owner=0', '--group=0', '-cf', `${tar}.part`, '.']);
    await rename(`${tar}.part`, tar);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
