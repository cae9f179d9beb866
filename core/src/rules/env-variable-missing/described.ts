// What composure.yaml describes and an env file lacks.

import { dotenvValue } from '#core/compose/dotenv-value.ts';
import { readDotenv } from '#core/compose/dotenv.ts';
import type { Project } from '#core/compose/model.ts';
import { nameOf } from '#core/project/path.ts';
import { describedFindings } from '#core/rules/described-variables.ts';
import { usesOf } from '#core/rules/env-variable-missing/uses.ts';
import type { RuleContext, SharedReport } from '#core/rules/rule.ts';
import type { Span } from '#core/yaml/span.ts';

export interface DescribedMissing {
  readonly names: ReadonlySet<string>;
  readonly reports: readonly SharedReport[];
}

/** The findings about an env file that is there; without the file nobody has begun. */
export async function describedMissing(project: Project, projects: readonly Project[], context: RuleContext): Promise<DescribedMissing> {
  const described = await describedFindings(project, projects, context);
  const text = described?.exists === true ? await context.files.readText(described.file) : undefined;
  if (described === undefined || text === undefined) return { names: new Set(), reports: [] };
  const { file } = described;
  const lacking = described.findings.flatMap((each) => (each.kind === 'missing' && each.variable !== undefined ? [{ ...each, variable: each.variable }] : []));
  const { assignments } = readDotenv(text);
  const reports = lacking.map(({ name, message, at, variable, instead }): SharedReport => {
    const uses = usesOf(name, project);
    const isOptional = uses.length > 0 && uses.every(({ operator }) => operator.endsWith('-') || operator.endsWith('+'));
    const own = assignments.findLast((each) => each.name === name);
    const span: Span = own === undefined ? [text.length, text.length] : own.written;
    return {
      project, message, severity: isOptional ? 'hint' : 'information',
      at: { value: name, ...at ?? { file, span: assignments.at(-1)?.span ?? [0, 0] } },
      related: [{ at: variable.key.text, message: `${name} is described here` }],
      fixes: () => (instead === undefined ? [] : [{
        title: `Set ${name} to "${instead}" in ${nameOf(file)}`, safety: 'ask',
        edits: [{ kind: 'replace', at: { value: '', file, span }, text: own === undefined ? `${text === '' || text.endsWith('\n') ? '' : '\n'}${name}=${dotenvValue(instead)}\n` : dotenvValue(instead) }],
      }]),
    };
  });
  return { names: new Set(lacking.map(({ name }) => name)), reports };
}
