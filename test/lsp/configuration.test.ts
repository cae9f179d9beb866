// `composure.yaml` over a real connection: findings of unsaved text with their fixes, names that lead to what they mean,
// and paths that can be opened.

import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompletionItem, CompletionList, Diagnostic, DocumentLink, Hover, Location, MarkupContent, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
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

describe('a rename that begins in composure.yaml', () => {
  const files = {
    'compose.yaml': 'services:\n  web: { image: "x:1", command: "$LEVEL", depends_on: [db] }\n  db: { image: "x:1" }\n',
    'compose.prod.yaml': 'services:\n  web: { environment: { LEVEL: "${LEVEL:-info}" } }\n',
    'alone.yaml': 'services:\n  web: { image: "y:1", command: "$LEVEL" }\n',
    '.env.prod': 'LEVEL=info\nURL=a\n',
    'composure.yaml': `environments:
  dev: compose.yaml
  prod: { files: [compose.yaml, compose.prod.yaml], envFiles: .env.prod }
  alone: alone.yaml
variables:
  LEVEL: { default: info, environments: { prod: warn } }
  URL: { generate: { from: "http://\${LEVEL}/\${OTHER}" } }
health:
  web: { http: /, environments: [prod] }
drift:
  web: { image: { because: it is, environments: prod } }
`,
  };
  const client = new LspClient();
  const workspace = temporaryWorkspace(files);
  before(() => client.initialize(workspace.root, { workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } } } }));
  after(async () => {
    await client.dispose();
    workspace.dispose();
  });

  /** The files that change, as they are then. */
  async function renamed(name: keyof typeof files, at: string, newName: string): Promise<Readonly<Record<string, string>>> {
    const before = files[name].slice(0, files[name].indexOf(at) + 1).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const textDocument = { uri: pathToFileURL(path.join(workspace.root, name)).toString() };
    const prepared = await client.connection.sendRequest('textDocument/prepareRename', { textDocument, position });
    assert.ok(prepared !== null);
    const edit = await client.connection.sendRequest<WorkspaceEdit>('textDocument/rename', { textDocument, position, newName });
    return Object.fromEntries((edit.documentChanges ?? []).map((change) => {
      assert.ok('edits' in change);
      const file = path.basename(change.textDocument.uri) as keyof typeof files;
      const document = TextDocument.create('', '', 0, files[file]);
      return [file, TextDocument.applyEdits(document, change.edits.filter((each): each is TextEdit => 'newText' in each))];
    }));
  }
  const changed = (from: RegExp, to: string, ...names: readonly (keyof typeof files)[]): Readonly<Record<string, string>> => Object.fromEntries(names.map((name) => [name, files[name].replaceAll(from, to)]));

  it('renames an environment wherever the file speaks of it', async () => {
    assert.deepEqual(await renamed('composure.yaml', 'prod: {', 'live'), changed(/(?<!\.)\bprod\b(?!\.)/g, 'live', 'composure.yaml'));
    assert.deepEqual(await renamed('composure.yaml', 'prod] }', 'live'), changed(/(?<!\.)\bprod\b(?!\.)/g, 'live', 'composure.yaml'));
    await assert.rejects(renamed('composure.yaml', 'prod: {', 'dev'), /composure\.yaml has an environment "dev" already/);
  });
  it('renames a service in the files of all environments', async () => {
    assert.deepEqual(await renamed('composure.yaml', 'web: { http', 'front'), changed(/\bweb\b/g, 'front', 'composure.yaml', 'compose.yaml', 'compose.prod.yaml', 'alone.yaml'));
    await assert.rejects(renamed('composure.yaml', 'web: { http', 'db'), /compose\.yaml has a service "db" already/);
  });
  it('renames a variable in compose files and env files, and in what is made of it', async () => {
    const after = {
      ...changed(/\bLEVEL\b/g, 'LOG', 'composure.yaml', 'compose.yaml', '.env.prod', 'alone.yaml'),
      'compose.prod.yaml': files['compose.prod.yaml'].replace('${LEVEL', '${LOG'),
    };
    assert.deepEqual(await renamed('composure.yaml', 'LEVEL: {', 'LOG'), after);
    assert.deepEqual(await renamed('composure.yaml', 'LEVEL}/', 'LOG'), after);
    await assert.rejects(renamed('composure.yaml', 'LEVEL: {', 'URL'), /composure\.yaml has a variable "URL" already/);
  });
  it('is the same where it begins in another file', async () => {
    const { 'composure.yaml': configuration } = await renamed('.env.prod', 'URL=', 'ADDRESS');
    assert.equal(configuration, files['composure.yaml'].replace('URL:', 'ADDRESS:'));
    await assert.rejects(renamed('.env.prod', 'URL=', 'LEVEL'), /has a variable "LEVEL" already/);
  });
});
