// What composure.yaml says of the variables of each environment, held against its env files: read once for a rule's run.

import type { Project } from '#core/compose/model.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import { findingsOf, type EnvironmentFindings } from '#core/variables/findings.ts';
import { readVariables } from '#core/variables/read-variables.ts';

/** The findings of an environment; undefined where composure.yaml describes no variables for it. */
export async function describedFindings(project: Project, projects: readonly Project[], context: RuleContext): Promise<EnvironmentFindings | undefined> {
  const { environment } = project;
  const variables = readVariables(await context.configuration(environment));
  if (variables.size === 0) return undefined;
  const beside = projects.filter((each) => folderFoundIn(each.environment) === folderFoundIn(environment)).map((each) => each.environment);
  return findingsOf(project, beside, variables, context.files);
}
