// Which mounted host paths are data that a backup saves: what the containers write, and not the code and the configuration
// that lie in the repository anyway.

import type { BackupFacts } from '#core/backup/facts.ts';
import type { BackupPolicy } from '#core/backup/policy.ts';
import type { Only } from '#core/backup/subject.ts';
import type { FilePath } from '#core/outside.ts';
import { isDataPath, isDataTarget, isReadTarget } from '#core/project/data-folder.ts';
import { isInside, relativePath, resolvePath } from '#core/project/path.ts';

export interface PlannedBind {
  readonly path: FilePath;
  /** Relative to the project directory where it lies there. */
  readonly shown: string;
  readonly isFolder: boolean;
  readonly services: readonly string[];
  readonly bytes: number | undefined;
}

/** Folders that are the machine's own, whoever mounts them. */
const ofTheMachine = ['/', '/bin', '/boot', '/dev', '/etc', '/lib', '/proc', '/run', '/sbin', '/sys', '/tmp', '/usr', '/var', '/var/run', '/var/log', '/var/lib', '/var/lib/docker', '/var/lib/containerd', '/home', '/root'];

interface BindMount {
  readonly source: FilePath;
  readonly target: string;
  readonly readOnly: boolean;
  readonly service: string;
}

/** The paths that are saved, none inside another; what is mounted and left out is told. */
export function saveableBinds(
  facts: BackupFacts, policy: BackupPolicy, { to, only }: { readonly to: FilePath; readonly only: Only['binds'] | undefined },
  leftOut: { what: string; why: string }[],
): readonly PlannedBind[] {
  const mounts = bindMounts(facts);
  const named = (paths: readonly string[]): ReadonlySet<FilePath> => new Set(paths.filter(isPath).map((path) => resolvePath(policy.from ?? facts.directory, path)));
  const [included, excluded] = [named(policy.include), named(policy.exclude)];
  const wanted = only ?? [...new Set([...mounts.map(({ source }) => source), ...included])].filter((path) => {
    const own = mounts.filter(({ source }) => source === path);
    const what = shownPath(facts.directory, path);
    if ([...excluded].some((each) => isInside(each, path))) return told(leftOut, what, 'composure.yaml leaves it out');
    if (included.has(path)) return true;
    return own.some(({ readOnly }) => !readOnly) && isData(path, own.map(({ target }) => target), facts);
  });
  return wanted.toSorted().flatMap((path) => {
    const { kind, bytes } = facts.paths.get(path) ?? { kind: undefined, bytes: undefined };
    const shown = shownPath(facts.directory, path);
    const holds = (why: string): readonly PlannedBind[] => (told(leftOut, shown, why), []);
    if (kind === undefined) return only === undefined ? holds('it is not there') : [];
    if (kind === 'other') return holds('it is a socket or a device');
    if (isInside(path, to) || isInside(to, path)) return holds(`backups lie in ${isInside(path, to) ? 'it' : 'the folder that it is in'}`);
    // What lies in another that is saved is saved with it.
    if (wanted.some((each) => each !== path && isInside(each, path) && facts.paths.get(each)?.kind === 'directory')) return [];
    const services = [...new Set(mounts.filter(({ source }) => source === path).map(({ service }) => service))].toSorted();
    return [{ path, shown, isFolder: kind !== 'file', services, bytes }];
  });
}

/** A path as manifests have it: relative where it lies in the project directory. */
export function shownPath(directory: FilePath, path: FilePath): string {
  return isInside(directory, path) ? relativePath(directory, path).replace(/^\.\//, '') : path;
}

function told(leftOut: { what: string; why: string }[], what: string, why: string): false {
  leftOut.push({ what, why });
  return false;
}

/** By the files, and by what the containers have. */
function bindMounts(facts: BackupFacts): readonly BindMount[] {
  return [
    ...facts.services.flatMap(({ name, binds }) => binds.map((bind) => ({ ...bind, service: name }))),
    ...facts.containers.flatMap(({ service, mounts }) => mounts.filter(({ type }) => type === 'bind').map(({ source, target, readOnly }) => ({ source, target, readOnly, service }))),
  ];
}

/** Names of volumes stand in the same lists. */
function isPath(text: string): boolean {
  return text.includes('/') || text.startsWith('.') || text.startsWith('~');
}

function isData(path: FilePath, targets: readonly string[], { directory, paths }: BackupFacts): boolean {
  if (ofTheMachine.includes(path) || /^\/(?:proc|sys|dev|run|var\/run)\//.test(path)) return false;
  const isFile = paths.get(path)?.kind === 'file';
  if (targets.some((target) => isDataTarget(target) && !(isFile && isReadTarget(target)))) return true;
  return !isFile && isInside(directory, path) && path !== directory && isDataPath(shownPath(directory, path)) && !targets.some(isReadTarget);
}
