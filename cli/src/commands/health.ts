// `composure health`, `verify` and `smoke-test`: one question put in three depths. Health shows every service, verify says
// in short whether all is well, and smoke-test makes the functional checks of `composure.yaml` too.

import { healthLines, healthMarks } from '#core/health/report-lines.ts';
import type { HealthReport } from '#core/health/report.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { environmentOptions } from '#cli/commands/choose-environment.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operate } from '#cli/commands/operate.ts';
import { visible } from '#cli/report/display-text.ts';

const options: CommandDescription['options'] = [...environmentOptions, { name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print' }];
const statuses = 'The exit status is 0 where every check passes, 1 where one fails, and 2 where nothing could be asked.';

export const healthCommand: CommandDescription = {
  name: 'health',
  summary: 'Show for each service its container, its health check and what its endpoint answers',
  options,
  notes: ['An endpoint is found by the service\'s health check or image, or written down under health in composure.yaml.', statuses],
};

export const verifyCommand: CommandDescription = {
  name: 'verify',
  summary: 'Say in short whether an environment is healthy, and what is not',
  options,
  notes: ['Each endpoint is asked once. Smoke tests are not run.', statuses],
};

export const smokeTestCommand: CommandDescription = {
  name: 'smoke-test',
  summary: 'Make every check of an environment: its health, and the smoke tests of composure.yaml',
  options,
  notes: ['Commands of smoke tests run inside the containers that they name, never on this machine.', statuses],
};

/** Shows the health. @throws CannotRun where nobody can be asked. */
export function runHealth(values: Values, terminal: Terminal): Promise<Status> {
  return ask(values, terminal, {});
}

/** Says whether all is well. @throws CannotRun where nobody can be asked. */
export function runVerify(values: Values, terminal: Terminal): Promise<Status> {
  return ask(values, terminal, { quick: true });
}

/** Makes all checks. @throws CannotRun where nobody can be asked. */
export function runSmokeTest(values: Values, terminal: Terminal): Promise<Status> {
  return ask(values, terminal, { smoke: true });
}

function ask(values: Values, terminal: Terminal, depth: { readonly quick?: boolean; readonly smoke?: boolean }): Promise<Status> {
  return operate(values, terminal, async ({ project, beside, files, parsed, engine, signal }) => {
    const { askHealth } = await import('#host/health/ask-health.ts');
    const report = await askHealth({ ...depth, project, beside, files, parsed, engine, signal, variables: process.env });
    terminal.out(values.last('format') === 'json' ? `${JSON.stringify(report, undefined, 2)}\n` : text(report, depth.quick === true, terminal.color));
    return report.passed === report.total ? 0 : 1;
  }, 'cancelling');
}

function text(report: HealthReport, brief: boolean, color: boolean): string {
  return healthLines(report, brief).map(({ ok, text: line }) => {
    const shown = visible(line);
    if (!color || ok === undefined) return `${shown}\n`;
    const mark = ok ? healthMarks.passed : healthMarks.failed;
    return `\u001b[${ok ? 32 : 31}m${mark}\u001b[39m${shown.slice(mark.length)}\n`;
  }).join('');
}
