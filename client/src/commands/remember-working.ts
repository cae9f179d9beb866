// Remembers an environment that has become ready as its last working state, so that there is something to go back to.

import { Failure } from '#core/failure.ts';
import { remember } from '#host/rollback/remember.ts';
import type { Docker } from '#client/docker.ts';
import { placeOf, type EnvironmentPicture } from '#client/environment-picture.ts';
import type { CommandContext } from '#client/commands/command-context.ts';
import { machineryOf } from '#client/commands/machinery.ts';

/** That it cannot is for the log alone: what was asked for is done. */
export async function rememberWorking(context: CommandContext, docker: Docker, environment: EnvironmentPicture): Promise<void> {
  try {
    const remembered = await remember(placeOf(environment), await machineryOf(context, docker));
    if (remembered.kind === 'remembered' && remembered.isNew) context.log.info(`${environment.summary.name} is remembered as working state ${remembered.state.id}`);
  } catch (error) {
    if (!(error instanceof Error && (error instanceof Failure || 'code' in error))) throw error;
    context.log.warn(`${environment.summary.name} is not remembered as a working state: ${error.message}`);
  }
}
