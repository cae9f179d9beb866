// Fixes as code actions: for the findings under the cursor, for all of a kind in the file, and for all safe ones on save.

import { CodeActionKind, type CodeAction, type CodeActionParams, type TextDocumentEdit, type CreateFile, type WorkspaceEdit } from 'vscode-languageserver/node';
import type { Diagnostic } from '#core/check/run.ts';
import type { FilePath } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Edit, Fix } from '#core/rules/rule.ts';
import { textEdits } from '#core/yaml/patch.ts';
import { lined, rangeOf, spanOf, toLspDiagnostic, uriOf } from './convert.ts';
import type { EditorFiles } from './files.ts';

/** The command that makes a folder: the protocol's edits can only make files. */
export const createFolderCommand = 'composure.createFolder';

/** What the editor's "fix all" on save asks for. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.composure`;

export class CodeActions {
  readonly #files: EditorFiles;
  readonly #versionOf: (path: FilePath) => number | undefined;
  readonly #pageOf: (code: string) => string | undefined;

  constructor(files: EditorFiles, versionOf: (path: FilePath) => number | undefined, pageOf: (code: string) => string | undefined) {
    this.#files = files;
    this.#versionOf = versionOf;
    this.#pageOf = pageOf;
  }

  /** The actions for a range of a file whose findings are given. */
  async at(params: CodeActionParams, path: FilePath, found: readonly Diagnostic[]): Promise<readonly CodeAction[]> {
    const source = await this.#files.readText(path);
    if (source === undefined) return [];
    const text = lined(path, source);
    const only = params.context.only;
    const wants = (kind: string): boolean => only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`));
    const actions: CodeAction[] = [];
    if (wants(CodeActionKind.QuickFix)) {
      const [from, to] = spanOf(params.range, text);
      const here = found.filter(({ span }) => span[0] <= to && span[1] >= from);
      for (const diagnostic of here) {
        const diagnostics = [toLspDiagnostic(diagnostic, (file) => (file === path ? text : undefined), this.#pageOf)];
        for (const [index, fix] of (await diagnostic.fixes()).entries()) {
          const action = await this.#action(fix.title, CodeActionKind.QuickFix, [fix]);
          if (action !== undefined) actions.push({ ...action, diagnostics, isPreferred: index === 0 });
        }
      }
      for (const code of new Set(here.map((each) => each.code))) {
        const all = await firstFixes(found.filter((each) => each.code === code));
        const action = all.length < 2 ? undefined : await this.#action(`Fix all ${all.length} of ${code} in this file`, CodeActionKind.QuickFix, all);
        if (action !== undefined) actions.push(action);
      }
    }
    if (only !== undefined && wants(fixAllKind)) {
      const safe = (await firstFixes(found)).filter((fix) => fix.safety === 'safe');
      const action = safe.length === 0 ? undefined : await this.#action('Apply all safe fixes', fixAllKind, safe);
      if (action !== undefined) actions.push(action);
    }
    return actions;
  }

  async #action(title: string, kind: string, fixes: readonly Fix[]): Promise<CodeAction | undefined> {
    const edits = fixes.flatMap((fix) => fix.edits);
    const folders = edits.flatMap((edit) => (edit.kind === 'create-folder' ? [edit.path] : []));
    const edit = await this.#workspaceEdit(edits.filter((each) => each.kind !== 'create-folder'));
    if (edit === undefined) return undefined;
    return {
      title, kind,
      ...(edit.documentChanges?.length === 0 ? {} : { edit }),
      ...(folders.length === 0 ? {} : { command: { title, command: createFolderCommand, arguments: folders } }),
    };
  }

  /** The edits as the protocol has them; undefined where one speaks of a place that is no longer there. */
  async #workspaceEdit(edits: readonly Edit[]): Promise<WorkspaceEdit | undefined> {
    const parsed = new ParsedFiles();
    const changes = new Map<FilePath, TextDocumentEdit>();
    const created: (CreateFile | TextDocumentEdit)[] = [];
    for (const edit of edits) {
      if (edit.kind === 'create-folder') continue;
      if (edit.kind === 'create-file') {
        created.push({ kind: 'create', uri: uriOf(edit.path), options: { ignoreIfExists: true } });
        if (edit.text !== '') {
          created.push({ textDocument: { uri: uriOf(edit.path), version: null }, edits: [{ range: rangeOf([0, 0], lined(edit.path, '')), newText: edit.text }] });
        }
        continue;
      }
      const path = edit.kind === 'add' ? edit.file : edit.at.file;
      const file = await parsed.get(path, this.#files);
      const found = file && textEdits(edit, file);
      if (file === undefined || found === undefined) return undefined;
      const text = lined(path, file.text);
      const change = changes.get(path) ?? { textDocument: { uri: uriOf(path), version: this.#versionOf(path) ?? null }, edits: [] };
      for (const { span, text: newText } of found) {
        const range = rangeOf(span, text);
        if (!change.edits.some((each) => 'newText' in each && each.newText === newText && JSON.stringify(each.range) === JSON.stringify(range))) change.edits.push({ range, newText });
      }
      changes.set(path, change);
    }
    return { documentChanges: [...changes.values(), ...created] };
  }
}

/** The best fix of each finding that has one; of two that point to each other, one is enough. */
async function firstFixes(found: readonly Diagnostic[]): Promise<readonly Fix[]> {
  const fixes: Fix[] = [];
  const mended = new Set<string>();
  for (const diagnostic of found) {
    if (diagnostic.related.some((place) => mended.has(placeOf(diagnostic.code, place)))) continue;
    const [first] = await diagnostic.fixes();
    if (first === undefined) continue;
    fixes.push(first);
    mended.add(placeOf(diagnostic.code, diagnostic));
  }
  return fixes;
}

function placeOf(code: string, { file, span }: Pick<Diagnostic, 'file' | 'span'>): string {
  return `${code}\n${file}\n${span[0]}`;
}
