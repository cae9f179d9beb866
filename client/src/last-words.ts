// What containers wrote before they were taken away, as documents that can be read and searched, and are gone when they are
// closed. They are written nowhere: logs may hold secrets.

import * as vscode from 'vscode';

const scheme = 'composure-last-words';

/** Lives as long as the window. */
export class LastWords implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscription: vscode.Disposable;

  constructor() {
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  /** Opens a document; one with this title that is open already says this from now on. */
  async show(title: string, lines: readonly string[]): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${title.replaceAll('/', ' ')}.log` });
    this.#texts.set(uri.toString(), `${lines.join('\n')}\n`);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, { preview: true });
    const end = document.lineAt(document.lineCount - 1).range.end;
    editor.revealRange(new vscode.Range(end, end));
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
