// Takes single files and folders out of an archive, as an archive of its own: each header as it came, so that nothing of what it
// says is lost on the way.

import type { TarEntry } from '#core/backup/entry-rules.ts';
import { shown } from '#core/backup/entry-rules.ts';
import { Failure } from '#core/failure.ts';
import { TarParser } from '#host/archive/tar-parser.ts';

const end = Buffer.alloc(1024);

/**
 * The entries of an archive that are chosen, with their content.
 * @throws Failure `command-failed` for a hard link to what is not chosen: its content stands there.
 */
export async function* selectEntries(source: AsyncIterable<Buffer>, isChosen: (entry: TarEntry) => boolean): AsyncGenerator<Buffer, void, undefined> {
  let parts: Buffer[] = [];
  let isTaken = false;
  const taken = new Set<string>();
  const parser = new TarParser({
    entry(entry, header) {
      isTaken = isChosen(entry);
      if (!isTaken) return;
      if (entry.type === 'hardlink' && !taken.has(entry.link)) {
        throw new Failure('command-failed', `${shown(entry.name)} is a hard link to ${shown(entry.link)}: name both`);
      }
      taken.add(entry.name);
      parts.push(...header.map((block) => Buffer.from(block)));
    },
    content(part) { if (isTaken) parts.push(part); },
    ended({ size }) {
      const padding = (512 - (size % 512)) % 512;
      if (isTaken && padding > 0) parts.push(Buffer.alloc(padding));
    },
  });
  for await (const chunk of source) {
    parser.push(chunk);
    if (parts.length === 0) continue;
    const ready = parts;
    parts = [];
    yield* ready;
  }
  parser.end();
  yield end;
}
