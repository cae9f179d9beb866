import { cleanTarget, type Mount } from '#core/compose/mounts.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { imageOf, type Image } from '#core/dockerfile/image.ts';
import { installedIn, type Installed } from '#core/dockerfile/installed.ts';
import type { FilePath } from '#core/outside.ts';
import { isInside, nameOf, resolveText } from '#core/project/path.ts';
import { buildFileOf, type BuildFile } from '#core/rules/build-dockerfile.ts';
import { mayInstall } from '#core/rules/mount-hides-image-files/may-install.ts';
import { isOfTheMachine, join } from '#core/rules/path-fixes.ts';
import type { Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { entry, get } from '#core/yaml/node.ts';

/** A bind over a folder with content hides that content until it is unmounted (Docker, "Mounting over existing data"). */
export const mountHidesImageFiles: Rule = {
  code: 'mount-hides-image-files',
  title: 'A mount hides dependencies that the image installs',
  stage: 'run',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    for (const reports of await Promise.all([...project.services.values()].map((service) => judge(project, service, context)))) yield* reports;
  },
};

async function judge(project: Project, service: Service, context: RuleContext): Promise<readonly Report[]> {
  const mayHide = service.mounts.some(({ type }) => type === 'bind') && service.mounts.every(({ target }) => target?.unresolved.length === 0);
  if (!mayHide || entry(service.node, 'volumes_from') !== undefined || (service.build?.target?.unresolved.length ?? 0) > 0) return [];
  const file = await buildFileOf(project, service, context);
  const image = file && imageOf(file.dockerfile, file.variables, file.build.target?.value);
  if (file === undefined || image === undefined) return [];
  const reports: Report[] = [];
  for (const installed of installedIn(file.dockerfile, file.variables, file.build.target?.value)) {
    const mount = hiddenBy(installed, service, image);
    const folder = mount && localFolder(project, mount);
    if (mount === undefined || folder === undefined || await context.files.stat(folder) !== 'directory') continue;
    if (await isOnDisk(mount, folder, installed, context) || await mayInstall(project, service, file, image, context)) continue;
    reports.push(report(project, service, file, mount, installed));
  }
  return reports;
}

/** The bind that a path of the container lies below, where nothing else is mounted between. */
function hiddenBy({ path }: Installed, service: Service, image: Image): Mount | undefined {
  const targetOf = (mount: Mount): string => cleanTarget(mount.target?.value ?? '');
  const above = service.mounts.filter((mount) => isInside(targetOf(mount), path)).toSorted((a, b) => targetOf(b).length - targetOf(a).length)[0];
  if (above?.type !== 'bind' || targetOf(above) === path) return undefined;
  // The image's own volumes are mounted too.
  return image.volumes.some(({ value }) => isInside(cleanTarget(value), path) && isInside(targetOf(above), cleanTarget(value))) ? undefined : above;
}

function localFolder(project: Project, { source }: Mount): FilePath | undefined {
  if (source === undefined || source.unresolved.length > 0 || source.value === '') return undefined;
  const path = resolveText(project.directory, source);
  return isOfTheMachine(project.directory, source.value, path) ? undefined : path;
}

/** Whether the mounted folder has the dependencies itself, or finds them in another way. */
async function isOnDisk(mount: Mount, folder: FilePath, { path }: Installed, { files }: RuleContext): Promise<boolean> {
  const within = path.slice(cleanTarget(mount.target?.value ?? '').length).replace(/^\//, '');
  // Yarn's Plug'n'Play makes no node_modules.
  const base = within.includes('/') ? join(folder, within.slice(0, within.lastIndexOf('/'))) : folder;
  const others = nameOf(path) === 'node_modules' ? ['.pnp.cjs', '.yarnrc.yml'] : [];
  for (const each of [join(folder, within), ...others.map((name) => join(base, name))]) if (await files.stat(each) !== undefined) return true;
  return false;
}

function report(project: Project, service: Service, { path }: BuildFile, mount: Mount, installed: Installed): Report {
  const at = mount.target ?? mount.at;
  const source = mount.source?.value ?? '';
  const volume = /^[\w./@-]+$/.test(installed.path) ? installed.path : undefined;
  const own = get(service.node, 'volumes');
  return {
    at,
    message: `${source} hides ${installed.path}, which ${installed.by} makes in the image, and has none itself: the service starts without its dependencies`,
    related: [{ at: installed.at, message: `${path === undefined ? 'The inline Dockerfile' : nameOf(path)} installs them here for ${service.name} of ${project.name}` }],
    fixes: () => (volume === undefined || own?.alias !== undefined ? [] : [{ title: `Keep ${volume} in a volume`, safety: 'ask', edits: [{ kind: 'add-item', at: mount.at, text: volume }] }]),
  };
}
