// The language server: wiring only. `node dist/server.js --stdio` speaks to any client of the protocol.

import { mkdir } from 'node:fs/promises';
import { createConnection, ProposedFeatures, TextDocumentSyncKind, type InitializeParams, type InitializeResult } from 'vscode-languageserver/node';
import type { EngineFacts, FilePath } from '#core/outside.ts';
import { engineFactsNotification, environmentChangesRequest, environmentsChanged, environmentsRequest, neighboursNotification, type LeftToNeighbours } from '#core/protocol.ts';
import { rules } from '#core/rules/index.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { cancellationOf } from './cancellation.ts';
import { CodeActions, createFolderCommand, fixAllKind } from './code-actions.ts';
import { pathOf } from './convert.ts';
import { DiagnosticPublisher, diagnosticsOf } from './diagnostics.ts';
import { suited } from './edits.ts';
import { EditorFiles } from './files.ts';
import { completionCapabilities, serveCompletion, type CompletionOptions } from './language/completion.ts';
import { formattingCapabilities, serveFormatting } from './language/formatting.ts';
import { nameCapabilities, serveNames } from './language/names.ts';
import { NameRequests } from './language/name-requests.ts';
import { readingCapabilities, serveReadings } from './language/readings.ts';
import { growFor, startSmall } from './memory.ts';
import { Neighbours } from './neighbours.ts';
import { serveOverviews } from './overviews.ts';
import { OpenDocuments } from './open-documents.ts';
import { rulePages } from './rule-pages.ts';
import { Listing } from './listing.ts';
import { Watching } from './watching.ts';
import { Workspace } from './workspace.ts';

/** What a client may say beyond the protocol when it starts the server. */
interface Options extends CompletionOptions {
  readonly neighbours?: LeftToNeighbours;
}

/** Milliseconds for which changes of environments are collected before the client is told, and after which it is told in any case. */
const environmentsPause = 200;
const environmentsPatience = 1_000;

startSmall();
const connection = createConnection(ProposedFeatures.all);

connection.onInitialize((params): InitializeResult => {
  serve(params);
  return {
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      codeActionProvider: { codeActionKinds: ['quickfix', fixAllKind], resolveProvider: true },
      executeCommandProvider: { commands: [createFolderCommand] },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...completionCapabilities,
      ...nameCapabilities(params.capabilities),
      ...readingCapabilities,
      ...formattingCapabilities(params.capabilities),
    },
    serverInfo: { name: 'composure' },
  };
});

connection.listen();

/** Connects the workspace with the client that has said what it can. */
function serve(params: InitializeParams): void {
  const watching = new Watching(connection, params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true);
  const documents = new OpenDocuments();
  const files = new EditorFiles(nodeFileSystem(), (path) => documents.get(path)?.getText(), (path) => watching.covers(path));
  const pageOf = rulePages(process.argv[1] ?? '.');
  const options = (params.initializationOptions ?? {}) as Options;
  const neighbours = new Neighbours(options.neighbours);
  const listing = new Listing();
  const publisher = new DiagnosticPublisher(connection, documents, files, neighbours, pageOf);
  const failed = (error: unknown): void => connection.console.error(error instanceof Error ? error.stack ?? error.message : String(error));
  const watchOutside = pausing(environmentsPause, () => {
    watching.watchOutside(workspace.environments.map(({ dependencies }) => dependencies)).catch(failed);
  });
  const refresh = pausing(environmentsPause, () => readings.refresh());
  const told = pausing(environmentsPause, () => connection.sendNotification(environmentsChanged), environmentsPatience);
  const workspace = new Workspace(files, rules, {
    checked: (changed) => {
      publisher.publish(workspace, changed).catch(failed);
      growFor(workspace.environments.reduce((sum, { project }) => sum + (project?.services.size ?? 0), 0));
      watchOutside();
      refresh();
      completion.remember();
    },
    environmentsChanged: told,
    failed,
  });

  const folders = (params.workspaceFolders ?? (params.rootUri === null || params.rootUri === undefined ? [] : [{ uri: params.rootUri }])).flatMap(({ uri }) => pathOf(uri) ?? []);
  connection.onInitialized(() => {
    watching.start(folders).catch(failed);
    readings.listen().catch(failed);
    formatting.announce().catch(failed);
    for (const folder of folders) workspace.addFolder(folder).catch(failed);
    if (params.capabilities.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const [came, went] = [added, removed].map((all) => all.flatMap(({ uri }) => pathOf(uri) ?? []));
        watching.setFolders(came ?? [], went ?? []);
        for (const folder of went ?? []) workspace.removeFolder(folder);
        for (const folder of came ?? []) workspace.addFolder(folder).catch(failed);
      });
    }
  });

  documents.listen(connection, {
    opened: (path) => workspace.opened(path),
    edited: (path) => workspace.edited(path),
    left: (path) => workspace.changed([path]),
  });
  connection.onDidChangeWatchedFiles(({ changes }) => workspace.changed(changes.flatMap(({ uri }) => pathOf(uri) ?? [])));

  const actions = new CodeActions({
    files, rules, pageOf,
    versionOf: (path) => documents.get(path)?.version,
    environmentsOf: (path) => (path === undefined ? workspace.environments : workspace.environmentsOf(path)).map(({ environment }) => environment),
    engine: () => workspace.engine,
    suited: suited(params.capabilities),
    resolves: params.capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
  });
  connection.onCodeAction(async (request, token) => {
    const path = pathOf(request.textDocument.uri);
    if (path === undefined) return [];
    await workspace.settled();
    return [...await actions.at(request, path, diagnosticsOf(path, workspace), cancellationOf(token))];
  });
  connection.onCodeActionResolve((action, token) => actions.resolved(action, cancellationOf(token)));
  connection.onExecuteCommand(async ({ command, arguments: paths }) => {
    if (command !== createFolderCommand) return;
    for (const path of (paths ?? []) as FilePath[]) await mkdir(toOsPath(path), { recursive: true });
    workspace.changed((paths ?? []) as FilePath[]);
  });
  const requests = new NameRequests(files, workspace, documents);
  serveNames(connection, requests, params.capabilities);
  serveOverviews(connection, requests, (edited) => actions.editOf(edited));
  const completion = serveCompletion(connection, requests, neighbours, params.capabilities, options);
  const readings = serveReadings(connection, requests, neighbours, params.capabilities, pageOf, failed);
  const formatting = serveFormatting(connection, requests, neighbours, params.capabilities);
  connection.onNotification(engineFactsNotification, (facts: EngineFacts | null) => workspace.engineSays(facts ?? undefined));
  connection.onNotification(neighboursNotification, (left: LeftToNeighbours) => {
    neighbours.say(left);
    formatting.announce().catch(failed);
    const { environments } = workspace;
    publisher.publish(workspace, new Set(environments.flatMap(({ environment, diagnostics }) => [...environment.files, ...diagnostics.map(({ file }) => file)]))).catch(failed);
  });
  connection.onRequest(environmentsRequest, async () => {
    await workspace.listable();
    return listing.changes(workspace, 0).changed;
  });
  connection.onRequest(environmentChangesRequest, async (since: number) => {
    await workspace.listable();
    return listing.changes(workspace, since);
  });
}

/** A function that runs `action` once, some milliseconds after the last of several calls, and at the latest so many after the first. */
function pausing(milliseconds: number, action: () => unknown, patience = Number.POSITIVE_INFINITY): () => void {
  let timer: NodeJS.Timeout | undefined;
  let first: number | undefined;
  return () => {
    clearTimeout(timer);
    first ??= performance.now();
    timer = setTimeout(() => {
      first = undefined;
      action();
    }, Math.max(0, Math.min(milliseconds, first + patience - performance.now())));
  };
}
