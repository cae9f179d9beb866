// What `composure env generate` and `rotate` have written or would write. No value is in it.

import type { FilePath } from '#core/outside.ts';
import type { Plan, PlannedFile } from '#core/variables/plan.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { pathFrom } from '#cli/report/report.ts';

export interface EnvReport {
  readonly plan: Plan;
  readonly currentFolder: FilePath;
  /** False for what would be written. */
  readonly written: boolean;
  /** The services that have to be made anew. */
  readonly services: readonly string[];
}

/** As lines for a person. */
export function envLines({ plan: { files, environments, problems, notes }, currentFolder, written }: EnvReport): readonly string[] {
  const shown = (path: FilePath): string => pathFrom(currentFolder, path);
  const changed = files.filter((file) => actionOf(file) !== 'unchanged');
  return [
    ...(changed.length === 0 && problems.length === 0 && environments.every(({ missing }) => missing.length === 0) ? ['The files say all that composure.yaml describes: there is nothing to write'] : []),
    ...changed.map((file) => {
      const said = countedActions(file);
      return `${shown(file.path)} ${written ? (file.before === undefined ? 'was made' : 'was changed') : (file.before === undefined ? 'would be made' : 'would be changed')}${said === '' ? '' : `: ${said}`}`;
    }),
    ...environments.flatMap(({ name, file, missing }) => missing.map((variable) => `${variable} has no value in ${name}: write it into ${shown(file)}, or give it one in composure.yaml`)),
    ...problems, ...notes,
  ];
}

/** As JSON; `diff` is there for what would be written. */
export function envJson({ plan: { files, environments, problems, notes }, services, written, diff }: EnvReport & { readonly diff: string | undefined }): string {
  return `${JSON.stringify({
    written,
    environments: environments.map(({ name, file, missing }) => ({ name, file: toOsPath(file), missing })),
    files: files.map((file) => ({ path: toOsPath(file.path), action: actionOf(file), variables: file.variables })),
    services, problems, notes, ...(diff !== undefined && { diff }),
  }, undefined, 2)}\n`;
}

function actionOf({ before, after }: PlannedFile): 'create' | 'update' | 'unchanged' {
  return before === undefined ? 'create' : before === after ? 'unchanged' : 'update';
}

function countedActions({ variables }: PlannedFile): string {
  const words = { generated: 'generated', set: 'set', kept: 'kept' } as const;
  return (['generated', 'set', 'kept'] as const).flatMap((action) => {
    const own = variables.filter((each) => each.action === action);
    return own.length === 0 ? [] : [`${own.length} ${words[action]}`];
  }).join(', ');
}
