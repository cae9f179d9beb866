import { dotenvValue } from '#core/compose/dotenv-value.ts';
import { nameOf } from '#core/project/path.ts';
import { describedFindings } from '#core/rules/described-variables.ts';
import type { Rule } from '#core/rules/rule.ts';

/** What `variables` of composure.yaml says of a value; Compose takes any text, and the application finds out. */
export const envValueMismatch: Rule = {
  code: 'env-value-mismatch',
  title: 'A value in an env file is not what composure.yaml says of it',
  stage: 'run',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  check: () => [],
  async *checkTogether(projects, context) {
    for (const project of projects) {
      for (const { kind, at, message, variable, instead } of (await describedFindings(project, projects, context))?.findings ?? []) {
        if ((kind !== 'wrong' && kind !== 'differs') || at === undefined || variable === undefined) continue;
        const place = { value: instead, ...at };
        yield {
          project, at: place, message, severity: kind === 'wrong' ? 'warning' : 'information',
          related: [{ at: variable.key.text, message: `${variable.name} is described here` }],
          fixes: () => (instead === undefined ? [] : [{ title: `Set ${variable.name} to "${instead}" in ${nameOf(at.file)}`, safety: 'ask', edits: [{ kind: 'replace', at: place, text: dotenvValue(instead) }] }]),
        };
      }
    }
  },
};
