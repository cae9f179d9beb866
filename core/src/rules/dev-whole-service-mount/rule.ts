import type { Project, Service } from '#core/compose/model.ts';
import { cleanTarget, type Mount } from '#core/compose/mounts.ts';
import type { FilePath } from '#core/outside.ts';
import { isDataTarget } from '#core/project/data-folder.ts';
import { folderOf, isInside, nameOf, resolveText } from '#core/project/path.ts';
import { contextFolder, dockerfilePath } from '#core/rules/build-paths.ts';
import { isFileName } from '#core/rules/file-or-folder.ts';
import { isWritten } from '#core/rules/path-fixes.ts';
import type { Fix, Rule, RuleContext } from '#core/rules/rule.ts';
import type { Text } from '#core/yaml/span.ts';

/** The engine mounts over what the image has there: what the build installed or made is not to be seen. */
export const devWholeServiceMount: Rule<'allow'> = {
  code: 'dev-whole-service-mount',
  title: 'A service for development has its whole folder mounted over what its image holds',
  stage: 'policy',
  severity: 'information',
  speed: 'disk',
  fixable: true,
  options: { allow: 'Folders that may be mounted as a whole, from the folder of composure.yaml' },
  async *check(project, context) {
    if (project.environment.mode !== 'dev') return;
    const allowed = (context.options.allow ?? []).map((text) => resolveText(folderOf(text.file), text));
    const said = new Set<string>();
    for (const service of project.services.values()) {
      const folders = await foldersOf(project, service, context);
      for (const mount of service.mounts) {
        const { source, target } = mount;
        const path = sourceFolder(project, mount);
        if (source === undefined || target === undefined || path === undefined || allowed.includes(path) || isDataTarget(target.value) || isFileName(target.value)) continue;
        if (!folders.some((folder) => isInside(path, folder)) || await context.files.stat(path) !== 'directory') continue;
        // Services of one anchor have one mount.
        const place = `${source.file} ${source.span[0]}`;
        if (said.has(place)) continue;
        said.add(place);
        yield {
          at: source,
          message: `${source.value} is the whole folder of ${service.name}: it hides what the image holds in ${target.value}, and mounts what nobody edits`,
          fixes: () => fixes(path, source, target, context),
        };
      }
    }
  },
};

/** A folder of the project that a bind mounts. */
function sourceFolder({ directory }: Project, { type, source, target }: Mount): FilePath | undefined {
  if (type !== 'bind' || source === undefined || source.unresolved.length > 0 || target === undefined || target.unresolved.length > 0) return undefined;
  const path = resolveText(directory, source);
  return isInside(directory, path) || source.value.startsWith('.') ? path : undefined;
}

/** The folder that a service is built from, that of its Dockerfile if that is within, and one that is called after the service. */
async function foldersOf(project: Project, service: Service, context: RuleContext): Promise<readonly FilePath[]> {
  const own = service.build && contextFolder(project, service.build);
  if (service.build === undefined || own === undefined) return [];
  const dockerfile = await dockerfilePath(own, service.build, context.files);
  const beside = dockerfile !== undefined && isInside(own, dockerfile) && nameOf(folderOf(dockerfile)).toLowerCase() === service.name.toLowerCase() ? [folderOf(dockerfile)] : [];
  const called = service.mounts.flatMap((mount) => sourceFolder(project, mount) ?? []).filter((path) => nameOf(path) === service.name);
  return [own, ...beside, ...called];
}

const sourceNames = ['src', 'app', 'lib', 'pages', 'components', 'public', 'templates', 'static'];

/** What changes often, in place of the whole. */
async function fixes(path: FilePath, source: Text, target: Text, context: RuleContext): Promise<readonly Fix[]> {
  if (!isWritten(source) || !isWritten(target)) return [];
  const listed = await context.files.list(path);
  const sources = sourceNames.filter((name) => listed?.get(name) === 'directory').slice(0, 3);
  return sources.map((name): Fix => ({
    title: `Mount ${name} alone`, safety: 'ask',
    edits: [
      { kind: 'rewrite', at: source, text: `${source.value.replace(/\/$/, '')}/${name}` },
      { kind: 'rewrite', at: target, text: `${cleanTarget(target.value)}/${name}` },
    ],
  }));
}
