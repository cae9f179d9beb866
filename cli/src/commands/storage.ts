// `composure storage`: where an environment keeps its data and how much it is, what belongs to nobody any more, and what can
// be done about it.

import { nearest } from '#core/words/nearest.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { cleanStorageCommand } from '#cli/commands/clean-storage.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { copyStorageCommand } from '#cli/commands/copy-storage.ts';
import { moveStorageCommand } from '#cli/commands/move-storage.ts';
import { operate, operationOptions, type Operating } from '#cli/commands/operate.ts';
import { storageJson, storageText } from '#cli/report/storage.ts';

export const storageCommand: CommandDescription = {
  name: 'storage',
  summary: 'Show where an environment keeps its data and how much it is, and clean up what belongs to nobody',
  operands: '[status | clean [VOLUME…] | copy FROM TO | move SERVICE]',
  options: operationOptions,
  notes: [
    'status, which is meant if nothing is said, lists the volumes and data folders of the environment with what has grown since the last backup, and below them volumes that belong to no project any more.',
    'clean backs such volumes up, reads the backup again, and removes them after a yes. A volume of a project that may only be taken down goes only where it is named.',
    'move brings the data of a service that lies in a volume without a name, and would not survive, into one with a name: it is copied and compared, the compose file is changed, and the service starts with it.',
    'copy fills an empty volume with what another one holds, such as one of the project\'s earlier name, and compares the two.',
  ],
};

interface Verb {
  readonly run: (operating: Operating, operands: readonly string[]) => Promise<Status>;
  /** What is said after Ctrl-C, and in the end. */
  readonly cancelling: string;
  readonly cancelled: string;
}

const verbs: Readonly<Record<string, Verb>> = {
  status: { run: showStorage, cancelling: '', cancelled: 'measuring was cancelled' },
  clean: { run: cleanStorageCommand, cancelling: 'cancelling: what is removed already lies in a backup', cancelled: 'cleaning was cancelled: what it removed lies in a backup' },
  copy: { run: copyStorageCommand, cancelling: 'cancelling: what was copied until now is taken away again', cancelled: 'copying was cancelled: both volumes are as they were' },
  move: { run: moveStorageCommand, cancelling: 'cancelling: until the files are changed all goes back to what it was', cancelled: 'moving was cancelled' },
};

/** Shows or changes storage. @throws CannotRun where it cannot. */
export function runStorage(values: Values, terminal: Terminal): Promise<Status> {
  const [verb = 'status', ...operands] = values.operands;
  const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (known === undefined) {
    const near = nearest(verb, Object.keys(verbs));
    throw new CannotRun(`composure storage knows no "${verb}": ${near === undefined ? `there is ${Object.keys(verbs).join(', ')}` : `did you mean ${near}?`}`);
  }
  return operate(values, terminal, async (operating) => {
    try {
      return await known.run(operating, operands);
    } catch (error) {
      if (!operating.signal.aborted) throw error;
      terminal.note(known.cancelled);
      return 1;
    }
  }, known.cancelling);
}

async function showStorage(operating: Operating, operands: readonly string[]): Promise<Status> {
  if (operands.length > 0) throw new CannotRun(`composure storage status takes no argument: "${operands[0]}"`);
  const { values, terminal, engine, signal } = operating;
  const { askReport } = await import('#host/storage/ask-report.ts');
  terminal.progress('Measuring');
  const { report } = await askReport(operating, engine, signal);
  terminal.out(values.last('format') === 'json' ? storageJson(report) : storageText(report, Date.now()));
  return 0;
}
