// What has to be true before a command may call Docker, and what a person is told where it is not.

import { Failure } from '#core/failure.ts';
import type { Docker } from '#client/docker.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { showFailure } from '#client/commands/failure-message.ts';
import { withEnvironments } from '#client/commands/with-environments.ts';

/** Calls `work` with Docker ready and the containers known, or says why not; `retry` is what the button does. */
export async function withDocker(context: CommandContext, retry: () => Promise<void>, work: (docker: Docker) => Promise<void>): Promise<void> {
  await withEnvironments(context, async () => {
    try {
      await context.store.withDocker(work);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      showFailure(context, undefined, error, retry);
    }
  });
}
