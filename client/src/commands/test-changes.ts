// Tests the edited files in a copy beside what runs, and deploys them where they pass.

import * as vscode from 'vscode';

import { planDeploy } from '#core/environments/plan-deploy.ts';
import type { HealthReport } from '#core/health/report.ts';
import { healthLines } from '#core/health/report-lines.ts';
import { movedCheck } from '#core/isolation/moved-check.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { deploy } from '#host/deploy/deploy.ts';
import { askHealth } from '#host/health/ask-health.ts';
import { testChanges as test, type TestOptions, type TestResult } from '#host/isolation/test-changes.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import type { Docker } from '#client/docker.ts';
import { placeOf, servicesUp, type EnvironmentPicture } from '#client/environment-picture.ts';
import { firstWebAddress } from '#client/commands/choices.ts';
import type { Command, CommandContext } from '#client/commands/command-context.ts';
import { lastWordsButton, showFailure, showMessage } from '#client/commands/failure-message.ts';
import { machineryOf } from '#client/commands/machinery.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { inTheWay, sharesPorts } from '#client/commands/switching.ts';
import { watched, type Watching } from '#client/commands/watched.ts';
import { withDocker } from '#client/commands/with-docker.ts';

/** Tests, and changes nothing that runs. */
export const testChanges: Command = async (context, argument) => {
  const again = (): Promise<void> => testChanges(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'test', argument);
    if (environment === undefined) return;
    const { name } = environment.summary;
    const result = await watched(context, {
      title: vscode.l10n.t('Testing the changes of {0}', name), projects: [environment.summary.projectName], retry: again,
      cancelled: vscode.l10n.t('The test of {0} was cancelled, and nothing of the copy is left', name),
    }, async (watching) => test(placeOf(environment), await machineryOf(context, docker), testOptions(environment, docker, watching)));
    if (result === undefined) return;
    logResult(context, result);
    if (!hasPassed(result)) return sayNotPassed(context, name, result);
    showMessage(context, 'information', vscode.l10n.t('{0} passed in a copy: {1}', name, resultText(result)), {
      [vscode.l10n.t('Deploy Changes')]: () => vscode.commands.executeCommand('composure.deployChanges', environment.summary.id),
      [vscode.l10n.t('Show Log')]: () => context.log.show(),
    });
  });
};

/** Tests, and updates what runs. */
export const deployChanges: Command = async (context, argument) => {
  const again = (): Promise<void> => deployChanges(context, argument);
  await withDocker(context, again, async (docker) => {
    const environment = await pickEnvironment(context, 'deploy', argument);
    if (environment === undefined) return;
    const { name, projectName } = environment.summary;
    const running = inTheWay(environment, context.store.pictures);
    if (!await isWanted(environment, running, (await docker.engine.endpoint()).address)) return;
    const update = planDeploy(placeOf(environment), running && { place: placeOf(running), services: servicesUp(running), sharesPorts: sharesPorts(environment, running) });
    const title = vscode.l10n.t('Deploying the changes of {0}', name);
    const deployment = await watched(context, {
      title, projects: [...new Set([projectName, ...(running === undefined ? [] : [running.summary.projectName])])], retry: again,
      cancelled: vscode.l10n.t('The deployment of {0} was cancelled, and nothing of the copy is left: the sidebar shows what runs', name),
    }, async (watching) => deploy(placeOf(environment), await machineryOf(context, docker), {
      ...testOptions(environment, docker, watching), update, passes: ({ passed, total }) => passed === total,
      onUpdate: () => watching.say(vscode.l10n.t('the copy passed')),
    }));
    if (deployment === undefined) return;
    logResult(context, deployment.test);
    switch (deployment.stage) {
      case 'test': return sayNotPassed(context, name, deployment.test);
      case 'deployed': return showMessage(context, 'information', vscode.l10n.t('{0} is deployed: {1} in a copy', name, resultText(deployment.test)), {
        ...(firstWebAddress(environment) === undefined ? {} : { [vscode.l10n.t('Open in Browser')]: () => vscode.commands.executeCommand('composure.openInBrowser', environment.summary.id) }),
        [vscode.l10n.t('Roll Back…')]: () => vscode.commands.executeCommand('composure.rollBack', environment.summary.id),
      });
      case 'update': return showFailure(context, title, deployment.outcome.failure, again, deployment.rollback === undefined ? {} : {
        [vscode.l10n.t('Roll Back…')]: () => vscode.commands.executeCommand('composure.rollBack', environment.summary.id),
      });
    }
  });
};

async function isWanted({ summary: { name } }: EnvironmentPicture, running: EnvironmentPicture | undefined, engine: string): Promise<boolean> {
  const deploy = vscode.l10n.t('Deploy');
  const detail = [
    vscode.l10n.t('They are tested in a copy first. Where that passes, images are built and what differs is re-created; volumes stay.'),
    ...(running === undefined ? [] : [vscode.l10n.t('{0} makes way for it.', running.summary.name)]),
    vscode.l10n.t('Engine: {0}', engine),
  ].join('\n');
  return await vscode.window.showWarningMessage(vscode.l10n.t('Deploy the changes of {0}?', name), { modal: true, detail }, deploy) === deploy;
}

function testOptions({ summary: environment }: EnvironmentPicture, { engine }: Docker, watching: Watching): TestOptions<HealthReport> {
  return {
    ...watching,
    judge: async ({ original, containers }, signal) => {
      watching.say(vscode.l10n.t('asking the copy how it is'));
      const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
      const project = await loadProject(environment, files, parsed, neverCancelled);
      const copy = { containers, moved: (check: Parameters<typeof movedCheck>[0]) => movedCheck(check, original) };
      return askHealth({ project, beside: [project], files, parsed, engine, signal, smoke: true, variables: process.env, copy });
    },
    onTakeAway: () => watching.say(vscode.l10n.t('taking the copy away')),
  };
}

function hasPassed({ outcome, verdict }: TestResult<HealthReport>): boolean {
  return outcome.ok && verdict !== undefined && verdict.passed === verdict.total;
}

function resultText({ verdict, leftBehind }: TestResult<HealthReport>): string {
  return [
    ...(verdict === undefined ? [] : [vscode.l10n.t('{0} of {1} checks passed', verdict.passed, verdict.total)]),
    ...(leftBehind.length === 0 ? [] : [vscode.l10n.t('could not be taken away: {0}', leftBehind.join(', '))]),
  ].join(' · ');
}

function sayNotPassed(context: CommandContext, name: string, { outcome, verdict }: TestResult<HealthReport>): void {
  const failed = verdict?.checks.find(({ ok }) => !ok);
  const why = outcome.ok ? failed === undefined ? '' : `${failed.name}: ${failed.detail}` : outcome.failure.message;
  showMessage(context, 'error', vscode.l10n.t('{0} did not pass in a copy, and what runs is as it was: {1}', name, why), {
    ...(outcome.ok ? {} : lastWordsButton(context, vscode.l10n.t('the copy of {0}', name), outcome)),
    [vscode.l10n.t('Show Log')]: () => context.log.show(),
  });
}

function logResult(context: CommandContext, { outcome, verdict, notes, leftBehind }: TestResult<HealthReport>): void {
  if (!outcome.ok) for (const line of [outcome.failure.message, ...outcome.failure.lastLines]) context.log.error(`  ${line}`);
  for (const { text } of verdict === undefined ? [] : healthLines(verdict)) context.log.info(`  ${text}`);
  for (const note of notes) context.log.info(`  ${note}`);
  for (const left of leftBehind) context.log.warn(`  ${left} is still there`);
}
