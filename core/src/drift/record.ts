// Writes a decision down in `composure.yaml`, which may have to be made for it.

import { EditedFiles } from '#core/check/edited-files.ts';
import type { FileSystem } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { folderFoundIn, type Environment } from '#core/project/environment.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { resolvePath } from '#core/project/path.ts';
import type { Fix } from '#core/rules/rule.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { resolvePlain } from '#core/yaml/resolve-scalar.ts';

export interface WantedDecision {
  readonly service: string;
  readonly attribute: string;
  readonly because: string;
}

/** The edit; `file` is the configuration that holds for the environment, where there is one. */
export function recordFix(environment: Environment, file: YamlFile | undefined, { service, attribute, because }: WantedDecision): Fix {
  const title = `Record in ${configurationName} that it is so on purpose`;
  const path = file?.file ?? resolvePath(folderFoundIn(environment), configurationName);
  const [name, key, value] = [service, attribute, because].map(asText);
  if (file === undefined) return { title, safety: 'ask', edits: [{ kind: 'create-file', path, text: `drift:\n  ${name}:\n    ${key}: ${value}\n` }] };
  return { title, safety: 'ask', edits: [{ kind: 'add', file: path, path: ['drift', service], key: attribute, value: value ?? '' }] };
}

/** The files with what is decided of several services; undefined where one of them cannot be added. */
export async function recorded(environment: Environment, file: YamlFile | undefined, decisions: readonly WantedDecision[], files: FileSystem): Promise<EditedFiles | undefined> {
  let edited = new EditedFiles(files);
  const parsed = new ParsedFiles();
  const path = file?.file ?? resolvePath(folderFoundIn(environment), configurationName);
  for (const decision of decisions) {
    const now = await parsed.get(path, edited);
    if (now !== undefined && now.problems.length > 0) return undefined;
    const fix = recordFix(environment, now, decision);
    const edits = await edited.editsOf(fix, parsed);
    if (edits === undefined) return undefined;
    edited = await edited.with(edits, [fix]);
  }
  return edited;
}

/** Without quotes where nothing in it means something else to YAML. */
function asText(text: string): string {
  return /^[\w/](?:[\w./-]| (?=[\w./-]))*$/.test(text) && typeof resolvePlain(text) === 'string' ? text : JSON.stringify(text);
}
