// `textDocument/prepareRename` and `textDocument/rename`. The edits are those of the texts as they are, with the versions
// of open documents; what a person should know first is a change annotation.

import { LSPErrorCodes, ResponseError, type ChangeAnnotation, type Connection, type TextDocumentEdit, type WorkspaceEdit } from 'vscode-languageserver/node';
import { refusalOf, rename, type Refusal, type RenameEdit, type RenameNote } from '#core/language/rename.ts';
import { refusalOfStage, renameStage } from '#core/language/rename-stage.ts';
import { configuredNameAt } from '#core/language/configured-edits.ts';
import { Names } from '#core/language/names.ts';
import { refusalOfConfigured, renameConfigured, type Configured } from '#core/language/rename-configured.ts';
import { stageAt } from '#core/language/stages.ts';
import type { FilePath } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { nameOf } from '#core/project/path.ts';
import type { Span } from '#core/yaml/span.ts';
import { rangeOf } from '../convert.ts';
import type { SuitedEdit } from '../edits.ts';
import type { NameRequests, NamesAround } from './name-requests.ts';

/** Answers for renames. With `annotated`, the client asks before it makes edits that need it; without, only certain edits are sent. */
export function serveRename(connection: Connection, requests: NameRequests, annotated: boolean, suited: SuitedEdit): void {
  connection.onPrepareRename(async (params) => {
    const around = await requests.around(params, true);
    if (around === undefined) return null;
    const found = await subjectAt(requests, around);
    if (found === undefined) return null;
    if (found.refused !== undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, found.refused);
    return { range: rangeOf(found.span, around.text), placeholder: found.name };
  });
  connection.onRenameRequest(async (params): Promise<WorkspaceEdit | null> => {
    const around = await requests.around(params, true);
    if (around === undefined) return null;
    const found = await subjectAt(requests, around);
    if (found === undefined) return null;
    const made = found.rename(params.newName.trim());
    if ('refused' in made) throw new ResponseError(LSPErrorCodes.RequestFailed, made.refused);
    const texts = new Map([...around.names.files(), ...around.names.scopes.flatMap(({ configuration }) => (configuration === undefined ? [] : [{ path: configuration.file, text: configuration.text }])), ...found.others].map(({ path, text }) => [path, text]));
    if (!await areCurrent(requests, texts)) throw new ResponseError(LSPErrorCodes.ContentModified, 'The text changed meanwhile: rename again');
    return suited(workspaceEdit(requests, texts, made.filter(({ note }) => annotated || note?.unsure !== true), annotated)) ?? null;
  });
}

/** What may be renamed at a place. */
interface Subject {
  readonly span: Span;
  readonly name: string;
  readonly refused: string | undefined;
  /** Files beside those in which names are looked for. */
  readonly others: readonly Source[];
  rename(to: string): readonly RenameEdit[] | Refusal;
}

interface Source {
  readonly path: FilePath;
  readonly text: string;
}

async function subjectAt(requests: NameRequests, { names, path, offset }: NamesAround): Promise<Subject | undefined> {
  const stage = await stageAt(names, path, offset, requests.files);
  if (stage !== undefined) return {
    span: stage.span, name: stage.stages[0]?.stage.named?.value ?? '', refused: refusalOfStage(names, stage),
    others: stage.stages.map(({ source, text }) => ({ path: source.path, text })), rename: (to) => renameStage(names, stage, to),
  };
  const configured = await configuredAt(requests, path, offset);
  if (configured !== undefined) return {
    ...configured.named, refused: refusalOfConfigured(configured), others: [configured.file, ...configured.around.flatMap((each) => each.files())].map(({ text, ...each }) => ({ path: 'path' in each ? each.path : each.file, text })),
    rename: (to) => renameConfigured(configured, to),
  };
  const mention = names.at(path, offset);
  return mention && { span: mention.span, name: mention.name, refused: refusalOf(names, mention), others: [], rename: (to) => rename(names, mention, to) };
}

/** What `composure.yaml` names there, with the names of all its environments. */
async function configuredAt(requests: NameRequests, path: FilePath, offset: number): Promise<Configured | undefined> {
  const { workspace, files, parsed } = requests;
  const file = nameOf(path) === configurationName ? await parsed.get(path, files) : undefined;
  const named = file && configuredNameAt(file, offset);
  if (file === undefined || named === undefined) return undefined;
  const environments = workspace.environmentsOf(path).map(({ environment }) => environment);
  const around: Names[] = [];
  for (const environment of environments) {
    const [first] = environment.files;
    if (first === undefined || around.some(({ scopes }) => scopes.some((scope) => scope.environment === environment))) continue;
    around.push(await Names.around(first, workspace.environments, files, parsed, true));
  }
  return { file, named, environments, around };
}

/** Whether every file still has the text that was read of it. */
async function areCurrent({ files }: NameRequests, texts: ReadonlyMap<FilePath, string>): Promise<boolean> {
  for (const [path, text] of texts) if (await files.readText(path) !== text) return false;
  return true;
}

function workspaceEdit(requests: NameRequests, sources: ReadonlyMap<FilePath, string>, edits: readonly RenameEdit[], annotated: boolean): WorkspaceEdit {
  const texts = new Map([...sources].map(([path, text]) => [path, requests.linedText(path, text)]));
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
