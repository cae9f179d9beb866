// Takes away what a project can do without: first a dialog that lists all of it, and what it frees.

import * as vscode from 'vscode';

import { keptLines, removalLines, removalSummary } from '#core/cleaning/lines.ts';
import { planCleaning, type CleaningPlan } from '#core/cleaning/plan.ts';
import { Failure } from '#core/failure.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import { askBelongings, clean, type Cleaned } from '#host/engine/clean.ts';
import type { Docker } from '#client/docker.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { dialogText } from '#client/commands/dialog-text.ts';
import { showFailure, showMessage } from '#client/commands/failure-message.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withDocker } from '#client/commands/with-docker.ts';

export const cleanUp: Command = async (context, argument) => {
  const again = (): Promise<void> => cleanUp(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'clean', argument);
    if (environment === undefined) return;
    const { projectName } = environment.summary;
    const busy = context.operations.runningOn([projectName]);
    if (busy !== undefined) return showMessage(context, 'information', vscode.l10n.t('{0} is not done yet: wait for it, or cancel it', busy));
    const looking = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for what {0} can do without', projectName) };
    const plan = planCleaning(projectName, await vscode.window.withProgress(looking, () => askBelongings(docker.engine)));
    const answer = await confirmed(plan, (await docker.engine.endpoint()).address);
    if (answer === undefined) return;
    if (answer === 'nothing') return showMessage(context, 'information', [vscode.l10n.t('{0} has nothing to clean', projectName), ...keptLines(plan)].join('. '));
    await carryOut(context, docker, plan, answer === 'with-cache', again);
  });
};

type Answer = 'nothing' | 'clean' | 'with-cache';

/** Undefined where a person thinks better of it. */
async function confirmed(plan: CleaningPlan, engine: string): Promise<Answer | undefined> {
  const { project, removals, buildCache } = plan;
  const remove = vscode.l10n.t('Remove');
  const withCache = vscode.l10n.t('Remove, and Empty the Build Cache');
  const onlyCache = vscode.l10n.t('Empty the Build Cache');
  const hasCache = buildCache.records > 0;
  if (removals.length === 0 && !hasCache) return 'nothing';
  const detail = dialogText([
    ...removalLines(removals), ...keptLines(plan),
    ...(hasCache ? ['', vscode.l10n.t('The build cache of all projects takes {0}; the next builds take longer without it', sizeText(buildCache.bytes))] : []),
    '', vscode.l10n.t('No volume is removed'), vscode.l10n.t('Engine: {0}', engine),
  ]);
  const question = removals.length === 0 ? vscode.l10n.t('{0} has nothing to clean but the build cache of all projects', project) : vscode.l10n.t('{0}: remove {1}?', project, removalSummary(removals));
  const buttons = removals.length === 0 ? [onlyCache] : hasCache ? [remove, withCache] : [remove];
  const choice = await vscode.window.showWarningMessage(question, { modal: true, detail }, ...buttons);
  return choice === undefined ? undefined : choice === remove ? 'clean' : 'with-cache';
}

async function carryOut(context: CommandContext, docker: Docker, plan: CleaningPlan, buildCache: boolean, retry: () => Promise<void>): Promise<void> {
  const title = vscode.l10n.t('Cleaning {0}', plan.project);
  context.log.info(title);
  for (const line of removalLines(plan.removals)) context.log.info(`  ${line}`);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const abort = new AbortController();
  try {
    const cleaned = await context.operations.run([plan.project], title, async () => vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      return clean(docker.engine, plan, {
        buildCache, signal: abort.signal,
        onProgress: ({ name }) => progress.report({ message: name, increment: 100 / plan.removals.length }),
      });
    }));
    sayDone(context, plan, cleaned);
  } catch (error) {
    if (abort.signal.aborted) return showMessage(context, 'warning', vscode.l10n.t('{0} was cancelled: what is removed already stays removed', title));
    if (!(error instanceof Failure)) throw error;
    showFailure(context, title, error, retry);
  } finally {
    context.store.projectsChanged([plan.project]);
  }
}

function sayDone(context: CommandContext, { project }: CleaningPlan, { removed, left, buildCache }: Cleaned): void {
  const text = [
    vscode.l10n.t('{0}: removed {1}', project, removalSummary(removed)),
    ...(buildCache === undefined ? [] : [vscode.l10n.t('the build cache is smaller by {0}', sizeText(buildCache))]),
    ...left.map(({ removal, why }) => vscode.l10n.t('{0} is still there: {1}', removal.name, why)),
  ];
  for (const line of text) context.log.info(line);
  showMessage(context, left.length === 0 ? 'information' : 'warning', text.join(' · '), { [vscode.l10n.t('Show Log')]: () => context.log.show() });
}
