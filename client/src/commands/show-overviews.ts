// Opens the pages that show whole environments. They only read, so that they work in folders that are not trusted.

import type { Command } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';
import { withFiles } from '#client/commands/with-environments.ts';

export const showMatrix: Command = (context) => withFiles(context, async () => context.overviews.matrix());

export const showDrift: Command = (context, argument) => withFiles(context, async () => {
  const environment = await pickEnvironment(context, 'compare', argument);
  if (environment !== undefined) context.overviews.drift(environment);
});

export const showGraph: Command = (context, argument) => withFiles(context, async () => {
  const environment = await pickEnvironment(context, 'draw', argument);
  if (environment !== undefined) context.overviews.graph(environment);
});
