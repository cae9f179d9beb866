// Fixtures with marks in their texts: `‸` is the cursor, and `«…»` encloses the places that an answer should name.

import assert from 'node:assert/strict';
import { checkProject } from '#core/check/run.ts';
import { Names, type Candidate } from '#core/language/names.ts';
import type { Mention } from '#core/language/mention.ts';
import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import type { Span } from '#core/yaml/span.ts';
import { fixtureFiles, fixtureRoot, readFixture, type Fixture } from './fixture.ts';

export interface MarkedFixture {
  readonly fixture: Fixture;
  readonly cursor: { readonly file: FilePath; readonly offset: number };
  /** The enclosed places, as `place` writes them, in their order. */
  readonly enclosed: readonly string[];
}

/** Reads a fixture with marks. */
export function readMarked(text: string): MarkedFixture {
  const marked = readFixture(text);
  const files = new Map<FilePath, string>();
  const enclosed: string[] = [];
  let cursor: MarkedFixture['cursor'] | undefined;
  for (const [file, source] of marked.files) {
    let plain = '';
    let open = 0;
    for (const character of source) {
      if (character === '‸') cursor = { file, offset: plain.length };
      else if (character === '«') open = plain.length;
      else if (character === '»') enclosed.push(place(file, [open, plain.length], plain));
      else plain += character;
    }
    files.set(file, plain);
  }
  assert.ok(cursor, 'the fixture has no cursor');
  return { fixture: { ...marked, files }, cursor, enclosed: enclosed.toSorted() };
}

/** `compose.yaml:12 db`: file, offset and text. */
export function place(file: FilePath, [start, end]: Span, text: string): string {
  return `${file.slice(fixtureRoot.length + 1)}:${start} ${text.slice(start, end)}`;
}

export interface NamesAtCursor {
  readonly names: Names;
  readonly mention: Mention | undefined;
  readonly files: FileSystem;
}

/** The names around the cursor, with every environment of the fixture's folders as candidate. */
export async function namesAtCursor({ fixture, cursor }: MarkedFixture): Promise<NamesAtCursor> {
  const files = fixtureFiles(fixture);
  const parsed = new ParsedFiles();
  const candidates: Candidate[] = [];
  for (const folder of fixture.folders) {
    for (const environment of await discoverEnvironments(folder, files, parsed, neverCancelled)) {
      const dependencies = new Set<FilePath>();
      const recording: FileSystem = {
        readText: (path) => { dependencies.add(path); return files.readText(path); },
        stat: (path) => { dependencies.add(path); return files.stat(path); },
        list: (path) => files.list(path),
      };
      await checkProject(await loadProject(environment, recording, parsed, neverCancelled), rules, recording, parsed, neverCancelled);
      candidates.push({ environment, dependencies });
    }
  }
  const names = await Names.around(cursor.file, candidates, files, parsed, true);
  return { names, mention: names.at(cursor.file, cursor.offset), files };
}
