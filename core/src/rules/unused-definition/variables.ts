// Variables that composure.yaml describes for nothing.

import type { Project } from '#core/compose/model.ts';
import type { RuleContext, SharedReport } from '#core/rules/rule.ts';
import { unusedVariables } from '#core/variables/unused.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** One finding for each, in the first project that the file holds for. */
export async function forgottenVariables(projects: readonly Project[], context: RuleContext): Promise<readonly SharedReport[]> {
  const governed = new Map<YamlFile, Project[]>();
  for (const project of projects) {
    const file = await context.configuration(project.environment);
    if (file !== undefined) governed.set(file, [...governed.get(file) ?? [], project]);
  }
  const reports: SharedReport[] = [];
  for (const [file, own] of governed) {
    const [project] = own;
    if (project === undefined) continue;
    for (const { name, key } of await unusedVariables(file, own, context.files, context.cancellation)) {
      reports.push({
        project, at: key.text, message: `Nothing uses the variable ${name}: it is written into env files all the same`,
        fixes: () => [{ title: `Remove the variable ${name}`, safety: 'ask', edits: [{ kind: 'remove', at: key.text }] }],
      });
    }
  }
  return reports;
}
