// What the Dockerfile of a service knows that its compose file may name: stages, arguments, ports and paths.

import { checkedServices, directoryOf, interpolated, type Asked } from '#core/language/completion/question.ts';
import type { Suggestion } from '#core/language/completion/suggestion.ts';
import { readDockerfile, type Copy, type Dockerfile, type Stage } from '#core/dockerfile/read.ts';
import { expand } from '#core/dockerfile/expand.ts';
import { lineage, targetStage } from '#core/dockerfile/stages.ts';
import { BuildVariables } from '#core/dockerfile/variables.ts';
import { officialImage } from '#core/images/official.ts';
import type { FilePath } from '#core/outside.ts';
import { folderOf, resolvePath, resolveText } from '#core/project/path.ts';

/** The build of the service in which a place is. */
export interface BuildFacts {
  /** The folder that its files come from; undefined where it is not known. */
  readonly context: FilePath | undefined;
  readonly dockerfile: Dockerfile | undefined;
  readonly target: string | undefined;
}

/** The build as it is written here, else as another file of the project has it; undefined where nothing is built. */
export async function buildFacts(asked: Asked): Promise<BuildFacts | undefined> {
  const { dockerfile: read } = asked;
  const checked = checkedServices(asked).flatMap(({ project, service: { build } }) => (build === undefined ? [] : [{ project, build }]));
  const [first] = checked;
  const written = writtenBuild(asked);
  if (written === undefined && first === undefined) return undefined;
  const fromCheck = first === undefined || first.build.context.unresolved.length > 0 ? undefined : resolveText(first.project.directory, first.build.context);
  const said = written?.context === undefined ? undefined : interpolated(written.context, asked.projects);
  const context = said !== undefined ? resolvePath(directoryOf(asked), said) : fromCheck ?? (written === undefined ? undefined : directoryOf(asked));
  const target = written?.target ?? first?.build.target?.value;
  const inline = written?.inline ?? checked.find(({ build }) => build.inline !== undefined)?.build.inline?.value;
  if (inline !== undefined && written?.dockerfile === undefined) return { context, target, dockerfile: readDockerfile(asked.file, inline) };
  const name = written?.dockerfile === undefined ? first?.build.dockerfile?.value ?? 'Dockerfile' : interpolated(written.dockerfile, asked.projects);
  const dockerfile = context === undefined || name === undefined ? undefined : await read(resolvePath(context, name));
  return { context, target, dockerfile };
}

interface WrittenBuild {
  readonly context: string | undefined;
  readonly dockerfile: string | undefined;
  readonly inline: string | undefined;
  readonly target: string | undefined;
}

/** `build` as the text has it now. */
function writtenBuild({ place, path }: Asked): WrittenBuild | undefined {
  // Places behind an anchor have another path in their own file.
  const depth = 2 + place.path.length - path.length;
  if (depth < 0) return undefined;
  const value = (key: string): string | undefined => {
    const found = (path[2] === 'build' && path.length > 3 ? place.written(depth + 1, key) : undefined) ?? place.written(depth, 'build', key);
    return found === '' ? undefined : found;
  };
  const short = place.written(depth, 'build');
  if (short === undefined && path[2] !== 'build') return undefined;
  const context = value('context') ?? (short === undefined || short === '' || /^[[{&*|>]/.test(short) ? undefined : short);
  return { context, dockerfile: value('dockerfile'), inline: place.block(depth, 'build', 'dockerfile_inline'), target: value('target') };
}

/** The stages that `target` may name. */
export function stageSuggestions(facts: BuildFacts | undefined): readonly Suggestion[] {
  return (facts?.dockerfile?.stages ?? []).flatMap((stage) => (stage.named === undefined ? [] : [{ label: stage.named.value, kind: 'stage', text: stage.named.value, detail: `FROM ${stage.base.value}` } as const]));
}

/** The arguments that the Dockerfile declares, with their defaults. */
export function argumentsOf(facts: BuildFacts | undefined): ReadonlyMap<string, string | undefined> {
  const all = new Map<string, string | undefined>();
  const { dockerfile } = facts ?? {};
  const assigned = dockerfile === undefined ? [] : [...dockerfile.args, ...dockerfile.stages.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'assign' ? step.assignment : [])))];
  for (const { name, value, isArg } of assigned) if (isArg) all.set(name, all.get(name) ?? value);
  return all;
}

/** What the image of a build says of its container. */
export interface ContainerFacts {
  /** Folders and files that the Dockerfile names, the most telling first. */
  readonly paths: readonly string[];
  readonly ports: readonly string[];
  /** The image that the target is built upon, where it is known. */
  readonly base: string | undefined;
  /** Where a path of the context is copied to. */
  readonly copiedTo: (path: FilePath) => string | undefined;
}

/** The paths and ports that the target stage and those below it name; other stages name paths that come after them. */
export function containerFacts({ dockerfile, target, context }: Partial<BuildFacts> = {}): ContainerFacts {
  const stage = dockerfile && targetStage(dockerfile, target);
  if (dockerfile === undefined || stage === undefined) return { paths: [], ports: [], base: undefined, copiedTo: () => undefined };
  const build = new BuildVariables(dockerfile, new Map());
  const line = lineage(dockerfile, stage, build.globals);
  const own = named(line, build, context);
  const others = dockerfile.stages.filter((each) => !line.includes(each)).map((each) => named([each], build, context));
  const all = [own, ...others];
  const base = expand(line[0]?.base.value ?? '', build.globals);
  return {
    base,
    paths: [...new Set(all.flatMap(({ volumes, folders, targets }) => [...volumes, ...folders.toReversed(), ...targets]))],
    ports: [...new Set([...own.ports, ...officialImage(base ?? '')?.ports.map(String) ?? []])],
    copiedTo: (path) => all.map(({ copies }) => copiedTo(copies, path)).find((found) => found !== undefined),
  };
}

interface Named {
  readonly volumes: string[];
  readonly folders: string[];
  readonly targets: string[];
  readonly ports: string[];
  readonly copies: Copied[];
}

/** What stages that are built upon one another name, the lowest first. */
function named(stages: readonly Stage[], build: BuildVariables, context: FilePath | undefined): Named {
  const found: Named = { volumes: [], folders: [], targets: [], ports: [], copies: [] };
  let folder = '/';
  for (const stage of stages) {
    const variables = build.at(stage);
    const paths = (word: string | undefined): readonly string[] => {
      const path = word === undefined ? undefined : variables.expand(word);
      return path === undefined ? [] : [resolvePath(folder, path)];
    };
    for (const step of stage.steps) {
      switch (step.kind) {
        case 'assign': variables.assign(step.assignment); break;
        case 'workdir': for (const path of paths(step.path.value)) found.folders.push(folder = path); break;
        case 'volume': found.volumes.push(...paths(step.path.value)); break;
        case 'expose': found.ports.push(...[variables.expand(step.port.value) ?? []].flat()); break;
        case 'copy': for (const target of paths(step.target?.value)) {
          if (target !== '/') found.targets.push(target);
          if (step.from === undefined && context !== undefined) found.copies.push(...copied(step, context, target));
        }
      }
    }
  }
  return found;
}

function copied({ sources, target: written }: Copy, context: FilePath, target: string): readonly Copied[] {
  const intoFolder = written?.value.endsWith('/') === true || sources.length > 1;
  return sources.flatMap(({ value }) => (/[*?[$<:]/.test(value) ? [] : [{ source: resolvePath(context, value.replace(/^\/+/, '')), target, intoFolder }]));
}

interface Copied {
  readonly source: FilePath;
  readonly target: string;
  /** Whether the target is a folder for a copied file. */
  readonly intoFolder: boolean;
}

/** The last copy that takes a path decides. What is in a copied folder lands below the target; a file may land in a folder. */
function copiedTo(copies: readonly Copied[], path: FilePath): string | undefined {
  for (const { source, target, intoFolder } of copies.toReversed()) {
    const isFile = /\.\w+$/.test(source);
    if (path === source) return isFile && intoFolder ? resolvePath(target, source.slice(folderOf(source).length + 1)) : target;
    if (path.startsWith(`${source}/`)) return resolvePath(target, path.slice(source.length + 1));
  }
  return undefined;
}
