// What the engine says of itself and its machine, and whether that is this one: then its disk and its memory can be looked at.

import { freemem, hostname } from 'node:os';
import type { EngineVersion } from '#core/doctor/facts.ts';
import { Failure } from '#core/failure.ts';
import { withoutHome } from '#host/doctor/without-home.ts';
import type { Engine } from '#host/engine/engine.ts';

/** The engine, and what of its machine is at hand. */
export interface Machine extends EngineVersion {
  /** Where it keeps its data on this machine; undefined where it runs elsewhere, also in Docker Desktop's virtual machine. */
  readonly dataFolder: string | undefined;
  readonly freeMemory: number | undefined;
  /** Whether what it makes on this disk is root's and this user is not root. */
  readonly makesForRoot: boolean;
}

/** @throws Failure as every question to the engine does. */
export async function askMachine(engine: Engine, signal?: AbortSignal): Promise<Machine> {
  const info: unknown = await engine.ask((docker, abortSignal) => (
    // Its types do not know of the option.
    (docker as unknown as { info(options: { abortSignal: AbortSignal }): Promise<unknown> }).info({ abortSignal })
  ), signal);
  if (typeof info !== 'object' || info === null) throw new Failure('engine-unreachable', 'what answered instead of the engine told nothing of itself');
  const { address, context, connection } = await engine.endpoint();
  const isHere = connection.kind === 'unix' && Reflect.get(info, 'Name') === hostname();
  const isRootless = JSON.stringify(Reflect.get(info, 'SecurityOptions') ?? []).includes('name=rootless');
  const dataFolder: unknown = Reflect.get(info, 'DockerRootDir');
  return {
    version: String(Reflect.get(info, 'ServerVersion') ?? ''), address: withoutHome(address), context,
    dataFolder: isHere && typeof dataFolder === 'string' ? dataFolder : undefined,
    freeMemory: isHere && process.platform === 'linux' ? freemem() : undefined,
    makesForRoot: isHere && process.platform === 'linux' && !isRootless && process.getuid?.() !== 0,
  };
}
