// The documents that are open at the client, by path: clients write one path as a URI in several ways.

import { TextDocuments, type Connection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FilePath } from '#core/outside.ts';
import { pathOf } from './convert.ts';

export interface DocumentListener {
  opened(path: FilePath): void;
  edited(path: FilePath): void;
  /** Saved or closed: the disk counts again. */
  left(path: FilePath): void;
}

export class OpenDocuments {
  readonly #documents = new TextDocuments(TextDocument);
  readonly #byPath = new Map<FilePath, TextDocument>();

  /** Follows the documents of a connection from now on. */
  listen(connection: Connection, listener: DocumentListener): void {
    const on = (event: (path: FilePath, document: TextDocument) => void) => ({ document }: { document: TextDocument }): void => {
      const path = pathOf(document.uri);
      if (path !== undefined) event(path, document);
    };
    this.#documents.onDidOpen(on((path, document) => {
      this.#byPath.set(path, document);
      listener.opened(path);
    }));
    this.#documents.onDidChangeContent(on((path) => listener.edited(path)));
    this.#documents.onDidSave(on((path) => listener.left(path)));
    this.#documents.onDidClose(on((path) => {
      this.#byPath.delete(path);
      listener.left(path);
    }));
    this.#documents.listen(connection);
  }

  get(path: FilePath): TextDocument | undefined {
    return this.#byPath.get(path);
  }
}
