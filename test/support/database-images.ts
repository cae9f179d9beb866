// Images with a MariaDB and a Redis server for the suites, made from Debian's packages of this machine, by names by which they are
// known as what they are.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureRequirements, staticBusybox } from '../../scripts/machine/system-packages.ts';
import { copyLibraries, copyShell } from './debian-root.ts';
import { docker } from './docker/docker.ts';

const run = promisify(execFile);

/** The programs alone: no server of the machine's own is installed or started. */
const mariadbServer = { what: 'MariaDB', packages: ['mariadb-server-core', 'mariadb-client'], isMet: () => ['/usr/sbin/mariadbd', '/usr/bin/mariadb-dump'].every(existsSync) };
const redisServer = { what: 'Redis', packages: ['redis-tools'], isMet: () => ['/usr/bin/redis-check-rdb', '/usr/bin/redis-cli'].every(existsSync) };

interface Made {
  readonly name: string;
  /** On this machine, and in the image. */
  readonly programs: Readonly<Record<string, string>>;
  /** Copied as they are. */
  readonly folders: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly user: string;
  /** Of that user. */
  readonly own: readonly string[];
  readonly changes: readonly string[];
}

/** @see copyShell for what else is in it. */
export async function ensureMariadbImage(): Promise<string> {
  await ensureRequirements([mariadbServer, staticBusybox]);
  const programs = ['mariadb', 'mariadb-dump', 'mariadb-admin', 'my_print_defaults', 'resolveip'].map((name) => [`/usr/bin/${name}`, `/usr/bin/${name}`] as const);
  return ensureImage({
    name: 'mariadb', user: 'mysql', own: ['var/lib/mysql', 'run/mysqld'],
    programs: { ...Object.fromEntries(programs), '/usr/sbin/mariadbd': '/usr/sbin/mariadbd' },
    folders: ['/usr/share/mysql'],
    scripts: { '/usr/bin/mariadb-install-db': '/usr/bin/mariadb-install-db', [path.join(import.meta.dirname, 'mariadb/entrypoint.sh')]: '/entrypoint.sh' },
    changes: ['ENTRYPOINT ["/entrypoint.sh"]', 'EXPOSE 3306'],
  });
}

/** The program that checks its files is Redis' server by another name. */
export async function ensureRedisImage(): Promise<string> {
  await ensureRequirements([redisServer, staticBusybox]);
  return ensureImage({
    name: 'redis', user: 'redis', own: ['data'], folders: [], scripts: {},
    programs: { '/usr/bin/redis-check-rdb': '/usr/bin/redis-server', '/usr/bin/redis-cli': '/usr/bin/redis-cli' },
    changes: ['WORKDIR /data', 'CMD ["redis-server", "--bind", "0.0.0.0", "--protected-mode", "no"]', 'EXPOSE 6379'],
  });
}

async function ensureImage(made: Made): Promise<string> {
  const files = [import.meta.filename, ...Object.keys(made.programs), ...Object.keys(made.scripts)];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  const image = `composure-test/${made.name}:${hash.digest('hex').slice(0, 12)}`;
  if (await docker('image', 'ls', '--quiet', image) === '') await importImage(made, image);
  return image;
}

async function importImage({ programs, folders, scripts, user, own, changes }: Made, image: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'composure-database-'));
  const root = path.join(folder, 'root');
  const copyTo = async (from: string, to: string): Promise<void> => {
    await mkdir(path.join(root, path.dirname(to)), { recursive: true });
    await copyFile(from, path.join(root, to));
    await chmod(path.join(root, to), 0o755);
  };
  try {
    for (const name of ['etc', 'tmp', ...own]) await mkdir(path.join(root, name), { recursive: true });
    await chmod(path.join(root, 'tmp'), 0o1777);
    await writeFile(path.join(root, 'etc/passwd'), `root:x:0:0:root:/root:/bin/sh\n${user}:x:999:999::/:/bin/sh\n`);
    await writeFile(path.join(root, 'etc/group'), `root:x:0:\n${user}:x:999:\n`);
    await copyShell(root);
    for (const [from, to] of [...Object.entries(programs), ...Object.entries(scripts)]) await copyTo(from, to);
    for (const each of folders) await cp(each, path.join(root, each), { recursive: true });
    await copyLibraries(root, Object.keys(programs));
    await run('tar', ['-C', root, '--numeric-owner', '--owner=0', '--group=0', '-cf', path.join(folder, 'image.tar'), '.']);
    await docker('import', ...['ENV LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/bin', ...changes].flatMap((change) => ['--change', change]), path.join(folder, 'image.tar'), image);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
