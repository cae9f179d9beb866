// Quick fixes over a real connection: what they are called, what they change, and that they mend.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, TextEdit } from 'vscode-languageserver/node';
import { codes, editorCapabilities, LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

/** The text after an action's edits of a file. */
function applied(action: CodeAction | undefined, file: string, text: string): string {
  const edits = (action?.edit?.documentChanges ?? []).flatMap((change): TextEdit[] => ('edits' in change && fileURLToPath(change.textDocument.uri) === file ? change.edits.filter((edit) => 'newText' in edit) : []));
  return TextDocument.applyEdits(TextDocument.create('file:///x', 'yaml', 0, text), edits);
}

describe('code actions', () => {
  const disposables: (() => unknown)[] = [];
  const start = async (files: Readonly<Record<string, string>>, name = 'compose.yaml'): Promise<{ client: LspClient; file: string; text: string; root: string }> => {
    const workspace = temporaryWorkspace(files);
    const client = new LspClient();
    disposables.push(() => client.dispose(), workspace.dispose);
    await client.initialize(workspace.root);
    const text = files[name] ?? '';
    await client.open(path.join(workspace.root, name), text);
    return { client, file: path.join(workspace.root, name), text, root: workspace.root };
  };
  afterEach(async () => {
    for (const dispose of disposables.splice(0)) await dispose();
  });

  it('offers the nearest path first, keeps the comment, and mends', async () => {
    const { client, file, text } = await start({
      'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - "./ngnix.conf:/etc/nginx/nginx.conf:ro" # ours\n',
      'nginx.conf': 'events {}\n',
    });
    const [found] = await client.diagnostics(file, (each) => each.length === 1);
    assert.ok(found);
    const actions = await client.codeActions(file, found.range);
    assert.deepEqual(actions.map(({ title }) => title), ['Use ./nginx.conf', 'Create the file ./ngnix.conf']);
    assert.equal(actions[0]?.isPreferred, true);
    const mended = applied(actions[0], file, text);
    assert.equal(mended, text.replace('ngnix', 'nginx'));
    await client.edit(file, 2, mended);
    await client.diagnostics(file, (each, version) => version === 2 && each.length === 0);
  });

  it('fixes all of a kind in the file', async () => {
    const { client, file, text } = await start({
      'compose.yaml': 'services:\n  a:\n    image: x:1\n    networks: [frnt]\n  b:\n    image: x:1\n    networks: [frnt, front]\nnetworks:\n  front:\n',
    });
    const [found] = await client.diagnostics(file, (each) => each.length === 2);
    assert.ok(found);
    const all = (await client.codeActions(file, found.range)).find(({ title }) => title === 'Fix all 2 of undefined-network in this file');
    assert.equal(applied(all, file, text), text.replaceAll('frnt', 'front'));
  });

  it('mends one of two that point to each other', async () => {
    const { client, file, text } = await start({
      'compose.yaml': 'services:\n  a:\n    image: x:1\n    ports: ["8080:80", "8081:81", "9000:90"]\n  b:\n    image: x:1\n    ports: ["8080:80", "9000:90"]\n',
    });
    const [found] = await client.diagnostics(file, (each) => each.length === 4);
    assert.ok(found);
    const all = (await client.codeActions(file, found.range)).find(({ title }) => title.startsWith('Fix all'));
    const mended = applied(all, file, text);
    await client.edit(file, 2, mended);
    await client.diagnostics(file, (each, version) => version === 2 && each.length === 0);
  });

  it('gives two conflicts two free ports', async () => {
    const { client, file, text } = await start({
      'compose.yaml': 'services:\n  a:\n    image: x:1\n    ports: ["8080:80", "8090:90"] # both\n  b:\n    image: x:1\n    ports: ["8080:80"]\n  c:\n    image: x:1\n    ports: ["8080:80"]\n  d:\n    image: x:1\n    ports: ["8090:80"]\n',
    });
    const [found] = await client.diagnostics(file, (each) => codes(each).filter((code) => code === 'port-conflict').length === 5);
    assert.ok(found);
    const all = (await client.codeActions(file, found.range)).find(({ title }) => title === 'Fix all 5 of port-conflict in this file');
    const mended = applied(all, file, text);
    const ports = [...mended.matchAll(/"(\d+):/g)].map(([, port]) => port);
    assert.deepEqual([ports.length, new Set(ports).size], [5, 5], mended);
    assert.ok(mended.includes(' # both'));
    await client.edit(file, 2, mended);
    await client.diagnostics(file, (each, version) => version === 2 && !codes(each).includes('port-conflict'));
  });

  it('mends conflicts with other projects of the workspace', async () => {
    const { client, file, text } = await start({
      'shop/compose.yaml': 'services:\n  a:\n    image: x:1\n    ports: ["8080:80"]\n  b:\n    image: x:1\n    ports: ["8090:80"]\n',
      'blog/compose.yaml': 'services:\n  a:\n    image: x:1\n    ports: ["8080:80"]\n  b:\n    image: x:1\n    ports: ["8090:80"]\n',
    }, 'shop/compose.yaml');
    const [found] = await client.diagnostics(file, (each) => codes(each).filter((code) => code === 'port-conflict').length === 2);
    assert.ok(found);
    const all = (await client.codeActions(file, found.range)).find(({ title }) => title === 'Fix all 2 of port-conflict in this file');
    const mended = applied(all, file, text);
    assert.equal(new Set(['8080', '8090', ...[...mended.matchAll(/"(\d+):/g)].map(([, port]) => port)]).size, 4, mended);
  });

  it('applies what is safe on save, and nothing else', async () => {
    const text = 'services:\r\n  web:\r\n    imgae: nginx:1.27 # ours\r\n    networks: [frnt]\r\n    command: [sleep, 5]\r\nnetworks:\r\n  front:\r\n';
    const { client, file } = await start({ 'compose.yaml': text });
    await client.diagnostics(file, (each) => codes(each).includes('unknown-key'));
    const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    for (const only of [['source.fixAll'], ['source.fixAll.composure'], ['source']]) {
      const actions = await client.codeActions(file, nowhere, only);
      assert.deepEqual(actions.map(({ title, kind }) => [title, kind]), [['Apply all safe fixes', 'source.fixAll.composure']]);
      assert.equal(applied(actions[0], file, text), text.replace('imgae', 'image').replace('sleep, 5', 'sleep, "5"'));
    }
    assert.deepEqual(await client.codeActions(file, nowhere, ['source.organizeImports']), []);
  });

  it('works the edits of many fixes out when the client asks for them, with the version that they are for', async () => {
    const text = 'services:\n  a:\n    image: x:1\n    networks: [frnt]\n  b:\n    image: x:1\n    networks: [frnt, front]\nnetworks:\n  front:\n';
    const workspace = temporaryWorkspace({ 'compose.yaml': text });
    const client = new LspClient();
    disposables.push(() => client.dispose(), workspace.dispose);
    await client.initialize(workspace.root, { ...editorCapabilities, textDocument: { codeAction: { resolveSupport: { properties: ['edit', 'command'] } } } });
    const file = path.join(workspace.root, 'compose.yaml');
    await client.open(file, text, 7);
    const [found] = await client.diagnostics(file, (each) => codes(each).includes('undefined-network'));
    assert.ok(found);
    const all = (await client.codeActions(file, found.range)).find(({ title }) => title.startsWith('Fix all'));
    assert.ok(all !== undefined && all.edit === undefined);
    const resolved = await client.connection.sendRequest<CodeAction>('codeAction/resolve', all);
    assert.equal(applied(resolved, file, text), text.replaceAll('frnt', 'front'));
    assert.deepEqual(resolved.edit?.documentChanges?.map((change) => 'textDocument' in change && change.textDocument.version), [7]);
    await client.edit(file, 8, `${text}# typed meanwhile\n`);
    await assert.rejects(client.connection.sendRequest('codeAction/resolve', all), /the text has changed/);
  });

  it('makes the folder that is missing', async () => {
    const { client, file, root } = await start({
      'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./site:/usr/share/nginx/html\n',
    });
    const [found] = await client.diagnostics(file, (each) => each.length === 1);
    assert.ok(found);
    const create = (await client.codeActions(file, found.range)).find(({ title }) => title === 'Create the folder ./site');
    assert.ok(create?.command);
    await client.connection.sendRequest('workspace/executeCommand', { command: create.command.command, arguments: create.command.arguments });
    assert.ok(existsSync(path.join(root, 'site')));
    await client.diagnostics(file, (each) => each.length === 0);
  });

  it('adds a definition at the end of the mapping where it belongs', async () => {
    const { client, file, text } = await start({
      'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    networks:\n      - metrics\n\nnetworks:\n  front: # public\n    driver: bridge\n\nvolumes:\n  data:\n',
    });
    const [found] = await client.diagnostics(file, (each) => codes(each).includes('undefined-network'));
    assert.ok(found);
    const define = (await client.codeActions(file, found.range)).find(({ title }) => title === 'Define the network "metrics"');
    assert.equal(applied(define, file, text), text.replace('    driver: bridge\n', '    driver: bridge\n  metrics:\n'));
  });

  it('offers nothing where nothing is wrong, and never for other kinds', async () => {
    const { client, file } = await start({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    networks: [x]\n' });
    const [found] = await client.diagnostics(file, (each) => each.length === 1);
    assert.ok(found);
    assert.deepEqual(await client.codeActions(file, { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } }), []);
    assert.deepEqual(await client.codeActions(file, found.range, ['refactor']), []);
    assert.equal(readFileSync(file, 'utf8').includes('networks: [x]'), true);
  });
});
