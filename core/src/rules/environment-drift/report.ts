// A finding about drift, and of which attribute it is: what a team decides is decided of attributes.

import type { SharedReport } from '#core/rules/rule.ts';

export interface DriftReport extends SharedReport {
  readonly service: string;
  /** As `core/src/drift` names it. */
  readonly attribute: string;
}
