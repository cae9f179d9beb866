// What is left to other language supports of the same editor over a real connection: from the start, and when one comes.

import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompletionList, Hover, MarkupContent } from 'vscode-languageserver/node';
import { neighboursNotification, type LeftToNeighbours } from '#core/protocol.ts';
import { codes, LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const text = 'services:\n  web:\n    image: nginx:1.27\n    tty: true\n    image: nginx:1.28\n    networks:\n      - \n    \n  db: {image: "postgres:17"}\nnetworks: {back: {}}\n';
const nothing: LeftToNeighbours = { keyCompletion: 'never', keyHover: 'never', findings: [], formatting: false };

describe('what is left to neighbours', () => {
  const disposables: (() => unknown)[] = [];
  const start = async (neighbours: LeftToNeighbours | undefined, name = 'compose.yaml'): Promise<{ client: LspClient; file: string; uri: string }> => {
    const { root, dispose } = temporaryWorkspace({ [name]: text });
    const client = new LspClient();
    disposables.push(() => client.dispose(), dispose);
    await client.initialize(root, {}, { neighbours });
    const file = path.join(root, name);
    await client.open(file, text);
    return { client, file, uri: pathToFileURL(file).toString() };
  };
  afterEach(async () => {
    for (const dispose of disposables.splice(0)) await dispose();
  });
  const labels = async (client: LspClient, uri: string, line: number, character: number): Promise<readonly string[]> => (
    (await client.connection.sendRequest<CompletionList>('textDocument/completion', { textDocument: { uri }, position: { line, character } })).items.map(({ label }) => label)
  );
  const hover = async (client: LspClient, uri: string, line: number, character: number): Promise<string | undefined> => (
    (await client.connection.sendRequest<Hover | null>('textDocument/hover', { textDocument: { uri }, position: { line, character } }))?.contents as MarkupContent | undefined
  )?.value;

  it('is nothing where no client says so', async () => {
    const { client, file, uri } = await start(undefined);
    assert.ok((await labels(client, uri, 7, 4)).includes('restart'));
    assert.match(await hover(client, uri, 3, 5) ?? '', /^tty: /);
    assert.ok(codes(await client.diagnostics(file, () => true)).includes('duplicate-key'));
  });

  it('leaves keys and what they mean, and keeps names, values, and what only Composure knows of a key', async () => {
    const { client, file, uri } = await start({ ...nothing, keyCompletion: 'always', keyHover: 'always' });
    await client.diagnostics(file, () => true);
    const keys = await labels(client, uri, 7, 4);
    assert.deepEqual(['restart', 'build', 'healthcheck'].filter((key) => keys.includes(key)), []);
    assert.ok((await labels(client, uri, 6, 8)).includes('back'));
    assert.equal(await hover(client, uri, 3, 5), undefined);
    assert.match(await hover(client, uri, 2, 14) ?? '', /nginx/);
  });

  it('says keys in a text that no YAML parser reads, where the neighbour falls silent', async () => {
    const { client, file, uri } = await start({ ...nothing, keyCompletion: 'readable', keyHover: 'readable' });
    assert.ok(!(await labels(client, uri, 7, 4)).includes('restart'));
    assert.equal(await hover(client, uri, 3, 5), undefined);
    await client.edit(file, 2, text.replace('\n    \n', '\n    re\n'));
    assert.ok((await labels(client, uri, 7, 6)).includes('restart'));
    assert.match(await hover(client, uri, 3, 5) ?? '', /^tty: /);
  });

  it('leaves nothing of a file whose name tells nobody else what it is', async () => {
    const { client, uri } = await start({ ...nothing, keyCompletion: 'always', keyHover: 'always' }, 'shop.compose.yaml');
    assert.ok((await labels(client, uri, 7, 4)).includes('restart'));
    assert.match(await hover(client, uri, 3, 5) ?? '', /^tty: /);
  });

  it('takes a finding back when a neighbour comes that says it, and brings it again when it goes', async () => {
    const { client, file } = await start(nothing);
    const isThere = async (there: boolean): Promise<unknown> => client.diagnostics(file, (found) => codes(found).includes('duplicate-key') === there);
    await isThere(true);
    await client.connection.sendNotification(neighboursNotification, { ...nothing, findings: ['duplicate-key'] });
    await isThere(false);
    await client.connection.sendNotification(neighboursNotification, nothing);
    await isThere(true);
  });

  const checked = async (findings: LeftToNeighbours['findings'], source: string, name = 'compose.yaml'): Promise<readonly unknown[]> => {
    const { client, file } = await start({ ...nothing, findings }, name);
    // One of its own says that the check has ended.
    await client.edit(file, 2, `${source}  last: {image: x, depends_on: [nowhere]}\n`);
    return codes(await client.diagnostics(file, (found) => codes(found).includes('undefined-service'))).filter((code) => code !== 'undefined-service' && code !== 'unpinned-image');
  };

  it('leaves what no parser reads, and keeps what Compose alone refuses', async () => {
    const refused = 'services:\n  web:\n    image: x:1\n    command: *nowhere\n    labels: {<<: text}\n    environment: {<<: {A: b}, <<: {C: d}}\n';
    assert.deepEqual((await checked(['yaml-syntax', 'duplicate-key'], refused)).toSorted(), ['duplicate-key', 'yaml-syntax', 'yaml-syntax']);
    const unreadable = 'services:\n  web:\n    image: x:1\n    command: @x\n';
    assert.deepEqual(await checked(['yaml-syntax'], unreadable), []);
    assert.deepEqual(await checked([], unreadable), ['yaml-syntax']);
  });

  it('leaves what the schema says of a file, and keeps what only variables and other files make wrong', async () => {
    const source = 'services:\n  web:\n    image: x:1\n    imgae: y\n    command: 3\n';
    assert.deepEqual((await checked([], source)).toSorted(), ['unknown-key', 'wrong-type']);
    assert.deepEqual(await checked(['unknown-key', 'wrong-type'], source), []);
    assert.deepEqual((await checked(['unknown-key', 'wrong-type'], 'services:\n  web:\n    image: x:1\n    imgae: y\n', 'shop.compose.yaml')), ['unknown-key']);
    assert.deepEqual((await checked(['unknown-key', 'wrong-type'], 'services:\n  base: {image: "x:1", expose: {a: b}}\n  web:\n    extends: base\n    expose: ["80"]\n')), ['wrong-type']);
  });
});
