// Every place that speaks of one build stage: in its Dockerfile, and in each compose file that builds from it.

import { expand } from '#core/dockerfile/expand.ts';
import type { Dockerfile, Stage } from '#core/dockerfile/read.ts';
import { baseOf, stageFrom, targetStage } from '#core/dockerfile/stages.ts';
import { BuildVariables } from '#core/dockerfile/variables.ts';
import { isSameSource, readSource, sourceAt, sourceOf, type DockerfileSource } from '#core/language/dockerfile-source.ts';
import { isAt, type Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';
import { distinct, type Target } from '#core/language/target.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import type { Span } from '#core/yaml/span.ts';

/** A place that names a stage. */
export interface StageMention extends Target {
  readonly role: Mention['role'];
  /** As it is written: a name, a number, or variables. */
  readonly written: string;
}

/** A stage as a Dockerfile has it. */
export interface StageOf {
  readonly source: DockerfileSource;
  readonly text: string;
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
}

/** What is named at a place: one stage, or one of each Dockerfile that the environments build from. */
export interface NamedStage {
  /** Where the name stands that was asked for. */
  readonly span: Span;
  readonly stages: readonly StageOf[];
  readonly places: readonly StageMention[];
}

/** The stage named at an offset of a Dockerfile, or by a `target`; undefined where no known stage is named. */
export async function stageAt(names: Names, path: FilePath, offset: number, files: FileSystem): Promise<NamedStage | undefined> {
  const mention = names.at(path, offset);
  if (mention?.kind === 'stage') return ofTarget(names, mention, files);
  const source = mention === undefined ? sourceAt(names, path, offset) : undefined;
  const read = source && await readSource(source, files);
  const found = read && stagePlaces(read.dockerfile).find(({ span }) => isAt({ span }, offset));
  if (source === undefined || read === undefined || found === undefined) return undefined;
  const stage = { source, ...read, stage: found.stage };
  return { span: found.span, stages: [stage], places: placesOf(names, stage) };
}

async function ofTarget(names: Names, mention: Mention, files: FileSystem): Promise<NamedStage | undefined> {
  const stages: StageOf[] = [];
  for (const scope of names.scopes) {
    const file = scope.files.get(mention.file);
    const source = file && sourceOf(scope, file, mention);
    if (source === undefined || stages.some((each) => isSameSource(each.source, source))) continue;
    const read = await readSource(source, files);
    const stage = read && targetStage(read.dockerfile, mention.name);
    if (read !== undefined && stage !== undefined) stages.push({ source, ...read, stage });
  }
  return stages.length === 0 ? undefined : { span: mention.span, stages, places: distinct(stages.flatMap((each) => placesOf(names, each))) };
}

function placesOf(names: Names, { source, text, dockerfile, stage }: StageOf): readonly StageMention[] {
  const own = stagePlaces(dockerfile).filter((each) => each.stage === stage).map(({ span, role }) => ({ file: source.path, span, role, written: text.slice(...span) }));
  const targets = names.scopes.flatMap((scope) => [...scope.files.values()].flatMap((file) => file.mentions.filter((each) => {
    const other = each.kind === 'stage' ? sourceOf(scope, file, each) : undefined;
    return other !== undefined && isSameSource(other, source) && targetStage(dockerfile, each.name) === stage;
  })));
  return distinct([...own, ...targets.map(({ file, span, role, name }) => ({ file, span, role, written: name }))]);
}

interface StagePlace {
  readonly stage: Stage;
  readonly span: Span;
  readonly role: Mention['role'];
}

/** The names of stages in a Dockerfile: behind `AS`, behind `FROM`, and in `--from`. */
export function stagePlaces(dockerfile: Dockerfile): readonly StagePlace[] {
  const { globals } = new BuildVariables(dockerfile, new Map());
  return dockerfile.stages.flatMap((stage) => {
    const base = baseOf(dockerfile, stage, globals);
    const found: StagePlace[] = base === undefined ? [] : [{ stage: base, span: stage.base.span, role: 'use' }];
    if (stage.named !== undefined) found.push({ stage, span: stage.named.span, role: 'definition' });
    for (const step of stage.steps) {
      const from = step.kind === 'copy' || step.kind === 'mount' ? step.from : undefined;
      const named = from && stageFrom(dockerfile, expand(from.value, globals) ?? from.value);
      if (from !== undefined && named !== undefined) found.push({ stage: named, span: from.span, role: 'use' });
    }
    return found;
  });
}
