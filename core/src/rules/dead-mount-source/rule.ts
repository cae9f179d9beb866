import type { Project, Service } from '#core/compose/model.ts';
import type { Mount } from '#core/compose/mounts.ts';
import type { FilePath } from '#core/outside.ts';
import { isDataPath, isDataTarget } from '#core/project/data-folder.ts';
import { folderOf, isInside, nameOf, relativePath, resolvePath } from '#core/project/path.ts';
import { nearest } from '#core/rules/nearest.ts';
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
    for (const service of project.services.values()) {
      for (const mount of service.mounts) {
        const report = await judge(project, service, mount, context);
        if (report !== undefined) yield report;
      }
    }
  },
};

async function judge(project: Project, service: Service, mount: Mount, context: RuleContext): Promise<Report | undefined> {
  const { source, target } = mount;
  if (mount.type !== 'bind' || source === undefined || source.value === '' || source.unresolved.length > 0 || source.value.startsWith('~')) return undefined;
  const path = resolvePath(project.directory, source.value);
  if (isOfTheMachine(project.directory, source.value, path)) return undefined;
  if (await context.files.stat(path) !== undefined) return undefined;
  const fileWanted = looksLikeFile(target?.value ?? '', source.value);
  if (mount.createHostPath && !fileWanted && await isData(project.directory, path, target?.value ?? '', context)) return undefined;
  const message = mount.createHostPath
    ? `${source.value} does not exist: Docker would mount an empty folder over ${target?.value ?? 'the target'}`
    : `${source.value} does not exist: ${service.name} would not start`;
  return { at: source, message, fixes: () => fixes(project, source, path, fileWanted, context) };
}

/** Absolute paths outside the project are the machine's own: another machine may well have them. */
function isOfTheMachine(directory: FilePath, written: string, path: FilePath): boolean {
  return (written.startsWith('/') || /^[A-Za-z]:/.test(written)) && !isInside(directory, path);
}

/** A name with an extension on both ends is a file's, unless it is a folder's by habit (`conf.d`). */
function looksLikeFile(target: string, source: string): boolean {
  const extension = /[^/.]\.(?!d$)[A-Za-z][\w-]{0,7}$/;
  return extension.test(source) && (extension.test(target) || target === '');
}

async function isData(directory: FilePath, path: FilePath, target: string, context: RuleContext): Promise<boolean> {
  if (isDataTarget(target) || await context.isIgnored(path)) return true;
  return isDataPath(relativePath(directory, path));
}

async function fixes(project: Project, source: Text, path: FilePath, fileWanted: boolean, context: RuleContext): Promise<readonly Fix[]> {
  const rewrite = (to: FilePath): Fix => {
    const written = source.value.startsWith('/') ? to : relativePath(project.directory, to);
    return { title: `Use ${written}`, safety: 'ask', edits: [{ kind: 'rewrite', at: source, text: written }] };
  };
  const near = await nearestPath(path, context);
  const sameName = (await context.findByName(project.directory, nameOf(path))).filter((each) => each !== near).slice(0, 3);
  const create: Fix = fileWanted
    ? { title: `Create the file ${source.value}`, safety: 'ask', edits: [{ kind: 'create-file', path, text: '' }] }
    : { title: `Create the folder ${source.value}`, safety: 'ask', edits: [{ kind: 'create-folder', path }] };
  return [...(near === undefined ? [] : [rewrite(near)]), ...sameName.map(rewrite), create];
}

/** The path that is there and differs in one mistyped part. */
async function nearestPath(path: FilePath, context: RuleContext): Promise<FilePath | undefined> {
  const missing: string[] = [];
  let folder = path;
  while (await context.files.stat(folder) === undefined && folderOf(folder) !== folder) {
    missing.unshift(nameOf(folder));
    folder = folderOf(folder);
  }
  let found = folder;
  for (const each of missing) {
    const names = [...(await context.files.list(found))?.keys() ?? []];
    const next = names.includes(each) ? each : nearest(each, names);
    if (next === undefined) return undefined;
    found = found === '/' ? `/${next}` : `${found}/${next}`;
  }
  return found;
}
