// What belongs together by name: a service and every place that speaks of it, over all files of all environments that
// share them. Definition, references, highlights and rename read it.

import { configuredPlaces } from '#core/language/configured-edits.ts';
import { outlineOf } from '#core/language/compose-mentions.ts';
import { isAt, type Mention } from '#core/language/mention.ts';
import { Scope, type ScopedFile } from '#core/language/scope.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, nameOf } from '#core/project/path.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** True for a file that may be YAML by its name. */
export function isYamlPath(path: FilePath): boolean {
  return /\.ya?ml$/i.test(path);
}

/** True for a file that is an env file by its name. */
export function isEnvFilePath(path: FilePath): boolean {
  return /^\.env(?:\.|$)|\.env$/i.test(nameOf(path));
}

function isSource(path: FilePath): boolean {
  return !isYamlPath(path) && !isEnvFilePath(path);
}

/** An environment that may have to do with a file, and the files that its last check read. */
export interface Candidate {
  readonly environment: Environment;
  readonly dependencies: ReadonlySet<FilePath>;
}

export class Names {
  readonly scopes: readonly Scope[];

  private constructor(scopes: readonly Scope[]) {
    this.scopes = scopes;
  }

  /**
   * The names of all environments that a file is part of, and of those that share a file with them; with `alternatives`, also
   * of the others in their folders. A file without an environment is one by itself.
   */
  static async around(path: FilePath, candidates: readonly Candidate[], files: FileSystem, parsed: ParsedFiles, alternatives = false): Promise<Names> {
    const scopes: Scope[] = [];
    const left = new Set(candidates);
    const met = new Set([path]);
    let before = -1;
    while (scopes.length > before) {
      before = scopes.length;
      for (const candidate of left) {
        const { environment, dependencies } = candidate;
        // What only a container sees, and an example, may have been no part of the check.
        const isBeside = isEnvFilePath(path) && environment.directory === folderOf(path);
        const isNear = [...met].some((each) => environment.files.includes(each) || dependencies.has(each));
        if (!isNear && !isBeside) continue;
        if (isNear) left.delete(candidate);
        const scope = await Scope.of(environment, files, parsed);
        // A Dockerfile is none of its files.
        if (isSource(path) ? !dependencies.has(path) : ![...scope.files.keys()].some((each) => met.has(each))) continue;
        left.delete(candidate);
        scopes.push(scope);
        for (const [each, { role }] of scope.files) if (role !== 'container') met.add(each);
      }
    }
    const folders = new Set(scopes.map(({ environment }) => environment.directory));
    for (const { environment } of alternatives ? left : []) if (folders.has(environment.directory)) scopes.push(await Scope.of(environment, files, parsed));
    if (!scopes.some((scope) => scope.files.has(path))) {
      const isYaml = isYamlPath(path);
      if (isYaml || isEnvFilePath(path)) scopes.push(await Scope.of({ name: '', mode: 'other', directory: folderOf(path), files: isYaml ? [path] : [], envFiles: isYaml ? [] : [path], profiles: [] }, files, parsed));
    }
    return new Names(scopes);
  }

  /** Every file, once. */
  files(): readonly ScopedFile[] {
    return [...new Map(this.scopes.flatMap((scope) => [...scope.files])).values()];
  }

  /** What is named at an offset of a file; of two that touch there the one that begins. */
  at(path: FilePath, offset: number): Mention | undefined {
    return this.#file(path)?.mentions.findLast((each) => isAt(each, offset));
  }

  /** Where a name is defined, as far as the place of the mention sees it: base first. */
  definitions(mention: Mention): readonly Mention[] {
    const keys = new Set(this.#keys(mention));
    const found = this.#alike(mention).filter((each) => each.role === 'definition' && this.#keys(each).some((key) => keys.has(key)));
    const real = found.filter((each) => !this.isExample(each));
    return real.length === 0 ? found : real;
  }

  /** True for what stands in the example of an env file: it sets nothing. */
  isExample({ file }: Mention): boolean {
    return this.scopes.some((scope) => scope.files.get(file)?.role === 'example');
  }

  /** Every place that means the same: a new name for one is a new name for all. */
  group(mention: Mention): readonly Mention[] {
    const keys = new Set(this.#keys(mention));
    const found = new Set<Mention>();
    const left = new Set(this.#alike(mention));
    let before = -1;
    while (found.size > before) {
      before = found.size;
      for (const each of left) {
        const own = this.#keys(each);
        if (!own.some((key) => keys.has(key))) continue;
        left.delete(each);
        found.add(each);
        for (const key of own) keys.add(key);
      }
    }
    return [...found];
  }

  /** The definition of another thing of this kind that has a name already, where both would be seen. */
  taken(group: readonly Mention[], name: string): Mention | undefined {
    const [first] = group;
    // Of two anchors of one name the later one would take what belongs to the other.
    if (first?.kind === 'anchor') return this.#alike({ ...first, name }).find(({ file }) => file === first.file);
    const keys = new Set(group.flatMap((each) => this.#keys(each)));
    // A variable needs no definition to be something else already.
    const others = first === undefined ? [] : this.#alike({ ...first, name }).filter(({ role, kind }) => role === 'definition' || kind === 'variable');
    return others.find((each) => this.#keys(each).some((key) => keys.has(key)));
  }

  /** What has the same name and is something else: in environments of the same folder that share no file with those of the group. */
  alternatives(group: readonly Mention[]): readonly (readonly Mention[])[] {
    const [first] = group;
    if (first === undefined) return [];
    const own = this.scopesOf(group);
    const folders = new Set(own.map(({ environment }) => environment.directory));
    const found: (readonly Mention[])[] = [];
    for (const scope of this.scopes) {
      if (own.includes(scope) || !folders.has(scope.environment.directory)) continue;
      for (const { role, mentions } of scope.files.values()) {
        const definition = role !== 'part' && role !== 'variables' ? undefined : mentions.find((each) => each.role === 'definition' && each.kind === first.kind && each.name === first.name);
        if (definition !== undefined && !found.flat().some((each) => isSame(each, definition))) found.push(this.group(definition));
      }
    }
    return found;
  }

  /** Where `composure.yaml` names the service or the variable of a group, each place once. */
  configured(group: readonly Mention[]): readonly Mention[] {
    const [first] = group;
    if (first === undefined || (first.kind !== 'service' && first.kind !== 'variable')) return [];
    const { kind, name } = first;
    return this.configurationsOf(group).flatMap((yaml) => configuredPlaces(yaml, kind, name).map(({ span }): Mention => ({ kind, name, file: yaml.file, span, role: 'use' })));
  }

  /** The files of `composure.yaml` that hold for a group. */
  configurationsOf(group: readonly Mention[]): readonly YamlFile[] {
    return [...new Set(this.scopesOf(group).flatMap(({ configuration }) => configuration ?? []))];
  }

  /** The scopes in which mentions stand, as parts of the project or by its variables. */
  scopesOf(group: readonly Mention[]): readonly Scope[] {
    return this.scopes.filter(({ files }) => group.some(({ file }) => ['part', 'variables'].includes(files.get(file)?.role ?? '')));
  }

  /** The first file that names something of a kind by variables, as far as those are known. */
  computed(kind: Mention['kind'], name: string): FilePath | undefined {
    for (const scope of this.scopes) {
      for (const { path, yaml } of scope.files.values()) {
        const all = yaml === undefined ? [] : outlineOf(yaml).computed;
        if (all.some((each) => each.kind === kind && scope.meaning(each.text)?.split(/[:=]/).includes(name))) return path;
      }
    }
    return undefined;
  }

  #file(path: FilePath): ScopedFile | undefined {
    for (const scope of this.scopes) {
      const file = scope.files.get(path);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  #alike({ kind, name }: Mention): readonly Mention[] {
    return this.files().flatMap((file) => file.mentions.filter((each) => each.kind === kind && each.name === name));
  }

  /** The spaces of names in which a mention stands: mentions of one kind and name that share one mean the same. */
  #keys(mention: Mention): readonly string[] {
    if (mention.kind === 'anchor') return [`${mention.file}#${mention.anchor}`];
    const keys = new Set<string>();
    for (const [index, scope] of this.scopes.entries()) {
      const file = scope.files.get(mention.file);
      if (file === undefined) continue;
      for (const key of keysIn(scope, String(index), file, mention)) keys.add(key);
    }
    return [...keys];
  }
}

function isSame(a: Mention, b: Mention): boolean {
  return a.file === b.file && a.span[0] === b.span[0];
}

function keysIn(scope: Scope, project: string, file: ScopedFile, { kind, name, role, extendsFile }: Mention): readonly string[] {
  const isSet = (): boolean => file.mentions.some((each) => each.kind === kind && each.role === 'definition' && each.name === name);
  if (extendsFile !== undefined && extendsFile !== '') {
    const path = scope.resolve(file.directory, extendsFile);
    return path === undefined ? [] : [path];
  }
  switch (file.role) {
    // Another file may extend what is defined here.
    case 'part': return role === 'definition' || extendsFile !== undefined ? [project, file.path] : [project];
    // What a service says that is extended is said in the project then; by itself the file may be a project too.
    case 'extended': return role === 'definition' || extendsFile !== undefined ? [file.path] : isSet() ? [project, file.path] : [project];
    case 'variables': case 'example': return [project];
    // A container's own variables, which its env file may use itself.
    case 'container': return role === 'definition' || isSet() ? [file.path] : [project];
  }
}
