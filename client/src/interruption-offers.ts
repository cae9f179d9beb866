// Which interrupted operations are offered: each once, none that a command of this window has told of itself, and none of a project
// that this window works on still, whose command will tell. Pure.

import type { Interruption } from '#client/interruption-text.ts';

/** Lives as long as the window. */
export class InterruptionOffers {
  readonly #told = new Set<string>();

  /** A person knows of them, and of what can be done. */
  told(ids: Iterable<string>): void {
    for (const id of ids) this.#told.add(id);
  }

  /** Those to be offered now; they are not a second time. */
  due(found: readonly Interruption[], isWorkedOn: (project: string) => boolean): readonly Interruption[] {
    const due = found.filter(({ id, project }) => !this.#told.has(id) && !isWorkedOn(project));
    this.told(due.map(({ id }) => id));
    return due;
  }
}
