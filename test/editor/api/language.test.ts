// Each language feature as the editor itself asks for it, in files that are merged, included, or hold variables.
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

import { openLanguageProject, placeIn, write } from './language-project.ts';
import type { LanguageProject } from './language-project.ts';

describe('the language features', () => {
  let project: LanguageProject;
  let editor: vscode.TextEditor;
  beforeEach(async () => {
    project = await openLanguageProject();
    editor = await project.show('compose.yaml');
  });
  afterEach(() => project.close());

  it('complete keys, names of all files, and variables', async () => {
    // Names are those of the last check, and nobody waits for one: what is included has to be so in each text.
    const keys = await completion('include: [base/common.yaml]\nservices:\n  web:\n    ima|\n');
    assert.equal(keys[0]?.label, 'image');
    assert.match(proseOf(keys[0]?.documentation), /Reference/);
    assert.deepEqual((await completion('include: [base/common.yaml]\nservices:\n  web:\n    image: a\n    depends_on: [|]\n')).map(labelOf).toSorted(), ['mailer', 'store']);
    assert.ok((await completion('services:\n  web:\n    image: nginx:${|}\n')).map(labelOf).includes('TAG'));
  });

  it('hover over what a value comes to, and which file says so', async () => {
    assert.match(await hover('nginx:${T|AG'), /^`TAG` is `1\.27`, from .*`?\.env/s);
    assert.match(await hover('im|age: nginx'), /Overridden: `nginx:1\.28` counts, from .*`?compose\.override\.yaml/s);
  });

  it('lead from a name to its definition in another file, and to all of its uses', async () => {
    const definitions = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', editor.document.uri, placeIn(editor.document, '- mai|ler'));
    assert.deepEqual(definitions.map((each) => ('targetUri' in each ? placed(each.targetUri, each.targetSelectionRange ?? each.targetRange) : placed(each.uri, each.range))), ['common.yaml 2:3']);
    const variable = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', editor.document.uri, placeIn(editor.document, '${T|AG'));
    assert.deepEqual(variable.map((each) => basename('targetUri' in each ? each.targetUri.path : each.uri.path)), ['.env']);
    const references = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', editor.document.uri, placeIn(editor.document, '- sto|re'));
    assert.deepEqual(references.map(({ uri, range }) => placed(uri, range)).toSorted(), ['compose.override.yaml 4:3', 'compose.yaml 16:3', 'compose.yaml 8:9']);
  });

  it('rename a service in all files, as Compose then reads them from the disk', async () => {
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', editor.document.uri, placeIn(editor.document, '- sto|re'), 'cache');
    assert.deepEqual(edit.entries().map(([uri]) => basename(uri.path)).toSorted(), ['compose.override.yaml', 'compose.yaml']);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await saveAll();
    const { services } = await project.merged();
    assert.deepEqual(Object.keys(services).toSorted(), ['cache', 'mailer', 'web']);
    assert.deepEqual(Object.keys(services['web']?.['depends_on'] as object).toSorted(), ['cache', 'mailer']);
    assert.equal(services['cache']?.['init'], true);
  });

  it('rename a variable from its env file', async () => {
    const env = await project.show('.env');
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', env.document.uri, placeIn(env.document, 'T|AG'), 'VERSION');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await saveAll();
    const { services } = await project.merged();
    assert.equal(services['mailer']?.['image'], 'axllent/mailpit:1.27');
    assert.match(editor.document.getText(), /nginx:\$\{VERSION:-1\.26\}/);
  });

  it('describe environments in composure.yaml, which leads to what it names', async () => {
    await vscode.commands.executeCommand('composure.init', `${project.folder}\ndefault`);
    const described = vscode.window.activeTextEditor?.document;
    assert.ok(described !== undefined && basename(described.uri.path) === 'composure.yaml');
    assert.equal(described.getText(), 'environments:\n  default:\n    files: [compose.yaml, compose.override.yaml]\n');
    const definitions = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', described.uri, placeIn(described, 'compose.over|ride.yaml'));
    assert.deepEqual(definitions.map((each) => basename('targetUri' in each ? each.targetUri.path : each.uri.path)), ['compose.override.yaml']);
  });

  it('begin the line behind a key, and behind the first key of an item, in the right column', async () => {
    // A person does not type in the instant in which the whole text was replaced: the editor reads it first.
    const written = async (marked: string, expected: string): Promise<void> => {
      for (let left = 10; ; left -= 1) {
        const place = await write(editor, marked);
        editor.selection = new vscode.Selection(place, place);
        await delay(200);
        for (const text of ['\n', 'x']) await vscode.commands.executeCommand('type', { text });
        if (editor.document.getText() === expected || left === 0) break;
      }
      assert.equal(editor.document.getText(), expected);
    };
    await written('services:\n  web: # the site|\n', 'services:\n  web: # the site\n    x\n');
    await written('services:\n  web:\n    volumes:\n      - type: bind|\n', 'services:\n  web:\n    volumes:\n      - type: bind\n        x\n');
    await written('services:\n  web:\n    image: nginx:1.27|\n', 'services:\n  web:\n    image: nginx:1.27\n    x\n');
  });

  it('lay a compose file out, and no other YAML', async () => {
    const formatting = (uri: vscode.Uri): Thenable<vscode.TextEdit[] | undefined> => vscode.commands.executeCommand('vscode.executeFormatDocumentProvider', uri, { tabSize: 2, insertSpaces: true });
    await write(editor, 'services:\n    # the site\n    web:\n        image:   nginx:1.27\n|');
    const edit = new vscode.WorkspaceEdit();
    edit.set(editor.document.uri, await formatting(editor.document.uri) ?? []);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(editor.document.getText(), 'services:\n  # the site\n  web:\n    image: nginx:1.27\n');
    const other = await vscode.workspace.openTextDocument({ language: 'yaml', content: 'a:\n    b:   1\n' });
    assert.equal(await formatting(other.uri), undefined);
  });

  it('list the symbols of a file and of the workspace', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', editor.document.uri);
    const services = symbols.find(({ name }) => name === 'services');
    assert.deepEqual(services?.children.map(({ name }) => name), ['web', 'store']);
    const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'mailer');
    assert.ok(found.some(({ name, location }) => name === 'mailer' && location.uri.path === join(project.folder, 'base/common.yaml')));
  });

  it('show behind a text what it comes to', async () => {
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', editor.document.uri, new vscode.Range(0, 0, 100, 0));
    assert.deepEqual(hints.map(({ label, position }) => `${position.line + 1} ${typeof label === 'string' ? label : label.map(({ value }) => value).join('')}`), ['6 overridden: nginx:1.28']);
  });

  it('link to the files and images that a text names', async () => {
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', editor.document.uri);
    assert.deepEqual(links.map(({ target, range }) => `${range.start.line + 1} ${target?.scheme === 'file' ? target.path.slice(project.folder.length) : target?.toString(true)}`), [
      '3 /base/common.yaml', '6 https://hub.docker.com/_/nginx', '12 /web.env', '17 https://hub.docker.com/_/redis',
    ]);
  });

  it('fold services, and widen a selection from a word to its service', async () => {
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', editor.document.uri);
    assert.deepEqual(folds.find(({ start }) => start === 4)?.end, 14);
    const place = placeIn(editor.document, 'redis|:7.4');
    const [selection] = await vscode.commands.executeCommand<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', editor.document.uri, [place]);
    const widened: string[] = [];
    for (let each = selection; each !== undefined; each = each.parent) widened.push(editor.document.getText(each.range));
    assert.ok(widened.includes('image: redis:7.4'), JSON.stringify(widened));
    assert.ok(widened.some((text) => text.startsWith('store:') && text.trimEnd().endsWith('- front')), JSON.stringify(widened));
  });

  it('answer in an included file with a name of its own', async () => {
    const common = await project.show('base/common.yaml');
    assert.equal(common.document.languageId, 'yaml');
    assert.match(await hover('mailpit:${T|AG}', common), /^`TAG` is `1\.27`/);
    const references = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', common.document.uri, placeIn(common.document, 'mai|ler'));
    assert.deepEqual(references.map(({ uri, range }) => placed(uri, range)).toSorted(), ['common.yaml 2:3', 'compose.yaml 9:9']);
    assert.equal((await completion('services:\n  mailer:\n    image: a\n    healthc|\n', common))[0]?.label, 'healthcheck');
  });

  it('answer in an env file', async () => {
    const env = await project.show('.env');
    const references = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', env.document.uri, placeIn(env.document, 'T|AG'));
    assert.deepEqual(references.map(({ uri }) => basename(uri.path)).toSorted(), ['.env', 'common.yaml', 'compose.yaml']);
    assert.ok((await completion('TAG=1.27\nX=${|}\n', env)).map(labelOf).includes('TAG'));
  });

  it('mend what is safe when a file is saved, if that is wished', async () => {
    const config = vscode.workspace.getConfiguration('editor');
    await config.update('codeActionsOnSave', { 'source.fixAll.composure': 'explicit' }, vscode.ConfigurationTarget.Workspace);
    try {
      await write(editor, `version: "3.8"\n# The shop\n${editor.document.getText().replace('      - front\n', '      - frnt # the public side\n')}|`);
      await untilDiagnostic(editor.document.uri, 'obsolete-version');
      await editor.document.save();
      assert.match(editor.document.getText(), /^# The shop\nname: /);
      assert.match(editor.document.getText(), / - frnt # the public side\n/, 'what needs a choice is left alone');
    } finally {
      await config.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  async function completion(marked: string, of = editor): Promise<readonly vscode.CompletionItem[]> {
    const place = await write(of, marked);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', of.document.uri, place, undefined, 1);
    const typed = of.document.getText(of.document.getWordRangeAtPosition(place) ?? new vscode.Range(place, place));
    // Words of the text come from the editor itself.
    return items.filter((item) => item.kind !== vscode.CompletionItemKind.Text && labelOf(item).startsWith(typed))
      .toSorted((a, b) => (a.sortText ?? labelOf(a)).localeCompare(b.sortText ?? labelOf(b)));
  }

  async function hover(marked: string, of = editor): Promise<string> {
    const found = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', of.document.uri, placeIn(of.document, marked));
    assert.equal(found.length, 1, 'one hover, and not two that say the same');
    return found[0]?.contents.map((content) => proseOf(content as vscode.MarkdownString)).join('\n') ?? '';
  }
});

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

function proseOf(text: string | vscode.MarkdownString | undefined): string {
  return typeof text === 'string' ? text : text?.value ?? '';
}

/** A place as a person names it, counted from 1. */
function placed(uri: vscode.Uri, { start }: vscode.Range): string {
  return `${basename(uri.path)} ${start.line + 1}:${start.character + 1}`;
}

/** The files that an edit touched, of which only some are shown. */
async function saveAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) if (document.isDirty) assert.ok(await document.save());
}

async function untilDiagnostic(uri: vscode.Uri, code: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  const found = (): boolean => vscode.languages.getDiagnostics(uri).some((each) => (typeof each.code === 'object' ? each.code.value : each.code) === code);
  while (!found()) {
    if (Date.now() > deadline) throw new Error(`no ${code}, but: ${JSON.stringify(vscode.languages.getDiagnostics(uri).map(({ message }) => message))}`);
    await delay(50);
  }
}
