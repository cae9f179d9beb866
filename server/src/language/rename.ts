// `textDocument/prepareRename` and `textDocument/rename`. The edits are those of the texts as they are, with the versions
// of open documents; what a person should know first is a change annotation.

import { LSPErrorCodes, ResponseError, type ChangeAnnotation, type Connection, type TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageserver/node';
import { refusalOf, rename, type RenameEdit, type RenameNote } from '#core/language/rename.ts';
import type { Names } from '#core/language/names.ts';
import type { FilePath } from '#core/outside.ts';
import { rangeOf } from '../convert.ts';
import type { SuitedEdit } from '../edits.ts';
import type { NameRequests } from './name-requests.ts';

/** Answers for renames. With `annotated`, the client asks before it makes edits that need it; without, only certain edits are sent. */
export function serveRename(connection: Connection, requests: NameRequests, annotated: boolean, suited: SuitedEdit): void {
  connection.onPrepareRename(async (params) => {
    const found = await requests.at(params, true);
    if (found === undefined) return null;
    const { names, mention, text } = found;
    const refused = refusalOf(names, mention);
    if (refused !== undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, refused);
    return { range: rangeOf(mention.span, text), placeholder: mention.name };
  });
  connection.onRenameRequest(async (params): Promise<WorkspaceEdit | null> => {
    const found = await requests.at(params, true);
    if (found === undefined) return null;
    const { names, mention } = found;
    const made = rename(names, mention, params.newName.trim());
    if ('refused' in made) throw new ResponseError(LSPErrorCodes.RequestFailed, made.refused);
    if (!await areCurrent(requests, names)) throw new ResponseError(LSPErrorCodes.ContentModified, 'The text changed meanwhile: rename again');
    return suited(workspaceEdit(requests, names, made.filter(({ note }) => annotated || note?.unsure !== true), annotated)) ?? null;
  });
}

/** Whether every file still has the text that was read of it. */
async function areCurrent({ files }: NameRequests, names: Names): Promise<boolean> {
  for (const { path, text } of names.files()) if (await files.readText(path) !== text) return false;
  return true;
}

function workspaceEdit(requests: NameRequests, names: Names, edits: readonly RenameEdit[], annotated: boolean): WorkspaceEdit {
  const texts = new Map(names.files().map(({ path, text }) => [path, requests.linedText(path, text)]));
  const changes = new Map<FilePath, TextDocumentEdit>();
  const annotations = new Map<RenameNote, string>();
  for (const { file, span, text: newText, note } of edits) {
    const text = texts.get(file);
    if (text === undefined) continue;
    const change = changes.get(file) ?? { textDocument: { uri: requests.uriOf(file), version: requests.documents.get(file)?.version ?? null }, edits: [] };
    if (note !== undefined && !annotations.has(note)) annotations.set(note, String(annotations.size));
    const annotationId = note === undefined || !annotated ? undefined : annotations.get(note);
    change.edits.push({ range: rangeOf(span, text), newText, ...(annotationId === undefined ? {} : { annotationId }) });
    changes.set(file, change);
  }
  return {
    documentChanges: [...changes.values()],
    ...(annotated && annotations.size > 0 ? { changeAnnotations: Object.fromEntries([...annotations].map(([note, id]) => [id, annotationOf(note)])) } : {}),
  };
}

function annotationOf({ label, description }: RenameNote): ChangeAnnotation {
  return { label, description, needsConfirmation: true };
}
