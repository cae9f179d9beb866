// Formatting over a real connection: a whole file, some lines, a text that is not saved, and who is told that there is any.

import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientCapabilities, TextEdit } from 'vscode-languageserver/node';
import { neighboursNotification, type LeftToNeighbours } from '#core/protocol.ts';
import { LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const text = 'services:\n    # the site\n    web:\n        image:   x\n        ports:\n        - "80"\n';
const laidOut = 'services:\n  # the site\n  web:\n    image: x\n    ports:\n      - "80"\n';
const nothing: LeftToNeighbours = { keyCompletion: 'never', keyHover: 'never', findings: [], formatting: false };
const options = { tabSize: 4, insertSpaces: true };
const registering: ClientCapabilities = { textDocument: { formatting: { dynamicRegistration: true }, rangeFormatting: { dynamicRegistration: true } } };

describe('formatting', () => {
  const disposables: (() => unknown)[] = [];
  const start = async (name = 'compose.yaml', capabilities: ClientCapabilities = {}, neighbours: LeftToNeighbours = nothing): Promise<{ client: LspClient; file: string; uri: string; provides: boolean }> => {
    const { root, dispose } = temporaryWorkspace({ [name]: text });
    const client = new LspClient();
    disposables.push(() => client.dispose(), dispose);
    const { capabilities: { documentFormattingProvider } } = await client.initialize(root, capabilities, { neighbours });
    const file = path.join(root, name);
    await client.open(file, text);
    return { client, file, uri: pathToFileURL(file).toString(), provides: documentFormattingProvider === true };
  };
  afterEach(async () => {
    for (const dispose of disposables.splice(0)) await dispose();
  });
  const formatted = async (client: LspClient, uri: string, source: string, range?: readonly [number, number]): Promise<string | undefined> => {
    const edits = await client.connection.sendRequest<TextEdit[] | null>(range === undefined ? 'textDocument/formatting' : 'textDocument/rangeFormatting', {
      textDocument: { uri }, options, ...(range === undefined ? {} : { range: { start: { line: range[0], character: 0 }, end: { line: range[1], character: 0 } } }),
    });
    return edits === null ? undefined : TextDocument.applyEdits(TextDocument.create('', '', 0, source), edits);
  };

  it('lays out the text as it is, saved or not', async () => {
    const { client, file, uri, provides } = await start();
    assert.ok(provides);
    assert.equal(await formatted(client, uri, text), laidOut);
    const edited = `${text}    db:\n        image: y`;
    await client.edit(file, 2, edited);
    assert.equal(await formatted(client, uri, edited), `${laidOut}  db:\n    image: y\n`);
  });

  it('lays out some lines, among others that stay', async () => {
    const { client, uri } = await start();
    assert.equal(await formatted(client, uri, text, [3, 6]), 'services:\n    # the site\n    web:\n      image: x\n      ports:\n        - "80"\n');
  });

  it('leaves a broken text alone', async () => {
    const { client, file, uri } = await start();
    const broken = `${text}    db: "x\n`;
    await client.edit(file, 2, broken);
    assert.equal(await formatted(client, uri, broken), broken);
  });

  it('leaves a YAML file alone that belongs to no project', async () => {
    const { client, file } = await start();
    const uri = pathToFileURL(path.join(path.dirname(file), 'notes.yaml')).toString();
    await client.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    assert.equal(await formatted(client, uri, text), undefined);
  });

  it('is registered for compose files alone, and only while no neighbour formats', async () => {
    const { client, provides } = await start('compose.yaml', registering);
    assert.ok(!provides);
    const there = (): readonly unknown[] => client.registrations.filter(({ method }) => method.endsWith('ormatting')).map(({ registerOptions }) => (registerOptions as { documentSelector: { language: string }[] }).documentSelector.map(({ language }) => language));
    await until(() => there().length === 2);
    assert.deepEqual(there()[0], ['dockercompose', 'docker-compose', 'yaml.docker-compose']);
    await client.connection.sendNotification(neighboursNotification, { ...nothing, formatting: true });
    await until(() => there().length === 0);
    await client.connection.sendNotification(neighboursNotification, nothing);
    await until(() => there().length === 2);
  });

  it('is not offered beside a neighbour that formats', async () => {
    const { client, uri } = await start('compose.yaml', {}, { ...nothing, formatting: true });
    assert.equal(await formatted(client, uri, text), undefined);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    assert.ok(Date.now() < deadline, 'it did not come to it');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
