// A backup whose engine goes away while data is read, on an engine of the test's own.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { subjectOf } from '#core/backup/subject.ts';
import { Failure } from '#core/failure.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { createBackup } from '#host/backup/create.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { environmentFor, type Endpoint } from '#host/engine/endpoint.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { docker } from '../support/docker/docker.ts';
import { ensureTestImage } from '../support/docker/image.ts';
import { willing } from './backup-project.ts';
import { ownEngine, type OwnEngine } from './own-engine.ts';
import { withEngine } from './with-engine.ts';

const run = promisify(execFile);

describe('a backup whose engine goes away', function () {
  this.timeout(120_000);
  withEngine();

  let own: OwnEngine;
  let engine: Engine;
  let endpoint: Endpoint;
  let folder: string;
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  const there = (...args: string[]): Promise<string> => docker('--host', own.address, ...args);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'composure-gone-'));
    own = await ownEngine();
    await own.start();
    endpoint = { address: own.address, context: undefined, connection: { kind: 'unix', socketPath: own.socketPath } };
    engine = new Engine({ endpoint });
    await docker('save', '--output', at('image.tar'), await ensureTestImage());
    await there('load', '--input', at('image.tar'));
    await mkdir(at('project'));
    await writeFile(at('project', 'compose.yaml'), `name: gone\nservices:\n  db:${willing}\n    network_mode: none\n    volumes: ["data:/data"]\nvolumes: { data: {} }\n`);
    await there('compose', '--project-directory', at('project'), 'up', '--detach');
    await there('exec', 'gone-db-1', 'sh', '-c', 'head -c 40000000 /dev/urandom > /data/large');
  });

  after(async () => {
    engine.dispose();
    await there('rm', '--force', '--volumes', 'gone-db-1');
    await own.stop();
    // An engine that was killed leaves its mounts behind, which the next one does not know of.
    const { stdout } = await run('awk', ['-v', `folder=${path.dirname(own.socketPath)}/`, 'index($2, folder) == 1 { print $2 }', '/proc/mounts']);
    for (const mounted of stdout.split('\n').filter((each) => each !== '').toSorted().toReversed()) await run('umount', ['--lazy', mounted]);
    await own.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('is none, and what it had stopped runs again when the engine is back', async () => {
    const files = nodeFileSystem();
    const environment = { name: 'default', mode: 'other' as const, directory: at('project'), files: [at('project', 'compose.yaml')], envFiles: [], profiles: [] };
    const subject = subjectOf(await loadProject(environment, files, new ParsedFiles(), neverCancelled));
    let restarting: Promise<void> | undefined;
    const steps: string[] = [];
    const error = await createBackup(subject, { engine, cli: new ComposeCli({ environment: environmentFor(endpoint) }) }, {
      to: at('backups'),
      onProgress: ({ step, done }) => {
        steps.push(step);
        if (done === 0 || restarting !== undefined) return;
        // Asked to end it would finish what it has begun.
        process.kill(Number(readFileSync(path.join(path.dirname(own.socketPath), 'pid'), 'utf8')), 'SIGKILL');
        restarting = delay(2000).then(() => own.start());
      },
    }).then(() => undefined, (reason: unknown) => reason);
    await restarting;
    assert.ok(error instanceof Failure, steps.join());
    assert.ok(steps.includes('Waiting for the engine'), steps.join());
    assert.equal(await there('inspect', '--format', '{{.State.Status}}', 'gone-db-1'), 'running');
    assert.deepEqual(await readdir(at('backups')), ['.gitignore']);
  });

  it('says when its folder cannot be written to, before anything is stopped', async () => {
    const subject = { project: 'gone', environment: 'default', directory: at('project'), loaded: undefined };
    await mkdir(at('fixed'));
    await run('mount', ['-t', 'tmpfs', '-o', 'ro', 'none', at('fixed')]);
    try {
      const steps: string[] = [];
      const error = await createBackup(subject, { engine, cli: new ComposeCli() }, { to: at('fixed'), onProgress: ({ step }) => steps.push(step) }).then(() => undefined, (reason: unknown) => reason);
      assert.ok(error instanceof Failure && error.kind === 'permission-denied', error instanceof Error ? error.message : '');
      assert.deepEqual(steps.filter((step) => step.startsWith('Stopping')), []);
    } finally {
      await run('umount', [at('fixed')]);
    }
  });
});
