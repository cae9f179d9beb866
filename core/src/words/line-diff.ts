// What lies between two texts, in whole lines: the shortest way from one to the other (E. Myers, An O(ND) Difference
// Algorithm), as edits for an editor and as the hunks that people read.

/** Lines of one text that become lines of another. The numbers count from 0, `to` is the line behind the last. */
export interface LineChange {
  readonly before: { readonly from: number; readonly to: number };
  readonly after: { readonly from: number; readonly to: number };
}

/** Edits beyond which the shortest way is no longer looked for: all between the common ends is then one change. */
const editLimit = 1_000;

/** A text's lines with their breaks. */
export function linesWithBreaks(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The changes from one list of lines to another, in order. */
export function lineChanges(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const old = before.slice(start, before.length - end);
  const fresh = after.slice(start, after.length - end);
  if (old.length === 0 && fresh.length === 0) return [];
  const kept = keptLines(old, fresh);
  const changes: LineChange[] = [];
  let [x, y] = [0, 0];
  for (const [i, j] of [...kept, [old.length, fresh.length] as const]) {
    if (i > x || j > y) changes.push({ before: { from: start + x, to: start + i }, after: { from: start + y, to: start + j } });
    [x, y] = [i + 1, j + 1];
  }
  return changes;
}

/** The pairs of lines that stay, in order. */
function keptLines(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const traces: ReadonlyMap<number, number>[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= Math.min(a.length + b.length, editLimit); edits += 1) {
    traces.push(new Map(furthest));
    const next = new Map(furthest);
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && (next.get(k - 1) ?? 0) < (next.get(k + 1) ?? 0));
      let x = down ? next.get(k + 1) ?? 0 : (next.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return backwards(traces, a.length, b.length);
    }
    furthest = next;
  }
  return [];
}

function backwards(traces: readonly ReadonlyMap<number, number>[], endX: number, endY: number): readonly (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  let [x, y] = [endX, endY];
  for (let edits = traces.length - 1; edits >= 0; edits -= 1) {
    const trace = traces[edits] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -edits || (k !== edits && (trace.get(k - 1) ?? 0) < (trace.get(k + 1) ?? 0));
    const beforeK = down ? k + 1 : k - 1;
    const beforeX = edits === 0 ? 0 : trace.get(beforeK) ?? 0;
    const beforeY = edits === 0 ? 0 : beforeX - beforeK;
    while (x > beforeX && y > beforeY) {
      x -= 1;
      y -= 1;
      kept.push([x, y]);
    }
    [x, y] = [beforeX, beforeY];
  }
  return kept.toReversed();
}

/** A change between two texts that an editor can carry out. */
export interface TextChange {
  readonly span: readonly [start: number, end: number];
  readonly text: string;
}

/** The replacements that turn one text into another and leave every other line alone. */
export function textChanges(before: string, after: string): readonly TextChange[] {
  const old = linesWithBreaks(before);
  const fresh = linesWithBreaks(after);
  const offsets = [0];
  for (const line of old) offsets.push((offsets.at(-1) ?? 0) + line.length);
  return lineChanges(old, fresh).map((change) => ({
    span: [offsets[change.before.from] ?? before.length, offsets[change.before.to] ?? before.length],
    text: fresh.slice(change.after.from, change.after.to).join(''),
  }));
}
