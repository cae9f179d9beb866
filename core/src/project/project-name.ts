// The name that Compose gives a project, and what is wrong with it where Compose refuses it.

import { readDotenv } from '#core/compose/dotenv.ts';
import { interpolateText, type Variables } from '#core/compose/interpolate.ts';
import type { FilePath } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import type { Loading } from '#core/project/loading.ts';
import { nameOf } from '#core/project/path.ts';
import { get, textOf } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/**
 * COMPOSE_PROJECT_NAME, the last `name:`, or the folder's name (compose-go, cli/options.go and loader.go, projectName).
 * It is known before the files are read: they may speak of it.
 */
export async function projectName({ files, directory }: Environment, envFiles: readonly FilePath[], variables: Variables, loading: Loading): Promise<string> {
  const set = variables.get('COMPOSE_PROJECT_NAME');
  if (set !== undefined && set !== '') {
    if (normalized(set) !== set) await reportName(set, envFiles, loading);
    return normalized(set);
  }
  let name = '';
  let said: Text | undefined;
  for (const path of files) {
    for (const document of (await loading.parsed.get(path, loading.files))?.documents ?? []) {
      const text = textOf(get(document, 'name'));
      if (text === undefined || text.value === '') continue;
      said = text;
      name = interpolateText(text, variables, () => undefined).value;
    }
    loading.cancellation.throwIfAborted();
  }
  if (said !== undefined && name !== '' && normalized(name) === '') {
    loading.report({ code: 'invalid-value', at: said, message: `Nothing of "${name}" can be in a project's name: use lower-case letters, digits, "-" and "_", or Compose refuses the project` });
  }
  const used = normalized(name) || normalized(nameOf(directory));
  const [first] = files;
  if (used === '' && first !== undefined) {
    loading.report({ code: 'missing-property', at: { value: undefined, file: first, span: [0, 0] }, message: `The folder's name ${nameOf(directory)} gives no project name: say "name:" here, or Compose refuses the project` });
  }
  return used;
}

/** The name as an env file sets it is taken as it is: Compose makes names of `name:` and of folders, and none of this. */
async function reportName(name: string, envFiles: readonly FilePath[], loading: Loading): Promise<void> {
  for (const file of envFiles.toReversed()) {
    const found = readDotenv(await loading.files.readText(file) ?? '').assignments.findLast((each) => each.name === 'COMPOSE_PROJECT_NAME');
    loading.cancellation.throwIfAborted();
    if (found === undefined) continue;
    const message = `"${name}" is no project name: use lower-case letters, digits, "-" and "_", and begin with a letter or digit, or Compose refuses the project`;
    return loading.report({ code: 'invalid-value', at: { value: name, file, span: found.span }, message });
  }
}

function normalized(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '').replace(/^[_-]+/, '');
}
