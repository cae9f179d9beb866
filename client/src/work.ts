// What is done because somebody asks for it: the commands and the pages that they open. It reads whole projects and brings all
// the rules, so it is loaded when somebody first asks (`late-work.ts`).

import * as vscode from 'vscode';

import type { VolumeLoss } from '#host/storage/watch-losses.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import type { CommandName } from '#client/commands/command-names.ts';
import { commands } from '#client/commands/commands.ts';
import { lastBackupText, offerLost } from '#client/commands/data/offer-lost.ts';
import { DoctorPages } from '#client/doctor-pages.ts';
import { LastWords } from '#client/last-words.ts';
import { MonitorView } from '#client/views/monitor/monitor-view.ts';
import { Overviews, type OverviewsParts } from '#client/views/overviews/overviews.ts';

/** What the window brings. */
export interface WorkParts extends Omit<CommandContext, 'doctorPages' | 'lastWords' | 'overviews'>, Pick<OverviewsParts, 'ask'> {
  readonly extensionUri: vscode.Uri;
}

/** Lives as long as the window, once it is there. */
export class Work implements vscode.Disposable {
  readonly #context: CommandContext;
  readonly #doctorPages = new DoctorPages();
  readonly #lastWords = new LastWords();
  readonly #monitor: MonitorView;
  readonly #overviews: Overviews;

  constructor({ extensionUri, ask, ...parts }: WorkParts) {
    this.#overviews = new Overviews({ store: parts.store, log: parts.log, extensionUri, ask });
    this.#context = { ...parts, doctorPages: this.#doctorPages, lastWords: this.#lastWords, overviews: this.#overviews };
    this.#monitor = new MonitorView(parts.store, parts.log, extensionUri);
  }

  run(command: CommandName, argument: unknown): Promise<void> {
    return commands[command](this.#context, argument);
  }

  offerLost(loss: VolumeLoss): Promise<void> {
    return offerLost(this.#context, loss);
  }

  /** When the last backup of an environment was made, in words. */
  async lastBackup(environment: string): Promise<string | undefined> {
    const picture = this.#context.store.pictures.find(({ summary }) => summary.id === environment);
    return picture && lastBackupText(picture);
  }

  fillMonitor(view: vscode.WebviewView): void {
    this.#monitor.fill(view);
  }

  dispose(): void {
    vscode.Disposable.from(this.#doctorPages, this.#lastWords, this.#monitor, this.#overviews).dispose();
  }
}
