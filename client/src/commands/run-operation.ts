// Carries out a plan where a person can watch and cancel it, and says how it ended. What the plan does, and
// how a step runs, is core's and host's affair.

import * as vscode from 'vscode';

import type { Plan } from '#core/environments/plan.ts';
import type { Failure } from '#core/failure.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { Docker } from '#client/docker.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { showFailure, showMessage } from '#client/commands/failure-message.ts';
import { publishedPorts, webAddress } from '#client/web-port.ts';

export interface Operation {
  readonly plan: Plan;
  /** The environment that it is about. */
  readonly environment: EnvironmentPicture;
  /** The projects that nothing else may touch meanwhile. */
  readonly projects: readonly string[];
  /** In the user's words, when it is done: "dev runs". */
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
  const outcome = await context.operations.run(projects, plan.title, () => withProgress(docker, plan));
  context.store.projectsChanged(projects);
  switch (outcome.kind) {
    case 'done':
      context.log.info(operation.done);
      return sayDone(context, docker, operation);
    case 'cancelled':
      return sayCancelled(context, docker, operation);
    case 'failed':
      return showFailure(context, outcome.title, outcome.failure, operation.retry);
  }
}

type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly title: string; readonly failure: Failure };

async function withProgress(docker: Docker, plan: Plan): Promise<Outcome> {
  const options = { location: vscode.ProgressLocation.Notification, title: plan.title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token): Promise<Outcome> => {
    const abort = new AbortController();
    token.onCancellationRequested(() => {
      progress.report({ message: vscode.l10n.t('cancelling') });
      abort.abort();
    });
    try {
      const outcome = await docker.run(plan, {
        signal: abort.signal,
        onProgress: (step, line) => {
          if (abort.signal.aborted) return;
          const at = plan.steps.length === 1 ? '' : vscode.l10n.t('step {0} of {1}, {2}', plan.steps.indexOf(step) + 1, plan.steps.length, step.title);
          progress.report({ message: [at, line ?? ''].filter((part) => part !== '').join(' · ') });
        },
      });
      return outcome.ok ? { kind: 'done' } : { kind: 'failed', title: outcome.step.title, failure: outcome.failure };
    } catch (error) {
      if (abort.signal.aborted) return { kind: 'cancelled' };
      throw error;
    }
  });
}

async function sayDone(context: CommandContext, docker: Docker, { plan, environment, done }: Operation): Promise<void> {
  const starts = plan.steps.some((step) => step.action !== 'stop');
  const containers = starts ? await containersOf(context, docker, environment.summary.projectName) ?? [] : [];
  const [url] = publishedPorts(containers).flatMap((port) => webAddress(port) ?? []);
  showMessage(context, 'information', done, url === undefined ? {} : {
    [vscode.l10n.t('Open in Browser')]: () => vscode.env.openExternal(vscode.Uri.parse(url)),
  });
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
