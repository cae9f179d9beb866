// A fuzz run: the real server over a real connection, edited at random, asked at random, with a disk that changes below
// it. It must not crash, answer each request in time, and publish nothing that lies outside of the text it speaks of.

import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LSPErrorCodes, ResponseError, type PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { environmentsRequest } from '#core/protocol.ts';
import { LspClient, temporaryWorkspace } from '../support/lsp-client.ts';
import { random, type Random } from '../support/random.ts';
import { randomEdit } from './edits.ts';
import { startingTexts, type Texts } from './texts.ts';

/** Milliseconds within which every request is answered. */
const answerLimit = 2_000;
/** Megabytes that the server may hold. */
const memoryLimit = 600;
/** Characters: a longer document starts anew, so that most edits meet texts as people have them. */
const longest = 30_000;

export interface Summary {
  readonly edits: number;
  readonly requests: number;
  readonly fileEvents: number;
  readonly published: number;
  /** Milliseconds. */
  readonly slowestAnswer: number;
  /** Megabytes of the server at the end; undefined where the system does not say. */
  readonly memory: number | undefined;
}

/** What went wrong, with the last steps before it. */
export class FuzzFailure extends Error {
  constructor(reason: string, seed: number, steps: readonly string[]) {
    super(`${reason}\nseed ${seed}; the last steps were\n${steps.map((step) => `  ${step}`).join('\n')}`);
  }
}

const composeNames = ['compose.yaml', 'compose.dev.yaml', 'compose.override.yaml', 'sub/compose.yaml', 'docker-compose.prod.yml', 'composure.yaml'];
const otherNames = ['.env', '.env.dev', 'Dockerfile', 'sub/Dockerfile', '.gitignore'];

/** Runs for some seconds. @throws FuzzFailure */
export async function fuzz(seconds: number, seed: number): Promise<Summary> {
  const run = new Run(seed);
  try {
    return await run.until(performance.now() + seconds * 1000);
  } finally {
    await run.dispose();
  }
}

class Run {
  readonly #seed: number;
  readonly #chance: Random;
  readonly #texts: Texts = startingTexts();
  readonly #workspace = temporaryWorkspace({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n', 'sub/': '', 'data/': '' });
  readonly #client = new LspClient();
  readonly #open = new Map<string, TextDocument>();
  /** The texts of the versions that the server may still speak of, by URI and version. */
  readonly #versions = new Map<string, TextDocument>();
  readonly #steps: string[] = [];
  readonly #counts = { edits: 0, requests: 0, fileEvents: 0, published: 0, slowestAnswer: 0 };
  #version = 0;
  #failure: string | undefined;
  #ended = false;

  constructor(seed: number) {
    this.#seed = seed;
    this.#chance = random(seed);
    this.#client.process.once('exit', (code, signal) => { if (!this.#ended) this.#fail(`the server ended with ${signal ?? code}`); });
    this.#client.connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => { if (type === 1) this.#fail(`the server logged an error: ${message}`); });
  }

  async until(end: number): Promise<Summary> {
    await this.#client.initialize(this.#workspace.root);
    while (performance.now() < end) {
      await this.#step();
      this.#lookAtPublished();
      if (this.#failure !== undefined) throw new FuzzFailure(this.#failure, this.#seed, this.#steps);
    }
    await this.#ask('environments', () => this.#client.connection.sendRequest(environmentsRequest));
    this.#lookAtPublished();
    const memory = memoryOf(this.#client.process.pid);
    if (memory !== undefined && memory > memoryLimit) this.#fail(`the server holds ${memory} MB`);
    if (this.#failure !== undefined) throw new FuzzFailure(this.#failure, this.#seed, this.#steps);
    return { ...this.#counts, memory };
  }

  async dispose(): Promise<void> {
    this.#ended = true;
    if (this.#client.process.exitCode === null && this.#failure === undefined) await this.#client.dispose();
    else this.#client.process.kill('SIGKILL');
    this.#workspace.dispose();
  }

  #fail(reason: string): void {
    this.#failure ??= reason;
  }

  #note(step: string): void {
    this.#steps.push(step);
    if (this.#steps.length > 25) this.#steps.shift();
  }

  async #step(): Promise<void> {
    const { below, pick } = this.#chance;
    const choice = below(100);
    const document = this.#open.size === 0 ? undefined : pick([...this.#open.values()]);
    if (choice < 6 || document === undefined) await this.#openOne(pick(composeNames));
    else if (choice < 70) await this.#edit(document);
    else if (choice < 76) await this.#paste(document);
    else if (choice < 80) await this.#close(document);
    else if (choice < 88) await this.#changeDisk(pick([...composeNames, ...otherNames]));
    else if (choice < 93) await this.#askForActions(document);
    else if (choice < 97) await this.#askForNames(document);
    else await this.#ask('environments', () => this.#client.connection.sendRequest(environmentsRequest));
    if (below(4) === 0) await new Promise((resolve) => setTimeout(resolve, below(60)));
  }

  async #openOne(name: string): Promise<void> {
    const uri = this.#uri(name);
    if (this.#open.has(uri)) return;
    const document = this.#remember(uri, this.#chance.pick(this.#texts.compose));
    this.#note(`open ${name} ${JSON.stringify(document.getText().slice(0, 200))}`);
    await this.#client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'dockercompose', version: document.version, text: document.getText() } });
  }

  async #edit(document: TextDocument): Promise<void> {
    const edit = randomEdit(document, this.#chance);
    this.#note(`edit ${path.basename(document.uri)} ${JSON.stringify(edit)}`);
    await this.#change(document, TextDocument.applyEdits(document, [edit]), { range: edit.range, text: edit.newText });
  }

  async #paste(document: TextDocument): Promise<void> {
    const text = this.#chance.pick(this.#texts.compose);
    this.#note(`paste into ${path.basename(document.uri)} ${JSON.stringify(text.slice(0, 200))}`);
    await this.#change(document, text, { text });
  }

  async #change(document: TextDocument, text: string, change: object): Promise<void> {
    const isLong = text.length > longest;
    const next = this.#remember(document.uri, isLong ? this.#chance.pick(this.#texts.compose) : text);
    this.#counts.edits += 1;
    await this.#client.connection.sendNotification('textDocument/didChange', { textDocument: { uri: document.uri, version: next.version }, contentChanges: [isLong ? { text: next.getText() } : change] });
  }

  async #close(document: TextDocument): Promise<void> {
    this.#note(`close ${path.basename(document.uri)}`);
    this.#open.delete(document.uri);
    await this.#client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: document.uri } });
  }

  async #changeDisk(name: string): Promise<void> {
    const { below, pick } = this.#chance;
    const target = path.join(this.#workspace.root, name);
    rmSync(target, { recursive: true, force: true });
    const what = below(8);
    if (what === 0) this.#workspace.write(`${name}/`, '');
    else if (what > 2) this.#workspace.write(name, pick(/ya?ml$/.test(name) ? this.#texts.compose : name.includes('ockerfile') ? this.#texts.dockerfile : this.#texts.env));
    this.#note(`${what === 0 ? 'folder' : what > 2 ? 'write' : 'remove'} ${name}`);
    this.#counts.fileEvents += 1;
    await this.#client.changedOnDisk(target);
  }

  async #askForActions(document: TextDocument): Promise<void> {
    const { below } = this.#chance;
    const text = document.getText();
    const from = below(text.length + 1);
    const range = { start: document.positionAt(from), end: document.positionAt(Math.min(text.length, from + below(400))) };
    const only = below(4) === 0 ? { only: ['source.fixAll.composure'] } : {};
    await this.#ask('actions', () => this.#client.connection.sendRequest('textDocument/codeAction', { textDocument: { uri: document.uri }, range, context: { diagnostics: [], ...only } }));
  }

  async #askForNames(document: TextDocument): Promise<void> {
    const { below, pick } = this.#chance;
    const position = document.positionAt(below(document.getText().length + 1));
    const method = pick(['definition', 'references', 'documentHighlight', 'rename', 'documentSymbol', 'foldingRange', 'selectionRange', 'semanticTokens/full']);
    const params = { textDocument: { uri: document.uri }, position, positions: [position], context: { includeDeclaration: true }, newName: 'fresh' };
    await this.#ask(method, () => this.#client.connection.sendRequest(`textDocument/${method}`, params).catch((error: unknown) => {
      // A rename may be refused, and text that changed meanwhile is no failure.
      if (method !== 'rename' || !(error instanceof ResponseError) || ![LSPErrorCodes.RequestFailed, LSPErrorCodes.ContentModified].includes(error.code)) throw error;
    }));
  }

  async #ask(what: string, send: () => Promise<unknown>): Promise<void> {
    this.#note(`ask for ${what}`);
    this.#counts.requests += 1;
    const from = performance.now();
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), 4 * answerLimit);
    const answer = await Promise.race([send().then(() => 'answered', (error: unknown) => String(error)), late.promise]);
    clearTimeout(timer);
    const took = performance.now() - from;
    this.#counts.slowestAnswer = Math.max(this.#counts.slowestAnswer, took);
    if (answer !== 'answered') this.#fail(`${what}: ${answer === 'late' ? `no answer within ${4 * answerLimit} ms` : answer}`);
    else if (took > answerLimit) this.#fail(`${what}: the answer took ${took.toFixed(0)} ms`);
  }

  #lookAtPublished(): void {
    for (const params of this.#client.published.slice(this.#counts.published)) this.#look(params);
    this.#counts.published = this.#client.published.length;
  }

  #look({ uri, version, diagnostics }: PublishDiagnosticsParams): void {
    const document = version === undefined ? undefined : this.#versions.get(`${uri}\n${version}`);
    for (const { range, message, code } of diagnostics) {
      if (code === 'internal-error') this.#fail(typeof message === 'string' ? message : message.value);
      if (document === undefined) continue;
      const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
      const isThere = JSON.stringify([document.positionAt(start), document.positionAt(end)]) === JSON.stringify([range.start, range.end]);
      if (!isThere || start > end) this.#fail(`${code}: ${JSON.stringify(message)} stands outside of ${path.basename(uri)}: ${JSON.stringify(range)} in ${JSON.stringify(document.getText())}`);
    }
  }

  #remember(uri: string, text: string): TextDocument {
    this.#version += 1;
    const document = TextDocument.create(uri, 'dockercompose', this.#version, text);
    this.#open.set(uri, document);
    this.#versions.set(`${uri}\n${this.#version}`, document);
    const [oldest] = this.#versions.keys();
    if (this.#versions.size > 500 && oldest !== undefined) this.#versions.delete(oldest);
    return document;
  }

  #uri(name: string): string {
    return pathToFileURL(path.join(this.#workspace.root, name)).toString();
  }
}

/** Megabytes, on systems with `/proc`. */
function memoryOf(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
}
