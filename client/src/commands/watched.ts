// Runs work on a project that starts containers where a person can watch and cancel it: for operations that are more than
// one plan.

import * as vscode from 'vscode';

import { progressText } from '#core/environments/waiting.ts';
import { Failure } from '#core/failure.ts';
import type { RunPlanOptions } from '#host/compose/run-plan.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { showFailure, showMessage } from '#client/commands/failure-message.ts';

/** What work is given: how it is cancelled, and how it tells how far it is. */
export interface Watching extends RunPlanOptions {
  readonly signal: AbortSignal;
  say(text: string): void;
}

export interface WatchedWork {
  readonly title: string;
  /** The projects that nothing else may touch meanwhile. */
  readonly projects: readonly string[];
  /** What a person has to know after a cancel. */
  readonly cancelled: string;
  readonly retry: () => Promise<void>;
}

/** The work's answer; undefined where it was cancelled, failed, or could not begin, which is said. */
export async function watched<Answer>(context: CommandContext, about: WatchedWork, work: (watching: Watching) => Promise<Answer>): Promise<Answer | undefined> {
  const { title, projects } = about;
  const busy = context.operations.runningOn(projects);
  if (busy !== undefined) {
    showMessage(context, 'information', vscode.l10n.t('{0} is not done yet: wait for it, or cancel it', busy));
    return undefined;
  }
  context.log.info(title);
  const abort = new AbortController();
  try {
    return await context.operations.run(projects, title, async () => vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (progress, token) => {
      token.onCancellationRequested(() => {
        progress.report({ message: vscode.l10n.t('cancelling') });
        abort.abort(new Failure('command-failed', 'it was cancelled'));
      });
      const say = (text: string): void => {
        if (!abort.signal.aborted) progress.report({ message: text });
      };
      return work({
        signal: abort.signal, say,
        onProgress: (step, line) => say(line ?? step.title),
        onJudgement: (_, judgement) => say(progressText(judgement)),
        onBack: (back, { failure }) => say(`${failure.message} · ${back.title}`),
      });
    }));
  } catch (error) {
    if (abort.signal.aborted) showMessage(context, 'warning', about.cancelled);
    else if (error instanceof Failure) showFailure(context, title, error, about.retry);
    else throw error;
    return undefined;
  } finally {
    context.store.projectsChanged(projects);
  }
}
