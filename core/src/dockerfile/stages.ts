// Which stages of a Dockerfile a build makes, and what a name means in it (BuildKit, dockerfile2llb/convert.go).

import { expand, type Known } from '#core/dockerfile/expand.ts';
import type { Dockerfile, Stage } from '#core/dockerfile/read.ts';

/** The stage that a stage is built upon: `FROM` knows those before it. Undefined where it is an image. */
export function baseOf(dockerfile: Dockerfile, stage: Stage, globals: Known): Stage | undefined {
  const name = expand(stage.base.value, globals) ?? stage.base.value;
  return named(dockerfile, name).findLast(({ index }) => index < stage.index);
}

/** What `--from` means anywhere: a stage by number or by name, a later one too. */
export function stageFrom(dockerfile: Dockerfile, name: string): Stage | undefined {
  return isStageNumber(name) ? dockerfile.stages[Number(name)] : named(dockerfile, name).at(-1);
}

/** The stage that `target` names, the last where nothing is said. A number is no name. */
export function targetStage(dockerfile: Dockerfile, target: string | undefined): Stage | undefined {
  return target === undefined || target === '' ? dockerfile.stages.at(-1) : named(dockerfile, target).at(-1);
}

/** True for what `--from` takes for the number of a stage. */
export function isStageNumber(name: string): boolean {
  return /^[+-]?\d+$/.test(name);
}

/**
 * The stages that a build makes, in their order: the target and all that it takes from; none where the target is unknown.
 * What a named context replaces is not made.
 */
export function neededStages(dockerfile: Dockerfile, target: string | undefined, globals: Known, contexts: ReadonlySet<string> = new Set()): readonly Stage[] {
  const needed = new Set<Stage>();
  const open = [targetStage(dockerfile, target)];
  while (open.length > 0) {
    const stage = open.pop();
    if (stage === undefined || needed.has(stage) || (stage.name !== undefined && contexts.has(stage.name))) continue;
    needed.add(stage);
    open.push(baseOf(dockerfile, stage, globals));
    for (const step of stage.steps) {
      if ((step.kind === 'copy' || step.kind === 'mount') && step.from !== undefined) open.push(stageFrom(dockerfile, expand(step.from.value, globals) ?? step.from.value));
    }
  }
  return [...needed].toSorted((a, b) => a.index - b.index);
}

/** A stage and those that it is built upon, the lowest first. */
export function lineage(dockerfile: Dockerfile, stage: Stage, globals: Known): readonly Stage[] {
  const line: Stage[] = [];
  for (let each: Stage | undefined = stage; each !== undefined; each = baseOf(dockerfile, each, globals)) line.push(each);
  return line.reverse();
}

/** The stages of a name, in their order: several may have one. */
function named({ stagesByName }: Dockerfile, name: string): readonly Stage[] {
  return stagesByName.get(name.toLowerCase()) ?? [];
}
