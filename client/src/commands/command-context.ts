// What every command gets to work with.

import type * as vscode from 'vscode';

import type { ContainerStore } from '#client/containers.ts';
import type { DoctorPages } from '#client/doctor-pages.ts';
import type { Interruptions } from '#client/interruptions.ts';
import type { LastWords } from '#client/last-words.ts';
import type { Operations } from '#client/operations.ts';
import type { Overviews } from '#client/views/overviews/overviews.ts';
import type { Row } from '#client/views/row.ts';

/** Handed to each command; a command keeps nothing itself. */
export interface CommandContext {
  readonly store: ContainerStore;
  readonly operations: Operations;
  readonly interruptions: Pick<Interruptions, 'told'>;
  readonly doctorPages: DoctorPages;
  readonly lastWords: LastWords;
  readonly overviews: Overviews;
  readonly log: vscode.LogOutputChannel;
  /** The name or path of the docker command. */
  readonly dockerCommand: () => string;
  /** The row of the tree with this id. */
  readonly row: (id: string) => Row | undefined;
}

/** A command; `argument` is a row's id, an environment's id, or nothing; what a page's link says for a command of its own. */
export type Command = (context: CommandContext, argument: unknown) => Promise<void>;
