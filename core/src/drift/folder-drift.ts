// The drift of some environments of one folder, with what the rule `environment-drift` says of it and what the team has
// decided.

import { contextOf } from '#core/check/run.ts';
import type { Project } from '#core/compose/model.ts';
import { isWhole, readCompared } from '#core/drift/compared.ts';
import { readDecisions } from '#core/drift/decision.ts';
import { driftOf, type Difference } from '#core/drift/drift.ts';
import type { Cancellation, FileSystem } from '#core/outside.ts';
import { configurationOf } from '#core/project/configuration-of.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { accidents, comparable } from '#core/rules/environment-drift/rule.ts';

/** A difference, and what the rule says of it where it looks like an accident. */
export interface JudgedDifference extends Difference {
  readonly accident: string | undefined;
}

export interface FolderDrift {
  readonly compared: readonly Project[];
  /** Those of which a part cannot be read. */
  readonly left: readonly Project[];
  readonly differences: readonly JudgedDifference[];
}

/** Compares `wanted`; `all` are the environments of their folder, by which an accident is told. */
export async function readDrift(wanted: readonly Project[], all: readonly Project[], files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<FolderDrift> {
  const compared = wanted.filter(isWhole);
  const [first] = compared;
  const file = first && await configurationOf(first.environment, files, parsed);
  const differences = driftOf(await readCompared(compared, file, files, cancellation), file === undefined ? [] : readDecisions(file));
  const told = new Map<string, string>();
  for await (const { service, attribute, message } of accidents(comparable(all), contextOf(files, parsed, cancellation, undefined))) told.set(`${service}\n${attribute}`, message);
  return {
    compared, left: wanted.filter((project) => !isWhole(project)),
    differences: differences.map((difference) => ({ ...difference, accident: difference.because === undefined ? told.get(`${difference.service}\n${difference.attribute}`) : undefined })),
  };
}
