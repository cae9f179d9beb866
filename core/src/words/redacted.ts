// Takes what must not be shown out of a text.

/** The text with dots in place of each secret; one of a letter or two would be found everywhere. */
export function redacted(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret.length > 2).toSorted((a, b) => b.length - a.length).reduce((left, secret) => left.replaceAll(secret, '•••'), text);
}
