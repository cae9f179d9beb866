// Every path on the disk that a file names, with what it leads to: for links and hover.

import type { FilePart } from '#core/language/effective.ts';
import type { Build } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { isRemote } from '#core/project/extends.ts';
import { resolvePath, resolveText } from '#core/project/path.ts';
import { isRemoteContext } from '#core/rules/build-paths.ts';
import { entries, get, items, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** A path as a file writes it. */
export interface PathUse {
  readonly text: Text;
  readonly target: FilePath;
  /** What is there goes into a container as it is, so that it may also be missing, or a folder. */
  readonly isMount: boolean;
}

/** The paths of a file whose texts are known; those of other machines and of a person's home are left out. */
export function pathsIn(part: FilePart): readonly PathUse[] {
  const uses: PathUse[] = [];
  const add = (text: Text | undefined, from: FilePath, isMount = false): void => {
    if (text === undefined || text.value === '' || text.unresolved.length > 0 || isRemote(text.value) || text.value.startsWith('~')) return;
    uses.push({ text, target: text.directory === undefined ? resolvePath(from, text.value) : resolveText(from, text), isMount });
  };
  const { directory } = part;
  for (const service of part.services) {
    for (const { type, source } of service.mounts) if (type === 'bind') add(source, directory, true);
    for (const { path } of service.envFiles) add(path, directory);
    if (service.build !== undefined) addBuild(service.build, directory, add);
    for (const text of oneOrMore(get(service.node, 'label_file'))) add(text, directory);
    add(textOf(get(get(service.node, 'extends'), 'file')), directory);
    add(textOf(get(get(service.node, 'credential_spec'), 'file')), directory);
    for (const watch of items(get(get(service.node, 'develop'), 'watch'))) add(textOf(get(watch, 'path')), directory);
  }
  for (const document of part.documents) {
    for (const item of items(get(document, 'include'))) {
      for (const text of oneOrMore(item.kind === 'mapping' ? get(item, 'path') : item)) add(text, directory);
      for (const text of oneOrMore(get(item, 'env_file'))) add(text, directory);
      add(textOf(get(item, 'project_directory')), directory);
    }
    for (const kind of ['secrets', 'configs']) for (const { value } of entries(get(document, kind))) add(textOf(get(value, 'file')), directory);
  }
  return uses;
}

function addBuild({ context, contextGiven, dockerfile, inline }: Build, directory: FilePath, add: (text: Text | undefined, from: FilePath) => void): void {
  const isLocal = context.unresolved.length === 0 && context.value !== '' && !isRemoteContext(context.value) && !context.value.startsWith('~');
  if (!isLocal) return;
  if (contextGiven) add(context, directory);
  if (inline === undefined) add(dockerfile, resolveText(directory, context));
}

function oneOrMore(node: YamlNode | undefined): readonly Text[] {
  return (node?.kind === 'sequence' ? node.items : [node]).flatMap((each) => textOf(each) ?? []);
}
