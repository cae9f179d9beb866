// Asks the client to tell of changes on the disk: everything in the workspace folders, and the folders outside of
// them that a check depends on. A client that cannot is not relied on: nothing is remembered for it.

import { DidChangeWatchedFilesNotification, type Connection, type Disposable } from 'vscode-languageserver/node';
import type { FilePath } from '#core/outside.ts';
import { folderOf, isInside } from '#core/project/path.ts';
import { uriOf } from './convert.ts';

export class Watching {
  readonly #connection: Connection;
  readonly #able: boolean;
  readonly #folders = new Set<FilePath>();
  #looked = new WeakMap<ReadonlySet<FilePath>, readonly FilePath[]>();
  #outside = '';
  #registered: Promise<Disposable> | undefined;

  constructor(connection: Connection, able: boolean) {
    this.#connection = connection;
    this.#able = able;
  }

  /** Whether a change at the path would be told. Editors leave `node_modules` and `.git` out. */
  covers(path: FilePath): boolean {
    return this.#able && !path.includes('/node_modules/') && !path.includes('/.git/') && [...this.#folders].some((folder) => isInside(folder, path));
  }

  async start(folders: readonly FilePath[]): Promise<void> {
    for (const folder of folders) this.#folders.add(folder);
    if (this.#able) await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] });
  }

  setFolders(added: readonly FilePath[], removed: readonly FilePath[]): void {
    for (const folder of removed) this.#folders.delete(folder);
    for (const folder of added) this.#folders.add(folder);
    this.#looked = new WeakMap();
  }

  /** Watches the folders of these paths, so far as they lie outside the workspace. */
  async watchOutside(all: readonly ReadonlySet<FilePath>[]): Promise<void> {
    if (!this.#able) return;
    const folders = [...new Set(all.flatMap((paths) => this.#outsideOf(paths)))].toSorted();
    const key = folders.join('\n');
    if (key === this.#outside) return;
    this.#outside = key;
    const before = this.#registered;
    this.#registered = folders.length === 0 ? undefined : this.#connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: folders.map((folder) => ({ globPattern: { baseUri: uriOf(folder), pattern: '*' } })),
    });
    (await before)?.dispose();
  }

  /** What one check depends on is looked through once. */
  #outsideOf(paths: ReadonlySet<FilePath>): readonly FilePath[] {
    const known = this.#looked.get(paths);
    if (known !== undefined) return known;
    const folders = [...new Set([...paths].filter((path) => !this.covers(path) && !path.includes('/node_modules/') && !path.includes('/.git')).map(folderOf))]
      .filter((folder) => folder !== '/' && ![...this.#folders].some((own) => isInside(folder, own)));
    this.#looked.set(paths, folders);
    return folders;
  }
}
