import type { EnvFile, Project, Service } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { resolveText } from '#core/project/path.ts';
import { abbreviations, examplesOf } from '#core/rules/env-file-missing/examples.ts';
import { loadProblems } from '#core/rules/load-problems.ts';
import { findNear } from '#core/rules/find-near.ts';
import { candidates, rewriteFix, writtenLike } from '#core/rules/path-fixes.ts';
import type { Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { get, textOf } from '#core/yaml/node.ts';

/** compose-go reads the env files of active services when it loads, and stops at a required one that is not there. */
export const envFileMissing: Rule = {
  code: 'env-file-missing',
  title: 'An env file or a file of labels does not exist',
  stage: 'load',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    yield* loadProblems(project, 'env-file-missing', () => []);
    const envFiles = [...project.services.values()].filter(({ active }) => active).flatMap((service) => [...service.envFiles, ...labelFiles(service)]);
    for (const report of await Promise.all(envFiles.map((envFile) => judge(project, envFile, context)))) if (report !== undefined) yield report;
  },
};

/** Files of labels are read like env files, and all of them must be there (compose-go, types.WithServicesLabelsResolved). */
function labelFiles(service: Service): readonly Pick<EnvFile, 'path' | 'required'>[] {
  const said = get(service.node, 'label_file');
  return (said?.kind === 'sequence' ? said.items : [said]).flatMap((each) => {
    const path = textOf(each);
    return path === undefined ? [] : [{ path, required: true }];
  });
}

async function judge(project: Project, { path: written, required }: Pick<EnvFile, 'path' | 'required'>, context: RuleContext): Promise<Report | undefined> {
  if (!required || written.unresolved.length > 0 || written.value.startsWith('~') || written.value === '/dev/null') return undefined;
  if (written.value === '') return { at: { ...written, span: written.span[0] === written.span[1] ? [written.span[0] - 1, written.span[1] + 1] : written.span }, message: 'An env file or a file of labels needs a path: Compose refuses the project' };
  const path = resolveText(project.directory, written);
  const kind = await context.files.stat(path);
  if (kind !== undefined && kind !== 'directory') return undefined;
  const fault = kind === undefined ? 'does not exist' : 'is a folder';
  return {
    at: written, message: `${written.value} ${fault}: Compose refuses the project`,
    fixes: () => fixes(project, written, path, context),
  };
}

async function fixes(project: Project, written: EnvFile['path'], path: FilePath, context: RuleContext): Promise<readonly Fix[]> {
  const isThere = await context.files.stat(path) !== undefined;
  const examples = isThere ? [] : await examplesOf(path, context.files);
  const others = [...new Set([...await candidates(path, 'file', (name) => findNear(project, project.directory, name, context), context), ...await abbreviations(path, context.files)])];
  return [
    ...examples.slice(0, 1).map((example): Fix => ({
      title: `Create it from ${example.name}`, safety: 'ask', edits: [{ kind: 'create-file', path, text: example.text }],
    })),
    ...others.flatMap((each) => rewriteFix(written, writtenLike(written, project.directory, each))),
    ...(isThere ? [] : [{ title: `Create the empty file ${written.value}`, safety: 'ask', edits: [{ kind: 'create-file', path, text: '' }] } satisfies Fix]),
  ];
}
