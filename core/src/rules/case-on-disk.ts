// Finds paths that a disk answers for only because it does not tell upper case from lower case. It asks for each
// folder's entries once.

import type { FilePath, FileSystem } from '#core/outside.ts';
import { folderOf, isInside, nameOf } from '#core/project/path.ts';
import { join } from '#core/rules/path-fixes.ts';

export class CaseOnDisk {
  readonly #files: FileSystem;
  readonly #known: FilePath | undefined;
  readonly #names = new Map<FilePath, Promise<ReadonlyMap<string, string> | undefined>>();
  #careless: Promise<boolean> | undefined;

  /** `known` is a file that is there: it shows whether the disk tells the cases apart. */
  constructor(files: FileSystem, known: FilePath | undefined) {
    this.#files = files;
    this.#known = known;
  }

  /** The path as the disk writes it, where that differs in nothing but case; below `folder` only. */
  async find(folder: FilePath, path: FilePath): Promise<FilePath | undefined> {
    if (path === folder || !isInside(folder, path) || !await this.#isCareless()) return undefined;
    let found = folder;
    let differs = false;
    for (const name of path.slice(folder === '/' ? 1 : folder.length + 1).split('/')) {
      const names = await this.#namesIn(found);
      const real = names?.get(name) ?? names?.get(name.toLowerCase());
      if (real === undefined) return undefined;
      differs ||= real !== name;
      found = join(found, real);
    }
    return differs ? found : undefined;
  }

  #isCareless(): Promise<boolean> {
    this.#careless ??= this.#findOut();
    return this.#careless;
  }

  async #findOut(): Promise<boolean> {
    if (this.#known === undefined) return false;
    const name = nameOf(this.#known);
    const other = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
    return await this.#files.stat(join(folderOf(this.#known), other)) !== undefined;
  }

  /** Each name under itself, and under its lower-case form where no other name has that. */
  #namesIn(folder: FilePath): Promise<ReadonlyMap<string, string> | undefined> {
    const known = this.#names.get(folder);
    if (known !== undefined) return known;
    const listed = this.#files.list(folder).then((entries) => {
      if (entries === undefined) return undefined;
      const lower = [...entries.keys()].map((name) => [name.toLowerCase(), name] as const);
      return new Map([...lower, ...[...entries.keys()].map((name) => [name, name] as const)]);
    });
    this.#names.set(folder, listed);
    return listed;
  }
}
