// `composure storage`: where an environment keeps its data and how much it is, what belongs to nobody any more, and what can
// be done about it.

import { nearest } from '#core/words/nearest.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { cleanStorageCommand } from '#cli/commands/clean-storage.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { copyStorageCommand } from '#cli/commands/copy-storage.ts';
import { operate, operationOptions, type Operating } from '#cli/commands/operate.ts';
import { storageJson, storageText } from '#cli/report/storage.ts';

export const storageCommand: CommandDescription = {
  name: 'storage',
  summary: 'Show where an environment keeps its data and how much it is, and clean up what belongs to nobody',
  operands: '[status | clean [VOLUME…] | copy FROM TO]',
  options: operationOptions,
  notes: [
    'status, which is meant if nothing is said, lists the volumes and data folders of the environment with what has grown since the last backup, and below them volumes that belong to no project any more.',
    'clean backs such volumes up, reads the backup again, and removes them after a yes. A volume of a project that may only be taken down goes only where it is named.',
    'copy fills an empty volume with what another one holds, such as one of the project\'s earlier name, and compares the two.',
  ],
};

type Verb = (operating: Operating, operands: readonly string[]) => Promise<Status>;

const verbs: Readonly<Record<string, Verb>> = {
  status: showStorage,
  clean: cleanStorageCommand,
  copy: copyStorageCommand,
};

/** Shows or changes storage. @throws CannotRun where it cannot. */
export function runStorage(values: Values, terminal: Terminal): Promise<Status> {
  const [verb = 'status', ...operands] = values.operands;
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (run === undefined) {
    const near = nearest(verb, Object.keys(verbs));
    throw new CannotRun(`composure storage knows no "${verb}": ${near === undefined ? `there is ${Object.keys(verbs).join(', ')}` : `did you mean ${near}?`}`);
  }
  return operate(values, terminal, (operating) => run(operating, operands), 'cancelling: what is removed already lies in a backup');
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
