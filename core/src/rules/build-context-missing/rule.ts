import type { Build, Project } from '#core/compose/model.ts';
import { contextFolder, searchRoot } from '#core/rules/build-paths.ts';
import { candidates, rewriteFix, writtenLike } from '#core/rules/path-fixes.ts';
import { folderOf } from '#core/project/path.ts';
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
    for (const { build } of project.services.values()) {
      const report = build && await judge(project, build, context);
      if (report !== undefined) yield report;
    }
  },
};

async function judge(project: Project, build: Build, context: RuleContext): Promise<Report | undefined> {
  const folder = contextFolder(project, build);
  if (folder === undefined) return undefined;
  const kind = await context.files.stat(folder);
  if (kind !== undefined && kind !== 'file') return undefined;
  const { context: written } = build;
  return {
    at: written,
    message: kind === 'file' ? `${written.value} is a file, and an image is built from a folder: the build fails` : `${written.value} does not exist: the build fails`,
    fixes: async () => {
      const others = kind === 'file' ? [folderOf(folder)] : await candidates(await searchRoot(project, folder, context), folder, 'directory', context);
      return others.flatMap((each) => {
        return rewriteFix(written, writtenLike(written, project.directory, each));
      });
    },
  };
}
