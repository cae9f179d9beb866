// A client that can nothing beyond the protocol's oldest messages, as other editors may be: every feature answers it in a
// form that it understands, and asks it nothing.

import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeAction, CompletionList, DocumentHighlight, DocumentLink, FoldingRange, Hover, InitializeResult, InlayHint, Location, MessageConnection, Position, SelectionRange, SemanticTokens,
  SymbolInformation, TextEdit, WorkspaceEdit,
} from 'vscode-languageserver/node';
import { codes, LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const compose = 'services:\n  web:\n    image: nginx:${TAG}\n    networks: [bak]\n    depends_on: [db]\n    env_file: web.env\n    volumes:\n      - ./missing.conf:/etc/nginx/nginx.conf\n    \n  db:\n    image: postgres:17.2\n    networks: [back]\nnetworks:\n  back: {}\n';
const override = 'services:\n  web:\n    depends_on:\n      - db\n';

describe('a client with the fewest capabilities', () => {
  const { root, dispose } = temporaryWorkspace({ 'compose.yaml': compose, 'compose.override.yaml': override, '.env': 'TAG=1.27\n', 'web.env': '' });
  const client = new LspClient();
  const file = path.join(root, 'compose.yaml');
  const uri = pathToFileURL(file).toString();
  const overrideUri = pathToFileURL(path.join(root, 'compose.override.yaml')).toString();
  const asked: string[] = [];
  let told: InitializeResult;

  const at = (text: string, offset = 0): Position => TextDocument.create(uri, 'yaml', 0, compose).positionAt(compose.indexOf(text) + offset);
  const ask = <Answer>(method: string, parameters: object = {}): Promise<Answer> => client.connection.sendRequest<Answer>(`textDocument/${method}`, { textDocument: { uri }, ...parameters });
  const applied = (text: string, edits: readonly TextEdit[] | undefined): string => TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 0, text), [...edits ?? []]);

  before(async () => {
    // Its type leaves out the handler of everything that nobody handles.
    (client.connection as unknown as MessageConnection).onRequest((method) => {
      asked.push(method);
      return null;
    });
    told = await client.initialize(root, {});
    await client.open(file, compose);
    await client.diagnostics(file, (found) => codes(found).includes('undefined-network'));
  });
  after(async () => {
    await client.dispose();
    dispose();
  });

  it('is promised nothing that it has to know of', () => {
    assert.equal(told.capabilities.renameProvider, true);
    assert.equal(told.capabilities.positionEncoding ?? 'utf-16', 'utf-16');
  });

  it('gets diagnostics with codes, again after a change, and none for what is mended', async () => {
    const found = await client.diagnostics(file, () => true);
    assert.deepEqual(['undefined-network', 'dead-mount-source'].filter((code) => !codes(found).includes(code)), []);
    await client.edit(file, 2, compose.replace('[bak]', '[back]'));
    await client.diagnostics(file, (each, version) => version === 2 && !codes(each).includes('undefined-network'));
    await client.edit(file, 3, compose);
    await client.diagnostics(file, (each, version) => version === 3 && codes(each).includes('undefined-network'));
  });

  it('gets fixes as plain changes of files, and none that would make a file', async () => {
    const network = await client.codeActions(file, { start: at('bak'), end: at('bak') });
    const fix = network.find(({ title }) => title === 'Use "back"');
    assert.equal(fix?.edit?.documentChanges, undefined);
    assert.equal(applied(compose, fix?.edit?.changes?.[uri]), compose.replace('[bak]', '[back]'));
    const mount = await client.codeActions(file, { start: at('./missing'), end: at('./missing') });
    assert.deepEqual(mount.filter(({ title, edit }: CodeAction) => title.startsWith('Create the file') || edit?.documentChanges !== undefined), []);
  });

  it('gets completion as plain text, and its documentation', async () => {
    const { items } = await ask<CompletionList>('completion', { position: at('    \n  db:', 4) });
    const restart = items.find(({ label }) => label === 'restart');
    assert.equal(restart?.insertTextFormat ?? 1, 1);
    assert.equal(applied(compose, [restart?.textEdit as TextEdit]), compose.replace('    \n', '    restart: \n'));
    assert.equal(typeof (await client.connection.sendRequest<{ documentation: unknown }>('completionItem/resolve', restart)).documentation, 'string');
    const names = await ask<CompletionList>('completion', { position: at('[bak]', 4) });
    assert.ok(names.items.some(({ label }) => label === 'back'));
  });

  it('gets hovers in plain text, hints and links', async () => {
    assert.deepEqual((await ask<Hover>('hover', { position: at('${TAG}', 3) })).contents, { kind: 'plaintext', value: 'TAG is 1.27, from .env, line 1\n\nThe whole text is nginx:1.27' });
    const hints = await ask<readonly InlayHint[]>('inlayHint', { range: { start: at('services'), end: at('networks:\n  back') } });
    assert.ok(hints.some(({ label, tooltip }) => label === '= nginx:1.27' && typeof (tooltip ?? '') === 'string'));
    const links = await ask<readonly DocumentLink[]>('documentLink');
    assert.ok(links.some(({ target }) => target === pathToFileURL(path.join(root, 'web.env')).toString()));
  });

  it('gets places of names in all files', async () => {
    const position = at('[db]', 1);
    assert.deepEqual(await ask<readonly Location[]>('definition', { position }), [{ uri, range: { start: at('db:'), end: at('db:', 2) } }]);
    const references = await ask<readonly Location[]>('references', { position, context: { includeDeclaration: true } });
    assert.deepEqual(new Set(references.map((each) => each.uri)), new Set([uri, overrideUri]));
    assert.equal((await ask<readonly DocumentHighlight[]>('documentHighlight', { position })).length, 2);
  });

  it('renames in all files with plain changes', async () => {
    const { changes, documentChanges } = await ask<WorkspaceEdit>('rename', { position: at('[db]', 1), newName: 'store' });
    assert.equal(documentChanges, undefined);
    assert.equal(applied(compose, changes?.[uri]), compose.replace('[db]', '[store]').replace('  db:', '  store:'));
    assert.equal(applied(override, changes?.[overrideUri]), override.replace('- db', '- store'));
  });

  it('gets symbols in one list, folding, selection ranges and tokens', async () => {
    const symbols = await ask<readonly SymbolInformation[]>('documentSymbol');
    assert.deepEqual(symbols.filter(({ name }) => name === 'web' || name === 'back').map(({ location, containerName }) => [location.uri, containerName]), [[uri, 'services'], [uri, 'networks']]);
    const found = await client.connection.sendRequest<readonly SymbolInformation[]>('workspace/symbol', { query: 'web' });
    assert.deepEqual(found.filter(({ name }) => name === 'web').map((each) => each.location.uri).toSorted(), [overrideUri, uri].toSorted());
    assert.ok((await ask<readonly FoldingRange[]>('foldingRange')).some(({ startLine, endLine }) => startLine === 1 && endLine >= 7));
    const [selection] = await ask<readonly SelectionRange[]>('selectionRange', { positions: [at('[db]', 1)] });
    assert.deepEqual(selection?.range, { start: at('[db]', 1), end: at('[db]', 3) });
    assert.equal((await ask<SemanticTokens>('semanticTokens/full')).data.length % 5, 0);
  });

  it('is asked nothing', () => {
    assert.deepEqual([...asked, ...client.registrations.map(({ method }) => method)], []);
  });
});
