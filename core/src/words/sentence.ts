// A text that stands in the middle of a sentence elsewhere, as the beginning of one.

/** The same with a capital at its beginning. */
export function asSentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
