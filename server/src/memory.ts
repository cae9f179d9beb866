// How much memory the server takes for speed. New objects get 1 MB to live in before they are collected, which keeps an
// ordinary workspace small; a large one may have more, or each keystroke would be collected many times.

import { setFlagsFromString } from 'node:v8';

/** Services in all environments from which speed counts more than memory. */
const large = 150;

/** Keeps the space for new objects as small as it is at the start. */
export function startSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** Lets the space for new objects grow if there are so many services. */
export function growFor(services: number): void {
  if (services >= large) setFlagsFromString('--semi-space-growth-factor=2');
}
