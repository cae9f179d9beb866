// The known name that a mistyped one most likely means.

/** The name with the fewest edits to `word`, or undefined when none is near: at most a third of its letters may differ. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    if (name === word || Math.abs(name.length - word.length) >= fewest) continue;
    const edits = distance(word.toLowerCase(), name.toLowerCase());
    if (edits < fewest) [best, fewest] = [name, edits];
  }
  return best;
}

/**
 * True where one slip of the hand makes one word of the other, and nothing else was likely meant: too short words are a
 * slip away from several, and digits tell things apart (`ipv4_address`, `ipv6_address`).
 */
export function isOneSlip(word: string, meant: string): boolean {
  const digits = (text: string): string => text.replaceAll(/\D/g, '');
  return word.length >= 4 && meant.length >= 4 && digits(word) === digits(meant) && distance(word, meant) === 1;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
