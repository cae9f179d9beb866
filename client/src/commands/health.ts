// Asks how an environment is and shows it, a line for each service; the smoke tests of `composure.yaml` too where they are
// wanted. Only in a trusted folder: a smoke test is a command, though it runs in a container alone.

import * as vscode from 'vscode';

import { Failure } from '#core/failure.ts';
import { healthLines } from '#core/health/report-lines.ts';
import type { HealthReport } from '#core/health/report.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { showFailure } from '#client/commands/failure-message.ts';
import { healthItems } from '#client/commands/health-items.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withDocker } from '#client/commands/with-docker.ts';
import type { Docker } from '#client/docker.ts';
import { environmentHealth } from '#client/environment-health.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';

/** Containers, health checks and endpoints. */
export const health: Command = (context, argument) => ask(context, argument, false);

/** The same, and the smoke tests. */
export const smokeTest: Command = (context, argument) => ask(context, argument, true);

async function ask(context: CommandContext, argument: unknown, smoke: boolean): Promise<void> {
  const again = (): Promise<void> => ask(context, argument, smoke);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'health', argument);
    if (environment === undefined) return;
    const { name } = environment.summary;
    const title = smoke ? vscode.l10n.t('Testing {0}', name) : vscode.l10n.t('Asking how {0} is', name);
    const outcome = await withProgress(context, docker, environment, title, smoke);
    if (outcome === undefined) return;
    if (outcome instanceof Failure) return showFailure(context, title, outcome, again);
    for (const { text } of healthLines(outcome)) context.log.info(text);
    // A command ends when its work is done, not when its list is read.
    show(environment, outcome).then(undefined, (error: unknown) => context.log.error(error instanceof Error ? error : String(error)));
  });
}

/** Undefined where a person cancelled. */
async function withProgress({ store, log }: CommandContext, { engine }: Docker, { summary }: EnvironmentPicture, title: string, smoke: boolean): Promise<HealthReport | Failure | undefined> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (_, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    log.info(title);
    try {
      return await environmentHealth(summary, store.pictures.map((picture) => picture.summary), { engine, smoke, signal: abort.signal });
    } catch (error) {
      if (abort.signal.aborted) return undefined;
      if (error instanceof Failure) return error;
      throw error;
    }
  });
}

/** A list that can be read, filtered and left; choosing a service shows its logs, anything else the whole report. */
async function show({ summary }: EnvironmentPicture, report: HealthReport): Promise<void> {
  const title = vscode.l10n.t('{0}: {1} of {2} checks passed', report.environment, report.passed, report.total);
  const picked = await vscode.window.showQuickPick(healthItems(report, vscode.l10n), { title, placeHolder: vscode.l10n.t('Choose a service to follow its logs'), matchOnDescription: true, matchOnDetail: true });
  if (picked === undefined) return;
  if (picked.service === undefined) await vscode.commands.executeCommand('composure.showLog');
  else await vscode.commands.executeCommand('composure.logs', `service:${summary.id}:${picked.service}`);
}
