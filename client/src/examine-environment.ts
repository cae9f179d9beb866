// Reads an environment and those beside it from the disk for the doctor, who judges them by all the rules.

import type { Check, DoctorReport, Prunable } from '#core/doctor/check.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { examine } from '#host/doctor/examine.ts';
import { failingChecks } from '#host/doctor/failing-checks.ts';
import { prune } from '#host/doctor/prune.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

/** Examines an environment as it is on the disk, which is what Docker reads. @throws the signal's reason when cancelled. */
export async function examineEnvironment(environment: EnvironmentSummary, all: readonly EnvironmentSummary[], dockerCommand: string, signal: AbortSignal): Promise<DoctorReport> {
  const [files, parsed, engine] = [nodeFileSystem(), new ParsedFiles(), new Engine()];
  try {
    const load = (each: EnvironmentSummary): ReturnType<typeof loadProject> => loadProject(each, files, parsed, neverCancelled);
    const project = await load(environment);
    const others = all.filter(({ id, directory }) => id !== environment.id && directory === environment.directory);
    const beside = [project, ...await Promise.all(others.map(load))];
    return await examine({ project, beside }, { files, parsed, engine, dockerCommand, signal });
  } finally {
    engine.dispose();
  }
}

/** What keeps an environment from starting; `leaving` are the projects that are stopped first. */
export async function failingBeforeStart(environment: EnvironmentSummary, leaving: readonly string[], engine: Engine): Promise<readonly Check[]> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  return failingChecks(await loadProject(environment, files, parsed, neverCancelled), leaving, { files, parsed, engine });
}

/** Where the engine is that `pruneNow` would prune, for the question before it. */
export async function pruning(): Promise<{ readonly address: string; pruneNow(what: Prunable, dockerCommand: string, signal: AbortSignal): Promise<string> }> {
  const endpoint = await new Engine().endpoint();
  return { address: endpoint.address, pruneNow: (what, dockerCommand, signal) => prune(what, endpoint, dockerCommand, signal) };
}
