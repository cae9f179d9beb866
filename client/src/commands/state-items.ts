// What a person reads of the states that an environment can be brought back to: when, how they differ from each other, and
// which of them runs now. Pure.

import type { ContainerFacts } from '#core/outside.ts';
import type { WorkingState } from '#core/rollback/working-state.ts';
import { ageText } from '#core/words/age.ts';
import type { Localize } from '#client/localize.ts';
import { joined } from '#client/views/row-text.ts';

/** One line of the list. */
export interface StateItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly state: WorkingState;
}

/** The newest first, as they are handed in; `containers` are the environment's now. */
export function stateItems(states: readonly WorkingState[], containers: readonly ContainerFacts[], when: (state: WorkingState) => string, now: number, l10n: Localize): readonly StateItem[] {
  return states.map((state, index) => ({
    label: `$(history) ${when(state)}`,
    description: joined(ageText(state.at, now), runsNow(state, containers) ? l10n.t('runs now') : '', commitText(state, l10n)),
    detail: detail(state, states[index + 1], l10n),
    state,
  }));
}

/** Whether each container is what it was then, and there is one for each service. */
function runsNow({ services }: WorkingState, containers: readonly ContainerFacts[]): boolean {
  const up = containers.filter(({ state }) => state === 'running');
  return services.every(({ name, configHash }) => configHash !== undefined && up.some((one) => one.service === name && one.configHash === configHash))
    && up.every((one) => services.some(({ name, configHash }) => one.service === name && one.configHash === configHash));
}

function commitText({ commit }: WorkingState, l10n: Localize): string {
  if (commit === undefined) return '';
  return commit.clean ? commit.id.slice(0, 8) : l10n.t('{0} with changes', commit.id.slice(0, 8));
}

/** What is other than in the state before it; where there is none, what it is made of. */
function detail({ services }: WorkingState, before: WorkingState | undefined, l10n: Localize): string {
  const made = services.map(({ name, image }) => `${name}: ${image}`).join(', ');
  if (before === undefined) return made;
  const changed = services.filter(({ name, configHash, imageId }) => !before.services.some((old) => old.name === name && old.configHash === configHash && old.imageId === imageId));
  const gone = before.services.filter(({ name }) => !services.some((own) => own.name === name));
  const names = [...changed, ...gone].map(({ name }) => name);
  return names.length === 0 ? made : l10n.t('Other than before it: {0}', names.join(', '));
}
