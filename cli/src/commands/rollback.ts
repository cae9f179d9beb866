// `composure rollback`: brings an environment, or one of its services, back to a state in which it was ready.

import { placeOf } from '#core/environments/place.ts';
import { isDone, rollbackSteps, type Rollback } from '#core/rollback/plan-rollback.ts';
import { nearest } from '#core/words/nearest.ts';
import type { PlanOutcome } from '#host/compose/run-plan.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operate, operationOptions, progressOptions, sayLog, timeoutOption, type Operating } from '#cli/commands/operate.ts';
import { forJson, operationText, planText, serviceLines } from '#cli/report/operation.ts';
import { rollbackLines, stateForJson, statesJson, statesText } from '#cli/report/working-states.ts';

export const rollbackCommand: CommandDescription = {
  name: 'rollback',
  summary: 'Bring an environment, or one service, back to a state that worked, with its files, values and images',
  operands: '[SERVICE]',
  options: [
    ...operationOptions,
    { name: 'state', value: 'ID', help: 'The state; without it the newest that is not what runs now' },
    { name: 'list', help: 'Print the states that are remembered, and change nothing' },
    timeoutOption,
  ],
  notes: [
    'Each start of a whole environment that becomes ready is remembered, the last five of them, with its compose and env files; its images are kept by names of their own (composure/PROJECT/SERVICE:STATE), also when they are built again and pruned.',
    'What is right already is left alone. The files of the workspace are not written, and neither they nor volumes and mounted files go back: the next start uses the files as they are.',
    'The exit status is 0 when the environment is ready, 1 where it is not or nobody said yes, and 2 where nothing could be done.',
  ],
};

/** Rolls back. @throws CannotRun where there is nothing to go back to. */
export function runRollback(values: Values, terminal: Terminal): Promise<Status> {
  const [service, more] = values.operands;
  if (more !== undefined) throw new CannotRun('composure rollback takes one service, or none for the whole environment');
  return operate(values, terminal, async (operating) => {
    const { project, cli, engine, signal } = operating;
    const isJson = values.last('format') === 'json';
    const { prepareRollback, statesOf } = await import('#host/rollback/roll-back.ts');
    const place = placeOf(project);
    const states = await statesOf(place, { engine }, undefined, signal);
    if (values.has('list')) {
      terminal.out(isJson ? statesJson(project.environment.name, states) : statesText(project.environment.name, states));
      return 0;
    }
    const state = values.last('state');
    if (state !== undefined && !states.some(({ id }) => id === state)) throw new CannotRun(unknownState(state, states.map(({ id }) => id)));
    const rollback = await prepareRollback({ place, service, state, signal }, { cli, engine });
    if (rollback === undefined) throw new CannotRun(states.length === 0 ? `no working state of ${project.environment.name} is remembered: each start that becomes ready is` : `${service ?? project.environment.name} runs as in each state that is remembered`);
    if (service !== undefined && !rollback.state.services.some(({ name }) => name === service)) throw new CannotRun(`the state ${rollback.state.id} has no service "${service}"`);
    for (const line of rollbackLines(rollback, terminal.currentFolder)) terminal.progress(line);
    if (values.has('dry-run')) {
      terminal.out(planText(rollbackSteps(rollback, '-', service), isJson));
      return 0;
    }
    if (rollback.missing.length > 0) throw new CannotRun(`the images of ${rollback.missing.map(({ name }) => name).join(', ')} are gone: nothing was changed (composure rollback --list shows other states)`);
    if (!isDone(rollback) && !values.has('yes') && await terminal.ask(`Roll ${service ?? project.environment.name} back?`) !== true) {
      terminal.note('nothing was changed (--yes rolls back)');
      return 1;
    }
    const outcome = await carryOutRollback(rollback, service, operating);
    const containers = await engine.containersOf(project.name);
    const failed = outcome.ok ? undefined : { service: outcome.failed?.service ?? null, reason: outcome.failure.message };
    terminal.out(isJson ? `${JSON.stringify({
      ok: outcome.ok, environment: project.environment.name, services: serviceLines(place, containers).map(forJson), ...(failed !== undefined && { failed }),
      state: stateForJson(rollback.state), changedFiles: rollback.changedFiles,
    }, undefined, 2)}\n` : operationText({ place, containers, outcome, home: undefined }, `${service ?? project.environment.name} runs as in ${rollback.state.id}`));
    return outcome.ok ? 0 : 1;
  });
}

/** Does what was shown. */
export async function carryOutRollback(rollback: Rollback, service: string | undefined, operating: Operating): Promise<PlanOutcome> {
  const { cli, engine } = operating;
  const { rollBack } = await import('#host/rollback/roll-back.ts');
  const outcome = await rollBack(rollback, { cli, engine }, { ...progressOptions(operating), service });
  if (!outcome.ok) sayLog(outcome, operating);
  return outcome;
}

function unknownState(said: string, ids: readonly string[]): string {
  const near = nearest(said, ids);
  return `no working state "${said}": ${near === undefined ? (ids.length === 0 ? 'none is remembered' : `there is ${ids.join(', ')}`) : `did you mean ${near}?`}`;
}
