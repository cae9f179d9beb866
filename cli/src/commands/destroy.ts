// `composure destroy`: lists what goes and what stays, has the project's name typed, backs up, removes, and says what is gone.

import { destroyLines } from '#core/storage/lines.ts';
import { isEmpty, type DestroyPlan } from '#core/storage/plan-destroy.ts';
import type { Destroyed } from '#host/storage/destroy.ts';
import type { CommandDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Status, Terminal } from '#cli/commands/command.ts';
import { operate, operationOptions, type Operating } from '#cli/commands/operate.ts';
import { progressPrinter } from '#cli/report/progress.ts';
import { destroyedText, destroyJson } from '#cli/report/destroy.ts';
import { visible } from '#cli/report/display-text.ts';

export const destroyCommand: CommandDescription = {
  name: 'destroy',
  summary: 'Remove the containers, networks and volumes of a project, after a backup that was read back',
  options: [
    ...operationOptions.filter(({ name }) => name !== 'yes'),
    { name: 'confirm', value: 'PROJECT', help: 'The project\'s name, typed: without it nothing is removed' },
  ],
  notes: [
    'It first lists what goes with sizes and what stays: external volumes, those of other projects, and mounted folders.',
    'What runs is stopped, the volumes are backed up and read back, and only then anything is removed. Where the backup fails what ran runs again. composure restore brings the data back.',
  ],
};

/** Destroys. @throws CannotRun where it cannot. */
export function runDestroy(values: Values, terminal: Terminal): Promise<Status> {
  return operate(values, terminal, (operating) => destroy(operating), 'cancelling: what ran is started again, unless the removal has begun: then it is finished');
}

async function destroy(operating: Operating): Promise<Status> {
  const { project, values, terminal, engine, cli, signal } = operating;
  const { askDestroyPlan } = await import('#host/storage/ask-destroy-plan.ts');
  terminal.progress('Measuring');
  const plan = await askDestroyPlan(operating, engine, signal);
  const isJson = values.last('format') === 'json';
  const lines = destroyLines(plan, Date.now());
  const say = (all: readonly string[]): void => terminal.out(all.map((line) => `${visible(line)}\n`).join(''));
  if (values.has('dry-run') || isEmpty(plan)) {
    if (isJson) terminal.out(destroyJson(plan, undefined));
    else say([...lines, ...plan.blocked]);
    return plan.blocked.length > 0 ? 1 : 0;
  }
  const [blocked] = plan.blocked;
  if (blocked !== undefined) throw new CannotRun(blocked);
  for (const line of lines) terminal.progress(line);
  if (!await isConfirmed(plan, values, terminal)) return 1;
  const { destroyProject } = await import('#host/storage/destroy.ts');
  let destroyed: Destroyed;
  let isRemoving = false;
  try {
    destroyed = await destroyProject(plan, project, { engine, cli }, { signal, onProgress: progressPrinter(terminal), onStep: ({ step }) => { isRemoving ||= step === 'down'; } });
  } catch (error) {
    if (isRemoving) terminal.note('the removal was begun and is written down: composure recover finishes it, or puts it back');
    if (!signal.aborted || isRemoving) throw error;
    terminal.note(`destroying ${plan.project} was cancelled: nothing was removed, and what ran runs again`);
    return 1;
  }
  if (isJson) terminal.out(destroyJson(plan, destroyed));
  else say(destroyedText(plan, destroyed));
  return destroyed.left.length === 0 ? 0 : 1;
}

/** The name has to be typed: no option answers for it but one that holds it. */
async function isConfirmed({ project }: DestroyPlan, values: Values, terminal: Terminal): Promise<boolean> {
  const said = values.last('confirm') ?? await terminal.askText(`This cannot be undone but by a restore. Type ${project} to destroy it:`);
  if (said === undefined) throw new CannotRun(`nothing is destroyed before somebody types the project's name: --confirm ${project}`);
  if (said === project) return true;
  if (values.has('confirm')) throw new CannotRun(`--confirm "${said}" is not the project's name: it is ${project}`);
  terminal.note(`"${said}" is not ${project}: nothing was removed`);
  return false;
}
