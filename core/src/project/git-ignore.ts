// Which paths git leaves out, by the `.gitignore` files from a repository's root down.

import ignore, { type Ignore } from 'ignore';
import type { FilePath, FileSystem } from '#core/outside.ts';
import { folderOf, isInside } from '#core/project/path.ts';

/** Lines of a `.gitignore` that count: nobody writes more, and each is tried on each path. */
const lineLimit = 5_000;

/** Reads `.gitignore` files as they are needed, and each only once. */
export class GitIgnore {
  readonly #files: FileSystem;
  readonly #rules = new Map<FilePath, Promise<Ignore | undefined>>();
  readonly #roots = new Map<FilePath, Promise<FilePath | undefined>>();

  constructor(files: FileSystem) {
    this.#files = files;
  }

  /** Whether git leaves the path out; false outside a repository. */
  async ignores(path: FilePath): Promise<boolean> {
    const root = await this.#rootOf(folderOf(path));
    if (root === undefined || path === root) return false;
    const isFolder = await this.#files.stat(path) !== 'file';
    for (const folder of foldersBetween(root, folderOf(path))) {
      const rules = await this.#rulesOf(folder);
      if (rules === undefined) continue;
      const relative = path.slice(folder === '/' ? 1 : folder.length + 1);
      if (rules.ignores(relative) || (isFolder && rules.ignores(`${relative}/`))) return true;
    }
    return false;
  }

  #rootOf(folder: FilePath): Promise<FilePath | undefined> {
    const known = this.#roots.get(folder);
    if (known !== undefined) return known;
    const found = this.#findRoot(folder);
    this.#roots.set(folder, found);
    return found;
  }

  async #findRoot(folder: FilePath): Promise<FilePath | undefined> {
    if (await this.#files.stat(folder === '/' ? '/.git' : `${folder}/.git`) !== undefined) return folder;
    const parent = folderOf(folder);
    return parent === folder ? undefined : this.#rootOf(parent);
  }

  #rulesOf(folder: FilePath): Promise<Ignore | undefined> {
    const known = this.#rules.get(folder);
    if (known !== undefined) return known;
    const read = this.#files.readText(folder === '/' ? '/.gitignore' : `${folder}/.gitignore`)
      .then((text) => (text === undefined ? undefined : ignore().add(text.split(/\r?\n/, lineLimit))));
    this.#rules.set(folder, read);
    return read;
  }
}

function foldersBetween(root: FilePath, folder: FilePath): readonly FilePath[] {
  const folders: FilePath[] = [];
  for (let each = folder; isInside(root, each); each = folderOf(each)) {
    folders.unshift(each);
    if (each === root) break;
  }
  return folders;
}
