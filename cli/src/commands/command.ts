// What the process offers to a command. A command writes through it and returns the exit status.

import type { FilePath } from '#core/outside.ts';

export interface Terminal {
  readonly currentFolder: FilePath;
  readonly version: string;
  readonly color: boolean;
  /** The columns of the terminal; undefined where the output goes elsewhere. */
  readonly width: number | undefined;
  /** Writes to stdout. */
  out(text: string): void;
  /** Writes one line to stderr. */
  note(line: string): void;
}

/** 0: nothing wrong; 1: the check failed. That it could not run is a thrown CannotRun. */
export type Status = 0 | 1 | 2;
