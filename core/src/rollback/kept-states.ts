// How many working states of each environment are kept, as a team may write it down in `composure.yaml`:
//
//   workingStates: 10

import type { Environment } from '#core/project/environment.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import type { FileSystem } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import { get, textOf } from '#core/yaml/node.ts';

/** What is kept where nothing else is said. */
export const usualStates = 5;

const mostStates = 100;

/** The number for an environment; anything but a whole number from 1 to 100 counts as nothing said. */
export async function keptStates(environment: Environment, files: FileSystem, parsed: ParsedFiles): Promise<number> {
  for (const folder of new Set([folderFoundIn(environment), environment.directory, ...environment.files.slice(0, 1).map(folderOf)])) {
    const file = await parsed.get(resolvePath(folder, configurationName), files);
    const said = textOf(get(file?.documents[0], 'workingStates'))?.value;
    if (said !== undefined && /^\d{1,3}$/.test(said) && Number(said) >= 1 && Number(said) <= mostStates) return Number(said);
  }
  return usualStates;
}
