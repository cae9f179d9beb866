// Where the Dockerfile of a build stands: in a file of its own, or in a part of a compose file. It is read from the text as it
// is now; a part of a compose file as it is written, so that every word has its place.

import { readDockerfile, type Dockerfile } from '#core/dockerfile/read.ts';
import { outlineOf } from '#core/language/compose-mentions.ts';
import type { Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';
import type { Scope, ScopedFile } from '#core/language/scope.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import type { Span } from '#core/yaml/span.ts';

/** The place of a Dockerfile. */
export interface DockerfileSource {
  readonly path: FilePath;
  /** Undefined where it is the whole file. */
  readonly inline: Span | undefined;
}

/** The Dockerfile of the build to which a mention belongs; undefined where its path is not known. */
export function sourceOf(scope: Scope, file: ScopedFile, mention: Mention): DockerfileSource | undefined {
  if (mention.build?.inline !== undefined) return { path: file.path, inline: mention.build.inline };
  const path = dockerfileOf(scope, file, mention);
  return path === undefined ? undefined : { path, inline: undefined };
}

/** The path of a build's Dockerfile, which starts in the context's folder. */
export function dockerfileOf(scope: Scope, { directory }: ScopedFile, { build }: Mention): FilePath | undefined {
  const context = build && scope.resolve(directory, build.context);
  return build && context && scope.resolve(context, build.dockerfile);
}

/** The Dockerfile in which an offset of a file lies; undefined for any other text of a compose file or an env file. */
export function sourceAt(names: Names, path: FilePath, offset: number): DockerfileSource | undefined {
  const file = names.files().find((each) => each.path === path);
  if (file === undefined) return { path, inline: undefined };
  const inline = file.yaml === undefined ? undefined : outlineOf(file.yaml).inlineDockerfiles.find(([start, end]) => offset >= start && offset <= end);
  return inline && { path, inline };
}

/** True for two places of one Dockerfile. */
export function isSameSource(a: DockerfileSource, b: DockerfileSource): boolean {
  return a.path === b.path && a.inline?.[0] === b.inline?.[0];
}

/** The text of a file, and the Dockerfile in it. */
export async function readSource({ path, inline }: DockerfileSource, files: FileSystem): Promise<{ readonly text: string; readonly dockerfile: Dockerfile } | undefined> {
  const text = await files.readText(path);
  if (text === undefined) return undefined;
  // The lines of a block scalar are those of a Dockerfile, further in; other styles write line ends in their own way.
  if (inline !== undefined && text.charAt(inline[0]) !== '|') return undefined;
  const start = inline === undefined ? 0 : text.indexOf('\n', inline[0]) + 1;
  const dockerfile = readDockerfile(path, text.slice(start, inline?.[1]), (from, to) => [start + from, start + to]);
  return dockerfile && { text, dockerfile };
}
