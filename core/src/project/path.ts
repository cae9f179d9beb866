// Paths as compose files write them, and as `FilePath`s. No file system is asked.

import type { FilePath } from '#core/outside.ts';
import type { Text } from '#core/yaml/span.ts';

/** The folder of a path; a root is its own folder. */
export function folderOf(path: FilePath): FilePath {
  const slash = path.lastIndexOf('/');
  if (slash === 0) return '/';
  return slash === -1 || /^[A-Za-z]:$/.test(path) ? path : path.slice(0, slash);
}

/** The last part of a path. */
export function nameOf(path: FilePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A relative path without anything to work out. */
const plainPath = /^[\w@+-][\w.@+-]*(?:\/[\w@+-][\w.@+-]*)*$/;

/** A path from a folder; an absolute one stays. `.`, `..` and doubled slashes are worked out. */
export function resolvePath(from: FilePath, path: string): FilePath {
  const plain = path.startsWith('./') ? path.slice(2) : path;
  if (plainPath.test(plain)) return from.endsWith('/') ? from + plain : `${from}/${plain}`;
  const slashed = path.includes('/') ? path : path.replaceAll('\\', '/');
  const absolute = slashed.startsWith('/') || /^[A-Za-z]:\//.test(slashed);
  const [root, rest] = splitRoot(absolute ? slashed : `${from}/${slashed}`);
  const parts: string[] = [];
  for (const each of rest.split('/')) {
    if (each === '' || each === '.') continue;
    if (each === '..') parts.pop();
    else parts.push(each);
  }
  return root + parts.join('/');
}

function splitRoot(path: string): readonly [string, string] {
  const drive = /^[A-Za-z]:\//.exec(path);
  return drive === null ? ['/', path] : [drive[0], path.slice(drive[0].length)];
}

/** The path that a text of a project names: relative to the text's own folder if it came from elsewhere. */
export function resolveText(directory: FilePath, text: Text): FilePath {
  return resolvePath(text.directory ?? directory, text.value);
}

/** A path as one writes it in a folder: `./data/x`, `../y`. */
export function relativePath(from: FilePath, to: FilePath): string {
  if (from === to) return '.';
  const a = from.split('/').filter((each) => each !== '');
  const b = to.split('/').filter((each) => each !== '');
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
  if (same === 0 && /^[A-Za-z]:/.test(to)) return to;
  const up = a.slice(same).map(() => '..');
  const path = [...up, ...b.slice(same)].join('/');
  return path.startsWith('..') ? path : `./${path}`;
}

/** True for a path inside a folder, or the folder itself. */
export function isInside(folder: FilePath, path: FilePath): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
