// How several names are said in one sentence.

/** `a, b and c`; of more than `limit` the rest is only counted. */
export function listed(names: readonly string[], limit = 6): string {
  const shown = names.length > limit ? [...names.slice(0, limit - 1), `${names.length - limit + 1} others`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** `1 mount`, `2 mounts`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
