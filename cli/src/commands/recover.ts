// `composure recover`: lists operations that were interrupted, and finishes one or puts it back.

import { advice, Failure } from '#core/failure.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { progressPrinter } from '#cli/report/progress.ts';
import { interruptedJson, interruptedText, recoveredJson, recoveredText } from '#cli/report/restore.ts';

export const recoverCommand: CommandDescription = {
  name: 'recover',
  summary: 'List backups, restores, destructions, moves and copies of data that were interrupted, and finish one or put it back',
  operands: '[ID]',
  options: [
    { name: 'resume', help: 'Go on to the end that was meant' },
    { name: 'put-back', help: 'Bring back what was there before' },
    { name: 'key-file', value: 'FILE', help: 'The key of a backup that is encrypted, where it lies elsewhere by now' },
    { name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print' },
  ],
  notes: [
    'Each step of such an operation is written down before it is done, so that nothing is lost to a kill or a loss of power: the data is what it was or what it was to be, and a safety copy is whole before anything is replaced.',
    'The exit status is 0 when it is done or nothing was asked for, 1 where it failed, and 2 where it could not run.',
  ],
};

/** Lists or recovers. @throws CannotRun where it cannot. */
export async function runRecover(values: Values, terminal: Terminal): Promise<Status> {
  const [id, more] = values.operands;
  const isJson = values.last('format') === 'json';
  const choices = (['resume', 'put-back'] as const).filter((each) => values.has(each));
  if (more !== undefined) throw new CannotRun('composure recover takes one operation');
  const { listInterrupted } = await import('#host/backup/interrupted.ts');
  const operations = await listInterrupted();
  if (id === undefined) {
    if (choices.length > 0) throw new CannotRun(`--${choices[0]} of which operation: composure recover lists them`);
    terminal.out(isJson ? interruptedJson(operations) : interruptedText(operations));
    return 0;
  }
  const found = operations.find((each) => each.id === id);
  if (found === undefined) throw new CannotRun(`no operation ${id} was interrupted (composure recover lists those there are)`);
  const [choice, both] = choices;
  if (choice === undefined || both !== undefined) throw new CannotRun(`the ${found.operation} of ${found.project} needs one of ${found.options.map((each) => `--${each}`).join(', ')}: ${found.step}`);
  const [{ recover }, { Engine }, { ComposeCli }, { environmentFor }, { readKeyFile }] = await Promise.all([
    import('#host/backup/recover.ts'), import('#host/engine/engine.ts'), import('#host/compose/cli.ts'), import('#host/engine/endpoint.ts'), import('#host/backup/encryption.ts'),
  ]);
  const finder = new Engine();
  const onInterrupt = (): void => { terminal.progress('a recovery goes on to its end: killed, it can be recovered again'); };
  process.on('SIGINT', onInterrupt);
  try {
    const endpoint = await finder.endpoint();
    const engine = new Engine({ endpoint });
    try {
      const file = values.last('key-file');
      const key = file === undefined ? undefined : await readKeyFile(file, terminal.currentFolder);
      const recovered = await recover(id, choice, { engine, cli: new ComposeCli({ environment: environmentFor(endpoint) }) }, { key, onProgress: progressPrinter(terminal) });
      terminal.out(isJson ? recoveredJson(recovered) : recoveredText(recovered));
      return recovered.ok ? 0 : 1;
    } finally {
      engine.dispose();
    }
  } catch (error) {
    if (error instanceof Failure) throw new CannotRun(error.kind === 'command-failed' ? error.message : `${error.message} (${advice[error.kind]})`, { cause: error });
    throw error;
  } finally {
    finder.dispose();
    process.off('SIGINT', onInterrupt);
  }
}
