// Calls of `docker compose` as data: what to say, and how to read the answer. `host` has the one runner.

import type { FilePath } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';

/** One call: arguments after `docker compose`, the folder to run in, and what its standard output means. */
export interface ComposeCall<Answer> {
  readonly args: readonly string[];
  readonly directory: FilePath;
  /** The call in the user's words, for progress and messages: "Starting dev". */
  readonly title: string;
  /** What the call reads from standard input, which is empty if left out. */
  readonly input?: string | undefined;
  /**
   * What the call writes to standard output: an answer, which may hold secrets and is never shown or logged, or progress
   * (`up` writes there what an image's build says). An answer if left out.
   */
  readonly output?: 'answer' | 'progress';
  /** The env files whose secrets the progress may repeat. */
  readonly envFiles?: readonly FilePath[];
  parse(output: string): Answer;
}

/** The arguments that tell Compose which project is meant. */
export function projectArguments(environment: Environment): readonly string[] {
  return [
    '--project-directory', environment.directory,
    ...environment.files.flatMap((file) => ['--file', file]),
    ...environment.envFiles.flatMap((file) => ['--env-file', file]),
    ...environment.profiles.flatMap((profile) => ['--profile', profile]),
  ];
}
