// Offers the commands and the view "Monitor" to the editor, and loads what is behind them when the first of them is wanted.

import * as vscode from 'vscode';

import { commandNames } from '#client/commands/command-names.ts';
import type { Work, WorkParts } from '#client/work.ts';

/** Lives as long as the window. */
export interface LateWork extends vscode.Disposable {
  /** Asks what is behind the commands for something, and loads it first. */
  ask<Answer>(question: (work: Work) => Promise<Answer>): Promise<Answer>;
}

/** Offers all of it for as long as the window lives. */
export function offerWork(parts: WorkParts): LateWork {
  let work: Promise<Work> | undefined;
  const loaded = (): Promise<Work> => work ??= import('#client/work.ts').then(({ Work }) => new Work(parts));
  const offered = vscode.Disposable.from(
    ...commandNames.map((name) => vscode.commands.registerCommand(`composure.${name}`, async (argument: unknown) => (await loaded()).run(name, argument))),
    vscode.window.registerWebviewViewProvider('composure.monitor', {
      async resolveWebviewView(view, _, token) {
        const here = await loaded();
        if (!token.isCancellationRequested) here.fillMonitor(view);
      },
    }),
    { dispose: () => { work?.then((here) => here.dispose(), (error: unknown) => parts.log.error(String(error))); } },
  );
  return { ask: async (question) => question(await loaded()), dispose: () => offered.dispose() };
}
