// Which operations run now. A project takes one at a time: two compose commands on the same containers undo
// each other's work.

import * as vscode from 'vscode';

/** Lives as long as the window. */
export class Operations implements vscode.Disposable {
  readonly #running = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.#changed.event;

  /** The title of what runs, the newest first. */
  get current(): string | undefined {
    return [...this.#running.values()].at(-1);
  }

  /** The title of what runs on one of these projects. */
  runningOn(projects: readonly string[]): string | undefined {
    return projects.map((project) => this.#running.get(project)).find((title) => title !== undefined);
  }

  /** Runs a piece of work on projects that nothing else works on. */
  async run<T>(projects: readonly string[], title: string, work: () => Promise<T>): Promise<T> {
    for (const project of projects) this.#running.set(project, title);
    this.#changed.fire();
    try {
      return await work();
    } finally {
      for (const project of projects) this.#running.delete(project);
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
