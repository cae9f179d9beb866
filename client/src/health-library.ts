// What Health and Smoke Test need of core and host, in a file of its own (`scripts/bundles.ts`): it reads whole projects, and
// is loaded when somebody asks. What goes wrong comes back as data, since its classes are not those of the extension.

import { Failure, type FailureKind } from '#core/failure.ts';
import type { HealthReport } from '#core/health/report.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { Engine } from '#host/engine/engine.ts';
import { askHealth } from '#host/health/ask-health.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

/** A report, or why there is none. */
export type HealthOutcome =
  | { readonly report: HealthReport }
  | { readonly failure: { readonly kind: FailureKind; readonly message: string } };

/** Asks how an environment is, by its files as they are on the disk. @throws the signal's reason when cancelled. */
export async function environmentHealth(environment: EnvironmentSummary, all: readonly EnvironmentSummary[], smoke: boolean, signal: AbortSignal): Promise<HealthOutcome> {
  const [files, parsed, engine] = [nodeFileSystem(), new ParsedFiles(), new Engine()];
  try {
    const beside = await Promise.all(all.filter(({ directory }) => directory === environment.directory).map((each) => loadProject(each, files, parsed, neverCancelled)));
    const project = beside.find((each) => each.environment.name === environment.name) ?? await loadProject(environment, files, parsed, neverCancelled);
    return { report: await askHealth({ project, beside: beside.includes(project) ? beside : [project, ...beside], files, parsed, engine, smoke, signal, variables: process.env }) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) return { failure: { kind: error.kind, message: error.message } };
    throw error;
  } finally {
    engine.dispose();
  }
}
