// `composure init`: what it writes, what it refuses, and that `composure check` says the same afterwards.

import assert from 'node:assert/strict';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkJson, composure, repository, temporaryFolder } from '../support/command.ts';

describe('composure init', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const text = 'environments:\n  clean:\n    files: docker-compose.clean.yml\n    mode: prod\n  dev:\n    files: docker-compose.dev.yml\n    mode: dev\n  staging:\n    files: docker-compose.staging.yml\n';

  before(async () => {
    folder = await temporaryFolder({ 'empty/': '', 'many/one/compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n' });
    await cp(path.join(repository, 'examples/ops-platform-broken'), path.join(folder.path, 'ops'), { recursive: true });
  });
  after(() => folder.remove());

  it('prints what it would write', async () => {
    const { status, stdout, stderr } = await composure(['init', '--directory', 'ops', '--dry-run'], { cwd: folder.path });
    assert.deepEqual([status, stdout, stderr], [0, text, '']);
  });

  it('writes nothing where nobody agrees', async () => {
    const { status, stderr } = await composure(['init'], { cwd: path.join(folder.path, 'ops') });
    assert.deepEqual([status, stderr], [2, 'composure: nobody is there to agree to composure.yaml: --yes writes it, --dry-run only prints it\n']);
    await assert.rejects(readFile(path.join(folder.path, 'ops/composure.yaml')));
  });

  it('writes what check finds without it', async () => {
    const before = await checkJson(['ops'], { cwd: folder.path });
    const { status, stdout } = await composure(['init', '--directory', 'ops', '--yes', '--format', 'json'], { cwd: folder.path });
    const ops = path.join(folder.path, 'ops');
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout), {
      file: path.join(ops, 'composure.yaml'), written: true, text,
      environments: [['clean', 'prod'], ['dev', 'dev'], ['staging', 'other']].map(([name, mode]) => ({ name, mode, directory: ops, files: [path.join(ops, `docker-compose.${name}.yml`)], envFiles: [], profiles: [] })),
    });
    assert.equal(await readFile(path.join(ops, 'composure.yaml'), 'utf8'), text);
    assert.ok(before.diagnostics.length > 5);
    assert.deepEqual(await checkJson(['ops'], { cwd: folder.path }), before);
  });

  it('leaves a file that is there', async () => {
    const file = path.join(folder.path, 'many/one/composure.yaml');
    await writeFile(file, 'rules: {}\n');
    const { status, stderr } = await composure(['init', '--directory', 'many/one', '--yes'], { cwd: folder.path });
    assert.deepEqual([status, stderr, await readFile(file, 'utf8')], [2, 'composure: many/one/composure.yaml is there already: it is left as it is\n', 'rules: {}\n']);
  });

  it('is checked with what it describes, and told where it describes nothing', async () => {
    const [file, whole] = [await checkJson(['ops/composure.yaml'], { cwd: folder.path }), await checkJson(['ops'], { cwd: folder.path })];
    assert.deepEqual(file.projects, whole.projects);
    // Workflows and Makefiles belong to the folder.
    assert.deepEqual(file.diagnostics, whole.diagnostics.filter(({ code }) => code !== 'script-missing' && code !== 'compose-file-missing'));
    await writeFile(path.join(folder.path, 'empty/composure.yaml'), 'rules: {}\nenvironments:\n  dev: { file: stack.yml }\n');
    const { status, stderr } = await composure(['check', 'empty'], { cwd: folder.path });
    assert.deepEqual([status, stderr], [2, 'composure: no compose file in empty; composure.yaml, line 3: An environment names its files, and has no key "file": as it is, dev is left out\n']);
    await rm(path.join(folder.path, 'empty/composure.yaml'));
  });

  it('says where there is nothing to describe', async () => {
    const said = async (directory: string): Promise<readonly unknown[]> => {
      const { status, stderr } = await composure(['init', '--directory', directory], { cwd: folder.path });
      return [status, stderr];
    };
    assert.deepEqual(await said('empty'), [2, 'composure: no compose file in empty\n']);
    assert.deepEqual(await said('many'), [2, 'composure: no compose file in many: there are some in many/one (--directory many/one)\n']);
    assert.deepEqual(await said('nowhere'), [2, 'composure: nowhere does not exist\n']);
  });
});
