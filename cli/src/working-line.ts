// One line on stderr that says what a long command is doing, for a person who looks on: each takes the place of the one before,
// and it is gone before anything else is written.

import { columns, visible } from '#cli/report/display-text.ts';

/** What is written to. */
export interface WorkingStream {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string): unknown;
}

export interface WorkingLine {
  /** Shows another line, unless there is no person, the command is quick, or the last line is new. */
  show(line: string): void;
  clear(): void;
}

/** Milliseconds in which nobody wonders. */
const quick = 400;

/** Milliseconds for which a line stands at least. */
const readable = 100;

/** Counts from now. */
export function workingLine(stream: WorkingStream, now: () => number = Date.now): WorkingLine {
  let next = now() + quick;
  let shown = false;
  return {
    show(line) {
      if (!stream.isTTY || now() < next) return;
      next = now() + readable;
      const text = visible(line);
      stream.write(`\r\u001b[K${columns(text) < stream.columns ? text : ''}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\u001b[K');
      shown = false;
    },
  };
}
