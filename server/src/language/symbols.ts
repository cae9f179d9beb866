// `textDocument/documentSymbol` and `workspace/symbol`.

import { SymbolKind, type Connection, type DocumentSymbol, type SymbolInformation } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { resourceKinds } from '#core/language/mention.ts';
import { Scope } from '#core/language/scope.ts';
import { symbolsOf, type OutlineSymbol } from '#core/language/symbols.ts';
import { rangeOf } from '../convert.ts';
import type { NameRequests } from './name-requests.ts';

const kinds: Readonly<Record<OutlineSymbol['kind'], SymbolKind>> = {
  section: SymbolKind.Namespace, attribute: SymbolKind.Property, service: SymbolKind.Class, network: SymbolKind.Interface, volume: SymbolKind.Struct,
  secret: SymbolKind.Key, config: SymbolKind.Object, model: SymbolKind.Module, file: SymbolKind.File,
  profile: SymbolKind.Enum, container: SymbolKind.Object, variable: SymbolKind.Variable, anchor: SymbolKind.Constant, stage: SymbolKind.Package,
};

const resources = new Set<OutlineSymbol['kind']>(Object.values(resourceKinds));

/** Symbols of the workspace that are answered at once: nobody reads more. */
const symbolLimit = 500;

/** Answers for the outline, and for services and other resources of all environments by name. */
export function serveSymbols(connection: Connection, requests: NameRequests, nested: boolean): void {
  connection.onDocumentSymbol(async ({ textDocument }) => {
    const file = await requests.yaml(textDocument.uri);
    if (file === undefined) return null;
    const text = requests.linedText(file.file, file.text);
    const symbols = symbolsOf(file);
    return nested ? symbols.map((each) => toSymbol(each, text)) : symbols.flatMap((each) => toList(each, text, textDocument.uri));
  });
  connection.onWorkspaceSymbol(async ({ query }, token) => {
    await requests.workspace.complete();
    const found = new Map<string, SymbolInformation>();
    for (const { environment, project } of requests.workspace.environments) {
      if (token.isCancellationRequested || found.size >= symbolLimit) break;
      const scope = await Scope.of(environment, requests.files, requests.parsed);
      for (const { path, text, mentions } of scope.files.values()) {
        for (const { kind, name, role, span } of mentions) {
          if (role !== 'definition' || !resources.has(kind) || !holds(name, query)) continue;
          const place = `${path} ${span[0]}`;
          if (!found.has(place)) found.set(place, { name, kind: kinds[kind], containerName: project?.name ?? environment.name, location: { uri: requests.uriOf(path), range: rangeOf(span, requests.linedText(path, text)) } });
        }
      }
    }
    return [...found.values()].slice(0, symbolLimit);
  });
}

/** A symbol and all within it, for a client that shows them in a list. */
function toList({ name, kind, span, children }: OutlineSymbol, text: TextDocument, uri: string, containerName?: string): readonly SymbolInformation[] {
  const own: SymbolInformation = { name, kind: kinds[kind], location: { uri, range: rangeOf(span, text) }, ...(containerName === undefined ? {} : { containerName }) };
  return [own, ...children.flatMap((each) => toList(each, text, uri, name))];
}

function toSymbol({ name, detail, kind, span, nameSpan, children }: OutlineSymbol, text: TextDocument): DocumentSymbol {
  return {
    name, kind: kinds[kind], range: rangeOf(span, text), selectionRange: rangeOf(nameSpan, text),
    ...(detail === '' ? {} : { detail }), children: children.map((each) => toSymbol(each, text)),
  };
}

/** Whether a name has the letters of a query in their order, as editors match. */
function holds(name: string, query: string): boolean {
  let at = 0;
  const lower = name.toLowerCase();
  for (const character of query.toLowerCase()) {
    at = lower.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
