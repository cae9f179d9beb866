// How much memory the server takes for speed. New objects get 1 MB to live in before they are collected, which keeps an
// ordinary workspace small; a very large project may have more, or each keystroke would be collected many times.

import { setFlagsFromString } from 'node:v8';

/** Services in one project from which speed counts more than memory. */
const largeProject = 150;

/** Keeps the space for new objects as small as it is at the start. */
export function startSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** Lets the space for new objects grow if a project is that large. */
export function growFor(services: number): void {
  if (services >= largeProject) setFlagsFromString('--semi-space-growth-factor=2');
}
