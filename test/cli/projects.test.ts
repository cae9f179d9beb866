// Which projects a PATH, -f and the other options mean.

import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { checkJson, composure, temporaryFolder, type CheckJson } from '../support/command.ts';

const web = 'services:\n  web:\n    image: nginx:1.27\n';
const overlay = 'services:\n  web:\n    environment: { A: b }\n';

describe('the projects of composure check', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    folder = await temporaryFolder({
      '.git/HEAD': '', '.gitignore': 'ignored/\n',
      'shop/docker-compose.yml': web, 'shop/docker-compose.override.yml': overlay, 'shop/docker-compose.dev.yml': overlay,
      'shop/docker-compose.clean.yml': `${web}  store:\n    image: redis:7\n  debugger:\n    image: busybox:1.36\n    profiles: [debug]\n`,
      'shop/deep/er/compose.yaml': web, 'shop/deep/.env': 'COMPOSE_FILE=er/compose.yaml\n', 'shop/deep/dev.env': 'TAG=1\n',
      'stack.yml': web, 'empty/': '',
      'ignored/compose.yaml': web, 'ignored/inner/compose.yaml': web, 'node_modules/x/compose.yaml': web, '.git/compose.yaml': web,
    });
    await symlink('..', path.join(folder.path, 'shop/up'));
    await symlink('.', path.join(folder.path, 'shop/self'));
    await symlink('shop', path.join(folder.path, 'store'));
    await symlink('nowhere', path.join(folder.path, 'broken'));
  });
  after(() => folder.remove());

  /** Each project as `environment: files`, with paths from the folder. */
  async function projects(...args: readonly string[]): Promise<readonly string[]> {
    return listed(await checkJson(args, { cwd: folder.path }));
  }

  function listed(json: CheckJson): readonly string[] {
    return json.projects.map(({ name, environment, files, services }) =>
      `${name} ${environment}: ${files.map((file) => path.relative(folder.path, file)).join(' + ')} (${services.join(' ')})`);
  }

  const shop = [
    'shop default: shop/docker-compose.yml + shop/docker-compose.override.yml (web)',
    'shop clean: shop/docker-compose.clean.yml (web store)',
    'shop dev: shop/docker-compose.yml + shop/docker-compose.dev.yml (web)',
  ];

  it('are those of all folders below a folder, each once, without what is left out', async () => {
    assert.deepEqual(await projects(), [...shop, 'er default: shop/deep/er/compose.yaml (web)']);
    assert.deepEqual(await projects('.'), await projects());
    assert.deepEqual(await projects('shop', '.', 'shop/docker-compose.dev.yml'), await projects());
  });

  it('are searched below a link or an ignored folder that is named', async () => {
    assert.deepEqual((await projects('store')).length, 4);
    assert.deepEqual(await projects('ignored'), ['ignored default: ignored/compose.yaml (web)', 'inner default: ignored/inner/compose.yaml (web)']);
  });

  it('are those that a named file is part of', async () => {
    assert.deepEqual(await projects('shop/docker-compose.dev.yml'), [shop[2]]);
    assert.deepEqual(await projects('shop/docker-compose.yml'), [shop[0], shop[2]]);
    assert.deepEqual(await projects('shop/docker-compose.override.yml'), [shop[0]]);
    assert.deepEqual(await projects('stack.yml'), [`${path.basename(folder.path).toLowerCase()} default: stack.yml (web)`]);
  });

  it('are one with -f, of these files alone in the first one\'s folder', async () => {
    assert.deepEqual(await projects('-f', 'shop/docker-compose.dev.yml'), ['shop dev: shop/docker-compose.dev.yml (web)']);
    const { projects: [project] } = await checkJson(['-f', 'shop/deep/er/compose.yaml', '-f', 'stack.yml'], { cwd: folder.path });
    assert.equal(project?.directory, path.join(folder.path, 'shop/deep/er'));
    assert.deepEqual(project?.files, [path.join(folder.path, 'shop/deep/er/compose.yaml'), path.join(folder.path, 'stack.yml')]);
  });

  it('are one with --project-directory, --profile or --env-file, found as docker compose finds it', async () => {
    assert.deepEqual(await projects('--project-directory', 'shop'), [shop[0]]);
    assert.deepEqual(await projects('--project-directory', 'shop/deep'), ['deep default: shop/deep/er/compose.yaml (web)']);
    const above = await checkJson(['--profile', 'debug'], { cwd: path.join(folder.path, 'shop/deep/er') });
    assert.deepEqual(listed(above), ['er default: shop/deep/er/compose.yaml (web)']);
    const env = await checkJson(['--env-file', 'dev.env'], { cwd: path.join(folder.path, 'shop/deep') });
    assert.deepEqual(listed(env), ['shop default: shop/docker-compose.yml + shop/docker-compose.override.yml (web)']);
    const none = await composure(['check', '--profile', 'debug'], { cwd: path.join(folder.path, 'empty') });
    assert.deepEqual(none, { status: 2, stdout: '', stderr: 'composure: no compose file in . or a folder above it\n' });
  });

  it('have the services of the given profiles', async () => {
    assert.deepEqual(await projects('shop', '--environment', 'clean', '--profile', 'debug'), ['shop clean: shop/docker-compose.clean.yml (web store debugger)']);
    assert.deepEqual(await projects('-f', 'shop/docker-compose.clean.yml', '--profile', '*'), ['shop clean: shop/docker-compose.clean.yml (web store debugger)']);
  });

  it('are those of one environment', async () => {
    assert.deepEqual(await projects('--environment', 'dev'), [shop[2]]);
    const ended = await composure(['check', 'shop', '--environment', 'devv'], { cwd: folder.path });
    assert.deepEqual(ended, { status: 2, stdout: '', stderr: 'composure: no environment "devv": did you mean dev?\n' });
    const other = await composure(['check', 'shop', '--environment', 'production'], { cwd: folder.path });
    assert.equal(other.stderr, 'composure: no environment "production": there are clean, default, dev\n');
  });

  it('are each that composure.yaml describes, though several are made of the same files', async () => {
    const described = await temporaryFolder({ 'compose.yaml': web, 'composure.yaml': 'environments:\n  dev: compose.yaml\n  prod: compose.yaml\n' });
    try {
      assert.deepEqual((await checkJson([], { cwd: described.path })).projects.map(({ environment }) => environment), ['dev', 'prod']);
      assert.deepEqual((await checkJson(['compose.yaml', '.'], { cwd: described.path })).projects.map(({ environment }) => environment), ['dev', 'prod']);
    } finally {
      await described.remove();
    }
  });

  it('must be there', async () => {
    assert.deepEqual(await composure(['check', 'empty'], { cwd: folder.path }), { status: 2, stdout: '', stderr: 'composure: no compose file in empty\n' });
    assert.equal((await composure(['check', 'shop', 'empty'], { cwd: folder.path })).status, 2);
    assert.deepEqual(await composure(['check', 'broken'], { cwd: folder.path }), { status: 2, stdout: '', stderr: 'composure: broken does not exist\n' });
  });
});
