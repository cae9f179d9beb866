// Runs work on a project's data where a person sees how far it is and can cancel it; what a cancel does is said at once.

import * as vscode from 'vscode';

import { amountText, type Progress } from '#core/backup/progress.ts';
import { Failure } from '#core/failure.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { showFailure, showMessage } from '#client/commands/failure-message.ts';

export interface DataWork {
  readonly title: string;
  readonly project: string;
  /** What a cancel does now; undefined for work that goes on to its end. */
  readonly cancelling: (() => string) | undefined;
  /** What is true after a cancel. */
  readonly cancelled: string;
  readonly retry: () => Promise<void>;
  /** Further buttons where it fails. */
  readonly more?: Readonly<Record<string, () => unknown>> | undefined;
}

/** What work is given. */
export interface DataWorking {
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** The work's answer; undefined where it was cancelled, failed, or could not begin, which is said. */
export async function dataWork<Answer>(context: CommandContext, about: DataWork, work: (working: DataWorking) => Promise<Answer>): Promise<Answer | undefined> {
  const { title, project, cancelling } = about;
  const busy = context.operations.runningOn([project]);
  if (busy !== undefined) {
    showMessage(context, 'information', vscode.l10n.t('{0} is not done yet: wait for it, or cancel it', busy));
    return undefined;
  }
  context.log.info(title);
  const abort = new AbortController();
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: cancelling !== undefined };
  let told = '';
  try {
    return await context.operations.run([project], title, async () => vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => {
        showMessage(context, 'information', cancelling?.() ?? title);
        abort.abort(new Failure('command-failed', 'it was cancelled'));
      });
      return work({
        signal: abort.signal,
        onProgress(now) {
          if (now.step !== told) context.log.info(`  ${now.step}`);
          told = now.step;
          if (now.note !== undefined) context.log.info(`  ${now.note}`);
          progress.report({ message: progressText(now) });
        },
      });
    }));
  } catch (error) {
    if (abort.signal.aborted && error === abort.signal.reason) showMessage(context, 'warning', about.cancelled);
    else if (error instanceof Failure) showFailure(context, title, error, about.retry, about.more);
    else throw error;
    return undefined;
  } finally {
    context.store.projectsChanged([project]);
  }
}

/** `Reading volume shop_data · 42 %, 12 MiB of 29 MiB, 110 MB/s, 1 s left`. */
function progressText({ step, done, total, bytesPerSecond }: Progress): string {
  if (done === 0) return step;
  const percent = total === undefined || total < done || total === 0 ? '' : `${Math.floor(done / total * 100)} %, `;
  return `${step} · ${percent}${amountText({ done, total, bytesPerSecond })}`;
}
