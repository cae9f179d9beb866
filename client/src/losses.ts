// Notices volumes of this window's projects that go away by another hand, while the window talks to Docker anyway.

import type * as vscode from 'vscode';

import { Failure } from '#core/failure.ts';
import type { VolumeLoss } from '#host/storage/watch-losses.ts';
import type { ContainerStore } from '#client/containers.ts';
import type { Docker } from '#client/docker.ts';

/** Milliseconds before a stream that has ended is opened again. */
const pause = 5000;

/** Lives as long as the window. */
export class Losses implements vscode.Disposable {
  readonly #store: ContainerStore;
  readonly #offer: (loss: VolumeLoss) => Promise<void>;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscription: vscode.Disposable;
  #docker: Docker | undefined;
  #life = new AbortController();

  constructor(store: ContainerStore, log: vscode.LogOutputChannel, offer: (loss: VolumeLoss) => Promise<void>) {
    this.#store = store;
    this.#offer = offer;
    this.#log = log;
    this.#subscription = store.onDidChange(() => this.#look());
  }

  dispose(): void {
    this.#life.abort();
    this.#subscription.dispose();
  }

  #look(): void {
    const { docker } = this.#store;
    if (docker === this.#docker) return;
    this.#docker = docker;
    this.#life.abort();
    this.#life = new AbortController();
    if (docker !== undefined) this.#follow(docker, this.#life.signal).catch((error: unknown) => this.#log.error(error instanceof Error ? error : String(error)));
  }

  async #follow(docker: Docker, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await docker.followLosses((loss) => this.#heard(loss), signal);
      } catch (error) {
        // The sidebar tells of an engine that does not answer.
        if (!signal.aborted && !(error instanceof Failure)) throw error;
      }
      if (!signal.aborted) await new Promise((resolve) => { setTimeout(resolve, pause); });
    }
  }

  #heard(loss: VolumeLoss): void {
    const own = new Set(this.#store.pictures.map(({ summary }) => summary.projectName));
    const isOurs = loss.before.some(({ name, labels }) => loss.told.includes(name) && own.has(labels['com.docker.compose.project'] ?? ''));
    if (isOurs) this.#offer(loss).catch((error: unknown) => this.#log.error(error instanceof Error ? error : String(error)));
  }
}
