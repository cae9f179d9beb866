import type { Build, Project, Service } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { relativePath } from '#core/project/path.ts';
import { contextFolder, dockerfilePath } from '#core/rules/build-paths.ts';
import { nameDockerfile } from '#core/rules/dockerfile-missing/name-dockerfile.ts';
import { otherDockerfiles } from '#core/rules/dockerfile-missing/other-dockerfiles.ts';
import { newDockerfile } from '#core/rules/dockerfile-missing/new-dockerfile.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';

/** Compose does not look for Dockerfiles before it builds; then: "failed to read dockerfile: open …: no such file or directory". */
export const dockerfileMissing: Rule = {
  code: 'dockerfile-missing',
  title: 'The Dockerfile of a build does not exist',
  stage: 'build',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    const services = [...project.services.values()].map(async (service) => (service.build === undefined ? undefined : judge(project, service, service.build, context)));
    for (const report of await Promise.all(services)) if (report !== undefined) yield report;
  },
};

async function judge(project: Project, service: Service, build: Build, context: RuleContext): Promise<Report | undefined> {
  const folder = contextFolder(project, build);
  if (folder === undefined || await context.files.stat(folder) !== 'directory') return undefined;
  const path = await dockerfilePath(folder, build, context.files);
  if (path === undefined) return undefined;
  const kind = await context.files.stat(path);
  if (kind !== undefined && kind !== 'directory') return undefined;
  const { dockerfile } = build;
  const written = build.context.value === '.' ? 'this folder' : /^\.[./]*$/.test(build.context.value) ? `the context ${build.context.value}` : build.context.value;
  const fault = dockerfile === undefined
    ? `${written} has no Dockerfile`
    : `${dockerfile.value} ${kind === 'directory' ? 'is a folder' : dockerfile.value.startsWith('/') ? 'does not exist' : `does not exist in ${written}`}`;
  const others = await otherDockerfiles(project, service, folder, path, context);
  const named = others.slice(0, 2).map((each) => fromContext(build, folder, each));
  return {
    at: dockerfile ?? (build.contextGiven ? build.context : build.at),
    message: `${fault}: the build fails${named.length === 0 ? '' : `; there is ${named.join(' and ')}`}`,
    fixes: async () => [
      ...others.slice(0, 3).flatMap((each) => use(project, build, service, fromContext(build, folder, each))),
      ...(kind === undefined ? [await create(build, path, folder, context)] : []),
    ],
  };
}

/** The path as `dockerfile` wants it: from the context, in the user's manner. */
function fromContext({ dockerfile }: Build, folder: FilePath, path: FilePath): string {
  if (dockerfile?.value.startsWith('/') === true) return path;
  const relative = relativePath(folder, path);
  return dockerfile?.value.startsWith('./') === true ? relative : relative.replace(/^\.\//, '');
}

function use(project: Project, build: Build, service: Service, path: string): readonly Fix[] {
  if (build.dockerfile !== undefined) return rewriteFix(build.dockerfile, path);
  const edit = nameDockerfile(project, build, service, path);
  return edit === undefined ? [] : [{ title: `Use ${path}`, safety: 'ask', edits: [edit] }];
}

async function create({ dockerfile, context: written }: Build, path: FilePath, folder: FilePath, context: RuleContext): Promise<Fix> {
  const text = newDockerfile(await context.files.list(folder) ?? new Map());
  return { title: `Create ${dockerfile?.value ?? `${written.value.replace(/\/+$/, '')}/Dockerfile`.replace(/^\.\//, '')}`, safety: 'ask', edits: [{ kind: 'create-file', path, text }] };
}
