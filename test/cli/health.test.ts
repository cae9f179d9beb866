// `composure health`, `verify` and `smoke-test` where nobody can be asked; what they print of real containers is in
// test/host/health.test.ts.

import assert from 'node:assert/strict';
import { composure, temporaryFolder } from '../support/command.ts';

describe('composure health', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    folder = await temporaryFolder({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n' });
  });
  after(() => folder.remove());

  for (const command of ['health', 'verify', 'smoke-test']) {
    it(`${command} ends with 2 where no engine answers`, async () => {
      const { status, stdout, stderr } = await composure([command], { cwd: folder.path, env: { DOCKER_HOST: `unix://${folder.path}/no.sock`, DOCKER_CONTEXT: undefined } });
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, /^composure: .*no\.sock.*\(.+\)\n$/);
    });

    it(`${command} ends with 2 for an environment that is not there`, async () => {
      const { status, stdout, stderr } = await composure([command, '--environment', 'staging'], { cwd: folder.path });
      assert.deepEqual([status, stdout, stderr], [2, '', 'composure: no environment "staging": there is default\n']);
    });

    it(`${command} explains itself`, async () => {
      const { status, stdout } = await composure([command, '--help']);
      assert.equal(status, 0);
      assert.match(stdout, /--environment NAME/);
      assert.match(stdout, /The exit status is 0 where every check passes, 1 where one fails, and 2 where\s+nothing\s+could\s+be\s+asked\./);
    });
  }
});
