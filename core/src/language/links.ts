// What a click on a word may open: a file or folder that is there, or the page of an image.

import { isBuilt, known, type FilePart } from '#core/language/effective.ts';
import { imagePage, imageParts } from '#core/language/image-name.ts';
import { pathsIn } from '#core/language/paths.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import type { Span } from '#core/yaml/span.ts';

export type Link =
  | { readonly span: Span; readonly kind: 'path'; readonly target: FilePath }
  | { readonly span: Span; readonly kind: 'page'; readonly url: string };

/** The links of a file. Where projects lead to different places, the first one in which something is there counts. */
export async function linksIn(parts: readonly FilePart[], files: FileSystem, cancellation: Cancellation): Promise<readonly Link[]> {
  const links = new Map<string, Link>();
  for (const part of parts) {
    const paths = pathsIn(part).filter(({ text }) => text.file === part.file.file && text.span[0] < text.span[1] && !links.has(keyOf(text.span)));
    const kinds = await Promise.all(paths.map(({ target }) => files.stat(target)));
    cancellation.throwIfAborted();
    for (const [index, { text, target }] of paths.entries()) {
      if (kinds[index] === 'file' || kinds[index] === 'directory') links.set(keyOf(text.span), { span: text.span, kind: 'path', target });
    }
    for (const service of part.services) {
      const name = known(service.image);
      // What is built here stands in no registry, as far as anybody knows.
      if (name === undefined || name.file !== part.file.file || isBuilt(part, service)) continue;
      const parts = imageParts(name.value);
      const url = parts && imagePage(parts);
      if (url !== undefined && !links.has(keyOf(name.span))) links.set(keyOf(name.span), { span: name.span, kind: 'page', url });
    }
  }
  return [...links.values()].toSorted((a, b) => a.span[0] - b.span[0]);
}

function keyOf(span: Span): string {
  return `${span[0]}-${span[1]}`;
}
