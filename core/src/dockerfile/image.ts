// What the image of a stage says of the containers made of it, as far as its Dockerfile tells: what comes with an image
// from elsewhere is not known.

import type { Copy, Dockerfile, Stage, Step } from '#core/dockerfile/read.ts';
import { lineage, targetStage } from '#core/dockerfile/stages.ts';
import type { BuildVariables, StageVariables } from '#core/dockerfile/variables.ts';
import { resolvePath } from '#core/project/path.ts';
import type { Located } from '#core/yaml/span.ts';

/** An instruction where it is carried out. */
export interface Done {
  readonly step: Step;
  readonly stage: Stage;
  /** The folder at this line; undefined where it is not known. */
  readonly workdir: string | undefined;
  /** The variables at this line: to be asked before the next one. */
  readonly known: StageVariables;
}

/** What a Dockerfile says of its image. */
export interface Image {
  /** The absolute folder that it starts in. */
  readonly workdir: string | undefined;
  /** `80`, `443/tcp`, with variables replaced. */
  readonly ports: readonly Located<string>[];
  readonly volumes: readonly Located<string>[];
  /** The last `HEALTHCHECK`. */
  readonly healthcheck: Extract<Step, { kind: 'healthcheck' }> | undefined;
  readonly entrypoint: Extract<Step, { kind: 'cmd' | 'entrypoint' }> | undefined;
  readonly command: Extract<Step, { kind: 'cmd' | 'entrypoint' }> | undefined;
  /** What is copied into it, and the absolute path that it is copied to where that is known. */
  readonly copies: readonly { readonly copy: Copy; readonly target: string | undefined }[];
}

/** The instructions of a stage and of those that it is built upon, in the order in which they are carried out. */
export function* instructionsOf(dockerfile: Dockerfile, variables: BuildVariables, stage: Stage): Generator<Done> {
  let workdir: string | undefined;
  for (const [index, each] of lineage(dockerfile, stage, variables.globals).entries()) {
    if (index === 0 && each.base.value === 'scratch') workdir = '/';
    const known = variables.at(each);
    for (const step of each.steps) {
      if (step.kind === 'assign') known.assign(step.assignment);
      if (step.kind === 'workdir') workdir = pathAt(workdir, known.expand(step.path.value));
      yield { step, stage: each, workdir, known };
    }
  }
}

/** The image that a build makes; undefined where its target is no stage. */
export function imageOf(dockerfile: Dockerfile, variables: BuildVariables, target: string | undefined): Image | undefined {
  const stage = targetStage(dockerfile, target);
  if (stage === undefined) return undefined;
  const ports: Located<string>[] = [];
  const volumes: Located<string>[] = [];
  const copies: { readonly copy: Copy; readonly target: string | undefined }[] = [];
  let workdir: string | undefined;
  let healthcheck: Image['healthcheck'];
  let entrypoint: Image['entrypoint'];
  let command: Image['command'];
  for (const { step, workdir: here, known } of instructionsOf(dockerfile, variables, stage)) {
    workdir = here;
    const expanded = (at: Located<string>): readonly Located<string>[] => {
      const value = known.expand(at.value);
      return value === undefined || value === '' ? [] : [{ ...at, value }];
    };
    if (step.kind === 'expose') ports.push(...expanded(step.port));
    else if (step.kind === 'volume') volumes.push(...expanded(step.path));
    else if (step.kind === 'healthcheck') healthcheck = step;
    else if (step.kind === 'cmd') command = step;
    else if (step.kind === 'entrypoint') {
      entrypoint = step;
      // An ENTRYPOINT makes the command of the image below empty (Dockerfile reference); one of the same stage stays.
      if (command !== undefined && !stage.steps.includes(command)) command = undefined;
    } else if (step.kind === 'copy') copies.push({ copy: step, target: step.target && pathAt(here, known.expand(step.target.value)) });
  }
  return { workdir, ports, volumes, healthcheck, entrypoint, command, copies };
}

/** A path of the image from a folder of it; undefined where one of them is not known. */
export function pathAt(folder: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined || (folder === undefined && !path.startsWith('/'))) return undefined;
  return resolvePath(folder ?? '/', path);
}
