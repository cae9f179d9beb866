// Applies many fixes as a careful person would: what does not touch goes together, everything is checked again, and
// the next fixes are worked out from what stands there now. So two conflicts never get the same free port.

import type { Checked } from '#core/check/check-folder.ts';
import { EditedFiles } from '#core/check/edited-files.ts';
import type { Diagnostic } from '#core/check/run.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Fix } from '#core/rules/rule.ts';
import { groupBy } from '#core/words/group-by.ts';
import type { TextEdit } from '#core/yaml/patch.ts';

/** How the findings of some files are found, and which fix of a finding is meant. */
export interface FixAllOrder {
  check(files: FileSystem): Promise<Checked>;
  /** The fix that may be applied without anybody looking; undefined leaves the finding as it is. */
  choose(diagnostic: Diagnostic): Promise<Fix | undefined>;
  readonly parsed: ParsedFiles;
}

/** A finding that was mended. */
export interface Mended {
  readonly diagnostic: Diagnostic;
  /** Of the fix that was applied. */
  readonly title: string;
}

export interface FixedAll {
  readonly files: EditedFiles;
  readonly mended: readonly Mended[];
  /** What is found in the files as they are now. */
  readonly left: Checked;
}

/** Fixes that one call applies at most, beyond one for each finding that there was. */
const fixLimit = 200;

/** A finding with its fix, as text edits of the files as they are. */
interface Step {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
  readonly edits: readonly TextEdit[];
}

/** Applies the chosen fixes until none is left that helps. */
export async function fixAll(order: FixAllOrder, disk: FileSystem, cancellation: Cancellation): Promise<FixedAll> {
  let files = new EditedFiles(disk);
  let left = await order.check(files);
  const mended: Mended[] = [];
  /** Findings whose fix did not help, and the states that were there before: neither is tried again. */
  const refused = new Set<string>();
  const seen = new Set([stateOf(files)]);
  const limit = left.diagnostics.length + fixLimit;
  // How many go together: half as many where that fails, twice as many where it works again and again.
  let size = Number.POSITIVE_INFINITY;
  let worked = 0;
  while (mended.length < limit) {
    const steps = await stepsOf(left.diagnostics, order, files, refused, cancellation);
    if (steps.length === 0) break;
    let done = false;
    while (!done) {
      const batch = steps.slice(0, size);
      const next = await files.with(batch.flatMap(({ edits }) => edits), batch.map(({ fix }) => fix));
      const after = await order.check(next);
      cancellation.throwIfAborted();
      done = !seen.has(stateOf(next)) && helps(batch, left.diagnostics, after.diagnostics);
      if (done) {
        mended.push(...batch.map(({ diagnostic, fix }) => ({ diagnostic, title: fix.title })));
        [files, left] = [next, after];
        seen.add(stateOf(files));
        worked += 1;
        if (worked > 1) [size, worked] = [size * 2, 0];
      } else {
        const [first] = batch;
        worked = 0;
        if (batch.length === 1) {
          if (first !== undefined) refused.add(keyOf(first.diagnostic));
          break;
        }
        size = Math.ceil(batch.length / 2);
      }
    }
    // What a check has found has its places in the texts that were read last.
    if (!done) left = await order.check(files);
  }
  return { files, mended, left };
}

/** The fixes that can be applied to the files together, because none touches what another does. */
async function stepsOf(found: readonly Diagnostic[], { choose, parsed }: FixAllOrder, files: EditedFiles, refused: ReadonlySet<string>, cancellation: Cancellation): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const taken = new Map<FilePath, TextEdit[]>();
  const made = new Set<FilePath>();
  const answered = new Set<string>();
  for (const diagnostic of found) {
    // Of two findings that point to each other one is mended, and the other is judged anew.
    if (refused.has(keyOf(diagnostic)) || diagnostic.related.some((place) => answered.has(placeOf(diagnostic.code, place)))) continue;
    const fix = await choose(diagnostic);
    cancellation.throwIfAborted();
    const edits = fix && await files.editsOf(fix, parsed);
    if (fix === undefined || edits === undefined || fix.edits.length === 0) continue;
    const news = fix.edits.flatMap((edit) => (edit.kind === 'create-file' || edit.kind === 'create-folder' ? [edit.path] : []));
    if (edits.some((edit) => (taken.get(edit.file) ?? []).some((other) => touches(edit, other))) || news.some((path) => made.has(path))) continue;
    for (const edit of edits) taken.set(edit.file, [...taken.get(edit.file) ?? [], edit]);
    for (const path of news) made.add(path);
    answered.add(placeOf(diagnostic.code, diagnostic));
    steps.push({ diagnostic, fix, edits });
  }
  return steps;
}

/**
 * True where each finding is gone, and nothing of its kind has come in its place. What is left may say something else now:
 * of three that want one port, two do. Behind a single one others may come into sight, as in a broken text.
 */
function helps(batch: readonly Step[], before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  const [then, now] = [before, after].map((all) => groupBy(all, keyOf));
  const count = (all: typeof then, key: string): number => all?.get(key)?.length ?? 0;
  if (batch.some(({ diagnostic }) => count(now, keyOf(diagnostic)) >= count(then, keyOf(diagnostic)))) return false;
  const [first, ...others] = batch;
  if (first !== undefined && others.length === 0) return !comesBack(first, after);
  const codes = new Set(batch.map(({ diagnostic }) => diagnostic.code));
  const ofCodes = (all: readonly Diagnostic[]): number => all.filter(({ code }) => codes.has(code)).length;
  return ofCodes(after) <= ofCodes(before) - batch.length;
}

/** True where what was written has the same fault as what stood there. Of a text that cannot be read only one fault is seen at a time. */
function comesBack({ diagnostic: { code }, edits }: Step, after: readonly Diagnostic[]): boolean {
  if (code === 'yaml-syntax') return false;
  return edits.some(({ file, span, text }) => {
    const moved = edits.reduce((by, other) => (other.file === file && other.span[1] <= span[0] && other.span !== span ? by + other.text.length - (other.span[1] - other.span[0]) : by), 0);
    const written = [span[0] + moved, span[0] + moved + text.length] as const;
    return text !== '' && after.some((each) => each.file === file && each.code === code && each.span[0] < written[1] && written[0] < each.span[1]);
  });
}

/** A finding whose place may move with the text around it. */
function keyOf({ file, code, message }: Diagnostic): string {
  return `${file}\0${code}\0${message}`;
}

function placeOf(code: string, { file, span }: Pick<Diagnostic, 'file' | 'span'>): string {
  return `${code}\0${file}\0${span[0]}`;
}

/** Two insertions at one place touch as well: each was worked out without the other. */
function touches(a: TextEdit, b: TextEdit): boolean {
  return a.span[0] <= b.span[1] && b.span[0] <= a.span[1];
}

function stateOf({ texts, folders }: EditedFiles): string {
  return JSON.stringify([[...texts].map(([path, { after }]) => [path, after]), [...folders]]);
}
