// A rename that begins in `composure.yaml`: an environment is renamed there alone, a service and a variable in the files of all
// environments that it holds for.

import { configuredEdits, type ConfiguredName } from '#core/language/configured-edits.ts';
import type { Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';
import { formOf, refusalOf, rename, withoutOverlaps, type Refusal, type RenameEdit, type RenameNote } from '#core/language/rename.ts';
import { environmentOfEnvFile, isSameEnvironment } from '#core/project/env-file-names.ts';
import type { Environment } from '#core/project/environment.ts';
import { nameOf } from '#core/project/path.ts';
import { publicName } from '#core/variables/variable.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import { entry, get } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** A name in `composure.yaml`, and what it may have to do with: the environments that the file holds for, and the names around each. */
export interface Configured {
  readonly file: YamlFile;
  readonly named: ConfiguredName;
  readonly environments: readonly Environment[];
  readonly around: readonly Names[];
}

/** Why it cannot be renamed, whatever the new name; undefined where it can. */
export function refusalOfConfigured({ file, named: { kind, name }, around }: Configured): string | undefined {
  if (file.problems.length > 0) return `${nameOf(file.file)} has errors in its text: mend them first, or the rename may miss a place`;
  if (kind === 'environment') return described(file, name) ? undefined : `${name} is called so by the names of its files: describe it under environments first`;
  const groups = groupsOf(around, kind, name);
  if (kind === 'service' && groups.length === 0) return `No environment has a service "${name}"`;
  for (const [names, mention] of groups) {
    const refused = refusalOf(names, mention);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** The edits that give it a new name everywhere. */
export function renameConfigured(configured: Configured, to: string): readonly RenameEdit[] | Refusal {
  const { file, named: { kind, name }, around } = configured;
  const refused = refusalOfConfigured(configured);
  if (refused !== undefined) return { refused };
  if (to === name) return [];
  if (kind === 'environment') return renameEnvironment(configured, to);
  const [form, says] = formOf(kind);
  if (!form.test(to)) return { refused: `"${to}" is no name for a ${kind}: one has ${says}` };
  if (kind === 'variable' && readVariables(file).has(to)) return { refused: `${nameOf(file.file)} has a variable "${to}" already` };
  const note = kind === 'variable' && readVariables(file).get(name)?.generate?.kind === 'key-pair'
    ? { label: 'Rename a key pair', description: `What says ${publicName(name)} has to say ${publicName(to)}`, unsure: false } : undefined;
  const edits: RenameEdit[] = configuredEdits(file, kind, name, to).map((each) => ({ ...each, note }));
  for (const [names, mention] of groupsOf(around, kind, name)) {
    const made = rename(names, mention, to);
    if ('refused' in made) return made;
    edits.push(...made);
  }
  // What one group is not sure of may be another one.
  return withoutOverlaps(edits.toSorted((one, other) => Number(one.note?.unsure ?? false) - Number(other.note?.unsure ?? false)));
}

function renameEnvironment({ file, named: { kind, name }, environments }: Configured, to: string): readonly RenameEdit[] | Refusal {
  if (to === '' || /[\p{Cc}/\\]/u.test(to)) return { refused: `"${to}" is no name for an environment` };
  if (described(file, to)) return { refused: `${nameOf(file.file)} has an environment "${to}" already` };
  const own = environments.find((each) => each.name === name)?.envFiles.map(nameOf).find((each) => isSameEnvironment(environmentOfEnvFile(each) ?? '', name));
  const note: RenameNote | undefined = own === undefined || readVariables(file).size === 0 || isSameEnvironment(name, to) ? undefined
    : { label: 'Rename an environment', description: `composure env generate takes ${own} for that of ${name}, and writes .env.${to}: rename the file too`, unsure: false };
  return configuredEdits(file, kind, name, to).map((each) => ({ ...each, note }));
}

function described(file: YamlFile, environment: string): boolean {
  return entry(get(file.documents[0], 'environments'), environment) !== undefined;
}

/** One mention of each thing of that name. */
function groupsOf(around: readonly Names[], kind: Mention['kind'], name: string): readonly (readonly [Names, Mention])[] {
  const met = new Set<string>();
  return around.flatMap((names) => names.files().flatMap(({ mentions }) => mentions.filter((each) => each.kind === kind && each.name === name && (kind === 'variable' || each.role === 'definition'))).flatMap((mention) => {
    if (met.has(placeOf(mention))) return [];
    for (const each of names.group(mention)) met.add(placeOf(each));
    return [[names, mention] as const];
  }));
}

function placeOf({ file, span }: Mention): string {
  return `${file}\n${span[0]}`;
}
