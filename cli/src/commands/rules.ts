// `composure rules`: every rule with its stage and severity.

import { rules } from '#core/rules/index.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { padded } from '#cli/report/display-text.ts';

export const rulesCommand: CommandDescription = {
  name: 'rules',
  summary: 'List the rules: what each finds, when the fault would show, how bad it is',
  options: [{ name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print' }],
};

/** Prints the list. */
export function runRules(values: Values, terminal: Terminal): Status {
  if (values.last('format') === 'json') {
    const list = rules.map(({ code, stage, severity, title, fixable }) => ({ code, stage, severity, title, fixable }));
    terminal.out(`${JSON.stringify(list, undefined, 2)}\n`);
    return 0;
  }
  const rows = [['code', 'stage', 'severity', 'fix', 'what is wrong'], ...rules.map(({ code, stage, severity, title, fixable }) => [code, stage, severity, fixable ? 'yes' : '', title])];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  terminal.out(rows.map((row) => `${row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ')}\n`).join(''));
  return 0;
}
