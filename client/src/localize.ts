// How a pure part says something to a person: `vscode.l10n` is one, and a test hands in a plain one.

/** Translates a sentence and fills in its `{0}`, `{1}`. */
export interface Localize {
  t(message: string, ...values: (string | number)[]): string;
}
