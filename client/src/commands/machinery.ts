// What operations of `host` are run with: the very engine that the window is connected to, and Compose talking to it.

import { ComposeCli } from '#host/compose/cli.ts';
import type { Machinery } from '#host/compose/run-plan.ts';
import { environmentFor } from '#host/engine/endpoint.ts';
import type { Docker } from '#client/docker.ts';
import type { CommandContext } from '#client/commands/command-context.ts';

/** @throws Failure where no engine is found. */
export async function machineryOf(context: CommandContext, { engine }: Docker): Promise<Machinery> {
  const endpoint = await engine.endpoint();
  return { engine, cli: new ComposeCli({ command: [context.dockerCommand(), 'compose'], log: (line) => context.log.info(line), environment: environmentFor(endpoint) }) };
}
