// A project whose commands are killed: it has data in two volumes and a folder, and containers in each of the states that
// have to come back. It says what its data is, and what lies about that a kill has left.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { backupProject, willing, type BackupProject } from '../../host/backup-project.ts';
import { docker } from '../docker/docker.ts';

const compose = `
services:
  db:${willing}
    volumes: ["data:/data", "more:/more", "./data:/folder"]
  app:${willing}
    depends_on: [db]
    volumes: ["data:/data"]
  resting:${willing}
    volumes: ["more:/more"]
  halted:${willing}
    volumes: ["data:/data"]
volumes: { data: { labels: { team: blue } }, more: {} }
`;

export interface KilledProject {
  readonly project: BackupProject;
  readonly states: string;
  /** Replaces all data; answers with what is there then. */
  fill(what: string): Promise<string>;
  /** What all data is: names, owners, permissions, times, content. */
  content(): Promise<string>;
  /** Each container with its state. */
  containers(): Promise<string>;
  /** Makes what is gone, and gives each container its state. */
  stand(): Promise<void>;
  /** The folders of backups, also half-made ones. */
  backups(): Promise<readonly string[]>;
  /** Helpers, half-made folders, journals, and backups without a manifest. */
  orphans(): Promise<readonly string[]>;
  /** Locks of anybody. */
  locks(): Promise<readonly string[]>;
  removeBackupsBut(kept: string): Promise<void>;
  remove(): Promise<void>;
}

/** Makes it and starts it. */
export async function killedProject(): Promise<KilledProject> {
  const project = await backupProject({ 'compose.yaml': compose });
  const states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
  const folder = path.join(project.directory, 'backups');
  const container = (service: string): string => `${project.name}-${service}-1`;
  const backups = (): Promise<readonly string[]> => listed(folder);
  const look = 'for each in /data /more /folder; do cd $each; find . -exec stat -c "%n %F %a %u %g %Y" {} + | sort; find . -type f -exec sha256sum {} + | sort; done | sha256sum';

  async function stand(): Promise<void> {
    // Compose starts none that is paused.
    await docker('unpause', container('resting')).catch(() => '');
    await docker('compose', '--project-directory', project.directory, 'up', '--detach', '--quiet-pull');
    await docker('stop', container('halted'));
    await pause(container('resting'));
  }

  await stand();
  return {
    project, states, stand, backups,
    fill: (what) => project.sh('db', `for each in /data /more /folder; do rm -rf $each/*; mkdir -p $each/deep/${what}; head -c 400000 /dev/urandom > $each/deep/random; echo ${what} > $each/deep/${what}/said; chmod 640 $each/deep/random; chown 999:998 $each/deep; ln -s away $each/link; done; ${look}`),
    content: () => project.sh('db', look),
    containers: async () => (await docker('ps', '--all', '--filter', `label=com.docker.compose.project=${project.name}`, '--format', '{{.Label "com.docker.compose.service"}} {{.State}}')).split('\n').toSorted().join(', '),
    async orphans() {
      const volumes = ['data', 'more'].map((volume) => `volume=${project.name}_${volume}`);
      const helpers = await Promise.all([...volumes, `volume=${project.directory}/data`].map((filter) => docker('ps', '--all', '--quiet', '--filter', 'label=dev.composure.helper', '--filter', filter)));
      const broken: string[] = [];
      for (const name of await backups()) {
        if (name.startsWith('.partial-')) broken.push(`half-made ${name}`);
        else if (!name.startsWith('.') && !await isWhole(path.join(folder, name, 'manifest.json'))) broken.push(`no manifest in ${name}`);
      }
      return [...helpers.flatMap((ids) => ids.split('\n')).filter((id) => id !== '').map((id) => `helper ${id}`), ...broken, ...(await listed(path.join(states, 'operations'))).map((name) => `journal ${name}`)];
    },
    locks: () => listed(path.join(states, 'locks')),
    async removeBackupsBut(kept) {
      for (const name of await backups()) if (name !== kept && !name.startsWith('.')) await rm(path.join(folder, name), { recursive: true });
    },
    async remove() {
      await project.remove();
      await rm(states, { recursive: true, force: true });
    },
  };
}

/** An engine with much to do cannot freeze a container at times. */
async function pause(container: string): Promise<void> {
  for (let left = 10; ; left -= 1) {
    try {
      await docker('pause', container);
      return;
    } catch (error) {
      if (left === 0 || !String(error).includes('unable to freeze')) throw error;
      await delay(500);
    }
  }
}

async function listed(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
}

async function isWhole(manifest: string): Promise<boolean> {
  try {
    return typeof JSON.parse(await readFile(manifest, 'utf8')) === 'object';
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
