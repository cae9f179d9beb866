// `composure.yaml` over a real connection: findings of unsaved text with their fixes, names that lead to what they mean,
// and paths that can be opened.

import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompletionItem, CompletionList, Diagnostic, DocumentLink, Hover, Location, MarkupContent } from 'vscode-languageserver/node';
import { LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const text = `environments:
  dev: { files: compose.yaml, envFiles: .env.dev }
health:
  web: /
smoke:
  log in: { service: web, http: /, environments: dev }
`;

describe('composure.yaml in an editor', () => {
  const client = new LspClient();
  let [file, root] = ['', ''];
  let dispose = (): void => undefined;
  before(async () => {
    const workspace = temporaryWorkspace({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n', '.env.dev': 'A=b\n', 'composure.yaml': text });
    ({ root, dispose } = workspace);
    file = path.join(root, 'composure.yaml');
    await client.initialize(root);
    await client.open(file, text);
  });
  after(async () => {
    await client.dispose();
    dispose();
  });
  const uriOf = (name: string): string => pathToFileURL(path.join(root, name)).toString();
  const ask = <T>(method: string, line: number, character: number): Promise<T> => client.connection.sendRequest(method, { textDocument: { uri: uriOf('composure.yaml') }, position: { line, character } });

  it('leads from names to services and environments, and from paths to files', async () => {
    const found = async (line: number, character: number): Promise<readonly unknown[]> => (await ask<Location[] | null>('textDocument/definition', line, character) ?? []).map(({ uri, range }) => [path.basename(uri), range.start]);
    assert.deepEqual(await found(3, 3), [['compose.yaml', { line: 1, character: 2 }]]);
    assert.deepEqual(await found(5, 22), [['compose.yaml', { line: 1, character: 2 }]]);
    assert.deepEqual(await found(5, 50), [['composure.yaml', { line: 1, character: 2 }]]);
    assert.deepEqual(await found(1, 20), [['compose.yaml', { line: 0, character: 0 }]]);
    const links = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri: uriOf('composure.yaml') } });
    assert.deepEqual(links.map(({ range, target }) => [range.start.character, range.end.character, target]), [[16, 28, uriOf('compose.yaml')], [40, 48, uriOf('.env.dev')]]);
  });

  it('says what a name is', async () => {
    const said = async (line: number, character: number): Promise<string> => ((await ask<Hover>('textDocument/hover', line, character)).contents as MarkupContent).value;
    assert.equal(await said(3, 3), 'web: a service of dev');
    assert.equal(await said(5, 50), 'dev: an environment of compose.yaml');
    assert.match(await said(1, 33), /^envFiles: Files with the variables of the environment/);
  });

  it('finds in unsaved text what is wrong, offers the fix and what else may stand there', async () => {
    await client.edit(file, 2, text.replace('service: web', 'service: wbe').replace('health:', 'heath:'));
    const isWrong = ({ code, message }: Diagnostic): boolean => code === 'configuration' && typeof message === 'string' && message.includes('wbe');
    const found = await client.diagnostics(file, (all) => all.some(isWrong));
    assert.deepEqual(found.map(({ message, range }) => [message, range.start]), [
      ['composure.yaml has no key "heath": nothing is read from it', { line: 2, character: 0 }],
      ['No environment has a service "wbe": as it is, this test always fails', { line: 5, character: 21 }],
    ]);
    const diagnostic = found.find(isWrong);
    assert.ok(diagnostic !== undefined);
    const actions = await client.codeActions(file, diagnostic.range);
    assert.ok(actions.some(({ title }) => title === 'Use web'), actions.map(({ title }) => title).join());
    const offered = await ask<CompletionList | CompletionItem[]>('textDocument/completion', 5, 22);
    assert.deepEqual(('items' in offered ? offered.items : offered).map(({ label }) => label), ['web']);
  });
});
