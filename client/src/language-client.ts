// Starts the language server and keeps it running. Here stands which files it is told of, and what a person
// hears when it falls over; what it says about files is its own affair.

import * as vscode from 'vscode';
import type * as languageClient from 'vscode-languageclient/node';

import { followNeighbours, neighboursNow } from '#client/neighbour-extensions.ts';
import type { EngineFacts } from '#core/outside.ts';
import { engineFactsNotification, environmentsChanged, environmentChangesRequest, neighboursNotification, type EnvironmentChanges, type EnvironmentSummary } from '#core/protocol.ts';

export interface LanguageClientEvents {
  /** The environments of every workspace folder, at first and after each change. */
  readonly environments: (environments: readonly EnvironmentSummary[]) => void;
}

/** The running server, as the rest of the extension needs it. */
export interface LanguageServer extends vscode.Disposable {
  /** What the engine says now; undefined when it is not asked any more. */
  tellFacts(facts: EngineFacts | undefined): void;
  /** Asks it something. It rejects where no server answers. */
  ask<Answer>(request: string, parameter?: unknown): Promise<Answer>;
}

/** Starts the server without waiting for it. */
export function startLanguageClient(serverModule: string, log: vscode.LogOutputChannel, events: LanguageClientEvents): LanguageServer {
  let facts: EngineFacts | undefined;
  const client = start(serverModule, log, { ...events, facts: () => facts }).catch((error: unknown) => {
    log.error(error instanceof Error ? error : String(error));
    sayThatItEnded(log);
    return undefined;
  });
  const neighbours = followNeighbours((left) => {
    client.then((running) => running?.sendNotification(neighboursNotification, left))
      .catch((error: unknown) => log.warn(`The language server does not know what is left to other extensions: ${String(error)}`));
  });
  return {
    tellFacts: (said) => {
      facts = said;
      client.then((running) => running?.sendNotification(engineFactsNotification, said ?? null))
        .catch((error: unknown) => log.warn(`The language server does not know what the engine says: ${String(error)}`));
    },
    ask: async <Answer>(request: string, parameter?: unknown) => {
      const running = await client;
      if (running === undefined) throw new Error('the language server does not run');
      return running.sendRequest<Answer>(request, parameter);
    },
    dispose: () => {
      neighbours.dispose();
      client.then((running) => running?.dispose())
        .catch((error: unknown) => log.warn(`The language server did not end well: ${String(error)}`));
    },
  };
}

/** The library takes longer to load than everything else of the extension: the editor does not wait for it. */
async function start(serverModule: string, log: vscode.LogOutputChannel, events: LanguageClientEvents & { readonly facts: () => EngineFacts | undefined }): Promise<languageClient.LanguageClient> {
  const { LanguageClient, RevealOutputChannelOn, State, TransportKind, ...library } = await import('#client/language-client-library.ts');
  const run = { module: serverModule, transport: TransportKind.ipc };
  const options: languageClient.LanguageClientOptions = {
    documentSelector: [...selector],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticCollectionName: 'composure',
    initializationOptions: () => ({ suggestCommand: 'editor.action.triggerSuggest', neighbours: neighboursNow() }),
    errorHandler: restarting(library, log),
    initializationFailedHandler: (error) => {
      log.error(error instanceof Error ? error : String(error));
      return false;
    },
  };
  const client = new LanguageClient('composure', 'Composure', { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6011'] } } }, options);

  let known: { readonly revision: number; readonly all: ReadonlyMap<string, EnvironmentSummary> } = { revision: 0, all: new Map() };
  async function ask(): Promise<void> {
    try {
      const { revision, ids, changed } = await client.sendRequest<EnvironmentChanges>(environmentChangesRequest, known.revision);
      if (revision < known.revision) return;
      const all = new Map([...known.all, ...changed.map((each) => [each.id, each] as const)]);
      known = { revision, all: new Map(ids.flatMap((id) => { const each = all.get(id); return each === undefined ? [] : [[id, each] as const]; })) };
      events.environments([...known.all.values()]);
    } catch (error) {
      log.warn(`The environments are not known: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  client.onNotification(environmentsChanged, () => void ask());
  // Also after a crash: the new server knows nothing of what the old one said.
  client.onDidChangeState(({ newState }) => {
    if (newState !== State.Running) return;
    known = { revision: 0, all: new Map() };
    void ask();
    const facts = events.facts();
    if (facts !== undefined) void client.sendNotification(engineFactsNotification, facts);
  });
  await client.start();
  return client;
}

/**
 * Files that make a Compose project, or that one depends on, and those that run it. Every YAML file may be one, by `include`
 * or `extends`: of one that is none the server says nothing.
 */
const selector = [
  ...['dockercompose', 'yaml', 'github-actions-workflow', 'dockerfile', 'makefile'].map((language) => ({ scheme: 'file', language })),
  ...['.env*', '*.env', '*.env.*', '*.dockerignore'].map((name) => ({ scheme: 'file', pattern: `**/${name}` })),
] as const;

/** Starts the server again when it ends by itself, but not for ever: a server that keeps falling over says so once. */
function restarting(
  { CloseAction, ErrorAction }: Pick<typeof languageClient, 'CloseAction' | 'ErrorAction'>,
  log: vscode.LogOutputChannel,
): languageClient.ErrorHandler {
  const ends: number[] = [];
  return {
    error: (error) => {
      log.error(error);
      return { action: ErrorAction.Continue, handled: true };
    },
    closed: () => {
      const now = Date.now();
      ends.push(now);
      const recent = ends.filter((time) => now - time < 3 * 60_000);
      if (recent.length <= 4) {
        log.warn('The language server ended and is started again');
        return { action: CloseAction.Restart, handled: true };
      }
      sayThatItEnded(log);
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

function sayThatItEnded(log: vscode.LogOutputChannel): void {
  const showLog = vscode.l10n.t('Show Log');
  void vscode.window.showErrorMessage(vscode.l10n.t('Compose files are no longer checked: the language server does not stay up'), showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}
