// The files in which one environment's names stand, found by the texts as they are now: a person asks while the last
// check is already old. Nothing is merged here.

import { interpolateText, type Variables } from '#core/compose/interpolate.ts';
import { outlineOf, type IncludeText, type Outline } from '#core/language/compose-mentions.ts';
import { envFileMentions } from '#core/language/env-file-mentions.ts';
import type { Mention } from '#core/language/mention.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import { configurationOf } from '#core/project/configuration-of.ts';
import type { Environment } from '#core/project/environment.ts';
import { isRemote } from '#core/project/extends.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/**
 * What a file is to an environment: `part` of the project, `extended` by a service of it, an env file whose variables
 * Compose puts in (`variables`), an example of such a file that people copy (`example`), or one that only a container sees
 * (`container`).
 */
export type FileRole = 'part' | 'extended' | 'variables' | 'example' | 'container';

/** One file of an environment. */
export interface ScopedFile {
  readonly path: FilePath;
  readonly role: FileRole;
  readonly text: string;
  /** Undefined for an env file. */
  readonly yaml: YamlFile | undefined;
  readonly mentions: readonly Mention[];
  /** Where its relative paths start. */
  readonly directory: FilePath;
}

/** The env files whose variables Compose puts in: the later one counts. */
export function envFilesOf({ envFiles, directory }: Environment): readonly FilePath[] {
  return envFiles.length === 0 ? [resolvePath(directory, '.env')] : envFiles;
}

/** The files of one environment. */
export class Scope {
  readonly environment: Environment;
  readonly files = new Map<FilePath, ScopedFile>();
  /** Env files that containers see, also where Compose takes variables from them. */
  readonly containerFiles = new Set<FilePath>();
  /** The `composure.yaml` that holds for it, where that can be read. */
  readonly configuration: YamlFile | undefined;
  #variables: Variables = new Map();

  private constructor(environment: Environment, configuration: YamlFile | undefined) {
    this.environment = environment;
    this.configuration = configuration;
  }

  static async of(environment: Environment, files: FileSystem, parsed: ParsedFiles): Promise<Scope> {
    const scope = new Scope(environment, await configurationOf(environment, files, parsed));
    const envFiles = envFilesOf(environment);
    scope.#variables = await parsed.variables(envFiles, files);
    const reading = new Reading(scope, files, parsed);
    for (const path of envFiles) await reading.envFile(path, 'variables');
    for (const folder of new Set(envFiles.map(folderOf))) await reading.examples(folder);
    await reading.models({ paths: environment.files, directory: environment.directory });
    await reading.containerFiles();
    return scope;
  }

  /** The path that a text of a file names; undefined where it is not known or not on this machine. */
  resolve(directory: FilePath, written: string): FilePath | undefined {
    const path = this.meaning(written);
    return path === undefined || path === '' || isRemote(path) ? undefined : resolvePath(directory, path);
  }

  /** A text with its variables put in; undefined where one of them is not known. */
  meaning(written: string): string | undefined {
    const text = interpolateText({ value: written, file: '', span: [0, 0], pieces: undefined, unresolved: [] }, this.#variables, () => undefined);
    return text.unresolved.length > 0 ? undefined : text.value;
  }
}

interface Model {
  readonly paths: readonly FilePath[];
  readonly directory: FilePath;
}

/** Files of one environment that are read: nobody has more. */
const fileLimit = 1_000;

/** One pass over the files of an environment. */
class Reading {
  readonly #scope: Scope;
  readonly #files: FileSystem;
  readonly #parsed: ParsedFiles;
  readonly #models: Model[] = [];

  constructor(scope: Scope, files: FileSystem, parsed: ParsedFiles) {
    this.#scope = scope;
    this.#files = files;
    this.#parsed = parsed;
  }

  /** The files of a model, and all that they include and extend. */
  async models(first: Model): Promise<void> {
    this.#models.push(first);
    const extended: (readonly [FilePath, FilePath])[] = [];
    for (const { paths, directory } of this.#models) {
      for (const path of paths) {
        const outline = await this.#composeFile(path, 'part', directory);
        for (const include of outline?.includes ?? []) await this.#include(include, directory);
        for (const file of outline?.extendsFiles ?? []) extended.push([directory, file]);
      }
    }
    for (const [directory, file] of extended) {
      const path = this.#scope.resolve(directory, file);
      const outline = path === undefined ? undefined : await this.#composeFile(path, 'extended', folderOf(path));
      if (path !== undefined) for (const other of outline?.extendsFiles ?? []) extended.push([folderOf(path), other]);
    }
  }

  /** The env files of services. */
  async containerFiles(): Promise<void> {
    const composeFiles = [...this.#scope.files.values()].filter(({ yaml }) => yaml !== undefined);
    for (const { yaml, directory } of composeFiles) {
      for (const file of yaml === undefined ? [] : outlineOf(yaml).envFiles) {
        const path = this.#scope.resolve(directory, file);
        if (path === undefined) continue;
        this.#scope.containerFiles.add(path);
        await this.envFile(path, 'container');
      }
    }
  }

  /** The examples of env files in a folder, which hold the variables that a copy should. */
  async examples(folder: FilePath): Promise<void> {
    for (const [name, kind] of await this.#files.list(folder) ?? []) {
      if (kind === 'file' && /^\.env\b.*\b(?:example|sample|template|tmpl|dist)\b/i.test(name)) await this.envFile(resolvePath(folder, name), 'example');
    }
  }

  async envFile(path: FilePath, role: FileRole): Promise<void> {
    if (this.#isDone(path)) return;
    const text = await this.#files.readText(path);
    if (text !== undefined) this.#scope.files.set(path, { path, role, text, yaml: undefined, mentions: envFileMentions(path, text), directory: folderOf(path) });
  }

  async #include({ paths, directory, envFiles }: IncludeText, within: FilePath): Promise<void> {
    const resolved = paths.flatMap((path) => this.#scope.resolve(within, path) ?? []);
    const [main] = resolved;
    if (main === undefined) return;
    const folder = directory === undefined || directory === '' ? folderOf(main) : this.#scope.resolve(within, directory) ?? folderOf(main);
    this.#models.push({ paths: resolved, directory: folder });
    for (const file of envFiles?.flatMap((each) => this.#scope.resolve(within, each) ?? []) ?? [resolvePath(folder, '.env')]) await this.envFile(file, 'variables');
  }

  /** The outline of a file that was not met before. */
  async #composeFile(path: FilePath, role: FileRole, directory: FilePath): Promise<Outline | undefined> {
    if (this.#isDone(path)) return undefined;
    const yaml = await this.#parsed.get(path, this.#files);
    if (yaml === undefined) return undefined;
    const outline = outlineOf(yaml);
    this.#scope.files.set(path, { path, role, text: yaml.text, yaml, mentions: outline.mentions, directory });
    return outline;
  }

  #isDone(path: FilePath): boolean {
    return this.#scope.files.has(path) || this.#scope.files.size >= fileLimit;
  }
}
