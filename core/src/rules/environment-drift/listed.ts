// Environments as people name several of them.

import type { Project } from '#core/compose/model.ts';

/** How many are named before they are only counted. */
const named = 4;

/** `dev, staging and production`. */
export function listed(projects: readonly Project[]): string {
  const names = projects.map(({ environment }) => environment.name);
  const shown = names.length > named + 1 ? [...names.slice(0, named), `${names.length - named} others`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
