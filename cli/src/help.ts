// What --help prints: one table for the commands, one for a command's options.

import { wrapped } from '#cli/report/display-text.ts';
import type { CommandDescription, OptionDescription } from '#cli/args.ts';

type Row = readonly [left: string, right: string];

/** The help of the command as a whole. */
export function helpText(commands: readonly CommandDescription[], width: number): string {
  return [
    'Finds every way a Docker Compose project will break.', '',
    'Usage: composure COMMAND [OPTION…]', '',
    ...table(commands.map((command) => [`${command.name}${command.operands === undefined ? '' : ` ${command.operands}`}`, command.summary]), width), '',
    ...table([['-h, --help', 'This text, or that of a command: composure COMMAND --help'], ['--version', 'Print the version']], width), '',
  ].join('\n');
}

/** The help of one command. */
export function commandHelpText(command: CommandDescription, width: number): string {
  const options = [...command.options.map((option): Row => [nameOf(option), help(option)]), ['-h, --help', 'This text'] as const];
  return [
    ...wrapped(command.summary, width), '',
    `Usage: composure ${command.name} [OPTION…]${command.operands === undefined ? '' : ` ${command.operands}`}`, '',
    ...table(options, width), '',
    ...(command.notes ?? []).flatMap((note) => [...wrapped(note, width), '']),
  ].join('\n');
}

function nameOf({ name, short, value }: OptionDescription): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function help({ choices, repeatable, help: text }: OptionDescription): string {
  return `${text}${choices === undefined ? '' : `: ${choices.join(', ')}`}${repeatable === true ? ' (repeatable)' : ''}`;
}

function table(rows: readonly Row[], width: number): readonly string[] {
  const left = Math.max(...rows.map(([name]) => name.length));
  return rows.flatMap(([name, text]) => wrapped(text, Math.max(width - left - 4, 20))
    .map((line, index) => `  ${(index === 0 ? name : '').padEnd(left)}  ${line}`));
}
