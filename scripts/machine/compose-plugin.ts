// Brings `docker compose` (version 2) where the docker client lacks it. Ubuntu
// and newer Debian releases have it as a package; the release of Debian that
// still carries version 1 takes the static program of the release after it.
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { captureProgram, succeeds } from '../run-program.ts';
import { requireInstaller } from './system-packages.ts';

/** The Debian releases without Compose 2, each with the first one that has it. */
const releaseWithCompose: Readonly<Record<string, string>> = { bookworm: 'trixie', bullseye: 'trixie' };

export async function ensureComposePlugin(): Promise<void> {
  if (await succeeds('docker', ['compose', 'version'])) return;
  requireInstaller('docker compose', 'docker-compose-v2');
  const release = /^VERSION_CODENAME=(\S+)$/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1] ?? '';
  const later = releaseWithCompose[release];
  console.log(`installing the compose plugin of docker${later === undefined ? '' : ` from ${later}`}`);
  if (later === undefined) await installPackage();
  else await copyPluginFrom(release, later);
  await captureProgram('docker', ['compose', 'version']);
}

async function installPackage(): Promise<void> {
  const ubuntuName = 'docker-compose-v2';
  const name = (await succeeds('apt-cache', ['show', ubuntuName])) ? ubuntuName : 'docker-compose';
  await captureProgram('apt-get', ['install', '-y', '--no-install-recommends', name], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}

/** Reads a later release's package lists into a temporary folder, so that the machine's own lists stay as they are. */
async function copyPluginFrom(release: string, later: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'composure-compose-'));
  try {
    for (const name of ['lists/partial', 'cache/archives/partial', 'package', 'root']) {
      await mkdir(join(folder, name), { recursive: true });
    }
    await writeFile(join(folder, 'later.list'), await sourcesOf(release, later));
    const options = [
      `Dir::Etc::SourceList=${folder}/later.list`,
      'Dir::Etc::SourceParts=/dev/null',
      `Dir::State::Lists=${folder}/lists`,
      `Dir::Cache=${folder}/cache`,
      'APT::Sandbox::User=root',
    ].flatMap((option) => ['-o', option]);
    await captureProgram('apt-get', [...options, 'update']);
    await captureProgram('apt-get', [...options, 'download', 'docker-compose'], { cwd: join(folder, 'package') });
    const [file] = await readdir(join(folder, 'package'));
    if (file === undefined) throw new Error(`apt-get downloaded no package docker-compose of ${later}`);
    await captureProgram('dpkg', ['-x', join(folder, 'package', file), join(folder, 'root')]);
    const plugins = join(homedir(), '.docker', 'cli-plugins');
    await mkdir(plugins, { recursive: true });
    await copyFile(join(folder, 'root/usr/libexec/docker/cli-plugins/docker-compose'), join(plugins, 'docker-compose'));
    await chmod(join(plugins, 'docker-compose'), 0o755);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** This machine's package source for `release`, in the one-line format, with the later release in its place. */
async function sourcesOf(release: string, later: string): Promise<string> {
  const listing = await captureProgram('apt-get', ['indextargets', '--format', '$(CODENAME) $(COMPONENT) $(REPO_URI)', 'Created-By: Packages']);
  const rows = listing.split('\n').map((line) => line.split(' '));
  const uri = rows.find(([codename, component]) => codename === release && component === 'main')?.[2];
  if (uri === undefined) throw new Error(`the sources of apt name no suite ${release} main from which to derive ${later}`);
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  return `deb ${existsSync(keyring) ? `[signed-by=${keyring}] ` : ''}${uri} ${later} main\n`;
}
