// Completion over a real connection: right after a keystroke, in broken text, with and without snippets.

import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionContext, CompletionItem, CompletionList, TextEdit } from 'vscode-languageserver/node';
import type { EngineFacts } from '#core/outside.ts';
import { engineFactsNotification } from '#core/protocol.ts';
import { LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const withSnippets = { textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown' as const], insertTextModeSupport: { valueSet: [1 as const, 2 as const] } } } } };

const files = {
  'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    build:\n      context: ./web\n  db:\n    image: postgres:16\nnetworks:\n  front:\nvolumes:\n  db_data:\n',
  'compose.override.yaml': 'services:\n  cache:\n    image: redis:7.4\n',
  'web/Dockerfile': 'FROM node:22 AS build\nWORKDIR /app\nFROM nginx:1.27\nEXPOSE 8000\n',
  'web/src/main.ts': '',
  '.env': 'TAG=1\n',
};

describe('completion', () => {
  const disposables: (() => unknown)[] = [];
  const start = async (capabilities = {}): Promise<{ readonly client: LspClient; readonly root: string }> => {
    const workspace = temporaryWorkspace(files);
    const client = new LspClient();
    disposables.push(() => client.dispose(), workspace.dispose);
    await client.initialize(workspace.root, capabilities);
    const file = path.join(workspace.root, 'compose.yaml');
    await client.open(file, files['compose.yaml']);
    await client.diagnostics(file, () => true);
    return { client, root: workspace.root };
  };
  let version = 1;
  /** Types a text with a cursor `|` and asks at once. */
  const ask = async ({ client, root }: { readonly client: LspClient; readonly root: string }, marked: string, context?: CompletionContext, name = 'compose.yaml'): Promise<{ readonly items: readonly CompletionItem[]; readonly text: string }> => {
    const file = path.join(root, name);
    const text = marked.replace('|', '');
    version += 1;
    await client.edit(file, version, text);
    const document = TextDocument.create('file:///x', 'yaml', 0, text);
    const found = await client.connection.sendRequest<CompletionList | readonly CompletionItem[]>('textDocument/completion', {
      textDocument: { uri: pathToFileURL(file).toString() }, position: document.positionAt(marked.indexOf('|')), ...(context === undefined ? {} : { context }),
    });
    return { items: 'items' in found ? withEdits(found) : found, text };
  };
  const labels = (items: readonly CompletionItem[]): readonly string[] => items.map(({ label }) => label);
  const taken = (text: string, item: CompletionItem | undefined): string => TextDocument.applyEdits(TextDocument.create('file:///x', 'yaml', 0, text), [item?.textEdit as TextEdit]);
  afterEach(async () => {
    for (const dispose of disposables.splice(0)) await dispose();
  });

  it('says the range that all items replace once, where the client can take that', async () => {
    const typed = 'services:\n  web:\n    image: x\n    po|\n';
    const { items } = await ask(await start(withSnippets), typed);
    const brief = await ask(await start({ textDocument: { completion: { ...withSnippets.textDocument.completion, completionList: { itemDefaults: ['editRange'] } } } }), typed);
    assert.ok(items.length > 80);
    assert.deepEqual(brief.items, items);
  });

  it('offers keys in their order, with documentation when it is asked for', async () => {
    const server = await start(withSnippets);
    const { items, text } = await ask(server, 'services:\n  web:\n    image: x\n    |\n');
    const sorted = items.toSorted((a, b) => (a.sortText ?? '').localeCompare(b.sortText ?? ''));
    assert.deepEqual(labels(sorted).slice(0, 3), ['build', 'ports', 'environment']);
    const ports = items.find(({ label }) => label === 'ports');
    assert.equal(ports?.documentation, undefined);
    assert.equal(ports?.insertTextFormat, 2);
    assert.equal(ports?.insertTextMode, 2);
    assert.ok(taken(text, ports).includes('    ports:\n  - $0'));
    const resolved = await server.client.connection.sendRequest<CompletionItem>('completionItem/resolve', ports);
    assert.match(typeof resolved.documentation === 'object' ? resolved.documentation.value : '', /^Ports of the container.*\[Reference\]\(https:/s);
  });

  it('gives plain text of one line to a client without snippets', async () => {
    const server = await start();
    const { items, text } = await ask(server, 'services:\n  web:\n    |\n');
    assert.ok(items.length > 60);
    for (const item of items) {
      assert.notEqual(item.insertTextFormat, 2);
      assert.doesNotMatch((item.textEdit as TextEdit).newText, /[\n$]/);
      assert.equal(item.command, undefined);
    }
    assert.ok(taken(text, items.find(({ label }) => label === 'ports')).includes('    ports:\n'));
    const resolved = await server.client.connection.sendRequest<CompletionItem>('completionItem/resolve', items[0]);
    assert.equal(typeof resolved.documentation, 'string');
  });

  it('knows names of all files of the project while the text is broken', async () => {
    const server = await start();
    const { items } = await ask(server, 'services:\n  web:\n    image: "nginx\n    depends_on: [|\n  db:\n    image: postgres:16\n}\n');
    assert.deepEqual(labels(items).toSorted(), ['cache', 'db']);
    const images = await ask(server, '}\nservices:\n  web:\n    image: |\n');
    assert.ok(labels(images.items).includes('postgres:16'));
  });

  it('offers the images of the engine that the client tells of', async () => {
    const server = await start();
    const facts: EngineFacts = { ports: [], networks: [], volumes: [], images: ['mongo:8'], cpus: 1, memory: 1, runtimes: [], gpu: undefined, swarm: false, containers: [] };
    await server.client.connection.sendNotification(engineFactsNotification, facts);
    const { items } = await ask(server, 'services:\n  web:\n    image: mon|\n');
    assert.deepEqual(items.filter(({ label }) => label.startsWith('mongo')).map(({ label, detail }) => [label, detail]), [['mongo:8', 'on the engine']]);
  });

  it('knows paths, stages, ports and variables', async () => {
    const server = await start();
    const service = 'services:\n  web:\n    build:\n      context: ./web\n';
    assert.deepEqual(labels((await ask(server, `${service}      target: |\n`)).items), ['build']);
    assert.deepEqual(labels((await ask(server, `${service}    volumes:\n      - ./web/|\n`)).items).toSorted(), ['Dockerfile', 'src/']);
    assert.ok(labels((await ask(server, `${service}    ports:\n      - "80:|"\n`)).items).includes('8000'));
    assert.ok(labels((await ask(server, `${service}    image: x:\${|\n`)).items).includes('TAG'));
  });

  it('asks where something new begins, not behind every blank and colon', async () => {
    const server = await start();
    const by = (triggerCharacter: string): CompletionContext => ({ triggerKind: 2, triggerCharacter });
    assert.ok((await ask(server, 'services:\n  web:\n    restart: |\n', by(' '))).items.length > 0);
    assert.ok((await ask(server, 'services:\n  web:\n    networks:\n      - |\n', by(' '))).items.length > 0);
    assert.ok((await ask(server, 'services:\n  web:\n    build: ./web\n    volumes:\n      - db_data:|\n', by(':'))).items.length > 0);
    assert.deepEqual((await ask(server, 'services:\n  |\n', by(' '))).items, []);
    assert.deepEqual((await ask(server, 'services:\n  web:\n    ports:|\n', by(':'))).items, []);
  });

  it('answers in env files and in composure.yaml', async () => {
    const server = await start();
    await server.client.open(path.join(server.root, '.env'), '');
    await ask(server, 'services:\n  web:\n    image: x:${NEW_TAG}|\n');
    await server.client.diagnostics(path.join(server.root, 'compose.yaml'), (found) => found.some(({ message }) => (typeof message === 'string' ? message : message.value).includes('NEW_TAG')));
    assert.ok(labels((await ask(server, 'TAG=1\n|', undefined, '.env')).items).includes('NEW_TAG'));
    await server.client.open(path.join(server.root, 'composure.yaml'), '');
    assert.deepEqual(labels((await ask(server, 'environments:\n  prod:\n    mode: |\n', undefined, 'composure.yaml')).items), ['dev', 'prod', 'other']);
  });

  it('waits for no check of fifty services that were edited a moment ago', async () => {
    const server = await start(withSnippets);
    const many = Array.from({ length: 50 }, (_, index) => `  s${index}:\n    image: nginx:1.27\n    environment:\n      A: \${TAG}\n    ports:\n      - "${8000 + index}:80"\n    volumes:\n      - db_data:/data\n    networks: [front]\n    restart: always\n`).join('');
    const times: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const from = performance.now();
      const { items } = await ask(server, `services:\n${many}  web:\n    ima${'g'.repeat(round % 3)}|\n    ports: ["80:80\nnetworks:\n  front:\nvolumes:\n  db_data:\n`);
      times.push(performance.now() - from);
      assert.ok(items.length > 60);
    }
    const sorted = times.slice(10).toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
    assert.ok(middle < 100, `half of the answers took more than ${middle} ms`);
  });
});

/** The items of a list as they stand without what it says for all of them. */
function withEdits({ items, itemDefaults }: CompletionList): readonly CompletionItem[] {
  const range = itemDefaults?.editRange;
  if (range === undefined || 'insert' in range) return items;
  return items.map(({ textEdit, textEditText, ...item }) => ({ ...item, textEdit: textEdit ?? { range, newText: textEditText ?? item.label } }));
}
