import { buildArgsOf, type BuildArg } from '#core/compose/build-args.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { platformArgs } from '#core/dockerfile/variables.ts';
import { relativePath } from '#core/project/path.ts';
import { buildFileOf, type BuildFile } from '#core/rules/build-dockerfile.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import { eachInTurn } from '#core/rules/in-turns.ts';
import type { Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { nearest } from '#core/words/nearest.ts';

/** Arguments that count without `ARG` (Dockerfile reference, "Predefined ARGs" and "BuildKit built-in build args"). */
const predefined = /^(?:(?:http|https|ftp|no|all)_proxy|(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY|BUILDKIT_\w+|SOURCE_DATE_EPOCH|[a-z]\w*:.*)$/;

/** The builder takes no notice of an argument that no `ARG` declares; the classic one says "One or more build-args were not consumed". */
export const buildArgUnused: Rule = {
  code: 'build-arg-unused',
  title: 'A build argument is declared nowhere in the Dockerfile',
  stage: 'build',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  check: (project, context) => eachInTurn(project, context, (service) => judge(project, service, context)),
};

async function judge(project: Project, service: Service, context: RuleContext): Promise<readonly Report[]> {
  const args = buildArgsOf(service).filter(({ name }) => name.unresolved.length === 0 && name.value !== '' && !predefined.test(name.value) && !platformArgs.includes(name.value));
  const file = args.length === 0 ? undefined : await buildFileOf(project, service, context);
  const declared = declaredIn(file);
  if (file === undefined || declared === undefined) return [];
  const given = new Set(args.map(({ name }) => name.value));
  const reports: Report[] = [];
  for (const arg of args) {
    if (declared.has(arg.name.value) || (arg.shared && !await isOfNoUse(arg, project, service, context))) continue;
    reports.push(report(project, file, arg, [...declared].filter((name) => !given.has(name))));
  }
  return reports;
}

/** The names that a Dockerfile declares; undefined where they cannot be known. */
function declaredIn(file: BuildFile | undefined): ReadonlySet<string> | undefined {
  if (file === undefined || file.dockerfile.stages.length === 0 || mayDeclareElsewhere(file)) return undefined;
  const steps = file.dockerfile.stages.flatMap((stage) => stage.steps);
  return new Set([...file.dockerfile.args, ...steps.flatMap((step) => (step.kind === 'assign' && step.assignment.isArg ? [step.assignment] : []))].map(({ name }) => name));
}

/** What an anchor gives to several services need not be of use to each, but to one of them; the first of them says so. */
async function isOfNoUse({ name, at }: BuildArg, project: Project, service: Service, context: RuleContext): Promise<boolean> {
  const services = [...project.services.values()];
  const has = (each: Service): boolean => buildArgsOf(each).some((other) => other.at.file === at.file && other.at.span[0] === at.span[0]);
  if (services.find(has) !== service) return false;
  for (const user of services.filter(has)) if (declaredIn(await buildFileOf(project, user, context))?.has(name.value) !== false) return false;
  return true;
}

/** An image made to be built upon may declare arguments of its own, by `ONBUILD`. */
function mayDeclareElsewhere({ dockerfile }: BuildFile): boolean {
  return dockerfile.stages.some(({ base }) => /onbuild/i.test(base.value));
}

function report(project: Project, { path, dockerfile }: BuildFile, { name, at }: BuildArg, free: readonly string[]): Report {
  const where = path === undefined ? 'the inline Dockerfile' : relativePath(project.directory, path).replace(/^\.\//, '');
  const near = nearest(name.value, free);
  return {
    at: name,
    // Where there is nothing but FROM, nothing misses the argument.
    ...(dockerfile.args.length === 0 && dockerfile.stages.every(({ steps }) => steps.length === 0) ? { severity: 'hint' as const } : {}),
    message: `No ARG in ${where} declares ${name.value}: the build takes no notice of it${near === undefined ? '' : `; there is ${near}`}`,
    fixes: () => [
      ...(near === undefined ? [] : rewriteFix(name, near)),
      { title: `Remove ${name.value}`, safety: 'ask', edits: [{ kind: 'remove', at }] },
    ],
  };
}
