// Remembered states, and what a rollback to one does, as text and as JSON.

import type { Rollback } from '#core/rollback/plan-rollback.ts';
import type { WorkingState } from '#core/rollback/working-state.ts';
import type { FilePath } from '#core/outside.ts';
import { visible } from '#cli/report/display-text.ts';
import { pathFrom } from '#cli/report/report.ts';

export function statesJson(environment: string, states: readonly WorkingState[]): string {
  return `${JSON.stringify({ environment, states: states.map(stateForJson) }, undefined, 2)}\n`;
}

export function statesText(environment: string, states: readonly WorkingState[]): string {
  if (states.length === 0) return `No working state of ${environment} is remembered: each start that becomes ready is\n`;
  return states.map((state) => `${visible(stateText(state))}\n`).join('');
}

export function stateForJson({ id, at, commit, services }: WorkingState): object {
  return { id, at: new Date(at).toISOString(), ...(commit !== undefined && { commit }), services: services.map(({ name, image, imageId }) => ({ name, image, imageId })) };
}

/** What a rollback does, before it does it. */
export function rollbackLines({ state, services, removed, missing, changedFiles }: Rollback, folder: FilePath): readonly string[] {
  const words = { files: 'other files or values', image: 'another image', stopped: 'does not run', absent: 'has no container' };
  return [
    `Back to ${stateText(state)}`,
    ...services.map(({ name, differs }) => `  ${name}: ${differs.map((each) => words[each]).join(', ')}`),
    ...removed.map((name) => `  ${name}: came later, its containers are removed`),
    ...missing.map(({ name, image }) => `  ${name}: its image ${image} is gone`),
    ...(changedFiles.length === 0 ? [] : [`  ${changedFiles.map((file) => pathFrom(folder, file)).join(', ')} ${changedFiles.length === 1 ? 'was' : 'were'} edited since, and ${changedFiles.length === 1 ? 'stays' : 'stay'} as it is now: the next start uses ${changedFiles.length === 1 ? 'it' : 'them'}`.replace('stay as it is', 'stay as they are')]),
  ];
}

function stateText({ id, at, commit, services }: WorkingState): string {
  const when = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const git = commit === undefined ? '' : `, commit ${commit.id.slice(0, 8)}${commit.clean ? '' : ' with changes'}`;
  return `${id} (ready on ${when}${git}; ${services.map(({ name }) => name).join(', ')})`;
}
