// A workspace edit in the form that the client can apply: with versions and new files, or as plain changes by file.

import { TextDocumentEdit, type ClientCapabilities, type WorkspaceEdit } from 'vscode-languageserver/node';

/** An edit as a client wants it; undefined for one that it cannot apply, since it makes a file. */
export type SuitedEdit = (edit: WorkspaceEdit) => WorkspaceEdit | undefined;

/** Suits edits to what a client has said of itself (`workspace.workspaceEdit`). */
export function suited({ workspace }: ClientCapabilities): SuitedEdit {
  const { documentChanges: takesVersions, resourceOperations } = workspace?.workspaceEdit ?? {};
  const makesFiles = takesVersions === true && resourceOperations?.includes('create') === true;
  return (edit) => {
    const { documentChanges = [], ...rest } = edit;
    const texts = documentChanges.filter((each) => TextDocumentEdit.is(each));
    if (texts.length < documentChanges.length && !makesFiles) return undefined;
    if (takesVersions === true) return edit;
    return { ...rest, changes: Object.fromEntries(texts.map(({ textDocument, edits }) => [textDocument.uri, edits.filter((each) => 'newText' in each)])) };
  };
}
