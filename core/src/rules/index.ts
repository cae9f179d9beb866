// Every rule, in the order of the stages.

import { undefinedNetwork } from '#core/rules/undefined-network/rule.ts';
import { deadMountSource } from '#core/rules/dead-mount-source/rule.ts';
import type { Rule } from '#core/rules/rule.ts';

export const rules: readonly Rule[] = [
  undefinedNetwork,
  deadMountSource,
];
