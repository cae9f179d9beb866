// What the steps of loading one project share: where they read, what they found wrong, and by which way each file came in.

import { readDotenv } from '#core/compose/dotenv.ts';
import type { Variables } from '#core/compose/interpolate.ts';
import type { LoadProblem } from '#core/compose/model.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import type { YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Located } from '#core/yaml/span.ts';

export class Loading {
  readonly files: FileSystem;
  readonly parsed: ParsedFiles;
  readonly cancellation: Cancellation;
  readonly problems: LoadProblem[] = [];
  /** Every compose file that was read, in the order in which it was. */
  readonly read = new Map<FilePath, YamlFile>();
  /** The `include` or `extends` that brought a file in first. */
  readonly broughtBy = new Map<FilePath, Located<unknown>>();
  /** What each file was interpolated with first. */
  readonly variablesOf = new Map<FilePath, Variables>();
  /** The files that were included. */
  readonly included = new Set<FilePath>();
  /** What was said of a place already. */
  readonly said = new Set<string>();
  /** True when a part of the project could not be read, or lies on another machine. */
  partial = false;
  readonly #met = new Set<LoadProblem>();
  /** How many times something was included. */
  models = 0;
  /** How many circles of `extends` were found. */
  circles = 0;
  /** True when a file holds `!reset` or `!override`: else no tree needs to be searched for them. */
  mayReset = false;

  constructor(files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation) {
    this.files = files;
    this.parsed = parsed;
    this.cancellation = cancellation;
  }

  /** What several nodes share by an alias is wrong once, however often it is met. */
  readonly report = (problem: LoadProblem): void => {
    if (this.#met.has(problem)) return;
    this.#met.add(problem);
    this.problems.push(problem);
  };

  /** The variables that env files set; what is wrong with the first that cannot be read is reported. */
  async variables(paths: readonly FilePath[], known: Variables = new Map()): Promise<Variables> {
    for (const path of paths) {
      const text = await this.files.readText(path);
      this.cancellation.throwIfAborted();
      const [problem] = text === undefined ? [] : readDotenv(text, known).problems;
      if (problem === undefined) continue;
      this.report({ code: 'env-file-syntax', message: `${problem.message}: Compose refuses the project`, at: { value: undefined, file: path, span: problem.span } });
      break;
    }
    return this.parsed.variables(paths, this.files);
  }

  /** Writes down with which variables a file is read. */
  interpolatedWith(path: FilePath, variables: Variables): void {
    if (!this.variablesOf.has(path)) this.variablesOf.set(path, variables);
  }

  /** A compose file; what is wrong with its text is reported the first time. */
  async file(path: FilePath, by?: Located<unknown>): Promise<YamlFile | undefined> {
    const known = this.read.get(path);
    if (known !== undefined) return known;
    const file = await this.parsed.get(path, this.files);
    this.cancellation.throwIfAborted();
    if (file === undefined) return undefined;
    this.read.set(path, file);
    this.mayReset ||= file.text.includes('!reset') || file.text.includes('!override');
    if (by !== undefined) this.broughtBy.set(path, by);
    for (const { code, message, span, related, mend } of file.problems) {
      this.report({
        code, message, at: { value: undefined, file: path, span },
        ...(mend === undefined ? {} : { mend: { title: mend.title, at: { value: undefined, file: path, span: mend.span }, text: mend.text } }),
        ...(related === undefined ? {} : { related: { at: { value: undefined, file: path, span: related.span }, message: related.message } }),
      });
    }
    return file;
  }
}

/** The tree with every text that names no other folder taking its relative paths from this one. */
export function startingIn(node: YamlNode, directory: FilePath): YamlNode {
  switch (node.kind) {
    case 'scalar': return typeof node.value !== 'string' || node.text.directory !== undefined ? node : node.with({ text: { ...node.text, directory } });
    case 'sequence': return { ...node, items: node.items.map((item) => startingIn(item, directory)) };
    case 'mapping': return { ...node, entries: node.entries.map((each) => ({ ...each, value: startingIn(each.value, directory) })) };
  }
}
