// Reads an environment and those beside it from the disk for Health and Smoke Test, and asks how it is.

import type { HealthReport } from '#core/health/report.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askHealth } from '#host/health/ask-health.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

export interface EnvironmentHealthOptions {
  readonly engine: Engine;
  /** With the smoke tests too. */
  readonly smoke: boolean;
  readonly signal: AbortSignal;
}

/** How an environment is, by its files as they are on the disk. @throws Failure, or the signal's reason when cancelled. */
export async function environmentHealth(environment: EnvironmentSummary, all: readonly EnvironmentSummary[], options: EnvironmentHealthOptions): Promise<HealthReport> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const beside = await Promise.all(all.filter(({ directory }) => directory === environment.directory).map((each) => loadProject(each, files, parsed, neverCancelled)));
  const project = beside.find((each) => each.environment.name === environment.name) ?? await loadProject(environment, files, parsed, neverCancelled);
  return askHealth({ project, beside: beside.includes(project) ? beside : [project, ...beside], files, parsed, variables: process.env, ...options });
}
