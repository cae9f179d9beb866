// What a path that leads nowhere may have meant, and the fixes that say so.

import type { FilePath } from '#core/outside.ts';
import { folderOf, isInside, nameOf, relativePath } from '#core/project/path.ts';
import { nearest } from '#core/words/nearest.ts';
import type { Fix, RuleContext } from '#core/rules/rule.ts';
import type { Text } from '#core/yaml/span.ts';

/** True where the file holds the text character by character, so that writing another in its place is safe. */
export function isWritten(text: Text): boolean {
  return text.pieces !== undefined && text.pieces.every((piece) => piece.verbatim) && text.span[1] - text.span[0] === text.value.length;
}

/** Another text in place of this one; nothing where a variable stands in it. */
export function rewriteFix(at: Text, text: string, title = `Use ${text}`): readonly Fix[] {
  return isWritten(at) && text !== at.value && !/\p{Cc}/u.test(text) ? [{ title, safety: isSamePath(at.value, text) ? 'safe' : 'ask', edits: [{ kind: 'rewrite', at, text }] }] : [];
}

/** Paths that differ in nothing but upper and lower case lead to the same place on most machines of developers. */
function isSamePath(a: string, b: string): boolean {
  return /[./]/.test(a) && a.toLowerCase() === b.toLowerCase();
}

/** A path as the user's own text has it: absolute where that is, with or without the leading `./`. */
export function writtenLike(text: Text, directory: FilePath, to: FilePath): string {
  if (text.value.startsWith('/')) return to;
  const relative = relativePath(text.directory ?? directory, to);
  return text.value.startsWith('.') || relative === '.' ? relative : relative.replace(/^\.\//, '');
}

/** True for an absolute path outside the project: it belongs to the machine, and another machine may well have it. */
export function isOfTheMachine(directory: FilePath, written: string, path: FilePath): boolean {
  return written.startsWith('~') || ((written.startsWith('/') || /^[A-Za-z]:/.test(written)) && !isInside(directory, path));
}

/** The path that is there and differs in mistyped parts only. */
export async function nearestPath(path: FilePath, context: RuleContext): Promise<FilePath | undefined> {
  const missing: string[] = [];
  let folder = path;
  while (await context.files.stat(folder) === undefined && folderOf(folder) !== folder) {
    missing.unshift(nameOf(folder));
    folder = folderOf(folder);
  }
  let found = folder;
  for (const each of missing) {
    const all = [...(await context.files.list(found))?.keys() ?? []];
    // A key or a certificate is made; what is called like it and is of another kind is not it.
    const kind = /\.(?:crt|cer|csr|key|pem|p12|pfx|jks)$/i.exec(each)?.[0];
    const names = kind === undefined ? all : all.filter((name) => name.toLowerCase().endsWith(kind.toLowerCase()));
    const next = names.includes(each) ? each : nearest(each, names);
    if (next === undefined) return undefined;
    found = join(found, next);
  }
  return missing.length === 0 ? undefined : found;
}

/** What may have been meant by a missing path: the nearest one, then those of the same name elsewhere. */
export async function candidates(path: FilePath, kind: 'file' | 'directory' | 'any', findByName: (name: string) => Promise<readonly FilePath[]>, context: RuleContext): Promise<readonly FilePath[]> {
  const near = await nearestPath(path, context);
  const sameName = await findByName(nameOf(path));
  const found: FilePath[] = [];
  for (const each of [...(near === undefined ? [] : [near]), ...sameName]) {
    if (each === path || found.includes(each)) continue;
    if (kind === 'any' || await context.files.stat(each) === kind) found.push(each);
  }
  return found.slice(0, 4);
}

/** A name in a folder. */
export function join(folder: FilePath, name: string): FilePath {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
