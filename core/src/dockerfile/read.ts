// A Dockerfile as its stages and what each copies from where, every word with its place. The library's tree stays here.

import { DockerfileParser, type Add, type Copy, type From, type Instruction, type PropertyInstruction } from 'dockerfile-ast';
import type { FilePath } from '#core/outside.ts';
import type { Located, Span } from '#core/yaml/span.ts';

/** A Dockerfile. */
export interface Dockerfile {
  readonly file: FilePath;
  /** `ARG`s before the first `FROM`: known to `FROM`, and to a stage that says `ARG` again. */
  readonly args: readonly Assignment[];
  readonly stages: readonly Stage[];
}

/** One `FROM` and what follows it. */
export interface Stage {
  readonly name: string | undefined;
  /** The image or the stage that it starts from, as written. */
  readonly base: string;
  readonly steps: readonly Step[];
}

/** What matters of one instruction: it gives a variable a value, or it takes files. */
export type Step =
  | { readonly kind: 'assign'; readonly assignment: Assignment }
  | { readonly kind: 'copy'; readonly sources: readonly Located<string>[]; readonly from: string | undefined }
  /** `RUN --mount=from=…`: a stage or image that is needed. */
  | { readonly kind: 'need'; readonly from: string };

/** A variable by `ARG` or `ENV`. */
export interface Assignment {
  readonly name: string;
  /** Undefined for an `ARG` without a default. */
  readonly value: string | undefined;
  readonly isArg: boolean;
}

/** Characters. The library takes seconds for longer texts, and nobody writes such a Dockerfile by hand. */
const longest = 256 * 1024;

/** Reads a Dockerfile; what makes no sense in it is left out. Undefined for a text that is too long to be read. */
export function readDockerfile(file: FilePath, text: string): Dockerfile | undefined {
  if (text.length > longest) return undefined;
  const parsed = DockerfileParser.parse(text);
  const offsetOf = offsets(text);
  const args: Assignment[] = [];
  const stages: { name: string | undefined; base: string; steps: Step[] }[] = [];
  // With the backtick as escape, a backslash parts the names of a path: such a Dockerfile is for Windows images.
  const instructions = parsed.getEscapeCharacter() === '`' ? [] : parsed.getInstructions();
  for (const instruction of instructions) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      const from = instruction as From;
      stages.push({ name: from.getBuildStage()?.toLowerCase() ?? undefined, base: from.getImage() ?? '', steps: [] });
      continue;
    }
    const steps = readStep(file, text, keyword, instruction, offsetOf);
    const stage = stages.at(-1);
    if (stage !== undefined) stage.steps.push(...steps);
    else args.push(...steps.flatMap((step) => (step.kind === 'assign' ? [step.assignment] : [])));
  }
  return { file, args, stages };
}

function readStep(file: FilePath, text: string, keyword: string, instruction: Instruction, offsetOf: (line: number, character: number) => number): readonly Step[] {
  switch (keyword) {
    case 'ARG': case 'ENV': {
      const isArg = keyword === 'ARG';
      return (instruction as PropertyInstruction).getProperties()
        .map((property): Step => ({ kind: 'assign', assignment: { name: property.getName(), value: property.getValue() ?? undefined, isArg } }));
    }
    case 'COPY': case 'ADD': {
      const copy = instruction as Add | Copy;
      const from = copy.getFlags().find((flag) => flag.getName() === 'from')?.getValue() ?? undefined;
      const json = copy.getJSONStrings();
      const all = json.length > 0 ? json : copy.getArguments();
      // The library takes the lines of a here-document for words.
      const heredoc = all.find((word) => word.getValue().startsWith('<<'));
      const words = heredoc === undefined ? all : all.filter((word) => word.getRange().start.line <= heredoc.getRange().start.line);
      const sources = words.slice(0, -1).map((word): Located<string> => {
        const { start, end } = word.getRange();
        const span: Span = [offsetOf(start.line, start.character), offsetOf(end.line, end.character)];
        const raw = text.slice(...span);
        const quoted = /^(["'])(.*)\1$/.exec(raw);
        return quoted === null ? { value: raw, file, span } : { value: quoted[2] ?? '', file, span: [span[0] + 1, span[1] - 1] };
      });
      return [{ kind: 'copy', sources, from }];
    }
    case 'RUN': {
      return [...instruction.getTextContent().matchAll(/\S+/g)].flatMap(([word]): Step[] => {
        const option = word.indexOf('--mount=');
        const from = option === -1 ? undefined : /from=([^,]+)/.exec(word.slice(option))?.[1];
        return from === undefined ? [] : [{ kind: 'need', from }];
      });
    }
    default: return [];
  }
}

function offsets(text: string): (line: number, character: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (line, character) => (starts[line] ?? text.length) + character;
}

/** The stages that a build makes: the target (the last where none is named) and all that it takes from; none where the target is unknown. */
export function neededStages(dockerfile: Dockerfile, target: string | undefined, resolve: (text: string) => string | undefined): readonly Stage[] {
  const { stages } = dockerfile;
  const find = (name: string, before: number): number => {
    const known = stages.slice(0, before).findLastIndex((stage) => stage.name === name.toLowerCase());
    return known === -1 && /^\d+$/.test(name) && Number(name) < before ? Number(name) : known;
  };
  const needed = new Set<number>();
  const visit = (index: number): void => {
    const stage = stages[index];
    if (stage === undefined || needed.has(index)) return;
    needed.add(index);
    for (const each of [stage.base, ...stage.steps.map((step) => (step.kind === 'assign' ? undefined : step.from))]) {
      if (each !== undefined) visit(find(resolve(each) ?? each, index));
    }
  };
  visit(target === undefined || target === '' ? stages.length - 1 : find(target, stages.length));
  return [...needed].toSorted((a, b) => a - b).flatMap((index) => stages[index] ?? []);
}
