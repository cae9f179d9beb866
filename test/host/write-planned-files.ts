// Files with two texts each, long enough to be caught half written.

import type { PlannedFile } from '#core/variables/plan.ts';

/** What stands in every file before, and after, a turn. */
export function textOf(turn: number): string {
  return `${`TURN_${turn % 2}=${'x'.repeat(60)}\n`.repeat(4_000)}# end ${turn % 2}\n`;
}

/** Three files that change from one text to the other. */
export function plannedFiles(folder: string, turn: number): readonly PlannedFile[] {
  return ['a', 'b', 'c'].map((name) => ({
    path: `${folder}/.env.${name}`, kind: 'env', before: turn === 0 ? undefined : textOf(turn - 1), after: textOf(turn),
    isPrivate: true, variables: [], secrets: [], open: new Set(),
  }));
}
