import { cleanTarget, type Mount } from '#core/compose/mounts.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { imageOf, type Image } from '#core/dockerfile/image.ts';
import { installedIn, type Installed } from '#core/dockerfile/installed.ts';
import { folderOf, isInside, nameOf, resolveText } from '#core/project/path.ts';
import { buildFileOf, type BuildFile } from '#core/rules/build-dockerfile.ts';
import { mayInstall } from '#core/rules/mount-hides-image-files/may-install.ts';
import { makes, programOf } from '#core/rules/mount-hides-image-files/program.ts';
import { isOfTheMachine, join } from '#core/rules/path-fixes.ts';
import { eachInTurn } from '#core/rules/in-turns.ts';
import type { Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { entry, get } from '#core/yaml/node.ts';

/** A bind over a folder with content hides that content until it is unmounted (Docker, "Mounting over existing data"). */
export const mountHidesImageFiles: Rule = {
  code: 'mount-hides-image-files',
  title: 'A mount hides dependencies that the image installs',
  stage: 'run',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  check: (project, context) => eachInTurn(project, context, (service) => judge(project, service, context)),
};

async function judge(project: Project, service: Service, context: RuleContext): Promise<readonly Report[]> {
  const mayHide = service.mounts.some(({ type }) => type === 'bind') && service.mounts.every(({ target }) => target?.unresolved.length === 0);
  if (!mayHide || entry(service.node, 'volumes_from') !== undefined || (service.build?.target?.unresolved.length ?? 0) > 0) return [];
  const file = await buildFileOf(project, service, context);
  const image = file && imageOf(file.dockerfile, file.variables, file.build.target?.value);
  if (file === undefined || image === undefined) return [];
  const reports: Report[] = [];
  const all = installedIn(file.dockerfile, file.variables, file.build.target?.value);
  for (const installed of all) {
    const mount = hiddenBy(installed.path, service, image);
    if (mount === undefined || await isOnDisk(project, mount, installed.path, context) || await mayInstall(project, service, file, image, context)) continue;
    reports.push(aboutDependencies(project, service, file, mount, installed));
  }
  const program = programOf(service, image);
  const mount = program === undefined || all.some(({ path }) => isInside(path, program)) ? undefined : hiddenBy(program, service, image);
  if (program === undefined || mount === undefined || await isOnDisk(project, mount, program, context, true)) return reports;
  return makes(file.dockerfile, file.variables, file.build.target?.value, program) ? [...reports, aboutProgram(service, mount, program)] : reports;
}

/** The bind that a path of the container lies below, where nothing else is mounted between. */
function hiddenBy(path: string, service: Service, image: Image): Mount | undefined {
  const targetOf = (mount: Mount): string => cleanTarget(mount.target?.value ?? '');
  const above = service.mounts.filter((mount) => isInside(targetOf(mount), path)).toSorted((a, b) => targetOf(b).length - targetOf(a).length)[0];
  if (above?.type !== 'bind' || targetOf(above) === path) return undefined;
  // The image's own volumes are mounted too.
  return image.volumes.some(({ value }) => isInside(cleanTarget(value), path) && isInside(targetOf(above), cleanTarget(value))) ? undefined : above;
}

/** Whether what is mounted has the path itself, makes it in another way, or cannot be looked at. */
async function isOnDisk(project: Project, { source, target }: Mount, path: string, { files, isIgnored }: RuleContext, mayBeBuilt = false): Promise<boolean> {
  if (source === undefined || source.unresolved.length > 0 || source.value === '') return true;
  const folder = resolveText(project.directory, source);
  if (isOfTheMachine(project.directory, source.value, folder) || await files.stat(folder) !== 'directory') return true;
  const own = join(folder, path.slice(cleanTarget(target?.value ?? '').length).replace(/^\//, ''));
  // Yarn's Plug'n'Play makes no node_modules.
  const others = nameOf(path) === 'node_modules' ? ['.pnp.cjs', '.yarnrc.yml'].map((name) => join(folderOf(own), name)) : [];
  for (const each of [own, ...others]) if (await files.stat(each) !== undefined) return true;
  // What git leaves out is built on the host as well, before it is mounted.
  return mayBeBuilt && isIgnored(own);
}

function aboutDependencies(project: Project, service: Service, { path }: BuildFile, mount: Mount, installed: Installed): Report {
  const at = mount.target ?? mount.at;
  const source = mount.source?.value ?? '';
  return {
    at,
    message: `${source} hides ${installed.path}, which ${installed.by} makes in the image, and has none itself: the service starts without its dependencies`,
    related: [{ at: installed.at, message: `${path === undefined ? 'The inline Dockerfile' : nameOf(path)} installs them here for ${service.name} of ${project.name}` }],
    fixes: () => keep(service, mount, installed.path),
  };
}

function aboutProgram(service: Service, mount: Mount, program: string): Report {
  const folder = folderOf(program);
  return {
    at: mount.target ?? mount.at,
    message: `${mount.source?.value ?? ''} hides ${program}, which the container starts, and has no such file itself: the container ends at once`,
    fixes: () => (folder === cleanTarget(mount.target?.value ?? '') ? [] : keep(service, mount, folder)),
  };
}

/** An anonymous volume is filled from the image when the container is made. */
function keep(service: Service, mount: Mount, path: string): readonly Fix[] {
  if (!/^[\w./@-]+$/.test(path) || get(service.node, 'volumes')?.alias !== undefined) return [];
  return [{ title: `Keep ${path} in a volume`, safety: 'ask', edits: [{ kind: 'add-item', at: mount.at, text: path }] }];
}
