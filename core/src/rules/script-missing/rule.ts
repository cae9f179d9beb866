import type { Call } from '#core/automation/calls.ts';
import { missingCalls } from '#core/rules/missing-calls.ts';
import type { Rule } from '#core/rules/rule.ts';

/** A shell ends with 127 for a program that is not there, make with 2 for a target without a rule, npm with 1 for a script that it does not know. */
export const scriptMissing: Rule = {
  code: 'script-missing',
  title: 'A workflow or a Makefile calls a script that does not exist',
  stage: 'policy',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  aboutRepository: true,
  check: () => [],
  async *checkTogether(projects, context) {
    for await (const { project, call, fixes } of missingCalls(['script', 'npm-script', 'make-target'], projects, context)) {
      yield { project, at: call.at, message: messageOf(call), fixes };
    }
  },
};

function messageOf({ kind, at: { value } }: Call): string {
  switch (kind) {
    case 'make-target': return `The Makefile has no target ${value}: the job fails here`;
    case 'npm-script': return `package.json has no script ${value}: the job fails here`;
    default: return `${value} does not exist: the job fails here`;
  }
}
