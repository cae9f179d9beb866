// Which environment an operation is about, with the real engine and without one.

import assert from 'node:assert/strict';
import path from 'node:path';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { readArguments } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { chooseEnvironment, environmentOptions } from '#cli/commands/choose-environment.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { temporaryFolder } from '../support/command.ts';
import { docker } from '../support/docker/docker.ts';
import { idle, scratchProject, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

/** The name of the environment, or what is said in its place. */
async function chosen(folder: string, ...args: readonly string[]): Promise<string> {
  const invocation = readArguments(['do', ...args], [{ name: 'do', summary: '', options: environmentOptions }]);
  assert.ok(invocation.kind === 'run');
  try {
    const { project, beside } = await chooseEnvironment(invocation.values, folder, nodeFileSystem(), new ParsedFiles());
    assert.ok(beside.includes(project));
    return project.environment.name;
  } catch (error) {
    if (error instanceof CannotRun) return error.message;
    throw error;
  }
}

describe('the environment that an operation is about', function () {
  this.timeout(60_000);
  withEngine();
  const folders: { remove(): Promise<void> }[] = [];
  afterEach(async () => { for (const each of folders.splice(0)) await each.remove(); });

  async function project(): Promise<ScratchProject> {
    const made = await scratchProject({
      'compose.yaml': `services:\n  db:${idle}\n`,
      'compose.dev.yaml': `services:\n  web:${idle}\n    environment: { MODE: dev }\n`, 'compose.prod.yaml': `services:\n  web:${idle}\n    environment: { MODE: prod }\n`,
    });
    folders.push(made);
    return made;
  }

  const up = ({ directory }: ScratchProject, name: string): Promise<string> => (
    docker('compose', '--project-directory', directory, '--file', path.join(directory, name), 'up', '--detach', '--remove-orphans')
  );

  it('is the one that is named', async () => {
    const { directory } = await project();
    assert.equal(await chosen(directory, '--environment', 'dev'), 'dev');
    assert.equal(await chosen(directory, '--environment', 'dve'), 'no environment "dve": did you mean dev?');
    assert.equal(await chosen(directory, '--environment', 'staging'), 'no environment "staging": there are default, dev and prod');
    assert.equal(await chosen('/', '--directory', directory, '--environment', 'prod'), 'prod');
  });

  it('is the one that runs, whatever the labels say', async () => {
    const made = await project();
    assert.equal(await chosen(made.directory), 'there are default, dev and prod, and none of them runs: say by --environment which one is meant');
    await up(made, 'compose.dev.yaml');
    assert.equal(await chosen(made.directory), 'dev');
    await up(made, 'compose.prod.yaml');
    assert.equal(await chosen(made.directory), 'prod');
    await docker('compose', '--project-directory', made.directory, '--file', path.join(made.directory, 'compose.prod.yaml'), 'stop');
    assert.match(await chosen(made.directory), /none of them runs/);
  });

  it('is the only one, for which no engine is asked', async () => {
    const before = process.env['DOCKER_HOST'];
    const folder = await temporaryFolder({ 'one/compose.yaml': 'services: {}\n', 'two/compose.dev.yaml': 'services: {}\n', 'two/compose.prod.yaml': 'services: {}\n', 'none/': '' });
    folders.push(folder);
    process.env['DOCKER_HOST'] = `unix://${folder.path}/no.sock`;
    try {
      assert.equal(await chosen(`${folder.path}/one`), 'default');
      assert.match(await chosen(`${folder.path}/two`), /^there are dev and prod, and which one runs is not known: no engine listens at .*: say by --environment which one is meant$/);
      assert.equal(await chosen(folder.path), 'no compose file in .: there are some in one and two (--directory one)');
      assert.equal(await chosen(folder.path, '--directory', `${folder.path}/none`), 'no compose file in none');
      assert.equal(await chosen(folder.path, '--directory', `${folder.path}/nowhere`), 'nowhere does not exist');
      assert.equal(await chosen(folder.path, '--directory', `${folder.path}/one/compose.yaml`), 'one/compose.yaml is no folder');
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
    }
  });
});
