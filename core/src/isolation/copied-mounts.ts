// What becomes of the host paths that a copy of a project would mount: the original writes there too. What can be written is
// replaced, so that a copy can neither change the original's data nor the workspace.

import type { FilePath } from '#core/outside.ts';
import type { Json, ResolvedProject } from '#core/environments/resolved-project.ts';
import { listOf, objectOf, stringOf } from '#core/environments/resolved-project.ts';
import { isDataPath, isDataTarget, isReadTarget } from '#core/project/data-folder.ts';
import { isInside, nameOf } from '#core/project/path.ts';

/** What stands at a host path that containers could write to. */
export interface Measured {
  /** `other` is a socket or a device; `unknown` is what cannot be read, or lies on another machine. */
  readonly kind: 'file' | 'directory' | 'other' | 'unknown' | undefined;
  /** Undefined where it is more than a copy may hold. */
  readonly bytes: number | undefined;
}

/**
 * `shared`: as it is, a socket or a device. `fresh`: an empty volume. `copied`: a copy, made before the start and removed
 * afterwards. `read-only`: as it is, but nothing can be written.
 */
export type Treatment = 'shared' | 'fresh' | 'copied' | 'read-only';

/** The most that is copied of one host path. */
export const copyLimit = { bytes: 256 * 1024 * 1024, entries: 20_000 } as const;

/** The host paths that the project's containers could write to, each once, with the places where they are mounted. */
export function writablePaths(project: ResolvedProject): ReadonlyMap<FilePath, readonly string[]> {
  const paths = new Map<FilePath, string[]>();
  for (const service of Object.values(project.services)) {
    for (const mount of listOf(service['volumes']).map(objectOf)) {
      const source = writableSource(mount);
      if (source !== undefined) paths.set(source, [...paths.get(source) ?? [], stringOf(mount['target']) ?? '']);
    }
  }
  return paths;
}

/** The source of a bind that can be written to. */
export function writableSource(mount: { readonly [key: string]: Json }): FilePath | undefined {
  return mount['type'] === 'bind' && mount['read_only'] !== true ? stringOf(mount['source']) : undefined;
}

/**
 * Where an image keeps data, the copy begins empty, as a new system would: the files of a database that runs cannot be copied.
 * What else lies in the repository is copied if it is small enough: code that a container compiles into its own folder works
 * as it does in the original. Of the rest, data begins empty too, and what is left is mounted so that nothing can be
 * written: a test that fails for this costs less than data.
 */
export function treatmentOf(source: FilePath, targets: readonly string[], repository: FilePath, { kind, bytes }: Measured): Treatment {
  if (kind === 'other') return 'shared';
  // The engine would make an empty folder of what is missing.
  if (kind === undefined || (kind !== 'file' && targets.some((target) => isDataTarget(target)))) return 'fresh';
  const inside = isInside(repository, source);
  if (inside && bytes !== undefined) return 'copied';
  return kind !== 'file' && inside && isDataPath(nameOf(source)) && !targets.some(isReadTarget) ? 'fresh' : 'read-only';
}
