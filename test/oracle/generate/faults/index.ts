// Every kind of deliberate fault.

import type { FaultKind } from './fault.ts';
import { references } from './references.ts';
import { texts } from './texts.ts';
import { values } from './values.ts';

export const faults: readonly FaultKind[] = [...references, ...texts, ...values];
