import type { Build, Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { contextFolder } from '#core/rules/build-paths.ts';
import { findNear } from '#core/rules/find-near.ts';
import { candidates, rewriteFix, writtenLike } from '#core/rules/path-fixes.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import type { Report, Rule, RuleContext } from '#core/rules/rule.ts';

/** Compose does not look at contexts before it builds: "unable to prepare context: path … not found". */
export const buildContextMissing: Rule = {
  code: 'build-context-missing',
  title: 'The folder that an image is built from does not exist',
  stage: 'build',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    const services = [...project.services.values()].map(async ({ name, build }) => (build === undefined ? undefined : judge(project, name, build, context)));
    for (const report of await Promise.all(services)) if (report !== undefined) yield report;
  },
};

async function judge(project: Project, service: string, build: Build, context: RuleContext): Promise<Report | undefined> {
  const folder = contextFolder(project, build);
  if (folder === undefined) return undefined;
  const kind = await context.files.stat(folder);
  if (kind !== undefined && kind !== 'file') return undefined;
  const { context: written } = build;
  return {
    at: written,
    message: kind === 'file' ? `${written.value} is a file, and an image is built from a folder: the build fails` : `${written.value} does not exist: the build fails`,
    fixes: async () => {
      const others = kind === 'file' ? [folderOf(folder)] : await otherFolders(project, service, build, folder, context);
      return others.slice(0, 4).flatMap((each) => rewriteFix(written, writtenLike(written, project.directory, each)));
    },
  };
}

/** The nearest folder, those of that name elsewhere, and those of the service's name that have the Dockerfile. */
async function otherFolders(project: Project, service: string, { dockerfile }: Build, folder: FilePath, context: RuleContext): Promise<readonly FilePath[]> {
  const found = [...await candidates(folder, 'directory', (name) => findNear(project, folder, name, context), context)];
  for (const each of await findNear(project, folder, service, context)) {
    if (!found.includes(each) && await context.files.stat(resolvePath(each, dockerfile?.value ?? 'Dockerfile')) === 'file') found.push(each);
  }
  return found;
}
