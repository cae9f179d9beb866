// Notices operations on data that were interrupted, as soon as the window talks to Docker anyway, and offers what can be done.

import * as vscode from 'vscode';

import type { ContainerStore } from '#client/containers.ts';
import { InterruptionOffers } from '#client/interruption-offers.ts';
import { operationText, type Interruption } from '#client/interruption-text.ts';
import type { Operations } from '#client/operations.ts';

/** Milliseconds after a change in which further ones are taken together. */
const settling = 500;

/** Lives as long as the window. */
export class Interruptions implements vscode.Disposable {
  readonly #store: ContainerStore;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly #operations: Operations;
  readonly #offers = new InterruptionOffers();
  #current: readonly Interruption[] = [];
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(store: ContainerStore, operations: Operations, log: vscode.LogOutputChannel) {
    this.#store = store;
    this.#operations = operations;
    this.#log = log;
    const look = (): void => {
      if (store.docker !== undefined) this.#timer ??= setTimeout(() => { this.#look().catch((error: unknown) => log.error(String(error))); }, settling);
    };
    this.#subscription = vscode.Disposable.from(store.onDidChange(look), operations.onDidChange(look));
  }

  /** Those of this window's projects. */
  get current(): readonly Interruption[] {
    return this.#current;
  }

  /** What is interrupted of a project now has been told of, with what can be done. */
  async told(project: string): Promise<void> {
    const all = await this.#store.docker?.interrupted() ?? [];
    this.#offers.told(all.filter((each) => each.project === project).map(({ id }) => id));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(this.#subscription, this.#changed).dispose();
  }

  async #look(): Promise<void> {
    try {
      const all = await this.#store.docker?.interrupted() ?? [];
      const found = all.filter((each) => this.#store.pictures.some(({ summary }) => summary.projectName === each.project));
      if (JSON.stringify(found) !== JSON.stringify(this.#current)) {
        this.#current = found;
        this.#changed.fire();
      }
      for (const each of this.#offers.due(found, (project) => this.#operations.runningOn([project]) !== undefined)) this.#offer(each);
    } finally {
      this.#timer = undefined;
    }
  }

  #offer(interruption: Interruption): void {
    const { id, step, options } = interruption;
    const { l10n } = vscode;
    const text = l10n.t('{0} was interrupted: {1}', operationText(interruption, l10n), step);
    this.#log.warn(text);
    const titles = new Map(options.map((option) => [option === 'resume' ? l10n.t('Resume') : l10n.t('Put Back'), option]));
    vscode.window.showWarningMessage(text, ...titles.keys(), l10n.t('Later')).then((said) => {
      const choice = said === undefined ? undefined : titles.get(said);
      return choice === undefined ? undefined : vscode.commands.executeCommand('composure.recover', { id, choice });
    }).then(undefined, (error: unknown) => this.#log.error(String(error)));
  }
}
