// Compose itself on the names of projects: which it takes, which it makes of others, and which it refuses.

import assert from 'node:assert/strict';
import { checkFolder } from '#core/check/check-folder.ts';
import { neverCancelled } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { askComposeAll, requireCompose } from '../../support/compose-oracle.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

const service = 'services:\n  a:\n    image: x\n';

/** Files, and where Composure says that the name is refused. */
const named: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, refusedAt?: string]>> = {
  'a name in .env': [{ '.env': 'COMPOSE_PROJECT_NAME=ok_1\n' }],
  'an empty name in .env': [{ '.env': 'COMPOSE_PROJECT_NAME=\n', 'compose.yaml': `name: other\n${service}` }],
  'a quoted name in .env': [{ '.env': 'COMPOSE_PROJECT_NAME="shop"\n' }],
  'capitals in .env': [{ '.env': 'A=1\nCOMPOSE_PROJECT_NAME=Shop\n' }, '.env:4-24'],
  'a dot in .env': [{ '.env': 'COMPOSE_PROJECT_NAME=my.shop\n' }, '.env:0-20'],
  'a blank in .env': [{ '.env': 'COMPOSE_PROJECT_NAME=my shop\n' }, '.env:0-20'],
  'a dash first in .env': [{ '.env': 'COMPOSE_PROJECT_NAME=-shop\n' }, '.env:0-20'],
  'a name that refers to another': [{ '.env': 'TEAM=A\nCOMPOSE_PROJECT_NAME=shop-$TEAM\n' }, '.env:7-27'],
  'capitals and a dot in the file': [{ 'compose.yaml': `name: My.Shop\n${service}` }],
};

describe('Compose agrees on the name of a project', function () {
  this.timeout(60_000);
  before(requireCompose);

  it('that it takes, makes or refuses', async () => {
    const projects = Object.values(named).map(([files]) => ({ files: { 'compose.yaml': service, ...files } }));
    const verdicts = await askComposeAll(projects);
    for (const [index, [name, [, refusedAt]]] of Object.entries(named).entries()) {
      const fixture = readFixture(Object.entries(projects[index]?.files ?? {}).map(([path, text]) => `#- ${path}\n${text}`).join(''));
      const { projects: [project], diagnostics } = await checkFolder(fixtureRoot, rules, fixtureFiles(fixture), new ParsedFiles(), neverCancelled);
      const errors = diagnostics.filter(({ stage, severity }) => stage === 'load' && severity === 'error');
      const verdict = verdicts[index];
      assert.deepEqual(errors.map(({ file, span }) => `${file.slice(fixtureRoot.length + 1)}:${span.join('-')}`), refusedAt === undefined ? [] : [refusedAt], name);
      assert.equal(verdict?.ok, refusedAt === undefined, name);
      if (verdict?.ok) assert.equal(project?.name, verdict.project['name'], name);
    }
  });
});
