// Which folders are offered in place of one that is not there.

import assert from 'node:assert/strict';
import { checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';

async function offered(files: string): Promise<readonly string[]> {
  const diagnostics = await checkFixture(readFixture(`#- app/compose.yaml\nservices:\n  store:\n    build: ./storage\n#- .git/\n${files}`));
  return (await Promise.all(diagnostics.filter(({ code }) => code === 'build-context-missing').map(({ fixes }) => fixes()))).flat().map(({ title }) => title);
}

describe('a missing build context', () => {
  it('is not some other folder of that name in the repository, where nothing can be built', async () => {
    assert.deepEqual(await offered('#- core/src/storage/read.ts\nexport {};\n'), []);
  });

  it('is one that can be built, also outside of the project', async () => {
    assert.deepEqual(await offered('#- services/storage/Dockerfile\nFROM scratch\n#- core/src/storage/read.ts\nexport {};\n'), ['Use ../services/storage']);
  });

  it('is one of that name within the project', async () => {
    assert.deepEqual(await offered('#- app/services/storage/main.go\npackage main\n'), ['Use ./services/storage']);
  });
});
