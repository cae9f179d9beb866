// Places as people say them: "compose.override.yaml, line 4".

import type { FilePath } from '#core/outside.ts';
import { folderOf, relativePath } from '#core/project/path.ts';
import type { Run } from '#core/language/prose.ts';

/** A file as seen from another one's folder. */
export function fileName(from: FilePath, path: FilePath): string {
  return relativePath(folderOf(from), path).replace(/^\.\//, '');
}

/** A place in a file as seen from another file. */
export function whereIs(from: FilePath, path: FilePath, text: string, offset: number): readonly Run[] {
  return [{ code: fileName(from, path) }, `, line ${lineOf(text, offset)}`];
}

/** Counted from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
