// How a cleaning reads, before it and after it: the same lines in the terminal, in the dialog and in the log.

import { bytesOf, type CleaningPlan, type Removal } from '#core/cleaning/plan.ts';
import { sizeText } from '#core/monitor/amounts.ts';

/** What would go, with sizes; one line each. */
export function removalLines(removals: readonly Removal[]): readonly string[] {
  return removals.map(({ kind, name, bytes }) => `${kind} ${name}, ${sizeText(bytes)}`);
}

/** How much of what there is: `2 stopped containers and 1 replaced image, 1.2 MiB`. */
export function removalSummary(removals: readonly Removal[]): string {
  const count = (kind: Removal['kind'], one: string, many: string): readonly string[] => {
    const { length } = removals.filter((removal) => removal.kind === kind);
    return length === 0 ? [] : [`${length} ${length === 1 ? one : many}`];
  };
  const parts = [...count('container', 'stopped container', 'stopped containers'), ...count('image', 'replaced image', 'replaced images')];
  return parts.length === 0 ? 'nothing' : `${parts.join(' and ')}, ${sizeText(bytesOf(removals))}`;
}

/** What stays although it is stopped, and why. */
export function keptLines({ kept }: Pick<CleaningPlan, 'kept'>): readonly string[] {
  return kept.map(({ name, why }) => `${name} stays: ${why}`);
}
