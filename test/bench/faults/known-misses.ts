// Faults that are not found today, each with its reason. The bench counts them as missed; a test tells when one is found.

import type { Case } from './fault.ts';

/** Reasons by `project: code, form`. */
export const knownMisses: ReadonlyMap<string, string> = new Map([
  ['models: wrong-type, a mapping for a list', 'found at the first entry of the mapping: its key would be the place'],
  ['mono: service-port-mismatch, across an include', 'expose and a command are no proof that the image of a registry listens nowhere else'],
  ['anchors: service-port-mismatch, in single quotes', 'the name STORE does not say that its value is an address: store:27018 may be anything'],
]);

/** How a case is called. */
export function nameOf({ project, code, form }: Case): string {
  return `${project}: ${code ?? 'control'}, ${form}`;
}
