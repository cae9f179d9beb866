// What has to be called, and in which order, to start, switch, stop, restart or rebuild an environment: plain data that a
// view shows and a test asserts. It reads no engine and runs nothing.

import { buildCall, createCall, downCall, removeCall, restartCall, startCall, stopCall, upCall } from '#core/environments/calls.ts';
import type { ComposeCall } from '#core/environments/compose-call.ts';
import type { Environment } from '#core/project/environment.ts';

/** An environment and what Compose makes of it. */
export interface Place {
  readonly environment: Environment;
  /** The name that Compose gives the project. */
  readonly project: string;
  /** The services that are active in it. */
  readonly services: readonly string[];
}

/** One call of a plan. */
export interface PlanStep {
  readonly action: 'build' | 'create' | 'up' | 'start' | 'stop' | 'restart' | 'down' | 'remove';
  readonly environment: Environment;
  /** In the user's words: "Starting dev". */
  readonly title: string;
  readonly call: ComposeCall<void>;
  /** The services that have to be ready before the step is done; undefined where nothing is waited for. */
  readonly awaits: { readonly project: string; readonly services: readonly string[] } | undefined;
}

/** Steps that follow each other, each only if the one before it succeeded. */
export interface Plan {
  /** In the user's words: "Switching from dev to prod". */
  readonly title: string;
  readonly steps: readonly PlanStep[];
  /** What brings back what ran before, where a step fails that has changed it. */
  readonly back?: Plan | undefined;
}

/** The environment that runs in the target's place. */
export interface Running {
  readonly place: Place;
  /** The services that have a container that runs: what there is to go back to. */
  readonly services: readonly string[];
  /** Whether the two environments publish a port in common, so that they cannot run side by side. */
  readonly sharesPorts?: boolean;
}

/** Starts an environment, or some of its services and what they depend on. What runs as it should stays untouched. */
export function planUp(place: Place, services: readonly string[] = [], options: { readonly build?: boolean } = {}): Plan {
  const up = step('up', place, upCall(place.environment, { ...options, services }), services);
  return { title: up.title, steps: [up] };
}

/**
 * Starts the target and ends what runs in its place. Environments of one project need a single `up`: it re-creates only
 * what differs and removes the services that the target does not have. Environments of different projects that share a
 * directory or a port cannot stand side by side: the target's images and containers are made first, so that a failing build
 * stops nothing, then the running one is stopped, and keeps its containers and data.
 */
export function planSwitch(target: Place, running: Running | undefined): Plan {
  if (running === undefined || isSame(target, running.place)) return planUp(target);
  const { place, services, sharesPorts } = running;
  const title = `Switching from ${place.environment.name} to ${target.environment.name}`;
  const backTitle = `Going back to ${place.environment.name}`;
  if (target.project === place.project) {
    const isWhole = place.services.every((service) => services.includes(service));
    const back = upCall(place.environment, { removeOrphans: true, services: isWhole ? [] : services });
    return {
      title,
      steps: [{ ...step('up', target, upCall(target.environment, { removeOrphans: true })), title }],
      back: { title: backTitle, steps: [{ ...step('up', place, back, services), title: backTitle }] },
    };
  }
  if (target.environment.directory !== place.environment.directory && sharesPorts !== true) return planUp(target);
  return {
    title,
    steps: [
      step('create', target, createCall(target.environment)),
      step('stop', place, stopCall(place.environment)),
      step('up', target, upCall(target.environment)),
    ],
    back: {
      title: backTitle,
      steps: [
        step('stop', target, stopCall(target.environment)),
        // As they are: their files may have changed since they ran.
        { ...step('start', place, startCall(place.environment, services), services), title: backTitle },
      ],
    },
  };
}

/** Stops an environment, or some of its services, and keeps the containers, networks and volumes. */
export function planStop(place: Place, services: readonly string[] = []): Plan {
  return one(step('stop', place, stopCall(place.environment, services)));
}

/** Removes an environment's containers and networks. Volumes stay. */
export function planDown(place: Place, options: { readonly removeOrphans?: boolean } = {}): Plan {
  return one(step('down', place, downCall(place.environment, options)));
}

/** Restarts all services of an environment, or some. */
export function planRestart(place: Place, services: readonly string[] = []): Plan {
  return one(step('restart', place, restartCall(place.environment, services), services));
}

/** Builds the images of an environment, or of some services, from the beginning, and re-creates what they have changed. */
export function planRebuild(place: Place, services: readonly string[] = [], options: { readonly pull?: boolean } = {}): Plan {
  const build = step('build', place, buildCall(place.environment, services, options));
  const up = step('up', place, upCall(place.environment, { services }), services);
  return { title: `Rebuilding ${services.length === 0 ? place.environment.name : services.join(', ')}`, steps: [build, up] };
}

/** Removes the containers of services that no environment of their project names. */
export function planRemoveOrphans(place: Place, services: readonly string[]): Plan {
  return one(step('remove', place, removeCall(place.project, services)));
}

const waiting: readonly PlanStep['action'][] = ['up', 'start', 'restart'];

function step(action: PlanStep['action'], place: Place, call: ComposeCall<void>, services: readonly string[] = []): PlanStep {
  const awaits = waiting.includes(action) ? { project: place.project, services: services.length === 0 ? place.services : services } : undefined;
  return { action, environment: place.environment, title: call.title, call, awaits };
}

function one(only: PlanStep): Plan {
  return { title: only.title, steps: [only] };
}

/** Environments are told apart by directory and name, as their ids are. */
function isSame({ environment: one }: Place, { environment: other }: Place): boolean {
  return one.directory === other.directory && one.name === other.name;
}
