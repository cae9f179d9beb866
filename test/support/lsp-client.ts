// The server as a child process with a real connection, and the few things that every client does.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, mkdirSync, writeFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection, StreamMessageReader, StreamMessageWriter, type ClientCapabilities, type CodeAction, type Diagnostic, type InitializeResult,
  type ProtocolConnection, type PublishDiagnosticsParams, type Range,
} from 'vscode-languageserver/node';

/** A folder with files in it, gone at the end. */
export function temporaryWorkspace(files: Readonly<Record<string, string>>): { readonly root: string; readonly write: (name: string, text: string) => void; readonly dispose: () => void } {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'composure-')));
  const write = (name: string, text: string): void => {
    const target = path.join(root, name);
    mkdirSync(name.endsWith('/') ? target : path.dirname(target), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(target, text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { root, write, dispose: () => rmSync(root, { recursive: true, force: true }) };
}

/** What editors such as VS Code can, of what tells in an answer. */
export const editorCapabilities: ClientCapabilities = {
  workspace: {
    didChangeWatchedFiles: { dynamicRegistration: true }, workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
  },
  textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true }, rename: { prepareSupport: true } },
};

/** How the server is started: its source under this very Node, unless a bundle is given. */
const defaultServer = path.resolve(import.meta.dirname, '../../server/src/main.ts');

export class LspClient {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly registrations: { id: string; method: string; registerOptions?: unknown }[] = [];
  readonly #published = new Map<string, PublishDiagnosticsParams>();
  readonly #all: PublishDiagnosticsParams[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(server = defaultServer) {
    this.process = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.process;
    if (stdin === null || stdout === null) throw new Error('the server has no pipes');
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.set(params.uri, params);
      this.#all.push(params);
      for (const wake of this.#waiting) wake();
    });
    this.connection.onRequest('client/registerCapability', (params: { registrations: { id: string; method: string }[] }) => {
      this.registrations.push(...params.registrations);
      return null;
    });
    this.connection.onRequest('client/unregisterCapability', ({ unregisterations }: { unregisterations: { id: string }[] }) => {
      for (const { id } of unregisterations) this.registrations.splice(this.registrations.findIndex((each) => each.id === id), 1);
      return null;
    });
    this.connection.listen();
  }

  /** Everything that was published, in its order. */
  get published(): readonly PublishDiagnosticsParams[] {
    return this.#all;
  }

  async initialize(root: string, capabilities: ClientCapabilities = editorCapabilities, initializationOptions?: unknown): Promise<InitializeResult> {
    const uri = pathToFileURL(root).toString();
    const result = await this.connection.sendRequest<InitializeResult>('initialize', { processId: process.pid, rootUri: uri, workspaceFolders: [{ uri, name: 'test' }], capabilities, initializationOptions });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  open(file: string, text: string, version = 1): Promise<void> {
    return this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: pathToFileURL(file).toString(), languageId: 'dockercompose', version, text } });
  }

  edit(file: string, version: number, text: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', { textDocument: { uri: pathToFileURL(file).toString(), version }, contentChanges: [{ text }] });
  }

  replace(file: string, version: number, range: Range, text: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', { textDocument: { uri: pathToFileURL(file).toString(), version }, contentChanges: [{ range, text }] });
  }

  changedOnDisk(...files: readonly string[]): Promise<void> {
    return this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: files.map((file) => ({ uri: pathToFileURL(file).toString(), type: 2 })) });
  }

  codeActions(file: string, range: Range, only?: readonly string[]): Promise<readonly CodeAction[]> {
    return this.connection.sendRequest('textDocument/codeAction', { textDocument: { uri: pathToFileURL(file).toString() }, range, context: { diagnostics: [], ...(only === undefined ? {} : { only }) } });
  }

  /** The file's diagnostics as soon as they are as wanted; fails after ten seconds with what there was. */
  async diagnostics(file: string, wanted: (diagnostics: readonly Diagnostic[], version: number | undefined) => boolean): Promise<readonly Diagnostic[]> {
    const uri = pathToFileURL(file).toString();
    const until = Date.now() + 10_000;
    for (;;) {
      const now = this.#published.get(uri);
      if (now !== undefined && wanted(now.diagnostics, now.version)) return now.diagnostics;
      if (Date.now() > until) throw new Error(`not published in time; last: ${JSON.stringify(now?.diagnostics.map(({ code, message, range }) => `${range.start.line}:${range.start.character} ${code}: ${typeof message === 'string' ? message : message.value}`))}`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, 250);
        this.#waiting.add(wake);
      });
    }
  }

  async dispose(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    this.connection.dispose();
  }
}

/** `code` of each diagnostic. */
export function codes(diagnostics: readonly Diagnostic[]): readonly (string | number | undefined)[] {
  return diagnostics.map(({ code }) => code);
}
