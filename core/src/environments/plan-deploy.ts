// What updates an environment to its files as they are now: its images are built before anything stops.

import { projectArguments } from '#core/environments/compose-call.ts';
import { planSwitch, planUp, type Place, type Plan, type PlanStep, type Running } from '#core/environments/plan.ts';

/** `running` is the environment that runs in the target's place, as for a switch. */
export function planDeploy(target: Place, running: Running | undefined): Plan {
  const { environment } = target;
  const title = `Deploying ${environment.name}`;
  const isOther = running !== undefined && (running.place.environment.name !== environment.name || running.place.environment.directory !== environment.directory);
  if (!isOther) return { ...planUp(target, [], { build: true }), title };
  const building = `Building ${environment.name}`;
  // From the cache, unlike a rebuild: the copy that was tested has filled it.
  const call = { title: building, directory: environment.directory, args: [...projectArguments(environment), 'build'], output: 'progress' as const, parse: () => undefined };
  const build: PlanStep = { action: 'build', environment, title: building, call, awaits: undefined };
  const update = planSwitch(target, running);
  return { ...update, title, steps: [build, ...update.steps] };
}
