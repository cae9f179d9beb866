// `textDocument/completion`: what core offers in offsets, as items that the client can show. It waits for no check.

import {
  CompletionItemKind, CompletionTriggerKind, InsertTextFormat, InsertTextMode, type ClientCapabilities, type CompletionItem, type CompletionParams,
  type Connection, type ServerCapabilities,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Project } from '#core/compose/model.ts';
import { complete } from '#core/language/completion/complete.ts';
import type { Suggestion, SuggestionKind, Suggestions } from '#core/language/completion/suggestion.ts';
import { toMarkdown, toPlainText } from '#core/language/prose.ts';
import type { FilePath } from '#core/outside.ts';
import { folderFoundIn, type Environment } from '#core/project/environment.ts';
import { folderOf } from '#core/project/path.ts';
import { cancellationOf } from '../cancellation.ts';
import { pathOf, rangeOf } from '../convert.ts';
import type { Neighbours } from '../neighbours.ts';
import { isRead } from './compose-document.ts';
import type { NameRequests } from './name-requests.ts';

/** What the server says that it can. */
export const completionCapabilities: ServerCapabilities = {
  completionProvider: { triggerCharacters: [' ', ':', '/', '.', '"', '\'', '$', '{', '[', ',', '*'], resolveProvider: true },
};

/** What a client may say beyond the protocol. */
export interface CompletionOptions {
  /** The client's command that asks for completion again: run behind a key, for its value. */
  readonly suggestCommand?: string;
}

const kinds: Readonly<Record<SuggestionKind, CompletionItemKind>> = {
  key: CompletionItemKind.Property, value: CompletionItemKind.EnumMember, service: CompletionItemKind.Module, resource: CompletionItemKind.Reference,
  variable: CompletionItemKind.Variable, file: CompletionItemKind.File, folder: CompletionItemKind.Folder, image: CompletionItemKind.Value,
  port: CompletionItemKind.Value, stage: CompletionItemKind.Reference, anchor: CompletionItemKind.Reference, snippet: CompletionItemKind.Snippet,
};

/** What of completion lives longer than a request. */
export interface Completion {
  /** A check has ended: what it found is remembered for the time in which the text is broken. */
  remember(): void;
}

/** Answers for what may be written at a cursor. */
export function serveCompletion(connection: Connection, requests: NameRequests, neighbours: Neighbours, { textDocument }: ClientCapabilities, options: CompletionOptions): Completion {
  const item = textDocument?.completion?.completionItem;
  const projects = new GoodProjects();
  const style: ItemStyle = {
    snippets: item?.snippetSupport === true,
    defaults: textDocument?.completion?.completionList?.itemDefaults?.includes('editRange') === true,
    adjusts: item?.insertTextModeSupport?.valueSet.includes(InsertTextMode.adjustIndentation) === true,
    command: options.suggestCommand,
  };
  const markdown = item?.documentationFormat?.includes('markdown') === true;
  // What was offered last, for the one item of which the client shows more.
  let last: readonly Suggestion[] = [];

  connection.onCompletion(async (params, token) => {
    const file = pathOf(params.textDocument.uri);
    const document = file === undefined ? undefined : requests.documents.get(file);
    const { files, parsed, workspace } = requests;
    if (file === undefined || document === undefined || !isRead(document.languageId, file, workspace.environmentsOf(file)) || !isAsked(params, document)) return [];
    const found: Suggestions = await complete({
      file, text: document.getText(), offset: document.offsetAt(params.position), files,
      projects: projects.of(file, workspace.environments),
      images: () => workspace.environments.flatMap(({ project }) => [...project?.services.values() ?? []].flatMap(({ image }) => (image === undefined || image.unresolved.length > 0 ? [] : image.value))),
      dockerfile: (path) => parsed.dockerfile(path, files),
      engine: workspace.engine, cancellation: cancellationOf(token),
    });
    // Behind a key Enter must begin a line, and not take what is offered.
    if (token.isCancellationRequested || (params.context?.triggerCharacter === ':' && found.all.some(({ text }) => text?.startsWith(' ')))) return [];
    last = found.all;
    const left = await neighbours.completes(file, () => parsed.get(file, files)) ? isSpecified : () => false;
    return {
      isIncomplete: false,
      ...(style.defaults ? { itemDefaults: { editRange: rangeOf(found.replace, document) } } : {}),
      items: found.all.flatMap((each, index) => (left(each) ? [] : toItem(each, index, found, document, style) ?? [])),
    };
  });

  connection.onCompletionResolve((asked): CompletionItem => {
    const each = typeof asked.data === 'number' ? last[asked.data] : undefined;
    const blocks = each?.label === asked.label ? each.documentation?.() : undefined;
    if (blocks === undefined) return asked;
    return { ...asked, documentation: markdown ? { kind: 'markdown', value: toMarkdown(blocks) } : toPlainText(blocks) };
  });

  return { remember: () => projects.remember(requests.workspace.environments) };
}

/** A key that also goes on in other ways (a blank, a colon) asks only where something new begins. */
function isAsked({ context, position }: CompletionParams, document: TextDocument): boolean {
  if (context?.triggerKind !== CompletionTriggerKind.TriggerCharacter) return true;
  const before = document.getText({ start: { line: position.line, character: 0 }, end: position });
  switch (context.triggerCharacter) {
    case ' ': return /(?::|^\s*(?:- )*-|[,[{]) $/.test(before);
    case ':': return /^\s*(?:- )+\S|[[,]\s*\S*:$/.test(before) || /["'][^"']*:$/.test(before);
    default: return true;
  }
}

/** Whether a suggestion is one of the specification's keys, on a line of its own: what every language support offers. */
function isSpecified({ kind, label, documentation }: Suggestion): boolean {
  return kind === 'key' && documentation !== undefined && !label.startsWith('- ');
}

interface ItemStyle {
  readonly snippets: boolean;
  /** Whether the client takes one range for all items. */
  readonly defaults: boolean;
  /** Whether the client indents further lines when it is asked to. */
  readonly adjusts: boolean;
  readonly command: string | undefined;
}

function toItem(each: Suggestion, index: number, { replace }: Suggestions, document: TextDocument, { snippets, defaults, adjusts, command }: ItemStyle): CompletionItem | undefined {
  const isSnippet = snippets && each.snippet !== undefined;
  const newText = isSnippet ? each.snippet : each.text;
  if (newText === undefined) return undefined;
  return {
    label: each.label, kind: kinds[each.kind], data: index,
    sortText: String(Math.round(((each.rank ?? 0) + 100) * 100)).padStart(6, '0') + String(index).padStart(4, '0'),
    ...(!defaults || each.replace !== undefined ? { textEdit: { range: rangeOf(each.replace ?? replace, document), newText } } : newText === each.label ? {} : { textEditText: newText }),
    ...(each.filter === undefined ? {} : { filterText: each.filter }),
    ...(each.detail === undefined || each.detail === '' ? {} : { detail: each.detail }),
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(adjusts && newText.includes('\n') ? { insertTextMode: InsertTextMode.adjustIndentation } : {}),
    ...(each.goesOn === true && command !== undefined ? { command: { title: '', command } } : {}),
  };
}

interface Checked {
  readonly environment: Environment;
  readonly project: Project | undefined;
  readonly dependencies: ReadonlySet<FilePath>;
}

/** The projects as they were when their text could be read. */
class GoodProjects {
  readonly #good = new WeakMap<Environment, Project>();

  remember(environments: readonly Checked[]): void {
    for (const { environment, project } of environments) {
      if (project !== undefined && !project.problems.some(({ code }) => code === 'yaml-syntax')) this.#good.set(environment, project);
    }
  }

  /** Those that a file is a part of, or that depend on it; else those of its folder. */
  of(file: FilePath, environments: readonly Checked[]): readonly Project[] {
    this.remember(environments);
    const wishes: readonly ((checked: Checked) => boolean)[] = [
      ({ environment }) => environment.files.includes(file),
      ({ dependencies }) => dependencies.has(file),
      ({ environment }) => folderFoundIn(environment) === folderOf(file),
    ];
    const nearest = wishes.map((wish) => environments.filter(wish)).find((found) => found.length > 0) ?? [];
    return nearest.flatMap(({ environment, project }) => this.#good.get(environment) ?? project ?? []);
  }
}
