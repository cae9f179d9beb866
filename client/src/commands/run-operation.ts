// Carries out a plan where a person can watch and cancel it, and says how it ended. What the plan does, and
// how a step runs, is core's and host's affair.

import * as vscode from 'vscode';

import type { Plan } from '#core/environments/plan.ts';
import { progressText } from '#core/environments/waiting.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { PlanOutcome } from '#host/compose/run-plan.ts';
import type { Docker } from '#client/docker.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { lastWordsButton, showFailure, showMessage } from '#client/commands/failure-message.ts';
import { rememberWorking } from '#client/commands/remember-working.ts';
import { publishedPorts, webAddress } from '#core/environments/web-port.ts';

export interface Operation {
  readonly plan: Plan;
  /** The environment that it is about. */
  readonly environment: EnvironmentPicture;
  /** The projects that nothing else may touch meanwhile. */
  readonly projects: readonly string[];
  /** In the user's words, when it is done: "dev is running". */
  readonly done: string;
  readonly retry: () => Promise<void>;
}

/** Runs the plan, or says what else is at work on its project. */
export async function runOperation(context: CommandContext, docker: Docker, operation: Operation): Promise<void> {
  const { plan, projects } = operation;
  const busy = context.operations.runningOn(projects);
  if (busy !== undefined) {
    return showMessage(context, 'information', vscode.l10n.t('{0} is not done yet: wait for it, or cancel it', busy));
  }
  context.log.info(plan.title);
  const began = Date.now();
  const outcome = await context.operations.run(projects, plan.title, () => withProgress(context, docker, plan));
  context.store.projectsChanged(projects);
  if (outcome === 'cancelled') return sayCancelled(context, docker, operation);
  if (outcome.ok) {
    await sayDone(context, docker, operation, outcome.judgement === undefined ? undefined : Math.round((Date.now() - began) / 1000));
    if (startsAll(operation)) await rememberWorking(context, docker, operation.environment);
    return;
  }
  return sayFailed(context, operation, outcome);
}

/** Whether all of the environment is ready now. */
function startsAll({ plan, environment: { summary } }: Operation): boolean {
  return summary.services.every(({ name }) => plan.steps.at(-1)?.awaits?.services.includes(name));
}

async function withProgress(context: CommandContext, docker: Docker, plan: Plan): Promise<PlanOutcome | 'cancelled'> {
  const options = { location: vscode.ProgressLocation.Notification, title: plan.title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token): Promise<PlanOutcome | 'cancelled'> => {
    const abort = new AbortController();
    token.onCancellationRequested(() => {
      progress.report({ message: vscode.l10n.t('cancelling') });
      abort.abort();
    });
    let stands = '';
    let running = plan;
    const report = (...parts: readonly string[]): void => {
      if (!abort.signal.aborted) progress.report({ message: parts.filter((part) => part !== '').join(' · ') });
    };
    try {
      return await docker.run(plan, {
        signal: abort.signal,
        onProgress: (step, line) => {
          if (line === undefined) stands = '';
          const at = running.steps.length === 1 ? '' : vscode.l10n.t('step {0} of {1}, {2}', running.steps.indexOf(step) + 1, running.steps.length, step.title);
          report(at, stands, stands === '' ? line ?? '' : '');
        },
        onJudgement: (_, judgement) => {
          stands = progressText(judgement);
          report(stands);
        },
        onBack: (back, { failure }) => {
          running = back;
          context.log.warn(`${failure.message}: ${back.title}`);
          report(failure.message, back.title);
        },
      });
    } catch (error) {
      if (abort.signal.aborted) return 'cancelled';
      throw error;
    }
  });
}

/** `seconds` is how long it took until everything was ready; undefined where nothing was waited for. */
async function sayDone(context: CommandContext, docker: Docker, { plan, environment, done }: Operation, seconds: number | undefined): Promise<void> {
  const text = seconds === undefined ? done : vscode.l10n.t('{0}, ready after {1} s', done, seconds);
  context.log.info(text);
  const starts = plan.steps.some((step) => step.awaits !== undefined);
  const containers = starts ? await containersOf(context, docker, environment.summary.projectName) ?? [] : [];
  const [url] = publishedPorts(containers).flatMap((port) => webAddress(port) ?? []);
  showMessage(context, 'information', text, url === undefined ? {} : {
    [vscode.l10n.t('Open in Browser')]: () => vscode.env.openExternal(vscode.Uri.parse(url)),
  });
}

function sayFailed(context: CommandContext, { plan, environment, retry }: Operation, outcome: Extract<PlanOutcome, { ok: false }>): void {
  const { step, failure, failed, back } = outcome;
  if (back === undefined) {
    const more = failed === undefined ? {} : { [vscode.l10n.t('Logs of {0}', failed.service)]: () => vscode.commands.executeCommand('composure.logs', `service:${environment.summary.id}:${failed.service}`) };
    return showFailure(context, plan.back === undefined ? step.title : plan.title, failure, retry, more);
  }
  const more = lastWordsButton(context, environment.summary.name, outcome);
  const home = plan.back?.steps.at(-1)?.environment.name ?? '';
  const returned = back.ok ? vscode.l10n.t('{0} runs again', home) : vscode.l10n.t('{0} could not be brought back: {1}', home, back.failure.message);
  showFailure(context, plan.title, failure, retry, more, returned);
}

/** After a cancel a person must know what stands: some containers may run already. */
async function sayCancelled(context: CommandContext, docker: Docker, { plan, environment }: Operation): Promise<void> {
  const { name, projectName, id } = environment.summary;
  const containers = await containersOf(context, docker, projectName);
  const up = (containers ?? []).filter(({ state }) => state === 'running' || state === 'restarting' || state === 'paused');
  const left = containers === undefined ? vscode.l10n.t('Docker does not say what is left behind')
    : containers.length === 0 ? vscode.l10n.t('no containers are left behind')
    : vscode.l10n.t('{0} of {1} containers run', up.length, containers.length);
  context.log.info(`${plan.title}: cancelled, ${left}`);
  showMessage(context, 'warning', vscode.l10n.t('{0} was cancelled: {1}', plan.title, left), {
    ...(up.length === 0 ? {} : { [vscode.l10n.t('Stop {0}', name)]: () => vscode.commands.executeCommand('composure.stop', id) }),
    [vscode.l10n.t('Show Log')]: () => context.log.show(),
  });
}

/** Undefined where the engine went away meanwhile: the operation has ended all the same. */
async function containersOf(context: CommandContext, docker: Docker, project: string): Promise<readonly ContainerFacts[] | undefined> {
  try {
    return await docker.engine.containersOf(project);
  } catch (error) {
    context.log.warn(`The containers of ${project} are not known: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
