// What would change, as `diff -u` prints it and `patch -p1` and `git apply` read it.

import { lineChanges, linesWithBreaks, type LineChange } from '#core/words/line-diff.ts';

/** Lines that are shown around a change. */
const context = 3;

/** The difference of two texts of one file; `before` is undefined for a new file. `name` is its path as it is shown. */
export function unifiedDiff(name: string, before: string | undefined, after: string): string {
  const old = linesWithBreaks(before ?? '');
  const fresh = linesWithBreaks(after);
  const hunks = together(lineChanges(old, fresh)).map((changes) => hunk(changes, old, fresh));
  if (hunks.length === 0 && before !== undefined) return '';
  // Programs that read it take a/ and b/ away, which makes no sense of a path that leads out of the folder.
  const [a, b] = name.startsWith('../') ? ['', ''] : ['a/', 'b/'];
  return `--- ${before === undefined ? '/dev/null' : a + name}\n+++ ${b}${name}\n${hunks.join('')}`;
}

/** Changes whose surroundings meet belong to one hunk. */
function together(changes: readonly LineChange[]): readonly (readonly LineChange[])[] {
  const hunks: LineChange[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    const previous = last?.at(-1);
    if (last !== undefined && previous !== undefined && change.before.from - previous.before.to <= 2 * context) last.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function hunk(changes: readonly LineChange[], old: readonly string[], fresh: readonly string[]): string {
  const first = changes[0];
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return '';
  const lead = Math.min(context, first.before.from);
  const trail = Math.min(context, old.length - last.before.to);
  const lines: string[] = [];
  let at = first.before.from - lead;
  for (const { before, after } of changes) {
    lines.push(...old.slice(at, before.from).map((line) => ` ${line}`));
    lines.push(...old.slice(before.from, before.to).map((line) => `-${line}`));
    lines.push(...fresh.slice(after.from, after.to).map((line) => `+${line}`));
    at = before.to;
  }
  lines.push(...old.slice(at, at + trail).map((line) => ` ${line}`));
  const range = (from: number, to: number): string => `${to === from ? from : from + 1},${to - from}`;
  const head = `@@ -${range(first.before.from - lead, last.before.to + trail)} +${range(first.after.from - lead, last.after.to + trail)} @@\n`;
  return head + lines.map((line) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)).join('');
}
