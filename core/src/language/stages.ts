// Every place that speaks of one build stage: in its Dockerfile, and in each compose file that builds from it.

import { expand } from '#core/dockerfile/expand.ts';
import { readDockerfile, type Dockerfile, type Stage } from '#core/dockerfile/read.ts';
import { baseOf, stageFrom, targetStage } from '#core/dockerfile/stages.ts';
import { BuildVariables } from '#core/dockerfile/variables.ts';
import { distinct, dockerfileOf, type Target } from '#core/language/definition.ts';
import { isAt, type Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';
import type { Scope, ScopedFile } from '#core/language/scope.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import type { Span } from '#core/yaml/span.ts';

/** A place that names a stage. */
export interface StageMention extends Target {
  readonly role: Mention['role'];
}

/** The places that name the stage at an offset of a Dockerfile, or that of a `target`; undefined where no known stage is named. */
export async function stageReferences(names: Names, path: FilePath, offset: number, files: FileSystem): Promise<readonly StageMention[] | undefined> {
  const mention = names.at(path, offset);
  if (mention !== undefined) return mention.kind === 'stage' ? ofTarget(names, mention, files) : undefined;
  if (names.files().some((each) => each.path === path)) return undefined;
  const dockerfile = await readAt({ path, inline: undefined }, files);
  const stage = dockerfile && stagePlaces(dockerfile).find(({ span }) => isAt({ span }, offset))?.stage;
  return dockerfile && stage && places(names, { path, inline: undefined }, dockerfile, stage);
}

async function ofTarget(names: Names, mention: Mention, files: FileSystem): Promise<readonly StageMention[] | undefined> {
  const found: StageMention[] = [];
  for (const scope of names.scopes) {
    const file = scope.files.get(mention.file);
    const source = file && sourceOf(scope, file, mention);
    const dockerfile = source && await readAt(source, files);
    const stage = dockerfile && targetStage(dockerfile, mention.name);
    if (source !== undefined && dockerfile !== undefined && stage !== undefined) found.push(...places(names, source, dockerfile, stage));
  }
  return found.length === 0 ? undefined : distinct(found);
}

/** Where a Dockerfile stands: in a file of its own, or in a part of a compose file. */
interface Source {
  readonly path: FilePath;
  readonly inline: Span | undefined;
}

function sourceOf(scope: Scope, file: ScopedFile, mention: Mention): Source | undefined {
  if (mention.build?.inline !== undefined) return { path: file.path, inline: mention.build.inline };
  const path = dockerfileOf(scope, file, mention);
  return path === undefined ? undefined : { path, inline: undefined };
}

async function readAt({ path, inline }: Source, files: FileSystem): Promise<Dockerfile | undefined> {
  const text = await files.readText(path);
  const start = inline?.[0] ?? 0;
  return text === undefined ? undefined : readDockerfile(path, text.slice(start, inline?.[1]), (from, to) => [start + from, start + to]);
}

function places(names: Names, source: Source, dockerfile: Dockerfile, stage: Stage): readonly StageMention[] {
  const own = stagePlaces(dockerfile).filter((each) => each.stage === stage).map(({ span, role }) => ({ file: source.path, span, role }));
  const targets = names.scopes.flatMap((scope) => [...scope.files.values()].flatMap((file) => file.mentions.filter((each) => {
    const other = each.kind === 'stage' ? sourceOf(scope, file, each) : undefined;
    return other !== undefined && other.path === source.path && other.inline?.[0] === source.inline?.[0] && targetStage(dockerfile, each.name) === stage;
  })));
  return distinct([...own, ...targets.map(({ file, span, role }) => ({ file, span, role }))]);
}

interface StagePlace {
  readonly stage: Stage;
  readonly span: Span;
  readonly role: Mention['role'];
}

/** The names of stages in a Dockerfile: behind `AS`, behind `FROM`, and in `--from`. */
function stagePlaces(dockerfile: Dockerfile): readonly StagePlace[] {
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
