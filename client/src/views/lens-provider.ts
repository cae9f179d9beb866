// Where lenses become VS Code's. It asks the engine only while an editor shows a file that has some.

import * as vscode from 'vscode';

import { toFilePath } from '#host/node/file-path.ts';
import type { ContainerStore } from '#client/containers.ts';
import { lineOfKey } from '#client/views/lens-place.ts';
import { lenses, type Lens } from '#client/views/lenses.ts';

/** The code lenses of compose files, while the setting asks for them. */
export class LensProvider implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #store: ContainerStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  readonly #need = Symbol('code lenses');
  #shown = '';

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(store: ContainerStore) {
    this.#store = store;
    this.#subscriptions = [
      this.#changed,
      vscode.languages.registerCodeLensProvider([{ scheme: 'file', language: 'dockercompose' }, { scheme: 'file', language: 'yaml' }], this),
      store.onDidChange(() => this.#update()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#update()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('composure.codeLens')) this.#update();
      }),
    ];
    this.#update();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return this.#of(document.uri).flatMap(({ line: checked, title, command, argument, service }) => {
      const line = service === undefined ? checked : lineOfKey(document, service.name, checked, service.column);
      return line === undefined ? [] : new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command: command ?? '', ...(argument === undefined ? {} : { arguments: [argument] }) });
    });
  }

  dispose(): void {
    this.#store.need(this.#need, false);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #of(uri: vscode.Uri): readonly Lens[] {
    if (uri.scheme !== 'file' || !vscode.workspace.getConfiguration('composure', uri).get('codeLens.enabled', true)) return [];
    return lenses(toFilePath(uri.fsPath), this.#store.pictures, vscode.workspace.isTrusted, vscode.l10n);
  }

  #update(): void {
    const shown = vscode.window.visibleTextEditors.map(({ document }) => this.#of(document.uri));
    const text = JSON.stringify(shown);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#changed.fire();
    this.#store.need(this.#need, shown.some((each) => each.length > 0));
  }
}
