// What a person reads who points at a word of a Dockerfile that compose files build: stages, the values of variables, and what is
// copied. What instructions mean is left to the editor's own support for Dockerfiles.

import { BuildContext, isPattern } from '#core/dockerfile/build-context.ts';
import type { BuildMount, Copy, Stage } from '#core/dockerfile/read.ts';
import { baseOf, neededStages, stageFrom, targetStage } from '#core/dockerfile/stages.ts';
import { platformArgs } from '#core/dockerfile/variables.ts';
import { namesOf, type ServiceBuild } from '#core/language/dockerfile/builds.ts';
import { wordAt, type Word } from '#core/language/dockerfile/word.ts';
import type { Hover } from '#core/language/hover/hover.ts';
import { grouped } from '#core/language/hover/in-projects.ts';
import { lineOf, whereIs } from '#core/language/hover/where.ts';
import { shown } from '#core/language/masking.ts';
import { joined, type Block, type Run } from '#core/language/prose.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import { localContext } from '#core/rules/build-paths.ts';
import { fileSized } from '#core/words/size.ts';

/** What there is to say at an offset of a file that holds a Dockerfile; `builds` are those that it serves. */
export async function hoverInDockerfile(builds: readonly ServiceBuild[], text: string, path: FilePath, offset: number, files: FileSystem): Promise<Hover | undefined> {
  const [first] = builds;
  const word = first && wordAt(first.dockerfile, text, offset);
  if (word === undefined) return undefined;
  const blocks = await describe(builds, word, text, path, files);
  return blocks.length === 0 ? undefined : { span: word.span, blocks };
}

async function describe(builds: readonly ServiceBuild[], word: Word, text: string, path: FilePath, files: FileSystem): Promise<readonly Block[]> {
  switch (word.kind) {
    case 'stage': return describeStage(builds, word.stage, word.role === 'definition' ? undefined : text);
    case 'variable': return grouped(namesOf(builds), builds.map((build) => valueIn(build, word, path)));
    case 'source': return grouped(namesOf(builds), await Promise.all(builds.map((build) => sourceIn(build, word, files))));
  }
}

/** What a stage starts from, and which services it is built for. `text` is that of its file, where its place is worth saying. */
export function describeStage(builds: readonly ServiceBuild[], stage: Stage, text: string | undefined): readonly Block[] {
  const [first] = builds;
  if (first === undefined) return [];
  const base = baseOf(first.dockerfile, stage, first.variables.globals);
  const head: readonly Run[] = [
    'Build stage ', { strong: stage.named?.value ?? String(stage.index) }, base === undefined ? ', from the image ' : ', from the stage ', { code: base?.named?.value ?? stage.base.value },
    ...text === undefined ? [] : [`, in line ${lineOf(text, stage.at.span[0])}`],
  ];
  const names = namesOf(builds);
  const known = builds.flatMap((build, index) => {
    if ((build.build.target?.unresolved.length ?? 0) > 0) return [];
    // A Dockerfile is read once for all services that share it; one in line for each environment.
    const own = build.dockerfile.stages[stage.index];
    const target = targetStage(build.dockerfile, build.build.target?.value);
    const isNeeded = own !== undefined && neededStages(build.dockerfile, build.build.target?.value, build.variables.globals, new Set(build.contexts.keys())).includes(own);
    return [{ name: names[index] ?? '', isTarget: own === target, isNeeded }];
  });
  const list = (wanted: readonly { readonly name: string }[]): readonly Run[] => joined([...new Set(wanted.map(({ name }) => name))].map((name) => [{ code: name }]));
  const images = known.filter(({ isTarget }) => isTarget);
  const parts = known.filter(({ isTarget, isNeeded }) => isNeeded && !isTarget);
  const uses: readonly (readonly Run[])[] = [
    ...images.length === 0 ? [] : [['It makes the image of ', ...list(images)]],
    ...parts.length === 0 ? [] : [['It is needed for the image of ', ...list(parts)]],
  ];
  if (uses.length === 0) return known.length < builds.length ? [head] : [head, ['No service is built from it']];
  return [head, ...uses];
}

/** What a variable is worth in one build, and who says so. */
function valueIn({ build, dockerfile, variables, project }: ServiceBuild, { name, stage, span }: Extract<Word, { kind: 'variable' }>, path: FilePath): readonly Run[] | undefined {
  const subject: Run = { code: name };
  const before = (stage === undefined ? dockerfile.args : dockerfile.stages[stage.index]?.steps.flatMap((step) => (step.kind === 'assign' ? step.assignment : [])) ?? [])
    .filter(({ at }) => at.span[0] <= span[0]);
  const known = stage === undefined ? undefined : variables.at(dockerfile.stages[stage.index] ?? stage);
  for (const assignment of before) known?.assign(assignment);
  const value = (known ?? variables.globals).get(name);
  const last = before.findLast((each) => each.name === name);
  const given = last?.isArg === true && build.args.has(name) ? build.args.get(name) : undefined;
  if (value === undefined) {
    if (last?.isArg !== true) return undefined;
    if (build.args.has(name)) return [subject, ' takes its value from the shell'];
    return platformArgs.includes(name) ? [subject, ' is set by the builder'] : [subject, ' is empty: no compose file gives it a value'];
  }
  const said: readonly Run[] = [subject, ' is ', value === '' ? 'empty' : { code: shown(name, value) }];
  if (given !== undefined) {
    const source = project.files.find(({ file }) => file === given.file)?.text;
    return [...said, ...source === undefined ? [] : [', from ', ...whereIs(path, given.file, source, given.span[0])], ...last?.value === undefined ? [] : [': the default does not count']];
  }
  if (last?.isArg !== true || build.args.has(name)) return said;
  return [...said, ...last.value === undefined ? [', from the ', { code: 'ARG' }, ' before the first stage'] : [', its default: no compose file gives it a value']];
}

/** What is copied in one build. */
async function sourceIn(build: ServiceBuild, { source, step, stage }: Extract<Word, { kind: 'source' }>, files: FileSystem): Promise<readonly Run[] | undefined> {
  const { dockerfile, variables } = build;
  const own = dockerfile.stages[stage.index] ?? stage;
  const known = variables.at(own);
  for (const each of own.steps) {
    if (each.kind === 'assign' && each.assignment.at.span[0] < source.span[0]) known.assign(each.assignment);
  }
  const value = known.expand(source.value);
  if (value === undefined || value === '' || /^[a-z][a-z0-9+.-]*:\/\/|^[\w.-]+@[\w.-]+:/i.test(value)) return undefined;
  const from = step.from && (known.expand(step.from.value) ?? step.from.value);
  const folder = from === undefined ? build.folder : additional(build, from);
  if (folder === undefined) return from === undefined ? undefined : elsewhere(build, from, value);
  return inContext(await BuildContext.open(folder, from === undefined ? build.path : undefined, files), value, step, files);
}

function additional({ contexts, project }: ServiceBuild, name: string): FilePath | undefined {
  const text = contexts.get(name);
  return text && localContext(project, text);
}

function elsewhere({ dockerfile, contexts }: ServiceBuild, from: string, value: string): readonly Run[] | undefined {
  if (contexts.has(from)) return undefined;
  const stage = stageFrom(dockerfile, from);
  return [{ code: value }, ...stage === undefined ? [' of the image ', { code: from }] : [' of the stage ', { code: stage.named?.value ?? from }]];
}

async function inContext(context: BuildContext, value: string, { kind }: Copy | BuildMount, files: FileSystem): Promise<readonly Run[]> {
  const path = context.pathOf(value);
  const found = await context.find(value);
  const isRoot = path === context.folder;
  const out: readonly Run[] = found !== 'ignored' ? [] : [', but ', { code: context.ignoreFile ?? '.dockerignore' }, ` leaves it out: ${kind === 'copy' ? 'the build fails' : 'the build does not see it'}`];
  if (isPattern(value)) return found === 'missing' ? ['Nothing in ', { code: context.folder }, ' matches'] : ['There is something in ', { code: context.folder }, ' that matches', ...out];
  const stood = await files.stat(path);
  if (stood === 'directory') {
    const entries = (await files.list(path))?.size;
    const rest = isRoot && context.ignoreFile !== undefined ? [', without what ', { code: context.ignoreFile }, ' leaves out'] : [];
    return [{ code: path }, ' is a folder', ...entries === undefined ? [] : [` with ${entries} ${entries === 1 ? 'entry' : 'entries'}`], ...rest, ...out];
  }
  if (stood === undefined) return [{ code: path }, ' does not exist'];
  const size = stood === 'file' ? await files.size?.(path) : undefined;
  return [{ code: path }, ' is a file', ...size === undefined ? [] : [` of ${fileSized(size)}`], ...out];
}
