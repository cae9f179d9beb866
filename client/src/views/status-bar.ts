// The status bar item: which environment runs, and how many of its services are healthy.

import * as vscode from 'vscode';

import { activeFolder } from '#client/active-folder.ts';
import type { ContainerStore } from '#client/containers.ts';
import type { Operations } from '#client/operations.ts';
import { statusBarText, type StatusText } from '#client/views/status-text.ts';

/** The item; there is one while the setting asks for it. */
export class StatusBar implements vscode.Disposable {
  readonly #store: ContainerStore;
  readonly #operations: Operations;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable[];
  #shown: StatusText | undefined;

  constructor(store: ContainerStore, operations: Operations) {
    this.#store = store;
    this.#operations = operations;
    this.#item = vscode.window.createStatusBarItem('composure.status', vscode.StatusBarAlignment.Left, 40);
    this.#item.name = 'Composure';
    this.#item.command = 'composure.showActions';
    this.#subscriptions = [
      this.#item,
      store.onDidChange(() => this.#draw()),
      operations.onDidChange(() => this.#draw()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#draw()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('composure.statusBar')) this.#follow();
      }),
    ];
    this.#follow();
  }

  /** What it says now; undefined while it is hidden. */
  get shown(): StatusText | undefined {
    return this.#shown;
  }

  dispose(): void {
    this.#store.need('status-bar', false);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #follow(): void {
    this.#store.need('status-bar', this.#wanted());
    this.#draw();
  }

  #wanted(): boolean {
    return vscode.workspace.getConfiguration('composure').get('statusBar.visible', true);
  }

  #draw(): void {
    const text = !this.#wanted() ? undefined : statusBarText({
      environments: this.#store.pictures,
      state: this.#store.state,
      folder: activeFolder(),
      operation: this.#operations.current,
    }, vscode.l10n);
    this.#shown = text;
    if (text === undefined) return this.#item.hide();
    this.#item.text = text.text;
    this.#item.tooltip = text.tooltip;
    this.#item.accessibilityInformation = { label: text.accessibilityLabel };
    this.#item.backgroundColor = text.broken ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.#item.show();
  }
}
