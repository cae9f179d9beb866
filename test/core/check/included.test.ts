// A file that another project includes is judged as a part of that project, not alone a second time.

import assert from 'node:assert/strict';
import { checkFixture } from '../../support/checked-fixture.ts';
import { format, readFixture } from '../../support/fixture.ts';

async function said(text: string): Promise<readonly string[]> {
  const fixture = readFixture(text);
  return format(await checkFixture(fixture), fixture).filter((each) => !each.includes(' hint '));
}

describe('a file that another project includes', () => {
  const part = `#- db/compose.yaml
services:
  db:
    image: postgres:\${VERSION}
    volumes: [data:/var/lib/postgresql/data]
volumes: {data: }
#- db/pinned.env
VERSION=17.2
#- db/
`;

  it('has the variables that the including project gives it', async () => {
    assert.deepEqual(await said(`#- compose.yaml\ninclude:\n  - path: db/compose.yaml\n    env_file: db/pinned.env\nservices: {web: {image: "nginx:1.27"}}\n${part}`), []);
  });

  it('is judged alone where nobody includes it', async () => {
    assert.deepEqual(await said(`#- compose.yaml\nservices: {web: {image: "nginx:1.27"}}\n${part}`), [
      'db/compose.yaml:3:21-31 information undefined-variable: VERSION has no value and no default: Compose puts an empty text here unless the shell sets it',
    ]);
  });

  it('is not lost where it includes its project again', async () => {
    assert.deepEqual(await said('#- compose.yaml\ninclude: [db/compose.yaml]\nservices: {web: {image: "nginx:1.27"}}\n#- db/\n#- db/compose.yaml\ninclude: [../compose.yaml]\nservices: {db: {image: "example/db:1"}}\n'), [
      'db/compose.yaml:1:11-26 error dependency-cycle: ../compose.yaml includes itself in the end: Compose refuses the project',
    ]);
  });

  const base = 'services:\n  api:\n    image: x:1\n    networks: [mesh]\n';
  const root = (include: string): string => `#- compose.yaml\ninclude:\n  - ${include}\nnetworks: {mesh: }\nservices: {web: {image: "nginx:1.27", networks: [mesh]}}\n`;
  const missing = async (text: string): Promise<readonly string[]> => (await said(text)).map((each) => each.replace(/^(\S+?):\S+ \w+ ([\w-]+): .*$/, '$1 $2'));

  it('is not judged alone where its path is mistyped', async () => {
    assert.deepEqual(await missing(`${root('apps/bill/compose.yaml')}#- apps/billing/compose.yaml\n${base}#- apps/billing/\n`), ['compose.yaml include-missing']);
    assert.deepEqual(await missing(`${root('apps/billing/docker-compose.yaml')}#- apps/billing/compose.yaml\n${base}#- apps/billing/\n`), ['compose.yaml include-missing']);
    assert.deepEqual(await missing(`${root('apps/bill/compose.yaml')}#- apps/billing/compose.yaml\n${base.replace('mesh', 'default').replace('x:1', 'x:${V}')}#- apps/billing/\n`), ['apps/billing/compose.yaml undefined-variable', 'compose.yaml include-missing'], 'one that is complete');
  });

  it('is not judged with what is written over it, where a second path is mistyped', async () => {
    assert.deepEqual(await missing(`${root('path: [app/compose.yaml, app/compose.dev.yaml]')}#- app/compose.yaml\n${base}#- app/compose.local.yaml\nservices:\n  api:\n    init: true\n#- app/\n`), ['compose.yaml include-missing']);
  });

  it('is a path: a number is of the wrong type, and nothing else', async () => {
    assert.deepEqual(await missing('#- compose.yaml\ninclude: [7]\nservices: {web: {image: "nginx:1.27"}}\n'), ['compose.yaml wrong-type']);
  });
});
