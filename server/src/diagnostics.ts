// Publishes diagnostics: for each file the findings of all environments that it belongs to, each once, with the
// version that was checked, and an empty list when none is left.

import type { Connection } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { together, type SharedDiagnostic } from '#core/check/check-folder.ts';
import type { Diagnostic } from '#core/check/run.ts';
import type { FilePath } from '#core/outside.ts';
import { lined, toLspDiagnostic, uriOf } from './convert.ts';
import type { EditorFiles } from './files.ts';
import type { Neighbours } from './neighbours.ts';
import type { OpenDocuments } from './open-documents.ts';
import type { Checked, Workspace } from './workspace.ts';

export class DiagnosticPublisher {
  readonly #connection: Connection;
  readonly #documents: OpenDocuments;
  readonly #files: EditorFiles;
  readonly #neighbours: Neighbours;
  readonly #pageOf: (code: string) => string | undefined;
  /** The files that have diagnostics at the client. */
  readonly #published = new Set<FilePath>();

  constructor(connection: Connection, documents: OpenDocuments, files: EditorFiles, neighbours: Neighbours, pageOf: (code: string) => string | undefined) {
    this.#connection = connection;
    this.#documents = documents;
    this.#files = files;
    this.#neighbours = neighbours;
    this.#pageOf = pageOf;
  }

  /** Publishes what the workspace knows of some files. */
  async publish(workspace: Workspace, files: ReadonlySet<FilePath>): Promise<void> {
    const all = workspace.environments;
    for (const path of files) {
      const checked = all.flatMap(({ project }) => project?.files ?? []).find(({ file }) => file === path);
      const found = diagnosticsOf(path, workspace).filter((each) => !this.#neighbours.reports(each, checked));
      const document = this.#documents.get(path);
      const texts = await this.#texts(all, found, path);
      // A newer text than the one that was checked: its own check is on the way.
      if (document !== undefined && texts.get(path)?.getText() !== document.getText()) continue;
      if (found.length === 0 && document === undefined && !this.#published.has(path)) continue;
      if (found.length === 0) this.#published.delete(path);
      else this.#published.add(path);
      await this.#connection.sendDiagnostics({
        uri: document?.uri ?? uriOf(path),
        ...(document === undefined ? {} : { version: document.version }),
        diagnostics: found.map((each) => toLspDiagnostic(each, (file) => texts.get(file), this.#pageOf)),
      });
    }
  }

  /** The texts in which the findings have their places: those that were checked, and for other files those there are. */
  async #texts(all: Workspace['environments'], found: readonly Diagnostic[], path: FilePath): Promise<ReadonlyMap<FilePath, TextDocument>> {
    const texts = new Map<FilePath, TextDocument>();
    const wanted = new Set([path, ...found.flatMap((each) => [each.file, ...each.related.map(({ file }) => file)])]);
    for (const each of wanted) {
      const checked = all.flatMap(({ project }) => project?.files ?? []).find(({ file }) => file === each)?.text ?? await this.#files.readText(each);
      if (checked !== undefined) texts.set(each, lined(each, checked));
    }
    return texts;
  }
}

/** The findings of one file, each once, in their order. */
export function diagnosticsOf(path: FilePath, { environments, shared }: Pick<Workspace, 'environments' | 'shared'>): readonly SharedDiagnostic[] {
  // Who neither has the file nor says anything of it does not count, unless it is a whole that others are a part of.
  const counts = ({ project, diagnostics }: Checked): boolean => project !== undefined
    && (project.included.size > 0 || project.files.some(({ file }) => file === path) || diagnostics.some(({ file }) => file === path));
  return together(environments.filter(counts).flatMap(({ project, diagnostics }) => (project === undefined ? [] : [{ project, diagnostics }])), shared, path);
}
