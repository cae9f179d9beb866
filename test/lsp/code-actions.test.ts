// Quick fixes over a real connection: what they are called, what they change, and that they mend.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, TextEdit } from 'vscode-languageserver/node';
import { codes, LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

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
