// Where a name is defined: over overrides, includes, the files of `extends`, env files and Dockerfiles.

import { dockerfileOf } from '#core/language/dockerfile-source.ts';
import type { Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';
import { stageAt } from '#core/language/stages.ts';
import { distinct, type Target } from '#core/language/target.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import type { Span } from '#core/yaml/span.ts';

/** Where to go from an offset, and the name that leads there: to the other definitions from one of several, else to all. */
export async function definitionsAt(names: Names, path: FilePath, offset: number, files: FileSystem): Promise<{ readonly span: Span; readonly targets: readonly Target[] } | undefined> {
  const stage = await stageAt(names, path, offset, files);
  if (stage !== undefined) return { span: stage.span, targets: stage.places.filter(({ role }) => role === 'definition') };
  const mention = names.at(path, offset);
  if (mention === undefined) return undefined;
  if (mention.kind === 'file') return { span: mention.span, targets: distinct(await filesOf(names, mention, files)) };
  const all = names.definitions(mention);
  const others = all.filter((each) => each.file !== mention.file || each.span[0] !== mention.span[0]);
  return { span: mention.span, targets: others.length === 0 ? all : others };
}

async function filesOf(names: Names, mention: Mention, files: FileSystem): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const scope of names.scopes) {
    const file = scope.files.get(mention.file);
    if (file === undefined) continue;
    const path = mention.build === undefined ? scope.resolve(file.directory, mention.name) : dockerfileOf(scope, file, mention);
    if (path !== undefined && await files.stat(path) === 'file') targets.push({ file: path, span: [0, 0] });
  }
  return targets;
}
