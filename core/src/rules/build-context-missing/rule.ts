import type { Project } from '#core/compose/model.ts';
import { readPairs } from '#core/compose/read.ts';
import type { FilePath } from '#core/outside.ts';
import { localContext } from '#core/rules/build-paths.ts';
import { findNear } from '#core/rules/find-near.ts';
import { candidates, rewriteFix, writtenLike } from '#core/rules/path-fixes.ts';
import { folderOf, isInside, resolvePath } from '#core/project/path.ts';
import type { Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { get } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** Compose does not look at contexts before it builds: "unable to prepare context: path … not found". */
export const buildContextMissing: Rule = {
  code: 'build-context-missing',
  title: 'The folder that an image is built from does not exist',
  stage: 'build',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    const contexts = [...project.services.values()].flatMap(({ name, node, build }) => {
      if (build === undefined) return [];
      const additional = [...readPairs(get(get(node, 'build'), 'additional_contexts')).values()].filter((text) => text !== undefined);
      return [judge(project, build.context, [name, build.dockerfile?.value ?? 'Dockerfile'], context), ...additional.map((text) => judge(project, text, undefined, context))];
    });
    for (const report of await Promise.all(contexts)) if (report !== undefined) yield report;
  },
};

/** `has` is the service's name and the Dockerfile that its build context holds. */
async function judge(project: Project, written: Text, has: readonly [service: string, dockerfile: string] | undefined, context: RuleContext): Promise<Report | undefined> {
  const folder = localContext(project, written);
  if (folder === undefined) return undefined;
  const kind = await context.files.stat(folder);
  if (kind !== undefined && kind !== 'file') return undefined;
  // What git does not keep, another tool makes: Composer puts the Dockerfiles of Laravel Sail into vendor.
  if (kind === undefined && await context.isIgnored(folder)) return undefined;
  return {
    at: written,
    message: kind === 'file' ? `${written.value} is a file, and an image is built from a folder: the build fails` : `${written.value} does not exist: the build fails`,
    fixes: async () => {
      const others = kind === 'file' ? [folderOf(folder)] : await otherFolders(project, folder, has, context);
      return others.slice(0, 4).flatMap((each) => rewriteFix(written, writtenLike(written, project.directory, each)));
    },
  };
}

/**
 * The nearest folder, those of that name elsewhere, and those of the service's name that have the Dockerfile. Around the
 * project only what has it: a repository holds many folders of one name.
 */
async function otherFolders(project: Project, folder: FilePath, has: readonly [service: string, dockerfile: string] | undefined, context: RuleContext): Promise<readonly FilePath[]> {
  const found = [...await candidates(folder, 'directory', (name) => findNear(project, folder, name, context), context)];
  if (has === undefined) return found;
  const [service, dockerfile] = has;
  const holdsIt = async (each: FilePath): Promise<boolean> => await context.files.stat(resolvePath(each, dockerfile)) === 'file';
  const meant: FilePath[] = [];
  for (const each of found) if (isInside(project.directory, each) || await holdsIt(each)) meant.push(each);
  for (const each of await findNear(project, folder, service, context)) if (!found.includes(each) && await holdsIt(each)) meant.push(each);
  return meant;
}
