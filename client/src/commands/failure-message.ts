// Tells a person that something did not work: what, why in compose's own words, and what can be done.

import * as vscode from 'vscode';

import { advice, type Failure } from '#core/failure.ts';
import { asSentence } from '#core/words/sentence.ts';
import type { FailedPlan } from '#host/compose/run-plan.ts';
import type { CommandContext } from '#client/commands/command-context.ts';

/**
 * Shows a failure without waiting for an answer; `title` says what was being done, `more` what else can be done, and
 * `afterwards` what was done about it.
 */
export function showFailure(
  context: CommandContext, title: string | undefined, failure: Failure, retry: () => Promise<void>, more: Readonly<Record<string, () => unknown>> = {}, afterwards?: string,
): void {
  const text = [failureText(title, failure), ...(afterwards === undefined ? [] : [afterwards])].join('. ');
  context.log.error([title, failure.message, afterwards].filter((part) => part !== undefined).join(': '));
  showMessage(context, 'error', text, {
    ...more,
    [vscode.l10n.t('Show Log')]: () => context.log.show(),
    [vscode.l10n.t('Retry')]: retry,
  });
}

/** A button for what a container that is gone wrote last; none where nothing is known of it. `where` is its environment. */
export function lastWordsButton({ lastWords }: CommandContext, where: string, { failed, lastWords: said = [] }: FailedPlan): Readonly<Record<string, () => unknown>> {
  if (failed === undefined || said.length === 0) return {};
  const title = vscode.l10n.t('Logs of {0}', failed.service);
  return { [title]: () => lastWords.show(vscode.l10n.t('{0} in {1}', title, where), said) };
}

/** Shows a message whose buttons do something. A command ends when its work is done, not when its message is read. */
export function showMessage(context: CommandContext, kind: 'information' | 'warning' | 'error', text: string, buttons: Readonly<Record<string, () => unknown>> = {}): void {
  const { window } = vscode;
  const names = Object.keys(buttons);
  const shown = kind === 'error' ? window.showErrorMessage(text, ...names)
    : kind === 'warning' ? window.showWarningMessage(text, ...names)
    : window.showInformationMessage(text, ...names);
  shown.then(async (choice) => choice === undefined ? undefined : buttons[choice]?.())
    .then(undefined, (error: unknown) => context.log.error(error instanceof Error ? error : String(error)));
}

function failureText(title: string | undefined, failure: Failure): string {
  const lines = failure.lastLines.filter((line) => line.trim() !== '').slice(-3).map((line) => line.trim().replaceAll(containerId, ''));
  const what = failure.kind === 'not-ready' ? failure.message
    : lines.length > 0 && failure.kind === 'command-failed' ? lines.join(' · ') : `${failure.message}. ${advice[failure.kind]}`;
  return title === undefined ? asSentence(what) : vscode.l10n.t('{0} failed: {1}', title, what);
}

/** An id in full tells a person nothing; the log keeps it. */
const containerId = / ?\([0-9a-f]{64}\)/g;
