// A page beside the editors whose content follows what the window knows. It is worked out only while the page can be seen.

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

import type { Place } from '#core/protocol.ts';
import { toOsPath } from '#host/node/file-path.ts';
import type { ContainerStore } from '#client/containers.ts';
import type { Register } from '#client/views/overviews/graph-svg.ts';
import { overviewPage } from '#client/views/overviews/page.ts';

/** What is on the page: HTML by the id of the element that holds it. */
export interface Content {
  readonly parts: Readonly<Record<'bar' | 'main', string>>;
  /** What has happened, for those who do not see it; empty for nothing. */
  readonly news?: string;
}

export interface LivePageOptions {
  readonly kind: 'matrix' | 'drift' | 'graph';
  readonly title: string;
  readonly store: ContainerStore;
  readonly log: vscode.LogOutputChannel;
  readonly extensionUri: vscode.Uri;
  /** Works out what is on the page. */
  readonly content: (register: Register) => Promise<Content>;
  /** Does what a button says, apart from opening places. */
  readonly act: (action: string, argument: unknown) => Promise<void>;
}

/** Milliseconds in which changes are drawn together. */
const settling = 250;

/** Lives as long as the page is open. */
export class LivePage implements vscode.Disposable {
  readonly #options: LivePageOptions;
  readonly #panel: vscode.WebviewPanel;
  readonly #need = Symbol('overview');
  readonly #places: Place[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #subscriptions: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;
  #round = 0;

  constructor(options: LivePageOptions, closed: () => void) {
    this.#options = options;
    const { kind, title, store, extensionUri } = options;
    const media = vscode.Uri.joinPath(extensionUri, 'media', 'overviews');
    this.#panel = vscode.window.createWebviewPanel(`composure.${kind}`, title, vscode.ViewColumn.Active, { enableScripts: true, enableFindWidget: true, localResourceRoots: [media] });
    const { webview } = this.#panel;
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    this.#subscriptions = [
      store.onDidChange(() => this.soon()),
      webview.onDidReceiveMessage((message: unknown) => this.#heard(message)),
      this.#panel.onDidChangeViewState(() => this.#look()),
    ];
    this.#panel.onDidDispose(() => {
      this.#end();
      closed();
    });
    webview.html = overviewPage({ kind, title, cspSource: webview.cspSource, style: file('overviews.css'), script: file('overviews.js'), nonce: randomBytes(16).toString('base64url') });
    this.#look();
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Draws again, when more that comes at once has come. */
  soon(): void {
    if (this.#panel.visible) this.#timer ??= setTimeout(() => void this.#draw(), settling);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#options.store.need(this.#need, false);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** Hidden, the page is thrown away, and nobody is asked for it. */
  #look(): void {
    this.#options.store.need(this.#need, this.#panel.visible);
    if (this.#panel.visible) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #draw(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const round = this.#round += 1;
    try {
      const { parts, news = '' } = await this.#options.content((place) => this.#register(place));
      if (round === this.#round && this.#panel.visible) void this.#panel.webview.postMessage({ parts, news });
    } catch (error) {
      this.#options.log.error(error instanceof Error ? error : String(error));
    }
  }

  /** A place keeps its number: what is clicked may have been drawn before the last drawing. */
  #register(place: Place): number {
    const key = JSON.stringify(place);
    const number = this.#numbers.get(key) ?? this.#places.length;
    if (!this.#numbers.has(key)) this.#places.push(place);
    this.#numbers.set(key, number);
    return number;
  }

  #heard(message: unknown): void {
    const { do: action, with: argument } = message as { readonly do?: unknown; readonly with?: unknown };
    if (action === 'ready') return void this.#draw();
    const done = action === 'open' && Array.isArray(argument) ? openPlaces(argument.flatMap((number) => this.#places[Number(number)] ?? [])) : this.#options.act(String(action), argument);
    done.then(undefined, (error: unknown) => this.#options.log.error(error instanceof Error ? error : String(error)));
  }
}

/** One place beside the page's tab, two of them side by side. */
async function openPlaces(places: readonly Place[]): Promise<void> {
  for (const [index, { file, range: { start, end } }] of places.entries()) {
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    const viewColumn = places.length === 1 ? vscode.ViewColumn.Active : index === 0 ? vscode.ViewColumn.One : vscode.ViewColumn.Two;
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(toOsPath(file)), { selection, viewColumn, preview: false, preserveFocus: index > 0 });
    editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
