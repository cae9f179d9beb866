// What a few files say when they are read together without anything else: whether they make a project, which other
// files they bring in, and from which folder their paths are meant.

import { mergeTrees } from '#core/compose/merge.ts';
import { readResources, readServices } from '#core/compose/read.ts';
import type { Service } from '#core/compose/model.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import { entries, entry, get, items, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** Compose files of one folder, read as they are needed. */
export class FolderFiles {
  readonly #files: FileSystem;
  readonly #parsed: ParsedFiles;
  readonly #cancellation: Cancellation;

  constructor(files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation) {
    this.#files = files;
    this.#parsed = parsed;
    this.#cancellation = cancellation;
  }

  /** The files one over the other; undefined where nothing can be read. */
  async merged(paths: readonly FilePath[]): Promise<YamlNode | undefined> {
    const trees: YamlNode[] = [];
    for (const path of paths) {
      const file = await this.#parsed.get(path, this.#files);
      this.#cancellation.throwIfAborted();
      for (const document of file?.documents ?? []) if (document !== undefined) trees.push(document);
    }
    const [first, ...rest] = trees;
    return first === undefined ? undefined : rest.reduce((base, over) => mergeTrees(base, over), first);
  }

  /** Whether the files make a project by themselves: every service has an image or a build, and what it names is there. */
  async isComplete(paths: readonly FilePath[]): Promise<boolean> {
    const root = await this.merged(paths);
    if (root === undefined) return false;
    if (entry(root, 'include') !== undefined) return true;
    const services = readServices(root, new Set());
    if (services.size === 0) return false;
    const has = (kind: 'networks' | 'volumes' | 'secrets' | 'configs', text: Text): boolean => isUnknown(text) || readResources(root, kind).has(text.value);
    return [...services.values()].every((service) =>
      hasOrigin(service, services)
      && service.references.every((reference) => isUnknown(reference.service) || services.has(reference.service.value))
      && service.networks.every((network) => network.value === 'default' || has('networks', network))
      && service.mounts.every((mount) => mount.type !== 'volume' || mount.source === undefined || has('volumes', mount.source))
      && (['secrets', 'configs'] as const).every((kind) => items(get(service.node, kind)).every((item) => {
        const source = textOf(item) ?? textOf(get(item, 'source'));
        return source === undefined || has(kind, source);
      })));
  }

  /**
   * Whether files only say how services of another are built: they publish nothing, and the other publishes ports of these
   * services. Such a file would start by itself, and nobody means it to.
   */
  async isBuildOver(base: FilePath, paths: readonly FilePath[]): Promise<boolean> {
    const below = readServices(await this.merged([base]), new Set());
    const own = [...readServices(await this.merged(paths), new Set()).values()];
    const has = (service: Service | undefined, key: string): boolean => entry(service?.node, key) !== undefined;
    return own.every((service) => below.has(service.name) && has(service, 'build') && !['ports', 'expose', 'network_mode', 'extends'].some((key) => has(service, key)))
      && own.some(({ name }) => has(below.get(name), 'ports'));
  }

  /** Whether a file takes away or replaces what another says: `!reset` and `!override` mean nothing in a first file. */
  async takesAway(paths: readonly FilePath[]): Promise<boolean> {
    const texts = await Promise.all(paths.slice(0, 1).map((path) => this.#files.readText(path)));
    return texts.some((text) => /^[^#\n]*:[ \t]+!(?:reset|override)\b/m.test(text ?? ''));
  }

  /** The variables that the files' texts use. */
  async variablesUsed(paths: readonly FilePath[]): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    for (const path of paths) {
      const text = await this.#files.readText(path) ?? '';
      for (const [, name] of text.matchAll(/\$\{?([A-Za-z_]\w*)/g)) names.add(name ?? '');
    }
    this.#cancellation.throwIfAborted();
    return names;
  }

  /** The files that services of these files name in `env_file`. */
  async envFilesNamed(paths: readonly FilePath[], directory: FilePath): Promise<ReadonlySet<FilePath>> {
    const root = await this.merged(paths);
    return new Set([...readServices(root, new Set()).values()].flatMap(({ envFiles }) => envFiles.map(({ path }) => resolvePath(directory, path.value))));
  }

  /** The services of these files. */
  async servicesNamed(paths: readonly FilePath[]): Promise<readonly string[]> {
    return [...readServices(await this.merged(paths), new Set()).keys()];
  }

  /** The profiles that services of these files have. */
  async profilesNamed(paths: readonly FilePath[]): Promise<ReadonlySet<string>> {
    const root = await this.merged(paths);
    return new Set([...readServices(root, new Set()).values()].flatMap(({ profiles }) => profiles.map(({ value }) => value)));
  }

  /** The other files that a file brings in by `include` and `extends`, as it would in its own folder. */
  async broughtInBy(path: FilePath): Promise<ReadonlySet<FilePath>> {
    const root = await this.merged([path]);
    const folder = folderOf(path);
    const included = items(get(root, 'include')).flatMap((item) => (item.kind === 'mapping' ? pathsOf(get(item, 'path')) : pathsOf(item)));
    const extended = entries(get(root, 'services')).flatMap(({ value }) => pathsOf(get(get(value, 'extends'), 'file')));
    return new Set([...included, ...extended].map((each) => resolvePath(folder, each)).filter((each) => each !== path));
  }

  /**
   * True where paths of the file lead somewhere from this folder and none of them does from the file's own: it is
   * written to be run with `--project-directory`. One path that goes up, or is there from both, speaks against it.
   */
  async isWrittenFor(folder: FilePath, path: FilePath): Promise<boolean> {
    const own = folderOf(path);
    const written = [...readServices(await this.merged([path]), new Set()).values()].flatMap(pathsOfService);
    if (written.some((each) => each.startsWith('..'))) return false;
    let there = 0;
    for (const each of new Set(written)) {
      if (await this.#files.stat(resolvePath(own, each)) !== undefined) return false;
      if (await this.#files.stat(resolvePath(folder, each)) !== undefined) there += 1;
    }
    this.#cancellation.throwIfAborted();
    return there > 0;
  }
}

function hasOrigin({ node }: Service, services: ReadonlyMap<string, Service>): boolean {
  if (['image', 'build', 'provider'].some((key) => entry(node, key) !== undefined)) return true;
  const extended = get(node, 'extends');
  const base = textOf(extended) ?? textOf(get(extended, 'service'));
  return base !== undefined && (get(extended, 'file') !== undefined || isUnknown(base) || services.has(base.value));
}

function isUnknown(text: Text): boolean {
  return text.value.includes('$');
}

function pathsOf(node: YamlNode | undefined): readonly string[] {
  const texts = node?.kind === 'sequence' ? node.items.map(textOf) : [textOf(node)];
  return texts.flatMap((text) => (text === undefined || isUnknown(text) || text.value.includes('://') ? [] : [text.value]));
}

/** The relative paths by which a service says where it is meant to be run: those that are wanted, not those that are made. */
function pathsOfService({ build, mounts, envFiles }: Service): readonly string[] {
  const context = build?.context.value.replace(/(?<=.)\/$/, '');
  const dockerfile = build?.inline === undefined ? build?.dockerfile?.value ?? 'Dockerfile' : undefined;
  const built = context === undefined ? [] : context === '.' ? [dockerfile] : [context];
  const bound = mounts.flatMap(({ type, source }) => (type === 'bind' ? [source?.value] : []));
  return [...built, ...bound, ...envFiles.map(({ path }) => path.value)]
    .filter((path) => path !== undefined && path !== '' && path !== '.' && path !== './' && !/^(?:[/~]|[A-Za-z]:)|\$|:\/\/|^git@/.test(path)).map((path) => path ?? '');
}
