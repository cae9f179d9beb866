// Finds the folders that projects were started from, where no container tells: a volume's labels name its project and no
// folder. What is asked is this folder's neighbours, its backups, and the working states that this user remembers.

import type { Project } from '#core/compose/model.ts';
import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import type { Home, Homes } from '#core/storage/claims.ts';
import { projectOf, type StorageFacts } from '#core/storage/facts.ts';
import type { SavedBackup } from '#core/storage/last-backup.ts';
import { WorkingStates } from '#host/rollback/working-states.ts';

/** Folders beside this one that are looked into. */
const neighbourLimit = 200;

export interface HomeSources {
  readonly files: FileSystem;
  readonly parsed: ParsedFiles;
  readonly backups: readonly SavedBackup[];
}

/** The homes of all projects that the engine's volumes are of. */
export async function findHomes(directory: FilePath, { engine, volumes }: StorageFacts, { files, parsed, backups }: HomeSources): Promise<Homes> {
  const names = new Set(volumes.flatMap((volume) => projectOf(volume) ?? []));
  const told = new Map<FilePath, Set<string>>();
  const tell = (folder: FilePath, project: string): void => {
    if (names.has(project)) told.set(folder, (told.get(folder) ?? new Set()).add(project));
  };
  for (const { manifest } of backups) if (manifest.engine.id === engine) tell(manifest.directory, manifest.project);
  for (const name of names) for (const { environment } of await new WorkingStates(engine, name).list()) tell(environment.directory, name);
  for (const folder of await neighbours(directory, files)) told.set(folder, told.get(folder) ?? new Set());

  const homes = new Map<string, Home[]>();
  for (const [folder, projects] of told) {
    const exists = await files.stat(folder) === 'directory';
    const loaded = exists ? await projectsIn(folder, files, parsed) : [];
    for (const name of new Set([...projects, ...loaded.map((each) => each.name)])) {
      homes.set(name, [...homes.get(name) ?? [], { directory: folder, exists, declares: exists ? declaredBy(loaded.filter((each) => each.name === name)) : undefined }]);
    }
  }
  return homes;
}

async function neighbours(directory: FilePath, files: FileSystem): Promise<readonly FilePath[]> {
  const around = folderOf(directory);
  if (around === directory) return [];
  const entries = [...await files.list(around) ?? []].filter(([name, kind]) => kind === 'directory' && !name.startsWith('.'));
  return entries.slice(0, neighbourLimit).map(([name]) => resolvePath(around, name)).filter((folder) => folder !== directory);
}

async function projectsIn(folder: FilePath, files: FileSystem, parsed: ParsedFiles): Promise<readonly Project[]> {
  const environments = await discoverEnvironments(folder, files, parsed, neverCancelled);
  return Promise.all(environments.map((environment) => loadProject(environment, files, parsed, neverCancelled)));
}

function declaredBy(projects: readonly Project[]): ReadonlySet<string> | undefined {
  if (projects.some(({ partial, unreadable }) => partial || unreadable.length > 0)) return undefined;
  return new Set(projects.flatMap(({ volumes }) => [...volumes.keys()]));
}
