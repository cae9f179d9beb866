// COMPOSE_FILE in an env file: the files that `docker compose` takes in that folder when it is told none.

import { readDotenv } from '#core/compose/dotenv.ts';
import type { FilePath } from '#core/outside.ts';
import { resolvePath } from '#core/project/path.ts';
import type { Span, Text } from '#core/yaml/span.ts';

/** The files that an env file names, each where it does so; none where it has no COMPOSE_FILE. */
export function filesNamedIn(envFile: FilePath, text: string, folder: FilePath): readonly (readonly [path: FilePath, at: Text])[] {
  if (!text.includes('COMPOSE_FILE')) return [];
  const assignments = readDotenv(text).assignments;
  const named = assignments.findLast(({ name }) => name === 'COMPOSE_FILE');
  if (named?.value === undefined || named.value === '') return [];
  const separator = assignments.findLast(({ name }) => name === 'COMPOSE_PATH_SEPARATOR')?.value || (/^[A-Za-z]:/.test(folder) ? ';' : ':');
  let from = named.span[1];
  return named.value.split(separator).filter((path) => path !== '').map((path) => {
    const start = text.indexOf(path, from);
    const isWritten = start !== -1 && start + path.length <= lineEnd(text, named.span[1]);
    const span: Span = isWritten ? [start, start + path.length] : named.span;
    if (isWritten) from = span[1];
    const pieces = isWritten ? [{ from: 0, to: path.length, span, verbatim: true }] : undefined;
    return [resolvePath(folder, path), { value: path, file: envFile, span, pieces, unresolved: [], directory: folder }];
  });
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
