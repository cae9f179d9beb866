// One client for every server: it says the same to each, and gives up on one that does not answer in time.

import { spawn, type ChildProcess } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter, type ClientCapabilities, type Diagnostic, type Position, type ProtocolConnection, type PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { Peer } from './peers.ts';

/** What an editor such as VS Code can. */
const capabilities: ClientCapabilities = {
  workspace: { configuration: true, workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true }, hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'], resolveSupport: { properties: ['documentation', 'detail'] } },
      completionList: { itemDefaults: ['commitCharacters', 'editRange', 'insertTextFormat', 'insertTextMode', 'data'] },
    },
  },
};

export class PeerClient {
  readonly process: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #uri: string;
  #version = 1;
  #published: (diagnostics: readonly Diagnostic[]) => void = () => undefined;

  constructor(peer: Peer, file: string) {
    this.#uri = pathToFileURL(file).toString();
    this.process = spawn(process.execPath, peer.command, { stdio: ['pipe', 'pipe', 'ignore'] });
    const { stdin, stdout } = this.process;
    if (stdin === null || stdout === null) throw new Error(`${peer.name} has no pipes`);
    this.#connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.#connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) => {
      if (uri === this.#uri) this.#published(diagnostics);
    });
    this.#connection.onRequest('client/registerCapability', () => null);
    this.#connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) => items.map(({ section }) => peer.settings(section ?? '')));
    this.#connection.onUnhandledNotification(() => undefined);
    this.#connection.listen();
  }

  async initialize(folder: string): Promise<void> {
    const uri = pathToFileURL(folder).toString();
    await this.#connection.sendRequest('initialize', { processId: process.pid, rootUri: uri, workspaceFolders: [{ uri, name: 'bench' }], capabilities });
    await this.#connection.sendNotification('initialized', {});
    await this.#connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
  }

  open(text: string): Promise<void> {
    return this.#connection.sendNotification('textDocument/didOpen', { textDocument: { uri: this.#uri, languageId: 'dockercompose', version: this.#version, text } });
  }

  /** One insertion, or with `length` one removal on the same line. */
  edit(start: Position, text: string, end: Position = start): Promise<void> {
    this.#version += 1;
    return this.#connection.sendNotification('textDocument/didChange', { textDocument: { uri: this.#uri, version: this.#version }, contentChanges: [{ range: { start, end }, text }] });
  }

  /** Resolves with the next diagnostics that are as wanted. Asked before the edit that makes them so. */
  next(wanted: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> {
    return new Promise((resolve) => {
      this.#published = (diagnostics) => {
        if (wanted(diagnostics)) resolve(diagnostics);
      };
    });
  }

  /** How many items completion offers at a position. */
  async complete(position: Position): Promise<number> {
    const found = await this.#connection.sendRequest<{ items: readonly unknown[] } | readonly unknown[] | null>('textDocument/completion', { textDocument: { uri: this.#uri }, position, context: { triggerKind: 1 } });
    return found === null ? 0 : 'items' in found ? found.items.length : found.length;
  }

  async hover(position: Position): Promise<boolean> {
    return await this.#connection.sendRequest('textDocument/hover', { textDocument: { uri: this.#uri }, position }) !== null;
  }

  /** Ends the server without asking: one that does not answer would not answer this either. */
  dispose(): void {
    this.#connection.dispose();
    this.process.kill('SIGKILL');
  }
}
