// `composure doctor`: examines an environment and prints what stands in its way.

import type { CheckStatus, DoctorReport } from '#core/doctor/check.ts';
import { marks, reportLines } from '#core/doctor/report-lines.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { chooseEnvironment, environmentOptions } from '#cli/commands/choose-environment.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { visible } from '#cli/report/display-text.ts';

export const doctorCommand: CommandDescription = {
  name: 'doctor',
  summary: 'Say what an environment lacks to start and work, and what to do about it',
  options: [
    ...environmentOptions,
    { name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print' },
  ],
  notes: ['It asks the Docker engine and looks at the disk, and changes nothing. Without an engine it checks what can be checked.', 'The exit status is 0 where nothing fails, 1 where something does, and 2 where nothing could be examined.'],
};

/** Examines the environment. @throws CannotRun where it cannot. */
export async function runDoctor(values: Values, terminal: Terminal): Promise<Status> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const patient = await chooseEnvironment(values, terminal.currentFolder, files, parsed);
  const [{ Engine }, { examine }] = await Promise.all([import('#host/engine/engine.ts'), import('#host/doctor/examine.ts')]);
  const engine = new Engine();
  try {
    const report = await examine(patient, { files, parsed, engine });
    terminal.out(values.last('format') === 'json' ? json(report) : text(report, terminal.color));
    return report.checks.some(({ status }) => status === 'fail') ? 1 : 0;
  } finally {
    engine.dispose();
  }
}

/** What an editor would offer is left out: it is advice there, too. */
function json({ environment, project, checks }: DoctorReport): string {
  return `${JSON.stringify({ environment, project, checks: checks.map(({ id, title, status, message, advice, details }) => ({ id, title, status, message, advice, details })) }, undefined, 2)}\n`;
}

const colors: Readonly<Record<CheckStatus, number>> = { pass: 32, warn: 33, fail: 31 };

function text(report: DoctorReport, color: boolean): string {
  return reportLines(report).map(({ status, text: line }) => {
    const shown = visible(line);
    const mark = status === undefined ? '' : `${marks[status]} ${status}`;
    return `${color && status !== undefined ? `\u001b[${colors[status]}m${mark}\u001b[39m${shown.slice(mark.length)}` : shown}\n`;
  }).join('');
}
