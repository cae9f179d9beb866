// `composure test-changes` and `composure deploy`: the edited files in a copy beside what runs, and then in its place.

import { inTheWay } from '#core/environments/in-the-way.ts';
import { placeOf } from '#core/environments/place.ts';
import { planDeploy } from '#core/environments/plan-deploy.ts';
import type { HealthReport } from '#core/health/report.ts';
import { movedCheck } from '#core/isolation/moved-check.ts';
import type { RunningCopy, TestOptions } from '#host/isolation/test-changes.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operate, operationOptions, progressOptions, sayLog, timeoutOption, type Operating } from '#cli/commands/operate.ts';
import { makeDataFolders, mayStart } from '#cli/commands/preflight.ts';
import { carryOutRollback } from '#cli/commands/rollback.ts';
import { forJson, planText, serviceLines } from '#cli/report/operation.ts';
import { hasPassed, testForJson, testText } from '#cli/report/test-changes.ts';
import { rollbackLines } from '#cli/report/working-states.ts';

export const testChangesCommand: CommandDescription = {
  name: 'test-changes',
  summary: 'Start the files as they are now in a copy beside what runs, judge it, and take it away',
  options: [...operationOptions, timeoutOption],
  notes: [
    'The copy has a name, networks, volumes and host ports of its own. Its volumes and data folders begin empty; other mounted folders of the repository are copied, or cannot be written to where they are large or elsewhere.',
    'It passes when all services become ready and all checks pass, smoke tests too. Afterwards, also after Ctrl-C, its containers, networks, volumes and images are removed.',
    'The exit status is 0 where it passes, 1 where it does not, and 2 where no copy could be made.',
  ],
};

export const deployCommand: CommandDescription = {
  name: 'deploy',
  summary: 'Test the changes in a copy, then update the environment, and go back where it does not become ready',
  options: [...operationOptions, timeoutOption],
  notes: [
    'What does not pass in the copy is not deployed. Where the environment itself does not become ready afterwards, its last working state is brought back with --yes, or where a person says so.',
    'The exit status is 0 when the environment is ready, 1 where it is not, and 2 where nothing could be done.',
  ],
};

/** Tests. @throws CannotRun where no copy can be made. */
export function runTestChanges(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async (operating) => {
    const { project, cli, engine, signal } = operating;
    const isJson = values.last('format') === 'json';
    const { planTest, testChanges } = await import('#host/isolation/test-changes.ts');
    if (values.has('dry-run')) {
      const { plan, notes, refusals } = await planTest(placeOf(project), { cli, engine }, signal);
      terminal.out(planText(plan, isJson));
      for (const line of [...refusals, ...notes]) terminal.progress(line);
      return refusals.length === 0 ? 0 : 1;
    }
    const result = await unlessCancelled(operating, () => testChanges(placeOf(project), { cli, engine }, testOptions(operating)));
    if (result === 'cancelled') return 1;
    if (!result.outcome.ok) sayLog(result.outcome, operating);
    terminal.out(isJson ? `${JSON.stringify(testForJson(placeOf(project), result), undefined, 2)}\n` : testText(placeOf(project), result));
    return hasPassed(result) && result.leftBehind.length === 0 ? 0 : 1;
  }, cancelling);
}

/** Deploys. @throws CannotRun where nothing can be done. */
export function runDeploy(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, async (operating) => {
    const { project, beside, cli, engine, signal, runs } = operating;
    const isJson = values.last('format') === 'json';
    const place = placeOf(project);
    const running = inTheWay(project, beside, await runs());
    const update = planDeploy(place, running);
    const leaving = update.steps.filter(({ action }) => action === 'stop').flatMap(() => running?.place.project ?? []);
    if (!await mayStart(project, leaving, operating)) return 1;
    if (values.has('dry-run')) {
      const { planTest } = await import('#host/isolation/test-changes.ts');
      const test = await planTest(place, { cli, engine }, signal);
      terminal.out(planText({ ...update, steps: [...test.plan.steps, ...update.steps] }, isJson));
      for (const line of [...test.refusals, ...test.notes]) terminal.progress(line);
      return test.refusals.length === 0 ? 0 : 1;
    }
    const { deploy } = await import('#host/deploy/deploy.ts');
    await makeDataFolders(project, operating);
    const deployment = await unlessCancelled(operating, () => deploy(place, { cli, engine }, {
      ...testOptions(operating), update, passes: ({ passed, total }) => passed === total, onUpdate: () => terminal.progress('The copy passed'),
    }));
    if (deployment === 'cancelled') return 1;
    const { stage, test } = deployment;
    const tested = testForJson(place, test);
    if (stage === 'test') {
      if (!test.outcome.ok) sayLog(test.outcome, operating);
      terminal.out(isJson ? `${JSON.stringify({ ...tested, stage, test: tested }, undefined, 2)}\n` : `${testText(place, test)}Nothing was deployed\n`);
      return 1;
    }
    let rolledBack: boolean | undefined;
    if (stage === 'update') {
      const { failed, failure } = deployment.outcome;
      terminal.note(`${update.title} failed: ${failure.message}`);
      sayLog(deployment.outcome, operating);
      if (failed?.evidence !== undefined) terminal.progress(`  ${failed.evidence}`);
      const { rollback } = deployment;
      if (rollback === undefined) {
        if (deployment.outcome.back === undefined) terminal.note('there is no working state to go back to: none is remembered that is other than what runs now');
      } else {
        for (const line of rollbackLines(rollback, terminal.currentFolder)) terminal.progress(line);
        const isWanted = values.has('yes') || await terminal.ask(`Roll ${project.environment.name} back?`) === true;
        if (isWanted) rolledBack = (await carryOutRollback(rollback, undefined, operating)).ok;
        else terminal.note('composure rollback brings back what worked (--yes does it at once)');
      }
    }
    const services = serviceLines(place, await engine.containersOf(project.name));
    const { outcome } = deployment;
    const result = {
      ok: outcome.ok, environment: project.environment.name, services: services.map(forJson), stage,
      ...(outcome.ok ? {} : { failed: { service: outcome.failed?.service ?? null, reason: outcome.failure.message } }),
      ...(rolledBack !== undefined && { rolledBack }), test: tested,
    };
    const said = outcome.ok ? 'is deployed' : rolledBack === true ? 'runs as it did before' : 'could not be deployed';
    terminal.out(isJson ? `${JSON.stringify(result, undefined, 2)}\n` : `${project.environment.name} ${said}\n`);
    return outcome.ok ? 0 : 1;
  }, cancelling);
}

const cancelling = 'cancelling: what was made for the copy is taken away';

function testOptions(operating: Operating): TestOptions<HealthReport> {
  const { project, beside, files, parsed, engine, terminal } = operating;
  return {
    ...progressOptions(operating),
    judge: async ({ original, containers }: RunningCopy, signal) => {
      terminal.progress('Asking the copy how it is');
      const { askHealth } = await import('#host/health/ask-health.ts');
      const copy = { containers, moved: (check: Parameters<typeof movedCheck>[0]) => movedCheck(check, original) };
      return askHealth({ project, beside, files, parsed, engine, signal, smoke: true, variables: process.env, copy });
    },
    onTakeAway: () => terminal.progress('Taking the copy away'),
  };
}

async function unlessCancelled<T>({ signal, terminal, project }: Operating, work: () => Promise<T>): Promise<T | 'cancelled'> {
  try {
    return await work();
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    terminal.note(`it was cancelled, and nothing of the copy of ${project.environment.name} is left`);
    return 'cancelled';
  }
}
