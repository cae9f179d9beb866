// The command as it is shipped: one file, which loads nothing of Docker unless it is asked to.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { bundledCommand } from '../support/command-bundle.ts';
import { commandSource, composure, repository, temporaryFolder } from '../support/command.ts';

describe('the bundled command', () => {
  it('says the same as the sources', async function () {
    this.timeout(60_000);
    const program = ['--', commandSource];
    const options = { cwd: path.join(repository, 'examples') };
    for (const args of [['check'], ['check', '--format', 'sarif'], ['--version']]) {
      const [source, bundle] = [await composure(args, { ...options, program }), await composure(args, options)];
      assert.deepEqual({ ...source, stdout: withoutPages(source.stdout) }, { ...bundle, stdout: withoutPages(bundle.stdout) }, args.join(' '));
    }
  });

  /** The bundle under test lies where no pages are. */
  function withoutPages(text: string): string {
    return text.startsWith('{') ? JSON.stringify(JSON.parse(text), (key, value: unknown) => (key === 'helpUri' || key === 'markdown' ? undefined : value)) : text;
  }

  it('is small', async () => {
    const { size } = await stat(await bundledCommand());
    assert.ok(size < 1_200_000, `${size} bytes`);
  });

  it('loads no part that talks to Docker', async () => {
    const hooks = 'import { registerHooks } from "node:module"; registerHooks({ load(url, context, next) { process.stderr.write(url + "\\n"); return next(url, context); } });';
    const { stderr } = await composure(['check', 'examples/ops-platform'], { program: ['--import', `data:text/javascript,${encodeURIComponent(hooks)}`, commandSource] });
    assert.match(stderr, /cli\/src\/commands\/check\.ts/);
    assert.doesNotMatch(stderr, /dockerode|host\/src\/(?!node\/)/);
  });
});

describe('composure check --live', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => { folder = await temporaryFolder({ 'compose.yaml': 'services: { web: { image: "nginx:1.27" } }\n' }); });
  after(() => folder.remove());

  it('does not pass where no engine answers', async () => {
    const socket = `unix://${folder.path}/none.sock`;
    for (const program of [[commandSource], [await bundledCommand()]]) {
      const ended = await composure(['check', '--live'], { cwd: folder.path, env: { DOCKER_HOST: socket }, program });
      assert.equal(ended.status, 2);
      assert.equal(ended.stdout, '');
      assert.match(ended.stderr, /^composure: --live: no(?: engine listens|ither the docker command).*\n$/);
      assert.ok(ended.stderr.includes(socket));
    }
  });

  it('asks nothing of an engine without --live', async () => {
    let asked = 0;
    const engine = createServer((_request, response) => { asked += 1; response.end('OK'); });
    const socket = path.join(folder.path, 'engine.sock');
    await new Promise<void>((resolve) => { engine.listen(socket, resolve); });
    try {
      const ended = await composure(['check'], { cwd: folder.path, env: { DOCKER_HOST: `unix://${socket}` } });
      assert.deepEqual([ended.status, ended.stderr, asked], [0, '', 0]);
    } finally {
      engine.close();
    }
  });
});
