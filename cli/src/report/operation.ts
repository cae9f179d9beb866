// How an operation ended, and how a plan reads, as text and as JSON.

import type { Place, Plan } from '#core/environments/plan.ts';
import { portText, publishedPorts, webAddress } from '#core/environments/web-port.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { PlanOutcome } from '#host/compose/run-plan.ts';
import { padded, visible } from '#cli/report/display-text.ts';

export interface OperationReport {
  readonly place: Place;
  /** The containers of its project. */
  readonly containers: readonly ContainerFacts[];
  readonly outcome: PlanOutcome;
  /** The environment to which a failed switch goes back. */
  readonly home: string | undefined;
}

/** One service as the engine shows it. */
export interface ServiceLine {
  readonly name: string;
  /** The engine's word; `absent` without a container. */
  readonly state: ContainerFacts['state'] | 'absent';
  readonly health: ContainerFacts['health'];
  readonly exitCode?: number;
  readonly url?: string;
  readonly ports: readonly string[];
}

/** The services of an environment, each by its worst container. */
export function serviceLines({ services }: Place, containers: readonly ContainerFacts[]): readonly ServiceLine[] {
  return services.map((name) => {
    const own = containers.filter(({ service }) => service === name);
    const worst = own.toSorted((a, b) => rank(a) - rank(b))[0];
    const ports = publishedPorts(own);
    const url = ports.map(webAddress).find((each) => each !== undefined);
    return {
      name, state: worst?.state ?? 'absent', health: worst?.health ?? 'none',
      ...(worst?.exitCode !== undefined && { exitCode: worst.exitCode }), ...(url !== undefined && { url }), ports: ports.map(portText),
    };
  });
}

export function operationJson({ place, containers, outcome }: OperationReport): string {
  const failed = outcome.ok ? undefined : { service: outcome.failed?.service ?? null, reason: outcome.failure.message };
  return `${JSON.stringify({
    ok: outcome.ok, environment: place.environment.name, services: serviceLines(place, containers).map(forJson),
    ...(failed !== undefined && { failed }), ...(!outcome.ok && outcome.back !== undefined && { wentBack: outcome.back.ok }),
  }, undefined, 2)}\n`;
}

export function operationText({ place, containers, outcome, home }: OperationReport, done: string): string {
  const heading = outcome.ok ? done : [
    `${outcome.step.title} failed: ${outcome.failure.message}`,
    // What the containers tell is not all that Compose said.
    ...(outcome.failure.lastLines.filter((line) => line !== outcome.failure.message).map((line) => `  ${line}`)),
    ...(outcome.back === undefined ? [] : [outcome.back.ok ? `${home ?? 'What ran before'} runs again` : `${home ?? 'What ran before'} could not be brought back: ${outcome.back.failure.message}`]),
  ].map(visible).join('\n');
  return `${heading}\n${containers.length === 0 ? '' : servicesText(serviceLines(place, containers))}`;
}

/** A table of services. */
export function servicesText(lines: readonly ServiceLine[]): string {
  const rows = lines.map((line) => [line.name, stateText(line), line.url ?? line.ports.join(', ')]);
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ').trimEnd()}\n`).join('');
}

export function forJson({ name, state, health, url }: ServiceLine): object {
  return { name, state, health, ...(url !== undefined && { url }) };
}

/** What would be done, step by step, with Compose's own arguments. */
export function planText(plan: Plan, isJson: boolean): string {
  const steps = (each: Plan): readonly { title: string; command: readonly string[] }[] => each.steps.map(({ title, call }) => ({ title, command: ['docker', 'compose', ...call.args] }));
  if (isJson) return `${JSON.stringify({ plan: plan.title, steps: steps(plan), ...(plan.back !== undefined && { back: steps(plan.back) }) }, undefined, 2)}\n`;
  const lines = (each: Plan): readonly string[] => steps(each).flatMap(({ title, command }, index) => [`${index + 1}. ${title}`, `   ${command.map(quoted).join(' ')}`]);
  return `${[plan.title, ...lines(plan), ...(plan.back === undefined ? [] : [`Where that fails: ${plan.back.title}`, ...lines(plan.back)])].map(visible).join('\n')}\n`;
}

function stateText({ state, health, exitCode }: ServiceLine): string {
  if (state === 'running') return health === 'none' ? 'running' : health;
  if (state === 'exited') return exitCode === 0 ? 'ended with 0' : `ended with ${exitCode ?? 'an unknown exit code'}`;
  return state === 'absent' ? 'no container' : state;
}

/** The one that needs a person comes first. */
function rank({ state, health }: ContainerFacts): number {
  if (state === 'exited') return 3;
  if (state !== 'running') return 0;
  return { unhealthy: 0, starting: 1, none: 4, healthy: 5 }[health];
}

/** For reading: no shell ever sees it. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : JSON.stringify(argument);
}
