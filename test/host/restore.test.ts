// Restores on the real engine: exact content, who is stopped, what is refused, and the way back.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { subjectOf, type Subject } from '#core/backup/subject.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { createBackup } from '#host/backup/create.ts';
import { interrupted } from '#host/backup/journal.ts';
import { prepareRestore, restore, type RestoreOptions, type RestoreOutcome } from '#host/backup/restore.ts';
import type { RestoreWishes } from '#core/backup/plan-restore.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { docker } from '../support/docker/docker.ts';
import { idle, scratchProject, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const compose = `
services:
  db:${idle}
    volumes: ["data:/data", "./data:/var/lib/app"]
  reader:${idle}
    volumes: ["data:/data:ro"]
  other:${idle}
volumes:
  data: { labels: { team: blue } }
`;

describe('a restore', function () {
  this.timeout(120_000);
  withEngine();

  const engine = new Engine();
  const machinery = { engine, cli: new ComposeCli() };
  let project: ScratchProject;
  let subject: Subject;
  let states: string;

  const sh = (script: string, volume = `${project.name}_data`): Promise<string> => docker('run', '--rm', '--network', 'none', '--volume', `${volume}:/data`, 'composure-test/busybox:1', 'sh', '-c', `cd /data; ${script}`);
  const stateOf = async (): Promise<string> => (await docker('ps', '--all', '--filter', `label=com.docker.compose.project=${project.name}`, '--format', '{{.Label "com.docker.compose.service"}} {{.State}}')).split('\n').toSorted().join(', ');
  const restoreFrom = async (folder: string, options: RestoreOptions = {}, wishes: RestoreWishes = {}): Promise<RestoreOutcome> => (
    restore(await prepareRestore(folder, subject, machinery, wishes), subject, machinery, { stateFolder: states, ...options })
  );
  const helpers = (): Promise<string> => docker('ps', '--all', '--quiet', '--filter', 'label=dev.composure.helper', '--filter', `volume=${project.name}_data`);

  beforeEach(async () => {
    project = await scratchProject({ 'compose.yaml': compose });
    states = await mkdtemp(path.join(tmpdir(), 'composure-states-'));
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    subject = subjectOf(await loadProject(project.environment(), nodeFileSystem(), new ParsedFiles(), neverCancelled));
    await sh('echo first > file; mkdir -p deep/er; echo x > deep/er/x; ln -s ../../away link; ln file hard; chown 999:998 .; chmod 2750 .');
    await writeFile(path.join(project.directory, 'data/one'), 'one');
  });

  afterEach(async () => {
    assert.equal(await helpers(), '');
    await project.remove();
    await rm(states, { recursive: true, force: true });
  });

  after(() => engine.dispose());

  const backUp = async (): Promise<string> => (await createBackup(subject, machinery)).folder;

  it('brings back exactly what was saved, and who ran', async () => {
    const before = await sh('ls -lAnR --full-time; ls -lnd --full-time .; cat file');
    const folder = await backUp();
    await sh('echo second > file; rm -r deep; echo extra > .extra; chmod 700 .');
    await writeFile(path.join(project.directory, 'data/one'), 'two');
    await writeFile(path.join(project.directory, 'data/extra'), 'extra');
    const running = await stateOf();
    const outcome = await restoreFrom(folder);
    assert.deepEqual({ ok: outcome.ok, state: outcome.state, restored: outcome.restored, verified: outcome.verified, reason: outcome.reason }, {
      ok: true, state: 'restored', restored: ['data', './data'], verified: true, reason: undefined,
    });
    assert.equal(await sh('ls -lAnR --full-time; ls -lnd --full-time .; cat file'), before);
    assert.deepEqual(await readdir(path.join(project.directory, 'data')), ['one']);
    assert.equal(await readFile(path.join(project.directory, 'data/one'), 'utf8'), 'one');
    assert.equal(await stateOf(), running);
    assert.deepEqual(await interrupted(states), []);
    // The safety copy holds what was there, and brings it back as any backup does.
    assert.ok(outcome.safetyCopy !== undefined);
    assert.equal((await restoreFrom(outcome.safetyCopy)).ok, true);
    assert.equal(await sh('cat file .extra'), 'second\nextra');
  });
});
