// What was read of files and need not be read again: trees as long as the text is the same, and what was made of
// them as long as the trees are. One of these lives as long as a workspace or a run of the command.

import type { FilePath, FileSystem } from '#core/outside.ts';
import { dotenvVariables } from '#core/compose/dotenv.ts';
import { Interpolated, type Variables } from '#core/compose/interpolate.ts';
import type { MergedServices } from '#core/compose/merge.ts';
import type { Service } from '#core/compose/model.ts';
import type { ReadServices } from '#core/compose/read.ts';
import type { UniqueLists } from '#core/compose/unique.ts';
import type { ConsistentServices } from '#core/compose/validate/consistency.ts';
import type { ValidatedServices } from '#core/compose/validate/validate-tree.ts';
import { readDockerfile, type Dockerfile } from '#core/dockerfile/read.ts';
import { parseYaml, type YamlFile } from '#core/yaml/parse.ts';

export class ParsedFiles {
  readonly interpolated = new Interpolated();
  readonly merged: MergedServices = new WeakMap();
  readonly services: ReadServices = new WeakMap();
  readonly unique: UniqueLists = new WeakMap();
  readonly validated: ValidatedServices = new WeakMap();
  readonly consistent: ConsistentServices = new WeakMap();
  readonly #remembered = new WeakMap<Service, Map<unknown, unknown>>();
  readonly #named = new WeakMap<Variables, Map<string, Variables>>();
  readonly #layers = new WeakMap<Variables, WeakMap<Variables, Variables>>();
  readonly #files = new Map<FilePath, YamlFile>();
  readonly #dockerfiles = new Map<FilePath, { readonly text: string; readonly dockerfile: Dockerfile | undefined }>();
  readonly #variables = new Map<string, { readonly texts: readonly string[]; readonly variables: Variables }>();

  /** What a function makes of a service: the very same for the very same service. */
  remembered<Made>(make: (service: Service) => Made, service: Service): Made {
    const known = this.#remembered.get(service) ?? new Map<unknown, unknown>();
    if (known.has(make)) return known.get(make) as Made;
    const made = make(service);
    this.#remembered.set(service, known.set(make, made));
    return made;
  }

  /** The file as it is now, or undefined where it cannot be read. */
  async get(path: FilePath, files: FileSystem): Promise<YamlFile | undefined> {
    const text = await files.readText(path);
    if (text === undefined) {
      this.#files.delete(path);
      return undefined;
    }
    const parsed = parseYaml(path, text, this.#files.get(path));
    this.#files.set(path, parsed);
    return parsed;
  }

  /** A Dockerfile as it is now, or undefined where it cannot be read. */
  async dockerfile(path: FilePath, files: FileSystem): Promise<Dockerfile | undefined> {
    const text = await files.readText(path);
    if (text === undefined) return undefined;
    const known = this.#dockerfiles.get(path);
    if (known?.text === text) return known.dockerfile;
    const dockerfile = readDockerfile(path, text);
    this.#dockerfiles.set(path, { text, dockerfile });
    return dockerfile;
  }

  /** The variables that env files set, later ones over earlier ones: the very same map as long as the texts are the same. */
  async variables(paths: readonly FilePath[], files: FileSystem): Promise<Variables> {
    const texts: string[] = [];
    for (const path of paths) texts.push(await files.readText(path) ?? '');
    const key = paths.join('\n');
    const known = this.#variables.get(key);
    if (known?.texts.every((text, index) => text === texts[index])) return known.variables;
    const variables = texts.reduce<Variables>((known, text) => new Map([...known, ...dotenvVariables(text, known)]), new Map());
    this.#variables.set(key, { texts, variables });
    return variables;
  }

  /** Variables with the project's name among them, which Compose sets: the very same map for the very same two. */
  named(variables: Variables, name: string): Variables {
    const known = this.#named.get(variables) ?? new Map<string, Variables>();
    this.#named.set(variables, known);
    const named = known.get(name) ?? new Map([...variables, ['COMPOSE_PROJECT_NAME', name]]);
    known.set(name, named);
    return named;
  }

  /** Variables over others: the very same map for the very same two. */
  layered(over: Variables, under: Variables): Variables {
    const known = this.#layers.get(over) ?? new WeakMap<Variables, Variables>();
    this.#layers.set(over, known);
    const layered = known.get(under) ?? new Map([...under, ...over]);
    known.set(under, layered);
    return layered;
  }
}
