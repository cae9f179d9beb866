// Where a name is defined: over overrides, includes, the files of `extends`, env files and Dockerfiles.

import type { Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';
import type { Scope, ScopedFile } from '#core/language/scope.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import type { Span } from '#core/yaml/span.ts';

/** A place in a file. */
export interface Target {
  readonly file: FilePath;
  readonly span: Span;
}

/** Where to go from a mention: to the other definitions from one of several, else to all. */
export async function definitionsOf(names: Names, mention: Mention, files: FileSystem): Promise<readonly Target[]> {
  if (mention.kind === 'file' || mention.kind === 'stage') return distinct(await inOtherFiles(names, mention, files));
  const all = names.definitions(mention);
  const others = all.filter((each) => each.file !== mention.file || each.span[0] !== mention.span[0]);
  return others.length === 0 ? all : others;
}

async function inOtherFiles(names: Names, mention: Mention, files: FileSystem): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const scope of names.scopes) {
    const file = scope.files.get(mention.file);
    if (file === undefined) continue;
    if (mention.kind === 'stage') targets.push(...await stages(scope, file, mention, files));
    else {
      const path = mention.build === undefined ? scope.resolve(file.directory, mention.name) : dockerfileOf(scope, file, mention);
      if (path !== undefined && await files.stat(path) === 'file') targets.push({ file: path, span: [0, 0] });
    }
  }
  return targets;
}

/** A Dockerfile's path starts in the context's folder. */
export function dockerfileOf(scope: Scope, { directory }: ScopedFile, { build }: Mention): FilePath | undefined {
  const context = build && scope.resolve(directory, build.context);
  return build && context && scope.resolve(context, build.dockerfile);
}

async function stages(scope: Scope, file: ScopedFile, mention: Mention, files: FileSystem): Promise<readonly Target[]> {
  const { inline } = mention.build ?? {};
  const path = inline === undefined ? dockerfileOf(scope, file, mention) : file.path;
  const text = path === undefined ? undefined : inline === undefined ? await files.readText(path) : file.text;
  const span = text === undefined ? undefined : stageIn(text, inline ?? [0, text.length], mention.name);
  return path === undefined || span === undefined ? [] : [{ file: path, span }];
}

/** The name behind the last `AS` of that name; the builder does not tell capitals apart. */
function stageIn(text: string, [from, to]: Span, name: string): Span | undefined {
  const found = [...text.slice(from, to).matchAll(/^([ \t]*FROM[ \t]+(?:--\S+[ \t]+)*\S+[ \t]+AS[ \t]+)(\S+)/gim)].findLast(([, , stage = '']) => stage.toLowerCase() === name.toLowerCase());
  if (found === undefined) return undefined;
  const start = from + found.index + (found[1] ?? '').length;
  return [start, start + (found[2] ?? '').length];
}

/** Several environments mean the same place. */
export function distinct<T extends Target>(targets: readonly T[]): readonly T[] {
  return [...new Map(targets.map((each) => [`${each.file} ${each.span[0]}`, each])).values()];
}
