// What a command is, and what the process offers to it. A command writes through it and returns the exit status.

import type { FilePath } from '#core/outside.ts';
import type { CommandDescription, Values } from '#cli/args.ts';

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
  /** Writes one line of progress to stderr. */
  progress(line: string): void;
  /** Shows on stderr what is being done, while a person looks on; anything that is written takes its place. */
  working(line: string): void;
  /** Asks a plain question on stderr; undefined where nobody is there to answer it. */
  ask(question: string): Promise<boolean | undefined>;
  /** Asks on stderr for a text that is typed; undefined where nobody is there to type it. */
  askText(question: string): Promise<string | undefined>;
}

/** 0: nothing wrong; 1: the check failed. That it could not run is a thrown CannotRun. */
export type Status = 0 | 1 | 2;

/** A command of the command line. @throws CannotRun where it cannot run. */
export interface Command {
  readonly description: CommandDescription;
  run(values: Values, terminal: Terminal): Status | Promise<Status>;
}
