// Faults that are not found today, each with its reason. The bench counts them as missed; a test tells when one is found.

import type { Case } from './fault.ts';

/** Reasons by `project: code, form`. */
export const knownMisses: ReadonlyMap<string, string> = new Map([
]);

/** How a case is called. */
export function nameOf({ project, code, form }: Case): string {
  return `${project}: ${code ?? 'control'}, ${form}`;
}
