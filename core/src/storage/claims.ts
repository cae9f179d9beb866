// Which volumes belong to nobody any more. A project that is only taken down has no containers either, so a volume is
// called an orphan only where something proves it; what cannot be known is told apart.

import type { Project } from '#core/compose/model.ts';
import { realNameOf } from '#core/compose/real-name.ts';
import type { FilePath } from '#core/outside.ts';
import { isAnonymous, keyOf, projectOf, type StorageFacts, type VolumeFacts } from '#core/storage/facts.ts';

/** A folder that a project was started from, as backups, remembered working states and the folders beside this one tell. */
export interface Home {
  readonly directory: FilePath;
  readonly exists: boolean;
  /** The keys of the volumes that its files declare for the project; undefined where they cannot be read wholly. */
  readonly declares: ReadonlySet<string> | undefined;
}

/** The homes of projects by their names. */
export type Homes = ReadonlyMap<string, readonly Home[]>;

/**
 * `claimed`: a container has it mounted, files declare it, or Compose never made it. `orphan`: proven to belong to nobody.
 * `unknown`: no container of its project exists, and where its files are is not known.
 */
export type Claim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'orphan' | 'unknown'; readonly why: string };

const claimed: Claim = { kind: 'claimed' };

/** Whether anybody has a claim on a volume; `folder` are the environments of this folder. */
export function claimOn(volume: VolumeFacts, folder: readonly Project[], { containers }: Pick<StorageFacts, 'containers'>, homes: Homes): Claim {
  if (volume.users.length > 0) return claimed;
  if (isAnonymous(volume)) return { kind: 'orphan', why: 'it has no name, and no container has it mounted' };
  const project = projectOf(volume);
  const key = keyOf(volume);
  if (project === undefined || key === undefined) return claimed;
  const own = folder.filter(({ name }) => name === project);
  if (declaredNames(folder) === undefined || declaredNames(folder)?.has(volume.name) === true) return claimed;
  const mine = new Set(own.map(({ directory }) => directory));
  const others = (homes.get(project) ?? []).filter(({ directory }) => !mine.has(directory));
  const isElsewhere = containers.some((each) => each.project === project && !(each.workingDirectory !== undefined && mine.has(each.workingDirectory)));
  if (isElsewhere || others.some(({ exists, declares }) => exists && declares?.has(key) !== false)) return claimed;
  if (own.length > 0) return { kind: 'orphan', why: `no file of ${project} declares ${key} any more` };
  const [there] = others.filter(({ exists }) => exists);
  if (there !== undefined) return { kind: 'orphan', why: `no file in ${there.directory} declares ${key} any more` };
  const [gone] = others;
  if (gone !== undefined) return { kind: 'orphan', why: `${project} has no containers, and its folder ${gone.directory} is gone` };
  return { kind: 'unknown', why: `${project} has no containers, and where its files are is not known` };
}

/** The engine's names of all volumes that some projects declare; undefined where that cannot be known wholly. */
export function declaredNames(projects: readonly Project[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const project of projects) {
    if (project.partial || project.unreadable.length > 0) return undefined;
    for (const resource of project.volumes.values()) {
      const name = realNameOf(resource, project.name);
      if (name === undefined) return undefined;
      names.add(name);
    }
  }
  return names;
}
