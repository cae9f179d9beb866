// The files as the editor has them: open editors first, then the disk, remembered where a watcher tells of changes.

import type { Cancellation, EntryKind, FilePath, FileSystem } from '#core/outside.ts';
import { folderOf, isInside, nameOf } from '#core/project/path.ts';

/** What was read of one path, as long as nothing tells that it changed. */
interface Remembered {
  text?: Promise<string | undefined>;
  kind?: Promise<EntryKind | undefined>;
  entries?: Promise<ReadonlyMap<string, EntryKind> | undefined>;
}

/** A file system that prefers open editors, and forgets what it is told to forget. */
export class EditorFiles implements FileSystem {
  readonly #disk: FileSystem;
  readonly #openText: (path: FilePath) => string | undefined;
  /** Whether a change at the path would be told. What is not watched is read anew each time. */
  readonly #isWatched: (path: FilePath) => boolean;
  readonly #remembered = new Map<FilePath, Remembered>();

  constructor(disk: FileSystem, openText: (path: FilePath) => string | undefined, isWatched: (path: FilePath) => boolean) {
    this.#disk = disk;
    this.#openText = openText;
    this.#isWatched = isWatched;
  }

  async readText(path: FilePath): Promise<string | undefined> {
    const open = this.#openText(path);
    if (open !== undefined) return open;
    const known = this.#of(path);
    return known === undefined ? this.#disk.readText(path) : known.text ??= this.#disk.readText(path);
  }

  async stat(path: FilePath): Promise<EntryKind | undefined> {
    const known = this.#of(path);
    return known === undefined ? this.#disk.stat(path) : known.kind ??= this.#disk.stat(path);
  }

  async list(path: FilePath): Promise<ReadonlyMap<string, EntryKind> | undefined> {
    const known = this.#of(path);
    return known === undefined ? this.#disk.list(path) : known.entries ??= this.#disk.list(path);
  }

  async realPath(path: FilePath): Promise<FilePath | undefined> {
    return this.#disk.realPath?.(path);
  }

  async size(path: FilePath): Promise<number | undefined> {
    return this.#disk.size?.(path);
  }

  /** Forgets a path, its folder's list, and all that is below it. */
  forget(path: FilePath): void {
    this.#remembered.delete(path);
    this.#remembered.delete(folderOf(path));
    for (const each of this.#remembered.keys()) if (isInside(path, each)) this.#remembered.delete(each);
  }

  #of(path: FilePath): Remembered | undefined {
    const known = this.#remembered.get(path);
    if (known !== undefined || !this.#isWatched(path)) return known;
    const fresh: Remembered = {};
    this.#remembered.set(path, fresh);
    return fresh;
  }
}

/** A file system that writes down what it was asked, the paths on which a check depends, and at which the check waits for its turn. */
export class RecordingFiles implements FileSystem {
  readonly paths = new Set<FilePath>();
  readonly #files: FileSystem;
  readonly #cancellation: Cancellation;

  constructor(files: FileSystem, cancellation: Cancellation) {
    this.#files = files;
    this.#cancellation = cancellation;
  }

  readText(path: FilePath): Promise<string | undefined> {
    return this.#asked(path, () => this.#files.readText(path));
  }

  stat(path: FilePath): Promise<EntryKind | undefined> {
    return this.#asked(path, () => this.#files.stat(path));
  }

  list(path: FilePath): Promise<ReadonlyMap<string, EntryKind> | undefined> {
    return this.#asked(path, () => this.#files.list(path));
  }

  #asked<T>(path: FilePath, answer: () => Promise<T>): Promise<T> {
    this.paths.add(path);
    const turn = this.#cancellation.turn?.();
    return turn === undefined ? answer() : turn.then(answer);
  }
}

/** Whether something that depends on `paths` may be different after a change at `changed`. */
export function isAffected(paths: ReadonlySet<FilePath>, changed: FilePath): boolean {
  if (paths.has(changed) || paths.has(folderOf(changed)) || nameOf(changed) === '.gitignore') return true;
  for (const path of paths) if (isInside(changed, path)) return true;
  return false;
}
