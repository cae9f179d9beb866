// Fixtures in which what stands at the cursor gets a new name, as their files are afterwards.

import assert from 'node:assert/strict';
import { rename, type RenameEdit } from '#core/language/rename.ts';
import { renameStage } from '#core/language/rename-stage.ts';
import { stageAt } from '#core/language/stages.ts';
import type { FilePath } from '#core/outside.ts';
import { namesAtCursor, readMarked } from './marked-fixture.ts';

export interface Renamed {
  readonly before: ReadonlyMap<FilePath, string>;
  readonly after: ReadonlyMap<FilePath, string>;
  readonly edits: readonly RenameEdit[];
}

/** Renames what stands at the cursor; fails where that is refused. */
export async function renamed(text: string, to: string): Promise<Renamed> {
  const marked = readMarked(text);
  const edits = await renameAtCursor(text, to);
  assert.ok(typeof edits !== 'string', 'the rename is refused');
  return { before: marked.fixture.files, after: applied(marked.fixture.files, edits), edits };
}

/** The edits that rename what stands at the cursor, or why there are none. */
export async function renameAtCursor(text: string, to: string): Promise<readonly RenameEdit[] | string> {
  const marked = readMarked(text);
  const { names, mention, files } = await namesAtCursor(marked);
  const stage = await stageAt(names, marked.cursor.file, marked.cursor.offset, files);
  assert.ok(stage ?? mention, 'nothing is named here');
  const edits = stage === undefined && mention !== undefined ? rename(names, mention, to) : stage === undefined ? [] : renameStage(names, stage, to);
  return 'refused' in edits ? edits.refused : edits;
}

function applied(files: ReadonlyMap<FilePath, string>, edits: readonly RenameEdit[]): ReadonlyMap<FilePath, string> {
  const after = new Map(files);
  const sorted = edits.toSorted((a, b) => b.span[0] - a.span[0]);
  for (const [index, { file, span, text }] of sorted.entries()) {
    const next = sorted.slice(index + 1).find((each) => each.file === file);
    assert.ok(next === undefined || next.span[1] <= span[0], 'two edits overlap');
    const before = after.get(file) ?? '';
    after.set(file, before.slice(0, span[0]) + text + before.slice(span[1]));
  }
  return after;
}

