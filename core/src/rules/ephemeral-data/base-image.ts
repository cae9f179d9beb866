// The image whose data a service keeps: the one that it runs, or the one that its Dockerfile builds upon.

import type { Project, Service } from '#core/compose/model.ts';
import { expand } from '#core/dockerfile/expand.ts';
import { lineage, targetStage } from '#core/dockerfile/stages.ts';
import { buildFileOf } from '#core/rules/build-dockerfile.ts';
import type { RuleContext } from '#core/rules/rule.ts';

/** An image from elsewhere, and what a Dockerfile upon it changes. */
export interface BaseImage {
  readonly reference: string;
  /** The words of the Dockerfile's own `CMD`. */
  readonly command: readonly string[] | undefined;
  /** The variables that the Dockerfile sets. */
  readonly variables: ReadonlySet<string>;
}

/** Undefined where it is not known, or where the Dockerfile starts something of its own. */
export async function baseImage(project: Project, service: Service, context: RuleContext): Promise<BaseImage | undefined> {
  const { image, build } = service;
  if (build === undefined) return image === undefined || image.unresolved.length > 0 ? undefined : { reference: image.value, command: undefined, variables: new Set() };
  const file = await buildFileOf(project, service, context);
  const stage = file === undefined || (build.target?.unresolved.length ?? 0) > 0 ? undefined : targetStage(file.dockerfile, build.target?.value);
  if (file === undefined || stage === undefined) return undefined;
  const line = lineage(file.dockerfile, stage, file.variables.globals);
  const reference = expand(line[0]?.base.value ?? '', file.variables.globals);
  const steps = line.flatMap((each) => each.steps);
  if (reference === undefined || file.contexts.has(reference) || steps.some(({ kind }) => kind === 'entrypoint')) return undefined;
  const command = steps.findLast((step) => step.kind === 'cmd');
  return {
    reference, command: command?.kind === 'cmd' ? command.words : undefined,
    variables: new Set(steps.flatMap((step) => (step.kind === 'assign' ? step.assignment.name : []))),
  };
}
