// How far an operation on data has come, as lines of progress: each step once, and in a long one how much is done, how fast,
// and how long it will take.

import { amountText, type Progress } from '#core/backup/progress.ts';
import type { Terminal } from '#cli/commands/command.ts';

/** Milliseconds between two lines of one step. */
const pause = 2000;

/** Prints what it is told to stderr. */
export function progressPrinter(terminal: Pick<Terminal, 'progress'>, now: () => number = Date.now): (progress: Progress) => void {
  const told = { step: '', at: 0 };
  return ({ step, done, total, bytesPerSecond, note }) => {
    const time = now();
    if (step !== told.step) {
      terminal.progress(step);
      Object.assign(told, { step, at: time });
    } else if (done > 0 && time - told.at >= pause) {
      terminal.progress(`  ${amountText({ done, total, bytesPerSecond })}`);
      told.at = time;
    }
    if (note !== undefined) terminal.progress(`  ${note}`);
  };
}
