// What operations of `host` are run with: the very engine that the window is connected to, and Compose talking to it.

import type { Machinery } from '#host/compose/run-plan.ts';
import type { Docker } from '#client/docker.ts';
import type { CommandContext } from '#client/commands/command-context.ts';

/** Loads what is needed. @throws Failure where no engine is found. */
export async function machineryOf(context: CommandContext, { engine }: Docker): Promise<Machinery> {
  const [{ ComposeCli }, { environmentFor }, endpoint] = await Promise.all([import('#host/compose/cli.ts'), import('#host/engine/endpoint.ts'), engine.endpoint()]);
  return { engine, cli: new ComposeCli({ command: [context.dockerCommand(), 'compose'], log: (line) => context.log.info(line), environment: environmentFor(endpoint) }) };
}
