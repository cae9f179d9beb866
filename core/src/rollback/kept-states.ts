// How many working states of each environment are kept, as a team may write it down in `composure.yaml`:
//
//   workingStates: 10

import type { LoadProblem } from '#core/compose/model.ts';
import { numberAt, WrongAttribute } from '#core/health/check-attributes.ts';
import type { FileSystem } from '#core/outside.ts';
import { configurationOf, configurationProblem } from '#core/project/configuration-of.ts';
import type { Environment } from '#core/project/environment.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { get, isNull } from '#core/yaml/node.ts';

/** What is kept where nothing else is said. */
export const usualStates = 5;

const mostStates = 100;

export interface KeptStates {
  readonly count: number;
  readonly problems: readonly LoadProblem[];
}

/** The number for an environment; anything but a whole number from 1 to 100 counts as nothing said. */
export async function keptStates(environment: Environment, files: FileSystem, parsed: ParsedFiles): Promise<KeptStates> {
  const said = get((await configurationOf(environment, files, parsed))?.documents[0], 'workingStates');
  if (said === undefined || isNull(said)) return { count: usualStates, problems: [] };
  try {
    return { count: numberAt(said, 'workingStates', 1, mostStates), problems: [] };
  } catch (error) {
    if (!(error instanceof WrongAttribute)) throw error;
    return { count: usualStates, problems: [configurationProblem(error, `the last ${usualStates} are kept`)] };
  }
}
