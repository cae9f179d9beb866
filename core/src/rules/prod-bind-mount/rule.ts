import type { Project, Service } from '#core/compose/model.ts';
import { cleanTarget, type Mount } from '#core/compose/mounts.ts';
import { isDataPath, isDataTarget } from '#core/project/data-folder.ts';
import { folderOf, isInside, relativePath, resolveText } from '#core/project/path.ts';
import { isFileName } from '#core/rules/file-or-folder.ts';
import type { Rule, RuleContext } from '#core/rules/rule.ts';

/** What is mounted from the project changes with the next pull or checkout, under a container that was tested with something else. */
export const prodBindMount: Rule<'allow'> = {
  code: 'prod-bind-mount',
  title: 'A service for production runs code from the host',
  stage: 'policy',
  severity: 'information',
  speed: 'disk',
  fixable: true,
  options: { allow: 'Paths that may be mounted in production, from the folder of composure.yaml' },
  async *check(project, context) {
    if (project.environment.mode !== 'prod') return;
    const allowed = (context.options.allow ?? []).map((text) => resolveText(folderOf(text.file), text));
    for (const service of project.services.values()) {
      for (const mount of service.mounts) {
        const { source, target, at } = mount;
        if (source === undefined || target === undefined || !await isCode(project, service, mount, context)) continue;
        if (allowed.some((path) => isInside(path, resolveText(project.directory, source)))) continue;
        yield {
          at: source,
          message: `In production ${service.name} runs ${target.value} from ${source.value}: it changes with the folder, not with the image`,
          fixes: () => [{ title: `Remove the mount of ${source.value}`, safety: 'ask', edits: [{ kind: 'remove', at }] }],
        };
      }
    }
  },
};

const code = /\.(?:py|rb|php|js|mjs|cjs|jsx|ts|tsx|go|rs|java|kt|cs|vue|svelte|jar|war|html?|css)$/i;
const codeTargets = /^\/(?:app|src|code|srv|workspace|workdir|usr\/src|opt\/app|var\/www|usr\/share\/nginx\/html|usr\/local\/apache2\/htdocs|home\/\w+\/app)(?:\/|$)/;
const configuration = /(?:^|[/._-])(?:conf(?:ig)?s?|configuration|settings|certs?|ssl|tls|keys?|secrets?|nginx|provisioning|templates?|init(?:db)?|entrypoint|migrations?|dashboards?|rules|themes?|plugins?)(?:$|[/._-])/i;

/** A part of the project that is neither data nor configuration: a file of code, or a folder where images have their code. */
async function isCode({ directory }: Project, { image, build }: Service, { type, source, target }: Mount, context: RuleContext): Promise<boolean> {
  if (type !== 'bind' || source === undefined || target === undefined || source.unresolved.length > 0 || target.unresolved.length > 0) return false;
  const path = resolveText(directory, source);
  const to = cleanTarget(target.value);
  if (!isInside(directory, path) || isDataTarget(to, image?.value ?? '') || isDataPath(relativePath(directory, path)) || await context.isIgnored(path)) return false;
  if (isFileName(path) || await context.files.stat(path) === 'file') return code.test(path) && build !== undefined;
  return codeTargets.test(to) && !configuration.test(relativePath(directory, path)) && !configuration.test(to);
}
