// Fixes as code actions: for the findings under the cursor, for all of a kind in the file, and for all safe ones on save.
// What mends many findings is worked out when it is chosen, one fix after the other (`core/check/fix-all.ts`).

import { CodeActionKind, LSPErrorCodes, ResponseError, type CodeAction, type CodeActionParams, type CreateFile, type TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageserver/node';
import { checkEnvironments } from '#core/check/check-folder.ts';
import { EditedFiles } from '#core/check/edited-files.ts';
import { fixAll } from '#core/check/fix-all.ts';
import type { Diagnostic } from '#core/check/run.ts';
import type { Cancellation, EngineFacts, FilePath } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Fix, Rule } from '#core/rules/rule.ts';
import { textChanges } from '#core/words/line-diff.ts';
import type { TextEdit } from '#core/yaml/patch.ts';
import { lined, rangeOf, spanOf, toLspDiagnostic, uriOf } from './convert.ts';
import type { SuitedEdit } from './edits.ts';
import type { EditorFiles } from './files.ts';

/** The command that makes a folder: the protocol's edits can only make files. */
export const createFolderCommand = 'composure.createFolder';

/** What the editor's "fix all" on save asks for. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.composure`;

/** Findings of one kind whose fixes are counted before their action is called by a number. */
const countedFixes = 20;

export interface CodeActionsOptions {
  readonly files: EditorFiles;
  readonly rules: readonly Rule[];
  versionOf(path: FilePath): number | undefined;
  pageOf(code: string): string | undefined;
  /** The environments by which a file is judged; without a file all that there are. */
  environmentsOf(path?: FilePath): readonly Environment[];
  /** What the engine said last, if somebody asks it. */
  engine(): EngineFacts | undefined;
  /** An edit in the form that the client takes. */
  readonly suited: SuitedEdit;
  /** Whether the client asks for the edits of an action when it is chosen. */
  readonly resolves: boolean;
}

/** Which findings an action mends: those of one kind, or all that have a safe fix. */
interface Many {
  readonly path: FilePath;
  readonly version: number | null;
  readonly code: string | null;
}

export class CodeActions {
  readonly #options: CodeActionsOptions;
  readonly #parsed = new ParsedFiles();

  constructor(options: CodeActionsOptions) {
    this.#options = options;
  }

  /** The actions for a range of a file whose findings are given. */
  async at(params: CodeActionParams, path: FilePath, found: readonly Diagnostic[], cancellation: Cancellation): Promise<readonly CodeAction[]> {
    const { files, versionOf } = this.#options;
    const version = versionOf(path);
    const source = await files.readText(path);
    if (source === undefined) return [];
    const only = params.context.only;
    const wants = (kind: string): boolean => only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`));
    const actions: CodeAction[] = [];
    if (wants(CodeActionKind.QuickFix)) {
      const [from, to] = spanOf(params.range, lined(path, source));
      const here = found.filter(({ span }) => span[0] <= to && span[1] >= from);
      const fixable = new Set<string>();
      for (const diagnostic of here) {
        const own = await this.#single(diagnostic, source, path);
        cancellation.throwIfAborted();
        if (own.length > 0) fixable.add(diagnostic.code);
        actions.push(...own);
      }
      for (const code of fixable) {
        const alike = found.filter((each) => each.code === code);
        const count = alike.length > countedFixes ? alike.length : await withFix(alike, cancellation);
        if (count < 2) continue;
        const title = `Fix all ${alike.length > countedFixes ? '' : `${count} `}of ${code} in this file`;
        actions.push(await this.#unlessResolved({ title, kind: CodeActionKind.QuickFix, data: { path, version: version ?? null, code } satisfies Many }, cancellation));
      }
    }
    if (only !== undefined && wants(fixAllKind) && await hasSafe(found, path, cancellation)) {
      actions.push(await this.#unlessResolved({ title: 'Apply all safe fixes', kind: fixAllKind, data: { path, version: version ?? null, code: null } satisfies Many }, cancellation));
    }
    // Typed meanwhile: the places of the findings are no longer those of the text.
    return version === versionOf(path) ? actions : [];
  }

  /** An action with its edits. @throws where the text is no longer the one that it was offered for. */
  async resolved(action: CodeAction, cancellation: Cancellation): Promise<CodeAction> {
    const many = action.data as Many | undefined;
    if (many === undefined || action.edit !== undefined) return action;
    const { path, version, code } = many;
    const { files, rules, versionOf, environmentsOf, engine } = this.#options;
    const expectSame = (): void => {
      if ((versionOf(path) ?? null) !== version) throw new ResponseError(LSPErrorCodes.ContentModified, 'the text has changed');
    };
    expectSame();
    const parsed = new ParsedFiles();
    // A finding of one kind may be about another project of the workspace; what is safe is about the file.
    const environments = environmentsOf(code === null ? path : undefined);
    const needed = code === null ? rules : rules.filter((rule) => rule.code === code);
    const fixed = await fixAll({
      parsed,
      check: (edited) => checkEnvironments(environments, needed, edited, parsed, cancellation, engine()),
      choose: async (diagnostic) => {
        if (diagnostic.file !== path) return undefined;
        if (code !== null) return diagnostic.code === code ? (await diagnostic.fixes())[0] : undefined;
        return (await diagnostic.fixes()).find((fix) => isSafeIn(fix, path));
      },
    }, files, cancellation);
    expectSame();
    return await this.#withEdits(action, fixed.files) ?? action;
  }

  /** What was changed, as the client can apply it. */
  async editOf(edited: EditedFiles): Promise<WorkspaceEdit | undefined> {
    return (await this.#withEdits({ title: '' }, edited))?.edit;
  }

  #unlessResolved(action: CodeAction, cancellation: Cancellation): CodeAction | Promise<CodeAction> {
    return this.#options.resolves ? action : this.resolved(action, cancellation);
  }

  /** The fixes of one finding, the best first. */
  async #single(diagnostic: Diagnostic, source: string, path: FilePath): Promise<readonly CodeAction[]> {
    const text = lined(path, source);
    const diagnostics = [toLspDiagnostic(diagnostic, (file) => (file === path ? text : undefined), (code) => this.#options.pageOf(code))];
    const actions: CodeAction[] = [];
    for (const [index, fix] of (await diagnostic.fixes()).entries()) {
      const action = await this.#action(fix);
      if (action !== undefined) actions.push({ ...action, diagnostics, isPreferred: index === 0 });
    }
    return actions;
  }

  /** A fix as the protocol has it; undefined where it speaks of a place that is no longer there. */
  async #action({ title, edits }: Fix): Promise<CodeAction | undefined> {
    const { files } = this.#options;
    const found = await new EditedFiles(files).editsOf({ title, safety: 'ask', edits }, this.#parsed);
    if (found === undefined) return undefined;
    const folders = edits.flatMap((edit) => (edit.kind === 'create-folder' ? [edit.path] : []));
    const created = edits.flatMap((edit) => (edit.kind === 'create-file' ? this.#create(edit.path, edit.text) : []));
    return this.#built({ title, kind: CodeActionKind.QuickFix }, [...await this.#documentEdits(found), ...created], folders);
  }

  async #withEdits(action: CodeAction, { texts, folders }: EditedFiles): Promise<CodeAction | undefined> {
    const changed = [...texts].flatMap(([file, { before, after }]) => (before === undefined ? [] : textChanges(before, after).map((change) => ({ file, ...change }))));
    const created = [...texts].flatMap(([path, { before, after }]) => (before === undefined ? this.#create(path, after) : []));
    return this.#built(action, [...await this.#documentEdits(changed), ...created], [...folders]);
  }

  /** Undefined where the client cannot do what is to be done. */
  #built(action: CodeAction, documentChanges: (CreateFile | TextDocumentEdit)[], folders: readonly FilePath[]): CodeAction | undefined {
    const edit = this.#options.suited({ documentChanges });
    return edit && {
      ...action,
      ...(documentChanges.length === 0 && folders.length > 0 ? {} : { edit }),
      ...(folders.length === 0 ? {} : { command: { title: action.title, command: createFolderCommand, arguments: [...folders] } }),
    };
  }

  /** The edits by file, each with the version of the text that it was worked out for. */
  async #documentEdits(edits: readonly TextEdit[]): Promise<readonly TextDocumentEdit[]> {
    const changes = new Map<FilePath, TextDocumentEdit>();
    for (const { file, span, text } of edits) {
      const document = lined(file, await this.#options.files.readText(file) ?? '');
      const change = changes.get(file) ?? { textDocument: { uri: uriOf(file), version: this.#options.versionOf(file) ?? null }, edits: [] };
      change.edits.push({ range: rangeOf(span, document), newText: text });
      changes.set(file, change);
    }
    return [...changes.values()];
  }

  #create(path: FilePath, text: string): (CreateFile | TextDocumentEdit)[] {
    const create: CreateFile = { kind: 'create', uri: uriOf(path), options: { ignoreIfExists: true } };
    return text === '' ? [create] : [create, { textDocument: { uri: uriOf(path), version: null }, edits: [{ range: rangeOf([0, 0], lined(path, '')), newText: text }] }];
  }
}

/** How many findings have a fix. */
async function withFix(found: readonly Diagnostic[], cancellation: Cancellation): Promise<number> {
  let count = 0;
  for (const diagnostic of found) {
    if ((await diagnostic.fixes()).length > 0) count += 1;
    cancellation.throwIfAborted();
  }
  return count;
}

async function hasSafe(found: readonly Diagnostic[], path: FilePath, cancellation: Cancellation): Promise<boolean> {
  for (const diagnostic of found) {
    if ((await diagnostic.fixes()).some((fix) => isSafeIn(fix, path))) return true;
    cancellation.throwIfAborted();
  }
  return false;
}

/** What runs on save changes no other file and makes none. */
function isSafeIn({ safety, edits }: Fix, path: FilePath): boolean {
  return safety === 'safe' && edits.every((edit) => edit.kind !== 'create-file' && edit.kind !== 'create-folder' && (edit.kind === 'add' ? edit.file : edit.at.file) === path);
}
