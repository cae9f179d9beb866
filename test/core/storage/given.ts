// What the tables of storage are made of: a project, an engine's volumes and containers, and backups, each with what differs
// from the usual.

import type { Archive, Manifest } from '#core/backup/manifest.ts';
import type { Project } from '#core/compose/model.ts';
import { neverCancelled } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { StorageFacts, StoredContainer, VolumeFacts } from '#core/storage/facts.ts';
import type { SavedBackup } from '#core/storage/last-backup.ts';
import { fixtureFiles, fixtureRoot } from '../../support/fixture.ts';

export const here = fixtureRoot;
export const anonymousName = 'ab'.repeat(32);

/** The environments of a folder with these files. */
export async function projects(texts: Readonly<Record<string, string>>): Promise<readonly Project[]> {
  const files = fixtureFiles({ files: new Map(Object.entries(texts).map(([name, text]) => [`${here}/${name}`, text])), folders: new Set([here]) });
  const parsed = new ParsedFiles();
  return Promise.all((await discoverEnvironments(here, files, parsed, neverCancelled)).map((each) => loadProject(each, files, parsed, neverCancelled)));
}

/** One project of one file. */
export async function project(text: string): Promise<Project> {
  const [only] = await projects({ 'compose.yaml': text });
  if (only === undefined) throw new Error('no environment');
  return only;
}

/** `shop_data` is the volume `data` of `shop`. */
export function volume(name: string, more: Partial<VolumeFacts> = {}): VolumeFacts {
  const [, owner, key] = /^([^_]+)_(.+)$/.exec(name) ?? [];
  const labels: Readonly<Record<string, string>> = owner === undefined || key === undefined ? {} : { 'com.docker.compose.project': owner, 'com.docker.compose.volume': key };
  return { name, driver: 'local', options: {}, labels, createdAt: '2026-11-01T08:00:00Z', bytes: 1024, users: [], ...more };
}

export function container(name: string, mounts: Readonly<Record<string, string>> = {}, more: Partial<StoredContainer> = {}): StoredContainer {
  const [project = '', service = ''] = name.split('-');
  const volumes = Object.entries(mounts).map(([target, volumeName]) => ({ name: volumeName, target }));
  return { id: `id-${name}`, name, project, service, state: 'running', image: 'web:1', workingDirectory: here, volumes, written: 0, ...more };
}

/** Facts in which each volume knows the containers that have it mounted. */
export function facts(volumes: readonly VolumeFacts[], containers: readonly StoredContainer[] = [], more: Partial<StorageFacts> = {}): StorageFacts {
  return {
    engine: 'engine-1', networks: [], containers,
    volumes: volumes.map((each) => ({
      ...each,
      users: containers.flatMap(({ name, project, service, state, volumes: mounted }) => (
        mounted.filter((mount) => mount.name === each.name).map(({ target }) => ({ container: name, project, service, target, state }))
      )),
    })),
    ...more,
  };
}

/** A backup of volumes, by names and bytes of content. */
export function backup(id: string, volumes: Readonly<Record<string, number>>, more: Partial<Manifest> = {}, verified: SavedBackup['verified'] | 'never' = { ok: true }): SavedBackup {
  const archive = (contentBytes: number): Archive => ({
    file: 'volumes/x.tar', compression: 'none', bytes: contentBytes, sha256: 'a', tarBytes: contentBytes, tarSha256: `tar-${contentBytes}`, entries: 1, contentBytes,
  });
  return {
    folder: `${here}/backups/${id}`,
    verified: verified === 'never' ? undefined : verified,
    manifest: {
      format: 1, id, createdAt: '2026-11-20T10:00:00Z', sequence: 1, purpose: 'backup', madeBy: { composure: '0', compose: '2', engine: '20' }, project: 'shop', environment: 'default',
      directory: here, engine: { id: 'engine-1', address: 'unix:///x', context: undefined }, services: [],
      volumes: Object.entries(volumes).map(([name, bytes]) => ({ name, key: undefined, external: false, anonymous: undefined, driver: 'local', options: {}, labels: {}, services: [], archive: archive(bytes) })),
      binds: [], files: [], dumps: [], images: [], limits: [], encryption: undefined, ...more,
    },
  };
}
