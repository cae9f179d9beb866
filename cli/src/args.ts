// Reads the command line by the commands' own descriptions. It knows what is allowed and says what is not, with the
// nearest name that is; what the options mean is the commands' affair.

import { parseArgs } from 'node:util';
import { nearest } from '#core/words/nearest.ts';
import { CannotRun } from '#cli/cannot-run.ts';

/** An option of a command. */
export interface OptionDescription {
  readonly name: string;
  readonly short?: string;
  /** What stands for its value in the help; an option without it takes none. */
  readonly value?: string;
  /** The only values that it may have. */
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  readonly help: string;
}

/** A command as the help shows it. */
export interface CommandDescription {
  readonly name: string;
  readonly summary: string;
  /** What stands for its arguments in the help; a command without it takes none. */
  readonly operands?: string;
  readonly options: readonly OptionDescription[];
  /** What the help says below the options. */
  readonly notes?: readonly string[];
}

export type Invocation =
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly command: CommandDescription | undefined }
  | { readonly kind: 'run'; readonly command: CommandDescription; readonly values: Values };

/** What a command was given. Of an option that is not repeatable the last value counts. */
export interface Values {
  readonly operands: readonly string[];
  all(option: string): readonly string[];
  last(option: string): string | undefined;
  has(option: string): boolean;
}

/** @throws CannotRun for what no command understands. */
export function readArguments(args: readonly string[], commands: readonly CommandDescription[]): Invocation {
  const options = commands.flatMap((command) => command.options);
  const { tokens } = parseArgs({
    args: [...args], strict: false, allowPositionals: true, tokens: true,
    options: Object.fromEntries([
      ['help', { type: 'boolean' as const, short: 'h' }],
      ['version', { type: 'boolean' as const }],
      // Where two commands have an option of one name, the letter that one of them has for it counts.
      ...options.toSorted((one, other) => Number(one.short !== undefined) - Number(other.short !== undefined)).map(({ name, short, value }) => [name, { type: value === undefined ? 'boolean' as const : 'string' as const, ...(short !== undefined && { short }) }] as const),
    ]),
  });
  const [word, ...operands] = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
  const asked = (name: string): boolean => given.some((token) => token.name === name);
  if (asked('version')) return { kind: 'version' };
  if (word === undefined && given.every((token) => token.name === 'help')) return { kind: 'help', command: undefined };
  if (word === 'help') return { kind: 'help', command: operands[0] === undefined ? undefined : commandNamed(operands[0], commands) };
  if (word === undefined) throw new CannotRun(`no command is given: ${listed(commands.map(({ name }) => name))} (composure --help explains them)`);
  const command = commandNamed(word, commands);
  if (asked('help')) return { kind: 'help', command };

  const values = new Map<string, string[]>();
  for (const token of given) {
    const option = command.options.find(({ name }) => name === token.name);
    if (option === undefined) throw new CannotRun(unknown('option', token.rawName, command.options.map(({ name }) => `--${name}`), `composure ${command.name}`));
    values.set(option.name, [...values.get(option.name) ?? [], valueOf(option, token)]);
  }
  if (operands[0] !== undefined && command.operands === undefined) throw new CannotRun(`composure ${command.name} takes no argument: "${operands[0]}"`);
  if (operands.includes('')) throw new CannotRun('an argument is empty');
  return {
    kind: 'run', command,
    values: {
      operands,
      all: (option) => values.get(option) ?? [],
      last: (option) => values.get(option)?.at(-1),
      has: (option) => values.has(option),
    },
  };
}

function commandNamed(word: string, commands: readonly CommandDescription[]): CommandDescription {
  const command = commands.find(({ name }) => name === word);
  if (command === undefined) throw new CannotRun(unknown('command', word, commands.map(({ name }) => name), 'composure'));
  return command;
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueOf(option: OptionDescription, { rawName, value, inlineValue }: OptionToken): string {
  if (option.value === undefined) {
    if (value !== undefined) throw new CannotRun(`${rawName} takes no value: "${value}"`);
    return '';
  }
  // `-f=a.yml` is `-f a.yml`, as Docker's own command takes it.
  const said = inlineValue === true && !rawName.startsWith('--') ? value?.replace(/^=/, '') : value;
  const isOption = inlineValue !== true && said !== undefined && said.length > 1 && said.startsWith('-');
  if (said === undefined || said === '' || isOption) {
    throw new CannotRun(`${rawName} needs a value: ${rawName} ${option.value}${isOption ? ` (one that begins with a dash is written ${rawName}=${said})` : ''}`);
  }
  if (option.choices !== undefined && !option.choices.includes(said)) {
    const near = nearest(said, option.choices);
    throw new CannotRun(`unknown value "${said}" of ${rawName}: ${near === undefined ? listed(option.choices) : `did you mean ${near}?`}`);
  }
  return said;
}

function unknown(kind: string, said: string, known: readonly string[], whose: string): string {
  const near = nearest(said, known);
  return `unknown ${kind} ${kind === 'command' ? `"${said}"` : said}${near === undefined ? ` (${whose} --help lists them)` : `: did you mean ${near}?`}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
