import { missingCalls } from '#core/rules/missing-calls.ts';
import type { Rule } from '#core/rules/rule.ts';

/** `docker compose` stops at a file of `-f` or `--env-file` that is not there. */
export const composeFileMissing: Rule = {
  code: 'compose-file-missing',
  title: 'A workflow or a Makefile gives Compose a file that does not exist',
  stage: 'policy',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  aboutRepository: true,
  check: () => [],
  async *checkTogether(projects, context) {
    for await (const { project, call, fixes } of missingCalls(['compose-file', 'env-file'], projects, context)) {
      yield { project, at: call.at, message: `${call.at.value} does not exist: docker compose stops here`, fixes };
    }
  },
};
