// What `composure doctor` prints, without an engine: the paths and numbers of the machine are scrubbed.

import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import path from 'node:path';
import { composure, temporaryFolder, type Ended } from '../support/command.ts';

describe('composure doctor', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    folder = await temporaryFolder({
      'shop/compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    environment: { PASSWORD: "s3cret" }\n    volumes: ["./ngnix.conf:/etc/nginx/nginx.conf"]\n    networks: [bakend]\n',
      'modes/compose.dev.yaml': 'services: { web: { image: "nginx:1.27" } }\n', 'modes/compose.prod.yaml': 'services: { web: { image: "nginx:1.27" } }\n',
    });
  });
  after(() => folder.remove());

  const doctor = (...args: readonly string[]): Promise<Ended> => (
    composure(['doctor', ...args], { cwd: folder.path, env: { HOME: folder.path, DOCKER_CONFIG: path.join(homedir(), '.docker'), DOCKER_HOST: `unix://${folder.path}/docker.sock` } })
  );
  const scrubbed = (text: string): string => text.replaceAll(/\d[\d.]*\S* (?:GB|MB)/g, 'N GB').replaceAll(/(The docker command is|Docker Compose is) \S+/g, '$1 N');

  it('prints a table that needs no colours, and ends with 1 where something fails', async () => {
    const { status, stdout, stderr } = await doctor('--directory', 'shop');
    assert.deepEqual([status, stderr], [1, '']);
    assert.equal(scrubbed(stdout).replaceAll(/^[✔!] (?:pass|warn) {2}(Docker |Compose |Disk).*\n(?: {23}.*\n)*/gm, ''), `default of shop

✖ fail  Engine         No engine listens at unix://~/docker.sock: the socket does not exist
                       → Start Docker, or choose a context whose engine runs
✖ fail  Compose files  1 error in compose.yaml
                       compose.yaml:6  No network "bakend" is defined: Compose refuses the project
                       → Change compose.yaml:6
✔ pass  Env files      No env file is named, and no variable is missing
✖ fail  Mounts         ./ngnix.conf does not exist: Docker would mount an empty folder over /etc/nginx/nginx.conf
                       → Change compose.yaml:5
✔ pass  Data folders   No service writes into a folder of the project
✔ pass  Dockerfiles    No image is built
✔ pass  Ports          No port of the host is asked for
✔ pass  Networks       No network or volume of others is asked for
! warn  Memory         Not checked: the engine does not answer
✔ pass  GPU            No service asks for a GPU
! warn  Reclaimable    Not checked: the engine does not answer

${stdout.trimEnd().split('\n').at(-1)}
`);
    assert.match(stdout, /\n\d+ passed, \d+ to look at, 3 failed\n$/);
    assert.doesNotMatch(stdout, new RegExp(`s3cret|${folder.path}`));
  });

  it('colours the marks alone', async () => {
    const { stdout } = await composure(['doctor', '--directory', 'shop'], { cwd: folder.path, env: { FORCE_COLOR: '1', DOCKER_HOST: `unix://${folder.path}/docker.sock` } });
    assert.ok(stdout.includes('\n\u001b[31m✖ fail\u001b[39m  Engine '), stdout);
  });

  it('prints JSON for programs', async () => {
    const { status, stdout } = await doctor('--directory', 'shop', '--format', 'json');
    const { environment, project, checks } = JSON.parse(stdout) as { environment: string; project: string; checks: readonly Readonly<Record<string, unknown>>[] };
    assert.deepEqual([status, environment, project], [1, 'default', 'shop']);
    assert.deepEqual(checks.map(({ id }) => id), ['docker', 'compose', 'engine', 'files', 'env-files', 'mounts', 'data-folders', 'dockerfiles', 'ports', 'networks', 'memory', 'gpu', 'disk', 'reclaimable']);
    for (const check of checks) {
      assert.ok(['pass', 'warn', 'fail'].includes(String(check['status'])) && typeof check['message'] === 'string');
      assert.deepEqual(Object.keys(check).filter((key) => !['id', 'title', 'status', 'message', 'advice', 'details'].includes(key)), []);
    }
  });

  it('asks which environment where several could be meant', async () => {
    const { status, stdout, stderr } = await doctor('--directory', 'modes');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^composure: there are dev and prod, and which one runs is not known: .*: say by --environment which one is meant\n$/);
    assert.match((await doctor('--directory', 'modes', '--environment', 'dev')).stdout, /^dev of modes\n/);
  });
});
