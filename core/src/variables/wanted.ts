// Whether an environment has to have a variable that composure.yaml describes.

import type { Project } from '#core/compose/model.ts';
import { usesOf } from '#core/rules/env-variable-missing/uses.ts';
import { dependentsOf } from '#core/variables/dependents.ts';
import type { Variables } from '#core/variables/read-variables.ts';
import { saidFor, type Variable } from '#core/variables/variable.ts';

/**
 * A required one, also where no Compose file uses it: scripts and templates read env files too. One that has values for
 * other environments alone belongs to those, unless this one uses it.
 */
export function isWanted(variable: Variable, project: Project, variables: Variables): boolean {
  const { name, required, generate, environments } = variable;
  if (!required) return false;
  const isOfOthers = environments.size > 0 && generate === undefined && saidFor(variable, project.environment.name) === undefined;
  return !isOfOthers || dependentsOf(name, variables).length > 0 || usesOf(name, project).length > 0;
}
