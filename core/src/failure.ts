// The failures that a person may meet when Composure reaches out to Docker, each with what to do about it.

export type FailureKind =
  | 'docker-missing'
  | 'compose-missing'
  | 'engine-unreachable'
  /** It answers, by an error of its own. */
  | 'engine-failed'
  | 'permission-denied'
  | 'command-failed'
  | 'not-ready'
  | 'timed-out'
  | 'locked'
  | 'backup-damaged'
  | 'inconsistent'
  | 'disk-full'
  | 'volume-in-use'
  | 'not-restored';

/** One sentence of advice for each kind. */
export const advice: Readonly<Record<FailureKind, string>> = {
  'docker-missing': 'Install Docker, or add the folder of its command to the PATH',
  'compose-missing': 'Install the Docker Compose plugin, version 2.20 or newer',
  'engine-unreachable': 'Start Docker, or choose a context whose engine runs',
  'engine-failed': 'Read what the engine said, and its own log',
  'permission-denied': 'Add your user to the group that owns the engine\'s socket, then sign in again',
  'command-failed': 'Read the last lines of its output, or the whole log',
  'not-ready': 'Read the service\'s log, and the rest of what it says of itself',
  'timed-out': 'Look at what the command was waiting for in the log, then try again',
  'locked': 'Wait until it is done, or end it there',
  'backup-damaged': 'Choose another backup, and make a new one',
  'inconsistent': 'Leave the project alone while it is backed up, and have composure.yaml stop or pause who writes',
  'disk-full': 'Make room on the disk, or choose another folder',
  'volume-in-use': 'Stop what uses it, then try again',
  'not-restored': 'Put the safety copy back by composure recover',
};

/** An expected failure at the border of the program. Everything else that is thrown is a defect. */
export class Failure extends Error {
  readonly kind: FailureKind;
  /** The process's exit code, where one ran and ended by itself. */
  readonly exitCode: number | undefined;
  /** The last lines that the process wrote to stderr. */
  readonly lastLines: readonly string[];

  constructor(kind: FailureKind, message: string, more: { exitCode?: number; lastLines?: readonly string[]; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.name = 'Failure';
    this.kind = kind;
    this.exitCode = more.exitCode;
    this.lastLines = more.lastLines ?? [];
  }
}
