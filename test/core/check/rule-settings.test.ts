// What `composure.yaml` says of rules, and what is said of it where it makes no sense.

import assert from 'node:assert/strict';
import { checkEnvironments } from '#core/check/check-folder.ts';
import type { Project } from '#core/compose/model.ts';
import { neverCancelled } from '#core/outside.ts';
import { environmentsBelow } from '#core/project/choose-environments.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { Rule, SharedReport } from '#core/rules/rule.ts';
import { applyFix } from '../../support/checked-fixture.ts';
import { fixtureFiles, fixtureRoot, format, readFixture } from '../../support/fixture.ts';

/** Reports each service, with what it is told. */
const named: Rule<'words'> = {
  code: 'named-service', title: 'A service has a name', stage: 'policy', severity: 'hint', speed: 'typing', fixable: false,
  options: { words: 'What to say' },
  *check(project, { options }) {
    for (const { key } of project.services.values()) yield { at: key.text, message: (options.words ?? []).map(({ value }) => value).join(' ') };
  },
};

/** Reports each service of all projects together. */
const shared: Rule = {
  code: 'shared-service', title: 'A service is seen', stage: 'policy', severity: 'hint', speed: 'typing', fixable: false,
  check: () => [],
  *checkTogether(projects: readonly Project[]): Iterable<SharedReport> {
    for (const project of projects) for (const { key } of project.services.values()) yield { project, at: key.text, message: 'seen' };
  },
};

async function check(text: string): Promise<{ readonly said: readonly string[]; readonly fixed: readonly string[] }> {
  const fixture = readFixture(`${text}\n#- compose.yaml\nservices:\n  a:\n    image: x:1\n`);
  const files = fixtureFiles(fixture);
  const parsed = new ParsedFiles();
  const environments = await environmentsBelow(fixtureRoot, files, parsed, neverCancelled);
  const { diagnostics } = await checkEnvironments(environments, [named, shared], files, parsed, neverCancelled);
  const fixes = (await Promise.all(diagnostics.map((each) => each.fixes()))).flat();
  return { said: format(diagnostics, fixture), fixed: fixes.map((fix) => applyFix(fixture, fix).files.get(`${fixtureRoot}/composure.yaml`) ?? '') };
}

const place = 'compose.yaml:2:3-4';

describe('rules in composure.yaml', () => {
  const cases: readonly (readonly [name: string, configuration: string, said: readonly string[], fixed?: readonly string[]])[] = [
    ['nothing', '#- composure.yaml\nrules:', [`${place} hint named-service: `, `${place} hint shared-service: seen`]],
    ['off', '#- composure.yaml\nrules:\n  named-service: off\n  "shared-service": "off"', []],
    ['a severity', '#- composure.yaml\nrules:\n  named-service: error\n  shared-service: { severity: warning }', [`${place} error named-service: `, `${place} warning shared-service: seen`]],
    ['an option, one text', '#- composure.yaml\nrules:\n  shared-service: off\n  named-service:\n    words: me', [`${place} hint named-service: me`]],
    ['an option, a list', '#- composure.yaml\nrules:\n  shared-service: off\n  named-service:\n    severity: warning\n    words: [you, and, 1]', [`${place} warning named-service: you and 1`]],
    ['an environment before all', '#- composure.yaml\nenvironments:\n  default: { files: compose.yaml, rules: { named-service: error } }\nrules:\n  named-service: hint\n  shared-service: off', [`${place} error named-service: `]],
    ['an unknown code in an environment', '#- composure.yaml\nenvironments:\n  default: { files: compose.yaml, rules: { named-servise: error } }\nrules:\n  named-service: off\n  shared-service: off', ['composure.yaml:2:44-57 warning configuration: There is no rule named-servise: nothing is set by this'], ['environments:\n  default: { files: compose.yaml, rules: { named-service: error } }\nrules:\n  named-service: off\n  shared-service: off\n']],
    ['an unknown code', '#- composure.yaml\nrules:\n  shared-service: off\n  named-servise: error', [`${place} hint named-service: `, 'composure.yaml:3:3-16 warning configuration: There is no rule named-servise: nothing is set by this'], ['rules:\n  shared-service: off\n  named-service: error\n']],
    ['an unknown severity', '#- composure.yaml\nrules:\n  shared-service: off\n  named-service: errors', [`${place} hint named-service: `, 'composure.yaml:3:18-24 warning configuration: named-service is off, error, warning, information or hint: as it is, its own severity stays'], ['rules:\n  shared-service: off\n  named-service: error\n']],
    ['an unknown option', '#- composure.yaml\nrules:\n  shared-service: off\n  named-service: { word: me }', [`${place} hint named-service: `, 'composure.yaml:3:20-24 warning configuration: named-service has no option word: nothing is set by this'], ['rules:\n  shared-service: off\n  named-service: { words: me }\n']],
    ['an option of a wrong shape', '#- composure.yaml\nrules:\n  shared-service: off\n  named-service: { words: { a: b } }', [`${place} hint named-service: `, 'composure.yaml:3:27-35 warning configuration: words is a text or a list of texts: as it is, nothing is set']],
    ['rules of a wrong shape', '#- composure.yaml\nrules: [named-service]', [`${place} hint named-service: `, `${place} hint shared-service: seen`, 'composure.yaml:1:8-23 warning configuration: rules is a mapping of codes to severities: as it is, nothing is set']],
    ['what is off has its comment', '#- composure.yaml\nrules:\n  shared-service: off\n  named-service: off\n#- compose.dev.yaml\n# composure-ignore named-service\nservices:\n  b:\n    image: x:1', []],
  ];
  for (const [name, configuration, said, fixed = []] of cases) it(name, async () => assert.deepEqual(await check(configuration), { said, fixed }));

  const below = (text: string): string => `#- composure.yaml\nrules:\n  named-service: warning\n  shared-service: off\n#- b/compose.yaml\nservices:\n  b:\n    image: x:1\n${text}`;
  it('hold in folders below', async () => {
    assert.deepEqual((await check(below(''))).said, ['b/compose.yaml:2:3-4 warning named-service: ', `${place} warning named-service: `]);
  });
  it('are overruled one by one by a nearer file', async () => {
    assert.deepEqual((await check(below('#- b/composure.yaml\nrules:\n  named-service: error'))).said, ['b/compose.yaml:2:3-4 error named-service: ', `${place} warning named-service: `]);
  });
  it('do not reach into a repository of its own', async () => {
    assert.deepEqual((await check(below('#- b/.git/'))).said, ['b/compose.yaml:2:3-4 hint named-service: ', 'b/compose.yaml:2:3-4 hint shared-service: seen', `${place} warning named-service: `]);
  });
});
