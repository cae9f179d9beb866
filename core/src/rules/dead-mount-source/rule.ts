import type { Project, Service } from '#core/compose/model.ts';
import type { Mount } from '#core/compose/mounts.ts';
import type { FilePath } from '#core/outside.ts';
import { isDataPath, isDataTarget, isExchangeFolder, isReadTarget } from '#core/project/data-folder.ts';
import { nameOf, relativePath, resolveText } from '#core/project/path.ts';
import { CaseOnDisk } from '#core/rules/case-on-disk.ts';
import { namesFile } from '#core/rules/file-or-folder.ts';
import { keptSibling } from '#core/rules/dead-mount-source/kept-sibling.ts';
import { missingFiles } from '#core/rules/dead-mount-source/secret-files.ts';
import { missingDevices } from '#core/rules/dead-mount-source/volume-devices.ts';
import { findNear } from '#core/rules/find-near.ts';
import { candidates, isOfTheMachine, rewriteFix, writtenLike } from '#core/rules/path-fixes.ts';
import type { Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';
import type { Text } from '#core/yaml/span.ts';

/** The engine makes a root-owned folder for a missing short-syntax source, and refuses a missing `create_host_path: false` one. */
export const deadMountSource: Rule = {
  code: 'dead-mount-source',
  title: 'A mounted host path does not exist',
  stage: 'start',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    const onDisk = new CaseOnDisk(context.files, project.environment.files[0]);
    const mounts = [...project.services.values()].flatMap((service) => service.mounts.map((mount) => judge(project, service, mount, onDisk, context)));
    for (const report of await Promise.all(mounts)) if (report !== undefined) yield report;
    for (const { source, path, consequence } of await missingDevices(project, context)) {
      yield { at: source, message: `${source.value} does not exist: ${consequence}`, fixes: () => fixes(project, source, path, 'folder', context) };
    }
    for (const { source, path, consequence } of await missingFiles(project, context)) {
      yield { at: source, message: `${source.value} does not exist: ${consequence}`, fixes: () => fixes(project, source, path, 'file', context) };
    }
  },
};

async function judge(project: Project, service: Service, mount: Mount, onDisk: CaseOnDisk, context: RuleContext): Promise<Report | undefined> {
  const { source } = mount;
  if (mount.type !== 'bind' || source === undefined || source.value === '' || source.unresolved.length > 0) return undefined;
  const path = resolveText(project.directory, source);
  if (isOfTheMachine(project.directory, source.value, path)) return undefined;
  const target = mount.target?.unresolved.length === 0 ? mount.target.value : '';
  if (await context.files.stat(path) !== undefined) return otherCase(project, source, target, await onDisk.find(project.directory, path));
  if (/(?:^|\/)(?:vendor|node_modules|\.venv)\//.test(source.value) && await context.isIgnored(path)) return undefined;
  const wanted = namesFile(source.value, target) ? 'file' : 'folder';
  if (mount.createHostPath && wanted === 'folder' && await isData(project, path, mount, target, service.image?.value ?? '', context)
    && await keptSibling(path, project, context) === undefined) return undefined;
  return {
    at: source,
    message: mount.createHostPath
      ? `${source.value} does not exist: Docker would mount an empty folder over ${target === '' ? 'the target' : target}`
      : `${source.value} does not exist: the container would not start`,
    fixes: () => fixes(project, source, path, wanted, context),
  };
}

/** A path that this disk finds only because it does not tell upper case from lower case. */
function otherCase(project: Project, source: Text, target: string, found: FilePath | undefined): Report | undefined {
  if (found === undefined) return undefined;
  const written = writtenLike(source, project.directory, found);
  return {
    at: source, severity: 'warning',
    message: `${source.value} is written ${written} on the disk: on Linux Docker would mount an empty folder over ${target === '' ? 'the target' : target}`,
    fixes: () => rewriteFix(source, written),
  };
}

async function isData(project: Project, path: FilePath, mount: Mount, target: string, image: string, context: RuleContext): Promise<boolean> {
  if (isDataTarget(target, image) || await context.isIgnored(path)) return true;
  if (isExchangeFolder(target) && !mount.readOnly) return true;
  if (isReadTarget(target)) return false;
  if (isExchangeFolder(`/${nameOf(path)}`) && !mount.readOnly) return true;
  // What is mounted to be read alone is data only where its own name says so, or where another service writes it.
  const isWritten = !mount.readOnly || [...project.services.values()].some(({ mounts }) => mounts.some(({ source, readOnly }) => !readOnly && source?.value === mount.source?.value));
  return isDataPath(isWritten ? relativePath(project.directory, path) : nameOf(path));
}

async function fixes(project: Project, source: Text, path: FilePath, wanted: 'file' | 'folder', context: RuleContext): Promise<readonly Fix[]> {
  const others = await candidates(path, wanted === 'file' ? 'file' : 'directory', (name) => findNear(project, project.directory, name, context), context);
  const create: Fix = wanted === 'file'
    ? { title: `Create the file ${source.value}`, safety: 'ask', edits: [{ kind: 'create-file', path, text: '' }] }
    : { title: `Create the folder ${source.value}`, safety: 'ask', edits: [{ kind: 'create-folder', path }] };
  return [...others.flatMap((each) => rewriteFix(source, writtenLike(source, project.directory, each))), create];
}
