// Hover, inlay hints and links over a real connection: as clients of several kinds get them, after edits too.

import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClientCapabilities, DocumentLink, Hover, InlayHint, MarkupContent } from 'vscode-languageserver/node';
import { generateCompose } from '../bench/generate-compose.ts';
import { LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const markdown: ClientCapabilities = { textDocument: { hover: { contentFormat: ['markdown', 'plaintext'] } } };

describe('hover, inlay hints and links', () => {
  const disposables: (() => unknown)[] = [];
  const start = async (files: Readonly<Record<string, string>>, capabilities: ClientCapabilities = markdown, name = 'compose.yaml'): Promise<{ client: LspClient; file: string; uri: string; root: string; write: (name: string, text: string) => void }> => {
    const { root, write, dispose } = temporaryWorkspace(files);
    const client = new LspClient();
    disposables.push(() => client.dispose(), dispose);
    await client.initialize(root, capabilities);
    const file = path.join(root, name);
    await client.open(file, files[name] ?? '');
    return { client, file, uri: pathToFileURL(file).toString(), root, write };
  };
  afterEach(async () => {
    for (const dispose of disposables.splice(0)) await dispose();
  });
  const hover = (client: LspClient, uri: string, line: number, character: number): Promise<Hover | null> => client.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line, character } });
  const hints = (client: LspClient, uri: string): Promise<readonly InlayHint[]> => client.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri }, range: { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } } });
  const said = (found: Hover | null): string | undefined => (found?.contents as MarkupContent | undefined)?.value;

  it('says what a value comes to with its override, and which file says so', async () => {
    const { client, uri } = await start({
      'compose.yaml': 'services:\n  web:\n    image: nginx:${TAG:-1}\n', '.env': '# tags\nTAG=1.27\n',
      'compose.override.yaml': 'services:\n  web:\n    image: nginx:1.28\n',
    });
    const variable = await hover(client, uri, 2, 20);
    assert.deepEqual([said(variable), variable?.range], ['`TAG` is `1.27`, from `.env`, line 2: the default does not count\n\nThe whole text is `nginx:1.27`', { start: { line: 2, character: 17 }, end: { line: 2, character: 26 } }]);
    assert.match(said(await hover(client, uri, 2, 6)) ?? '', /^\*\*image\*\*: .*\n\nValue `nginx:1\.27`\. Overridden: `nginx:1\.28` counts, from `compose\.override\.yaml`, line 3$/);
  });

  it('speaks plain text to a client without Markdown', async () => {
    const { client, uri } = await start({ 'compose.yaml': 'services:\n  web:\n    image: nginx:${TAG:-1}\n' }, {});
    assert.deepEqual((await hover(client, uri, 2, 20))?.contents, { kind: 'plaintext', value: 'TAG is set in no env file: the default 1 counts\n\nThe whole text is nginx:1' });
  });

  it('has nothing to say of a blank, a comment, or a file that is no compose file', async () => {
    const { client, uri, root } = await start({ 'compose.yaml': 'services:\n  # db\n  web:\n    image: x\n', 'other.yaml': 'jobs:\n  services: b\n' });
    assert.equal(await hover(client, uri, 1, 5), null);
    const other = path.join(root, 'other.yaml');
    await client.open(other, 'jobs:\n  services: b\n');
    assert.equal(await hover(client, pathToFileURL(other).toString(), 0, 2), null);
  });

  it('answers from the text as it is, right after an edit', async () => {
    const { client, file, uri } = await start({ 'compose.yaml': 'services:\n  web:\n    image: a:${TAG}\n', '.env': 'TAG=1\n' });
    await hints(client, uri);
    await client.edit(file, 2, '# one line more\nservices:\n  web:\n    image: b:${TAG}\n    ports: ["80:80"]\n');
    const [port, found] = await Promise.all([hover(client, uri, 4, 14), hints(client, uri)]);
    assert.match(said(port) ?? '', /^Port 80 of the container, published at `0\.0\.0\.0:80`/);
    assert.deepEqual(found.map(({ label, position }) => [label, position.line, position.character]), [['= b:1', 3, 19]]);
  });

  it('links to files that are there, and to the pages of images', async () => {
    const { client, uri, root } = await start({
      'compose.yaml': 'include: [db/compose.yaml]\nservices:\n  proxy:\n    image: nginx:1.27\n  web:\n    build:\n      context: ./web\n      dockerfile: prod.Dockerfile\n    env_file: [{path: web.env}, missing.env]\n',
      'db/compose.yaml': 'services:\n  db:\n    image: registry.local/db\n    env_file: db.env\n', 'db/db.env': '', 'web/prod.Dockerfile': 'FROM x\n', 'web.env': '',
    });
    const links = await client.connection.sendRequest<readonly DocumentLink[]>('textDocument/documentLink', { textDocument: { uri } });
    const at = (name: string): string => pathToFileURL(path.join(root, name)).toString();
    assert.deepEqual(links.map(({ target, range }) => [range.start.line, target]), [[0, at('db/compose.yaml')], [3, 'https://hub.docker.com/_/nginx'], [6, at('web')], [7, at('web/prod.Dockerfile')], [8, at('web.env')]]);
    const included = path.join(root, 'db/compose.yaml');
    await client.open(included, 'services:\n  db:\n    image: registry.local/db\n    env_file: db.env\n');
    const inside = await client.connection.sendRequest<readonly DocumentLink[]>('textDocument/documentLink', { textDocument: { uri: pathToFileURL(included).toString() } });
    assert.deepEqual(inside.map(({ target }) => target), [at('db/db.env')]);
  });

  it('shows only the hints that a person wants, and asks for them again when that changes', async () => {
    const wanted = { variables: true, overrides: true, extends: true };
    let refreshed = 0;
    const { root, dispose } = temporaryWorkspace({ 'compose.yaml': 'services:\n  web:\n    image: a:${TAG}\n', '.env': 'TAG=1\n' });
    const client = new LspClient();
    disposables.push(() => client.dispose(), dispose);
    client.connection.onRequest('workspace/configuration', () => [wanted]);
    client.connection.onRequest('workspace/inlayHint/refresh', () => {
      refreshed += 1;
      return null;
    });
    await client.initialize(root, { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true }, inlayHint: { refreshSupport: true } } });
    const file = path.join(root, 'compose.yaml');
    await client.open(file, 'services:\n  web:\n    image: a:${TAG}\n');
    const uri = pathToFileURL(file).toString();
    assert.deepEqual((await hints(client, uri)).map(({ label }) => label), ['= a:1']);
    assert.ok(client.registrations.some(({ method }) => method === 'workspace/didChangeConfiguration'));
    const before = refreshed;
    wanted.variables = false;
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(await hints(client, uri), []);
    assert.ok(refreshed > before);
  });

  it('asks for hints again when another file changes what they say', async () => {
    let refreshed: (() => void) | undefined;
    const { root, write, dispose } = temporaryWorkspace({ 'compose.yaml': 'services:\n  web:\n    image: a:${TAG}\n', '.env': 'TAG=1\n' });
    const client = new LspClient();
    disposables.push(() => client.dispose(), dispose);
    client.connection.onRequest('workspace/inlayHint/refresh', () => {
      refreshed?.();
      return null;
    });
    await client.initialize(root, { workspace: { inlayHint: { refreshSupport: true } } });
    const file = path.join(root, 'compose.yaml');
    await client.open(file, 'services:\n  web:\n    image: a:${TAG}\n');
    const uri = pathToFileURL(file).toString();
    assert.deepEqual((await hints(client, uri)).map(({ label }) => label), ['= a:1']);
    write('.env', 'TAG=2\n');
    let now: readonly unknown[] = [];
    for (let tries = 0; tries < 20 && now[0] !== '= a:2'; tries += 1) {
      const asked = new Promise<void>((resolve) => {
        refreshed = resolve;
      });
      await client.changedOnDisk(path.join(root, '.env'));
      await asked;
      now = (await hints(client, uri)).map(({ label }) => label);
    }
    assert.deepEqual(now, ['= a:2']);
  });

  it('says in an env file who uses a variable, also in unsaved text', async () => {
    const { client, root, uri, write } = await start({ 'compose.yaml': 'services:\n  web:\n    image: a:${TAG}\n', '.env': 'TAG=1\nDB_PASSWORD=hunter2\n', '.env.example': 'TAG=\n' }, markdown, '.env');
    const found = await hover(client, uri, 0, 5);
    assert.deepEqual([said(found), found?.range], ['`TAG` is `1`\n\nUsed by\n\n- service `web` in `compose.yaml`, line 3', { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } }]);
    assert.match(said(await hover(client, uri, 1, 14)) ?? '', /^`DB_PASSWORD` is `••••••`/);
    await client.edit(path.join(root, '.env'), 2, '# one line more\nTAG=2\n');
    assert.match(said(await hover(client, uri, 1, 1)) ?? '', /^`TAG` is `2`/);
    const example = path.join(root, '.env.example');
    await client.open(example, 'TAG=\n');
    assert.match(said(await hover(client, pathToFileURL(example).toString(), 0, 1)) ?? '', /^Only an example.*\n\nUsed by\n\n- service `web`/);
    write('notes.txt', 'TAG=1\n');
    const notes = path.join(root, 'notes.txt');
    await client.open(notes, 'TAG=1\n');
    assert.equal(await hover(client, pathToFileURL(notes).toString(), 0, 1), null);
  });

  it('explains composure.yaml, with the page of a rule', async () => {
    const text = 'environments:\n  dev: compose.yaml\nrules:\n  port-conflict: hint\n';
    const { client, uri } = await start({ 'compose.yaml': 'services:\n  web:\n    image: a\n', 'composure.yaml': text }, markdown, 'composure.yaml');
    assert.match(said(await hover(client, uri, 0, 3)) ?? '', /^\*\*environments\*\*: /);
    const rule = await hover(client, uri, 3, 8);
    assert.match(said(rule) ?? '', /^\*\*port-conflict\*\*: .* \(\[page\]\(file:\/\/\/.*\/docs\/rules\/port-conflict\.md\)\)$/);
    assert.deepEqual(rule?.range, { start: { line: 3, character: 2 }, end: { line: 3, character: 15 } });
  });

  it('says in a Dockerfile what services give and what is copied, and leads there', async () => {
    const dockerfile = 'ARG NODE=20\nFROM node:$NODE AS base\nCOPY a.txt gone.txt /\n';
    const { client, file, uri, root } = await start({
      'compose.yaml': 'services:\n  web:\n    build:\n      context: .\n      args: [NODE=22]\n', 'Dockerfile': dockerfile, 'a.txt': '12345', 'other/Dockerfile': 'FROM x AS base\n',
    }, markdown, 'Dockerfile');
    assert.equal(said(await hover(client, uri, 1, 12)), '`NODE` is `22`, from `compose.yaml`, line 5: the default does not count');
    assert.equal(said(await hover(client, uri, 2, 6)), `\`${root}/a.txt\` is a file of 5 bytes`);
    await client.edit(file, 2, `# one line more\n${dockerfile}`);
    assert.equal(said(await hover(client, uri, 2, 21)), 'Build stage **base**, from the image `node:$NODE`\n\nIt makes the image of `web`');
    const links = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri } });
    assert.deepEqual(links.map(({ range, target }) => [range.start.line, target]), [[3, pathToFileURL(path.join(root, 'a.txt')).toString()]]);
    const other = path.join(root, 'other/Dockerfile');
    await client.open(other, 'FROM x AS base\n');
    assert.equal(await hover(client, pathToFileURL(other).toString(), 0, 11), null);
  });

  it('answers for fifty services', async () => {
    const text = generateCompose(50);
    const { client, file, uri } = await start({ 'compose.yaml': text });
    const line = text.split('\n').findIndex((each) => each.trim().startsWith('image:'));
    assert.match(said(await hover(client, uri, line, 6)) ?? '', /^\*\*image\*\*/);
    for (let version = 2; version < 12; version += 1) {
      await client.edit(file, version, `${'# x\n'.repeat(version)}${text}`);
      assert.match(said(await hover(client, uri, line + version, 6)) ?? '', /^\*\*image\*\*/);
    }
  });
});
