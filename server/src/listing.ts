// The environments as the client lists them, and what of that has changed since it last asked: of a hundred a keystroke
// changes one, and the others need not be sent again.

import type { EnvironmentChanges, EnvironmentSummary } from '#core/protocol.ts';
import { summaryOf } from './summaries.ts';
import type { Checked, Workspace } from './workspace.ts';

interface Listed {
  /** What it was made of: a new check is a new object. */
  readonly checked: Checked;
  readonly summary: EnvironmentSummary;
  /** When it came to look like this. */
  readonly revision: number;
}

export class Listing {
  #listed: ReadonlyMap<string, Listed> = new Map();
  #revision = 0;

  /** What has changed since a revision; 0 is before everything. */
  changes({ environments, shared }: Pick<Workspace, 'environments' | 'shared'>, since: number): EnvironmentChanges {
    const revision = this.#revision + 1;
    const now = new Map<string, Listed>();
    for (const checked of environments) {
      const summary = summaryOf(checked, shared.diagnostics);
      if (summary === undefined) continue;
      const before = this.#listed.get(summary.id);
      const isSame = before?.checked === checked && before.summary.errors === summary.errors && before.summary.warnings === summary.warnings;
      if (!isSame) this.#revision = revision;
      now.set(summary.id, isSame ? before : { checked, summary, revision });
    }
    this.#listed = now;
    return { revision: this.#revision, ids: [...now.keys()], changed: [...now.values()].filter((each) => each.revision > since).map(({ summary }) => summary) };
  }
}
