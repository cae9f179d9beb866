// The system packages that the tests and the browser-hosted editor need, and
// their installation where that is possible: as root on Debian or Ubuntu.
import { existsSync, globSync, readFileSync } from 'node:fs';

import { captureProgram } from '../run-program.ts';
import { findProgram } from './find-program.ts';

/** Something that must be on the machine, and the Debian packages that bring it. */
export interface Requirement {
  readonly what: string;
  readonly packages: readonly string[];
  isMet(): boolean;
}

export const dockerClient: Requirement = program('docker', 'docker.io');
export const dockerDaemon: readonly Requirement[] = [program('dockerd', 'docker.io'), program('iptables', 'iptables')];
export const staticBusybox: Requirement = {
  what: 'a static busybox',
  packages: ['busybox-static'],
  // The dynamic one names its loader and would not run alone in an image.
  isMet: () => existsSync('/bin/busybox') && !readFileSync('/bin/busybox').subarray(0, 4096).includes('ld-linux'),
};
export const browser: Requirement = {
  what: 'Chromium',
  packages: ['chromium', 'fonts-dejavu-core'],
  isMet: () => findBrowser() !== undefined,
};
/** The server's programs; a cluster that its package makes is not used. */
export const postgresServer: Requirement = { what: 'PostgreSQL', packages: ['postgresql'], isMet: () => findPostgres() !== undefined };
/** What the native modules of the browser-hosted editor are compiled with. */
export const nativeBuildTools: readonly Requirement[] = [
  program('make', 'make'),
  program('g++', 'g++'),
  program('python3', 'python3'),
  program('pkg-config', 'pkg-config'),
  { what: 'the headers of Kerberos', packages: ['libkrb5-dev'], isMet: () => existsSync('/usr/include/gssapi/gssapi.h') },
];

export function findBrowser(): string | undefined {
  return findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

/** The folder of the newest PostgreSQL: `/usr/lib/postgresql/15`. */
export function findPostgres(): string | undefined {
  const found = globSync('/usr/lib/postgresql/*/bin/postgres').map((program) => program.replace(/\/bin\/postgres$/, ''));
  return found.sort((a, b) => Number(a.split('/').at(-1)) - Number(b.split('/').at(-1))).at(-1);
}

/** Installs what is not met, or fails with one line that says what is missing and what brings it. */
export async function ensureRequirements(requirements: readonly Requirement[]): Promise<void> {
  const missing = unmet(requirements);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.flatMap((requirement) => requirement.packages))];
  requireInstaller(missing.map((requirement) => requirement.what).join(', '), packages.join(' '));
  console.log(`installing system packages: ${packages.join(' ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await captureProgram('apt-get', ['update'], { env });
  await captureProgram('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  const still = unmet(requirements);
  if (still.length > 0) throw new Error(`still missing after installing ${packages.join(' ')}: ${still.map(({ what }) => what).join(', ')}`);
}

/** Fails with one line unless this is root on Debian or Ubuntu. */
export function requireInstaller(what: string, packages: string): void {
  if (process.getuid?.() === 0 && findProgram('apt-get') !== undefined) return;
  throw new Error(`missing on this machine: ${what} - install the Debian packages ${packages} (or your system's equivalent), or run this as root on Debian or Ubuntu`);
}

function unmet(requirements: readonly Requirement[]): Requirement[] {
  return requirements.filter((requirement) => !requirement.isMet());
}

function program(name: string, debianPackage: string): Requirement {
  return { what: name, packages: [debianPackage], isMet: () => findProgram(name) !== undefined };
}
