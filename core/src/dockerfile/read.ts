// A Dockerfile as its stages and what each of their instructions says, every word with its place.

import type { FilePath } from '#core/outside.ts';
import { readDirectives, readInstructions, type Instruction, type Place } from '#core/dockerfile/lines.ts';
import { groupBy } from '#core/words/group-by.ts';
import type { Located } from '#core/yaml/span.ts';

/** A Dockerfile. */
export interface Dockerfile {
  /** The file that it stands in: its own, or the compose file. */
  readonly file: FilePath;
  readonly escape: '\\' | '`';
  /** `ARG`s before the first `FROM`: known to `FROM`, and to a stage that says `ARG` again. */
  readonly args: readonly Assignment[];
  readonly stages: readonly Stage[];
  /** By the name in lower case; several may have one. */
  readonly stagesByName: ReadonlyMap<string, readonly Stage[]>;
}

/** One `FROM` and what follows it. */
export interface Stage {
  readonly index: number;
  /** In lower case, as the builder compares it. */
  readonly name: string | undefined;
  /** The name as written. */
  readonly named: Located<string> | undefined;
  /** The image or the stage that it starts from, as written. */
  readonly base: Located<string>;
  /** The word `FROM`. */
  readonly at: Located<string>;
  readonly steps: readonly Step[];
}

/** What one instruction says, as far as it matters here. */
export type Step =
  | { readonly kind: 'assign'; readonly assignment: Assignment }
  | Copy
  | BuildMount
  /** `RUN`, with its here-documents. */
  | { readonly kind: 'run'; readonly script: string; readonly at: Located<string> }
  | { readonly kind: 'workdir'; readonly path: Located<string> }
  /** `EXPOSE 80 443/tcp`: one step for each port. */
  | { readonly kind: 'expose'; readonly port: Located<string> }
  | { readonly kind: 'volume'; readonly path: Located<string> }
  | { readonly kind: 'healthcheck'; readonly none: boolean; readonly at: Located<string> }
  /** `CMD` or `ENTRYPOINT`; its words where the JSON form is used, else one text for the shell. */
  | { readonly kind: 'cmd' | 'entrypoint'; readonly words: readonly string[]; readonly shell: boolean }
  | { readonly kind: 'user'; readonly user: Located<string> };

/** `COPY` or `ADD`. */
export interface Copy {
  readonly kind: 'copy';
  /** `COPY` or `ADD`. */
  readonly keyword: Located<string>;
  readonly flags: ReadonlySet<string>;
  /** Without here-documents. */
  readonly sources: readonly Located<string>[];
  /** A stage by name or number, an image, or a named context. */
  readonly from: Located<string> | undefined;
  readonly target: Located<string> | undefined;
}

/** `RUN --mount=…`: what is seen while the command runs. */
export interface BuildMount {
  readonly kind: 'mount';
  readonly type: string;
  readonly from: Located<string> | undefined;
  readonly source: Located<string> | undefined;
}

/** A variable by `ARG` or `ENV`. */
export interface Assignment {
  readonly name: string;
  /** As written; undefined for an `ARG` without a default. */
  readonly value: string | undefined;
  readonly isArg: boolean;
  /** The name at its place. */
  readonly at: Located<string>;
}

/** Characters. Nobody writes a longer one by hand. */
const longest = 256 * 1024;

/**
 * Reads a Dockerfile; what makes no sense in it is left out. Undefined for a text that is too long to be read, or that
 * says it is written for another frontend than Docker's (`# syntax=`).
 */
export function readDockerfile(file: FilePath, text: string, place: Place = (from, to) => [from, to]): Dockerfile | undefined {
  if (text.length > longest) return undefined;
  const { escape, syntax } = readDirectives(text);
  if (syntax !== undefined && !/^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax)) return undefined;
  const args: Assignment[] = [];
  const stages: (Stage & { readonly steps: Step[] })[] = [];
  for (const instruction of readInstructions(file, text, escape, place)) {
    if (instruction.keyword.value === 'FROM') {
      const [base, as, named] = instruction.words();
      const isNamed = as?.value.toLowerCase() === 'as' && named !== undefined;
      stages.push({
        index: stages.length, at: instruction.keyword, base: base ?? { ...instruction.keyword, value: '' },
        name: isNamed ? named.value.toLowerCase() : undefined, named: isNamed ? named : undefined, steps: [],
      });
      continue;
    }
    const steps = readSteps(instruction);
    const stage = stages.at(-1);
    if (stage !== undefined) stage.steps.push(...steps);
    else args.push(...steps.flatMap((step) => (step.kind === 'assign' ? [step.assignment] : [])));
  }
  return { file, escape, args, stages, stagesByName: groupBy(stages.filter(({ name }) => name !== undefined), ({ name }) => name ?? '') };
}

function readSteps(instruction: Instruction): readonly Step[] {
  const { keyword, flags, json, rest } = instruction;
  const flag = (name: string): Located<string> | undefined => flags.findLast((each) => each.name === name && each.value.value !== '')?.value;
  switch (keyword.value) {
    case 'ARG': return instruction.words(true).map((word): Step => ({ kind: 'assign', assignment: readAssignment(word, true) }));
    case 'ENV': return readEnvironment(instruction);
    case 'COPY': case 'ADD': {
      const words = json ?? instruction.words();
      return [{
        kind: 'copy', keyword, flags: new Set(flags.map(({ name }) => name)), from: flag('from'),
        sources: words.slice(0, -1).filter(({ value }) => json !== undefined || !/^\d*<<-?[^<]/.test(value)), target: words.length > 1 ? words.at(-1) : undefined,
      }];
    }
    case 'RUN': {
      const mounts = flags.flatMap(({ name, value }) => (name === 'mount' ? [readBuildMount(value)] : []));
      const script = [json?.map(({ value }) => value).join(' ') ?? rest.value, ...instruction.documents].join('\n');
      return [...mounts, { kind: 'run', script, at: keyword }];
    }
    case 'WORKDIR': return [{ kind: 'workdir', path: rest }];
    case 'USER': return [{ kind: 'user', user: rest }];
    case 'EXPOSE': return instruction.words().map((port): Step => ({ kind: 'expose', port }));
    case 'VOLUME': return (json ?? instruction.words()).map((path): Step => ({ kind: 'volume', path }));
    case 'HEALTHCHECK': return [{ kind: 'healthcheck', none: rest.value.trim().toUpperCase() === 'NONE', at: keyword }];
    case 'CMD': case 'ENTRYPOINT': {
      const kind = keyword.value === 'CMD' ? 'cmd' : 'entrypoint';
      return [{ kind, words: json?.map(({ value }) => value) ?? [rest.value], shell: json === undefined }];
    }
    default: return [];
  }
}

function readAssignment(word: Located<string>, isArg: boolean): Assignment {
  const equals = word.value.indexOf('=');
  if (equals === -1) return { name: word.value, value: undefined, isArg, at: word };
  return { name: word.value.slice(0, equals), value: word.value.slice(equals + 1), isArg, at: start(word, equals) };
}

/** `ENV a=1 b=2`, or the old `ENV a 1`. */
function readEnvironment(instruction: Instruction): readonly Step[] {
  const words = instruction.words(true);
  const [first] = words;
  if (first === undefined) return [];
  if (first.value.includes('=')) return words.map((word) => ({ kind: 'assign', assignment: readAssignment(word, false) }));
  return [{ kind: 'assign', assignment: { name: first.value, value: instruction.rest.value.slice(first.value.length).trim(), isArg: false, at: first } }];
}

/** `type=bind,from=build,source=/x`: bind where no type is said. */
function readBuildMount(value: Located<string>): BuildMount {
  const options = new Map<string, Located<string>>();
  let at = 0;
  for (const option of value.value.split(',')) {
    const equals = option.indexOf('=');
    const name = (equals === -1 ? option : option.slice(0, equals)).replace(/^["']/, '').toLowerCase();
    options.set(name === 'src' ? 'source' : name, within(value, at + equals + 1, at + option.length));
    at += option.length + 1;
  }
  return { kind: 'mount', type: options.get('type')?.value ?? 'bind', from: options.get('from'), source: options.get('source') };
}

function start(word: Located<string>, length: number): Located<string> {
  return within(word, 0, length);
}

/** A part of a word; the word's own place where the file does not hold it character by character. */
function within({ value, file, span }: Located<string>, from: number, to: number): Located<string> {
  const exact = span[1] - span[0] === value.length;
  return { value: value.slice(from, to), file, span: exact ? [span[0] + from, span[0] + to] : span };
}
