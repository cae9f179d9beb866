import type { Project, Service } from '#core/compose/model.ts';
import { targetStage } from '#core/dockerfile/stages.ts';
import { relativePath } from '#core/project/path.ts';
import { buildFileOf } from '#core/rules/build-dockerfile.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { nearest } from '#core/words/nearest.ts';

/** BuildKit: "target stage "prod" could not be found". Names are compared without case, and a number is no name there. */
export const dockerfileTargetMissing: Rule = {
  code: 'dockerfile-target-missing',
  title: 'The target of a build is no stage of its Dockerfile',
  stage: 'build',
  severity: 'error',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    const services = [...project.services.values()].map((service) => judge(project, service, context));
    for (const report of await Promise.all(services)) if (report !== undefined) yield report;
  },
};

async function judge(project: Project, service: Service, context: RuleContext): Promise<Report | undefined> {
  const target = service.build?.target;
  if (target === undefined || target.unresolved.length > 0) return undefined;
  const file = await buildFileOf(project, service, context);
  if (file === undefined || file.dockerfile.stages.length === 0 || targetStage(file.dockerfile, target.value) !== undefined) return undefined;
  const { stages } = file.dockerfile;
  const names = [...new Set(stages.flatMap(({ named }) => named?.value ?? []))];
  const where = file.path === undefined ? 'the inline Dockerfile' : relativePath(project.directory, file.path).replace(/^\.\//, '');
  const listed = names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
  const there = names.length === 0 ? `its ${stages.length === 1 ? 'stage has no name' : 'stages have no names'}` : `${names.length === 1 ? 'its only named stage is' : 'its stages are'} ${listed}`;
  // The nearest name first; where there are few, every one may be meant.
  const near = nearest(target.value, names);
  const meant = [...new Set([...(near === undefined ? [] : [near]), ...(names.length <= 3 ? names : [])])];
  return {
    at: target,
    message: `${target.value} is no stage of ${where}, ${there}: the build fails`,
    related: stages.slice(0, 1).map((stage) => ({ at: stage.at, message: 'The stages begin here' })),
    fixes: () => meant.flatMap((name) => rewriteFix(target, name)),
  };
}
