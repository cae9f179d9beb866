// What has to be called, and in which order, to start, switch, stop or restart an environment: plain data that a view
// shows and a test asserts. It reads no engine and runs nothing.

import { restartCall, stopCall, upCall, upServicesCall } from '#core/environments/calls.ts';
import type { ComposeCall } from '#core/environments/compose-call.ts';
import type { Environment } from '#core/project/environment.ts';

/** One call of a plan. */
export interface PlanStep {
  readonly action: 'up' | 'stop' | 'restart';
  readonly environment: Environment;
  /** In the user's words: "Starting dev". */
  readonly title: string;
  readonly call: ComposeCall<void>;
}

/** Steps that follow each other, each only if the one before it succeeded. */
export interface Plan {
  /** In the user's words: "Switching from dev to prod". */
  readonly title: string;
  readonly steps: readonly PlanStep[];
}

export interface SwitchOptions {
  /** Build the images anew first. */
  readonly build?: boolean;
  /** Whether the two environments publish a port in common, so that they cannot run side by side. */
  readonly sharesPorts?: boolean;
}

/**
 * Starts the target and ends what runs in its place. Environments of one project need a single `up`: it re-creates only
 * what differs and removes the services that the target does not have. Environments of different projects that share a
 * directory or a port cannot stand side by side: the running one is stopped first, and keeps its containers and data.
 *
 * @param projectNames the names that Compose gives the two projects; that of `running` does not matter where there is none.
 */
export function planSwitch(
  target: Environment,
  running: Environment | undefined,
  projectNames: { readonly target: string; readonly running?: string | undefined },
  options: SwitchOptions = {},
): Plan {
  const up = step('up', target, upCall(target, options));
  if (running === undefined || isSame(target, running)) return { title: up.title, steps: [up] };
  const title = `Switching from ${running.name} to ${target.name}`;
  if (projectNames.target === projectNames.running) return { title, steps: [{ ...up, title }] };
  if (target.directory !== running.directory && options.sharesPorts !== true) return { title: up.title, steps: [up] };
  return { title, steps: [step('stop', running, stopCall(running)), up] };
}

/** Starts some services of an environment that runs, or in whose place nothing runs. */
export function planStartServices(environment: Environment, services: readonly string[]): Plan {
  const up = step('up', environment, upServicesCall(environment, services));
  return { title: up.title, steps: [up] };
}

/** Stops an environment, or some of its services, and keeps the containers, networks and volumes. */
export function planStop(environment: Environment, services: readonly string[] = []): Plan {
  const stop = step('stop', environment, stopCall(environment, services));
  return { title: stop.title, steps: [stop] };
}

/** Restarts all services of an environment, or some. */
export function planRestart(environment: Environment, services: readonly string[] = []): Plan {
  const restart = step('restart', environment, restartCall(environment, services));
  return { title: restart.title, steps: [restart] };
}

function step(action: PlanStep['action'], environment: Environment, call: ComposeCall<void>): PlanStep {
  return { action, environment, title: call.title, call };
}

/** Environments are told apart by directory and name, as their ids are. */
function isSame(one: Environment, other: Environment): boolean {
  return one.directory === other.directory && one.name === other.name;
}
