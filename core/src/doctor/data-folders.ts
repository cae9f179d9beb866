// The folders of the project into which its services write their data, and whether they can.

import type { Project } from '#core/compose/model.ts';
import type { Verdict } from '#core/doctor/check.ts';
import type { DoctorFacts, FolderState } from '#core/doctor/facts.ts';
import { untold } from '#core/doctor/untold.ts';
import type { FilePath } from '#core/outside.ts';
import { isDataPath, isDataTarget, isReadTarget } from '#core/project/data-folder.ts';
import { relativePath, resolveText } from '#core/project/path.ts';
import { namesFile } from '#core/rules/file-or-folder.ts';
import { isOfTheMachine } from '#core/rules/path-fixes.ts';
import { counted, listed } from '#core/words/listed.ts';

/** The folders of the project that its services mount to write data into, by path, each with the services. */
export function dataFoldersOf(project: Project): ReadonlyMap<FilePath, readonly string[]> {
  const found = new Map<FilePath, readonly string[]>();
  for (const service of project.services.values()) {
    for (const { type, source, target, readOnly } of service.active ? service.mounts : []) {
      if (type !== 'bind' || readOnly || source === undefined || target === undefined || source.value === '') continue;
      if (source.unresolved.length > 0 || target.unresolved.length > 0 || namesFile(source.value, target.value)) continue;
      const path = resolveText(project.directory, source);
      if (path === project.directory || isOfTheMachine(project.directory, source.value, path)) continue;
      const isData = isDataTarget(target.value, service.image?.value) || (!isReadTarget(target.value) && isDataPath(relativePath(project.directory, path)));
      if (isData) found.set(path, [...new Set([...found.get(path) ?? [], service.name])]);
    }
  }
  return found;
}

/** The engine makes a missing folder, for root (C10): a service that does not run as root cannot write there. */
export function judgeDataFolders({ project, folders }: DoctorFacts): Verdict {
  if (!folders.told) return untold(folders);
  const services = dataFoldersOf(project);
  const named = ({ path }: FolderState): string => relativePath(project.directory, path);
  const users = (states: readonly FolderState[]): string => listed([...new Set(states.flatMap(({ path }) => services.get(path) ?? []))]);
  const of = (...states: readonly FolderState['state'][]): readonly FolderState[] => folders.value.filter(({ state }) => states.includes(state));
  const [readOnly, roots, rootMakes] = [of('read-only'), of('roots'), of('root-makes')];
  if (readOnly.length > 0) {
    return {
      status: 'fail', message: `${listed(readOnly.map(named))} can only be read: ${users(readOnly)} could not write data`,
      advice: 'Mount the disk on which it lies for writing, or move the folder',
    };
  }
  if (roots.length > 0) {
    return {
      status: 'warn', message: `${listed(roots.map(named))} ${roots.length === 1 ? 'is' : 'are'} empty and root's: ${users(roots)} could not write there without being root`,
      advice: `Give it to the user of the service, or remove it and make it yourself: sudo rmdir ${roots.map(named).join(' ')}`,
    };
  }
  if (rootMakes.length > 0) {
    return {
      status: 'warn', message: `${listed(rootMakes.map(named))} ${rootMakes.length === 1 ? 'does' : 'do'} not exist: Docker would make ${rootMakes.length === 1 ? 'it' : 'them'} for root, and ${users(rootMakes)} could not write there without being root`,
      advice: `Make ${rootMakes.length === 1 ? 'it' : 'them'} first: mkdir -p ${rootMakes.map(named).join(' ')}`,
      remedies: rootMakes.map((each) => ({ kind: 'create-folder', title: `Create ${named(each)}`, path: each.path })),
    };
  }
  if (folders.value.length === 0) return { status: 'pass', message: 'No service writes into a folder of the project' };
  const missing = of('missing');
  return {
    status: 'pass',
    message: missing.length === 0 ? `${counted(folders.value.length, 'folder')} can be written: ${listed(folders.value.map(named))}` : `${listed(missing.map(named))} will be made at the first start`,
  };
}
