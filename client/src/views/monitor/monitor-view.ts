// The view "Monitor": what the containers of this window's environments use. It asks Docker only while it can be seen, and
// ends every stream when it cannot.

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

import type { Reading } from '#core/monitor/reading.ts';
import { Monitor } from '#host/engine/monitor.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import type { ContainerStore } from '#client/containers.ts';
import type { Docker } from '#client/docker.ts';
import { announcement, monitorCards, type MonitoredGroup } from '#client/views/monitor/cards.ts';
import { monitorPage } from '#client/views/monitor/page.ts';

/** Milliseconds in which changes are drawn together. */
const settling = 250;

/** Whatever is in the view; lives as long as the window. */
export class MonitorView implements vscode.Disposable {
  readonly #store: ContainerStore;
  readonly #log: vscode.LogOutputChannel;
  readonly #media: vscode.Uri;
  readonly #subscription: vscode.Disposable;
  readonly #need = Symbol('monitor');
  #view: vscode.WebviewView | undefined;
  #docker: Docker | undefined;
  #monitor: Monitor | undefined;
  #drawn: readonly Reading[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(store: ContainerStore, log: vscode.LogOutputChannel, extension: vscode.Uri) {
    this.#store = store;
    this.#log = log;
    this.#media = vscode.Uri.joinPath(extension, 'media', 'monitor');
    this.#subscription = store.onDidChange(() => this.#look());
  }

  /** Fills a view that has been opened. */
  fill(view: vscode.WebviewView): void {
    this.#view = view;
    const { webview } = view;
    webview.options = { enableScripts: true, localResourceRoots: [this.#media] };
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(this.#media, name)).toString();
    const subscriptions = [
      // Hidden, the page is thrown away: it says so when it is there again.
      webview.onDidReceiveMessage(() => this.#draw()),
      view.onDidChangeVisibility(() => this.#watch()),
    ];
    view.onDidDispose(() => {
      vscode.Disposable.from(...subscriptions).dispose();
      this.#view = undefined;
      this.#watch();
    });
    webview.html = monitorPage({ cspSource: webview.cspSource, style: file('monitor.css'), script: file('monitor.js'), nonce: randomBytes(16).toString('base64url') }, vscode.l10n);
    this.#watch();
  }

  dispose(): void {
    this.#view = undefined;
    this.#watch();
    this.#subscription.dispose();
  }

  #watch(): void {
    const isVisible = this.#view?.visible === true;
    this.#store.need(this.#need, isVisible);
    this.#look();
    this.#monitor?.watch(isVisible);
    if (!isVisible) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
  }

  /** Takes over what the store knows now, with the connection that it has now. */
  #look(): void {
    const { docker } = this.#store;
    if (docker !== this.#docker) {
      this.#monitor?.dispose();
      this.#docker = docker;
      this.#monitor = docker && new Monitor(docker.engine, {
        files: nodeFileSystem(), changed: () => this.#soon(), failed: (failure) => this.#log.debug(`Monitor: ${failure.message}`),
      });
    }
    this.#monitor?.look(this.#store.pictures.flatMap(({ containers, strays }) => [...containers ?? [], ...strays.flatMap((stray) => stray.containers)]));
    this.#monitor?.watch(this.#view?.visible === true);
    this.#soon();
  }

  #soon(): void {
    if (this.#view?.visible !== true) return;
    this.#timer ??= setTimeout(() => this.#draw(), settling);
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const view = this.#view;
    if (view?.visible !== true) return;
    const readings = this.#monitor?.readings ?? [];
    const message = { note: readings.length === 0 ? this.#note() : '', news: announcement(this.#drawn, readings), cards: monitorCards(this.#groups(readings), vscode.l10n) };
    this.#drawn = readings;
    void view.webview.postMessage(message);
  }

  /** The readings by the first environment that shows their container. */
  #groups(readings: readonly Reading[]): readonly MonitoredGroup[] {
    const left = new Map(readings.map((reading) => [reading.container.id, reading]));
    return this.#store.pictures.flatMap(({ summary, containers, strays }) => {
      const own = [...containers ?? [], ...strays.flatMap((stray) => stray.containers)].flatMap(({ id }) => {
        const reading = left.get(id);
        left.delete(id);
        return reading === undefined ? [] : [reading];
      });
      return own.length === 0 ? [] : [{ name: summary.name, readings: own }];
    });
  }

  /** Why there is nothing to see. */
  #note(): string {
    if (this.#store.state !== 'ready') return vscode.l10n.t('What containers use is shown here when Docker can be asked');
    return this.#docker === undefined || this.#store.pictures.some(({ containers }) => containers === undefined)
      ? vscode.l10n.t('Asking Docker')
      : vscode.l10n.t('No environment has containers: start one');
  }
}
