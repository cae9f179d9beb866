// What definition, references, highlights and rename have in common: the name at a position, in the texts as they are now.

import type { Location, Position, TextDocumentPositionParams } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isYamlPath, Names } from '#core/language/names.ts';
import type { FilePath } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Span } from '#core/yaml/span.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { lined, pathOf, rangeOf, uriOf } from '../convert.ts';
import type { EditorFiles } from '../files.ts';
import type { OpenDocuments } from '../open-documents.ts';
import type { Workspace } from '../workspace.ts';

/** A position, and the names around it. */
export interface NamesAround {
  readonly names: Names;
  readonly path: FilePath;
  readonly offset: number;
  readonly text: TextDocument;
}

export class NameRequests {
  readonly files: EditorFiles;
  readonly workspace: Workspace;
  readonly documents: OpenDocuments;
  /** Of these requests alone: the places in a tree move with the text that was parsed last. */
  readonly parsed = new ParsedFiles();
  readonly #lined = new Map<FilePath, TextDocument>();

  constructor(files: EditorFiles, workspace: Workspace, documents: OpenDocuments) {
    this.files = files;
    this.workspace = workspace;
    this.documents = documents;
  }

  /** A position among all names that it may have to do with; undefined where the text was edited meanwhile. With `complete`, not before every environment is known. */
  async around({ textDocument, position }: TextDocumentPositionParams, complete = false): Promise<NamesAround | undefined> {
    const path = pathOf(textDocument.uri);
    if (path === undefined) return undefined;
    if (complete || this.workspace.environmentsOf(path).length === 0) await this.workspace.complete();
    return this.#around(path, position, complete);
  }

  /** A YAML file as it is now; undefined for any other. */
  async yaml(uri: string): Promise<YamlFile | undefined> {
    const path = pathOf(uri);
    return path === undefined || !isYamlPath(path) ? undefined : this.parsed.get(path, this.files);
  }

  /** A place as the protocol has it; undefined where the file can no longer be read. */
  async location(file: FilePath, span: Span): Promise<Location | undefined> {
    const text = await this.text(file);
    return text && { uri: this.uriOf(file), range: rangeOf(span, text) };
  }

  /** The URI by which the client knows a file. */
  uriOf(path: FilePath): string {
    return this.documents.get(path)?.uri ?? uriOf(path);
  }

  /** A file's text in which offsets can be turned into lines. */
  async text(path: FilePath): Promise<TextDocument | undefined> {
    const source = await this.files.readText(path);
    if (source === undefined) {
      this.#lined.delete(path);
      return undefined;
    }
    return this.linedText(path, source);
  }

  /** The same for a text that is at hand. */
  linedText(path: FilePath, source: string): TextDocument {
    const known = this.#lined.get(path);
    if (known?.getText() === source) return known;
    const text = lined(path, source);
    this.#lined.set(path, text);
    return text;
  }

  async #around(path: FilePath, position: Position, alternatives: boolean): Promise<NamesAround | undefined> {
    const source = await this.text(path);
    const names = await Names.around(path, this.workspace.environments, this.files, this.parsed, alternatives);
    const text = await this.text(path);
    // Typed meanwhile: the position is one of a text that is gone.
    return source === undefined || text === undefined || source !== text ? undefined : { names, path, offset: text.offsetAt(position), text };
  }
}
