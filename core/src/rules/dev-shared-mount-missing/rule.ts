import type { Project, Service } from '#core/compose/model.ts';
import { cleanTarget } from '#core/compose/mounts.ts';
import type { FilePath } from '#core/outside.ts';
import { folderOf, isInside, nameOf, relativePath, resolvePath, resolveText } from '#core/project/path.ts';
import { addMount } from '#core/rules/add-mount.ts';
import { contextFolder, dockerfilePath } from '#core/rules/build-paths.ts';
import type { Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { entry, get } from '#core/yaml/node.ts';

/** A folder that services have in common, and where each has it. */
interface SharedMount {
  readonly source: FilePath;
  readonly target: string;
}

/** Without the mount a service goes on with the copy that its image was built with. */
export const devSharedMountMissing: Rule<'mounts' | 'services'> = {
  code: 'dev-shared-mount-missing',
  title: 'A service for development does not mount the folder that all share',
  stage: 'policy',
  severity: 'information',
  speed: 'disk',
  fixable: true,
  options: { mounts: 'Mounts that every built service has in development, as in ./shared:/app/shared, from the folder of composure.yaml', services: 'The services that they concern; all that are built where nothing is said' },
  async *check(project, context) {
    if (project.environment.mode !== 'dev' || project.partial) return;
    const { mounts, services } = context.options;
    const built = [...project.services.values()].filter(({ active, build, mounts: own }) => active && build !== undefined && own.every(({ source, target }) => (source?.unresolved ?? []).length === 0 && target !== undefined));
    const concerned = services === undefined ? built : built.filter(({ name }) => services.some(({ value }) => value === name));
    if (mounts !== undefined) {
      for (const { value, file } of mounts) {
        const colon = value.indexOf(':');
        if (colon === -1) continue;
        const shared = { source: resolvePath(folderOf(file), value.slice(0, colon)), target: cleanTarget(value.slice(colon + 1).replace(/:[a-zA-Z,]+$/, '')) };
        for (const service of concerned) if (!has(project, service, shared)) yield report(project, service, shared, 'composure.yaml wants it in every service');
      }
      return;
    }
    for (const shared of evident(project, concerned)) {
      const with_ = concerned.filter((service) => has(project, service, shared));
      const without = concerned.filter((service) => !with_.includes(service));
      if (with_.length < 2 || with_.length <= without.length) continue;
      for (const service of without) if (isEdited(project, service) && await copies(project, service, shared, context)) yield report(project, service, shared, `${with_[0]?.name ?? ''} and ${with_[1]?.name ?? ''} do`);
    }
  },
};

function has({ directory }: Project, { mounts }: Service, { source, target }: SharedMount): boolean {
  return mounts.some((mount) => mount.type === 'bind' && mount.source !== undefined && isInside(resolveText(directory, mount.source), source) && isInside(cleanTarget(mount.target?.value ?? ''), target));
}

/** Folders whose name says that they are shared, as services mount them. */
function evident({ directory }: Project, services: readonly Service[]): readonly SharedMount[] {
  const found = new Map<string, SharedMount>();
  for (const { type, source, target } of services.flatMap(({ mounts }) => mounts)) {
    if (type !== 'bind' || source === undefined || target === undefined || !/^(?:shared|common|libs?|packages)$/i.test(nameOf(source.value))) continue;
    const shared = { source: resolveText(directory, source), target: cleanTarget(target.value) };
    found.set(`${shared.source}:${shared.target}`, shared);
  }
  return [...found.values()];
}

/** True for a service with code of the project mounted: one that runs as it was built needs nothing. */
function isEdited({ directory }: Project, { mounts }: Service): boolean {
  return mounts.some(({ type, source, readOnly }) => type === 'bind' && !readOnly && source !== undefined && isInside(directory, resolveText(directory, source)));
}

/** True where the image holds a copy of the folder: without one the service has no use for it. */
async function copies(project: Project, { build }: Service, { source }: SharedMount, context: RuleContext): Promise<boolean> {
  const folder = build && contextFolder(project, build);
  const path = build && folder && await dockerfilePath(folder, build, context.files);
  const text = path === undefined ? build?.inline?.value : await context.files.readText(path);
  return text?.split('\n').some((line) => /^\s*(?:COPY|ADD)\s/i.test(line) && line.split(/[\s"',[\]/]+/).includes(nameOf(source))) === true;
}

function report(project: Project, service: Service, { source, target }: SharedMount, why: string): Report {
  const written = relativePath(project.directory, source);
  return {
    at: (entry(service.node, 'volumes')?.key ?? service.key).text,
    message: `${service.name} does not mount ${written} on ${target}, as ${why}: it runs with the copy in its image`,
    fixes: () => fixes(project, service, `${written}:${target}`),
  };
}

/** In the last file that has the service: overlays come after what they lie on. */
function fixes(project: Project, service: Service, mount: string): readonly Fix[] {
  const file = project.environment.files.findLast((each) => {
    const document = project.files.find((other) => other.file === each)?.documents[0];
    return get(get(document, 'services'), service.name) !== undefined;
  });
  const patch = file === undefined ? undefined : addMount(project, service, file, mount);
  return patch === undefined ? [] : [{ title: `Mount ${mount}`, safety: 'ask', edits: [patch] }];
}
