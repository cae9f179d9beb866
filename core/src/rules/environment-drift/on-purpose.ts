// Leaves out what the team wants to differ, and offers to write down the rest as wanted.

import type { Project } from '#core/compose/model.ts';
import { readCompared } from '#core/drift/compared.ts';
import { decisionAbout, readDecisions } from '#core/drift/decision.ts';
import { serviceDrift } from '#core/drift/drift.ts';
import { recordFix } from '#core/drift/record.ts';
import type { DriftReport } from '#core/rules/environment-drift/report.ts';
import type { RuleContext, SharedReport } from '#core/rules/rule.ts';

/** The report with one more fix; none where `composure.yaml` says that it is so on purpose. */
export async function onPurpose(report: DriftReport, environments: readonly Project[], context: RuleContext): Promise<readonly SharedReport[]> {
  const { service, attribute, project: { environment } } = report;
  const file = await context.configuration(environment);
  const decisions = file === undefined ? [] : readDecisions(file);
  const decision = decisionAbout(service, attribute, decisions);
  if (decision !== undefined) {
    if (decision.environments === undefined) return [];
    const drift = serviceDrift(service, await readCompared(environments, file, context.files, context.cancellation), decisions);
    if (drift.some((each) => each.attribute === attribute && each.because !== undefined)) return [];
  }
  // What is decided of it already a person changes by hand.
  if (decision?.attribute === attribute) return [report];
  const record = (): ReturnType<typeof recordFix> => recordFix(environment, file, { service, attribute, because: `${environment.name} is meant to differ` });
  return [{ ...report, fixes: async () => [...await report.fixes?.() ?? [], record()] }];
}
