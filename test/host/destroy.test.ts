// Destroying projects on the real engine: exactly what is planned goes, never before a backup, and never half without a way on.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '#core/failure.ts';
import { neverCancelled } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { destroyChoices, destroyStateText } from '#core/storage/destroy-journal.ts';
import type { DestroyPlan } from '#core/storage/plan-destroy.ts';
import { readBackup } from '#host/backup/list.ts';
import { interrupted, type JournaledOperation } from '#host/backup/journal.ts';
import { lockProject } from '#host/backup/lock.ts';
import { listInterrupted } from '#host/backup/interrupted.ts';
import { recover } from '#host/backup/recover.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { askDestroyPlan } from '#host/storage/ask-destroy-plan.ts';
import type { StorageSubject } from '#host/storage/ask-report.ts';
import { destroyProject, type Destroyed, type DestroyOptions } from '#host/storage/destroy.ts';
import { cancelDestroy, interruptedDestroy, resumeDestroy } from '#host/storage/recover-destroy.ts';
import { docker } from '../support/docker/docker.ts';
import { testImage } from '../support/docker/image.ts';
import { idle, scratchProject, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const compose = `services:
  db:${idle}
    volumes: ["data:/data", "/unnamed", "./files:/uploads", "shared:/shared"]
  worker:${idle}
    depends_on: [db]
    volumes: ["queue:/queue"]
  job:
    image: composure-test/busybox:1
    command: "true"
volumes:
  data: {}
  queue: {}
  shared: { external: true, name: SHARED }
  theirs: { name: SHARED-theirs }
`;

describe('destroying', function () {
  this.timeout(90_000);
  withEngine();

  const engine = new Engine();
  const machinery = { engine, cli: new ComposeCli() };
  const projects: ScratchProject[] = [];
  const externals: string[] = [];
  let states: string;
  const usual = process.env['COMPOSURE_STATE_FOLDER'];

  before(async () => {
    states = await mkdtemp(path.join(tmpdir(), 'composure-destroy-'));
    process.env['COMPOSURE_STATE_FOLDER'] = states;
  });

  after(async () => {
    engine.dispose();
    if (usual === undefined) delete process.env['COMPOSURE_STATE_FOLDER'];
    else process.env['COMPOSURE_STATE_FOLDER'] = usual;
    for (const project of projects) await project.remove();
    if (externals.length > 0) await docker('volume', 'rm', '--force', ...externals);
    await rm(states, { recursive: true, force: true });
  });

  /** A project that runs, with data in each of its volumes. */
  async function running(): Promise<ScratchProject & { subject(): Promise<StorageSubject>; plan(): Promise<DestroyPlan>; destroy(options?: DestroyOptions): Promise<Destroyed>; states(): Promise<string>; volumes(): Promise<string> }> {
    const shared = `composure-shared-${projects.length}-${process.pid}`;
    externals.push(shared, `${shared}-theirs`);
    await docker('volume', 'create', shared);
    await docker('volume', 'create', '--label', 'com.docker.compose.project=another', '--label', 'com.docker.compose.volume=x', `${shared}-theirs`);
    const project = await scratchProject({ 'compose.yaml': compose.replaceAll('SHARED', shared) });
    projects.push(project);
    await mkdir(path.join(project.directory, 'files'));
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    await docker('exec', `${project.name}-db-1`, 'sh', '-c', 'echo precious > /data/file; echo nameless > /unnamed/file; echo shared > /shared/file; echo mine > /uploads/file');
    await docker('exec', `${project.name}-worker-1`, 'sh', '-c', 'echo queued > /queue/file');
    // It comes back with a restore, and belongs to no container then.
    externals.push(await namelessOf(project));
    const subject = async (): Promise<StorageSubject> => {
      const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
      const beside = await Promise.all((await discoverEnvironments(project.directory, files, parsed, neverCancelled)).map((each) => loadProject(each, files, parsed, neverCancelled)));
      return { project: beside[0] ?? assert.fail('no environment'), beside, files, parsed };
    };
    const plan = async (): Promise<DestroyPlan> => askDestroyPlan(await subject(), engine);
    const label = `label=com.docker.compose.project=${project.name}`;
    return {
      ...project, subject, plan,
      destroy: async (options) => destroyProject(await plan(), (await subject()).project, machinery, options),
      states: async () => (await docker('ps', '--all', '--filter', label, '--format', '{{.Label "com.docker.compose.service"}} {{.State}}')).split('\n').toSorted().join(', '),
      volumes: async () => (await docker('volume', 'ls', '--quiet', '--filter', label)).split('\n').map((name) => name.replace(`${project.name}_`, '')).toSorted().join(' '),
    };
  }

  const namelessOf = ({ name }: ScratchProject): Promise<string> => docker('inspect', '--format', '{{range .Mounts}}{{if eq .Destination "/unnamed"}}{{.Name}}{{end}}{{end}}', `${name}-db-1`);
  const asItWas = 'db running, job exited, worker running';
  const short = (name: string, project: ScratchProject): string => name.replace(project.name, 'shop').replace(/^[0-9a-f]{64}$/, 'nameless');
  const left = async (project: ScratchProject): Promise<readonly JournaledOperation[]> => (await interrupted()).filter((each) => each.project === project.name);

  it('takes what is planned after a backup that holds all of it, and nothing else', async () => {
    const [project, neighbour] = [await running(), await running()];
    const [shared] = externals;
    const anonymous = await namelessOf(project);
    const steps: string[] = [];
    assert.deepEqual((await project.plan()).stays.map(({ name, why }) => `${name.replace(shared ?? '', 'shared')}: ${why}`), [
      'shared: it is external: whoever made it decides about it', 'shared-theirs: it belongs to another', 'files: it is a folder of yours',
    ]);
    const { removed, left: still, backup } = await project.destroy({ onStep: ({ step }) => { steps.push(step); } });
    assert.deepEqual(removed.map(({ kind, name }) => `${kind} ${short(name, project)}`).toSorted(), [
      'container shop-db-1', 'container shop-job-1', 'container shop-worker-1', 'network shop_default', 'volume nameless', 'volume shop_data', 'volume shop_queue',
    ]);
    assert.deepEqual([still, await project.states(), await project.volumes(), steps.join(' ')], [[], '', '', 'stop down remove remove remove']);
    assert.equal(await docker('volume', 'ls', '--quiet', '--filter', `name=^${anonymous}$`), '');
    assert.equal(await docker('run', '--rm', '--volume', `${shared}:/v`, testImage, 'cat', '/v/file'), 'shared');
    assert.equal(await docker('volume', 'ls', '--quiet', '--filter', `name=^${shared}-theirs$`), `${shared}-theirs`);
    assert.equal(await readFile(path.join(project.directory, 'files/file'), 'utf8'), 'mine\n');
    assert.deepEqual([await neighbour.states(), await neighbour.volumes()], [asItWas, 'data queue']);
    const read = await readBackup(backup ?? '');
    assert.ok('manifest' in read, JSON.stringify(read));
    assert.deepEqual([read.verified?.ok, read.manifest.purpose, read.manifest.volumes.map(({ name }) => short(name, project)).toSorted()], [true, 'safety-copy', ['nameless', 'shop_data', 'shop_queue']]);
    assert.deepEqual(await left(project), []);
    assert.deepEqual(await project.plan().then(({ containers, networks, volumes }) => [containers, networks, volumes]), [[], [], []]);
  });

  describe('that cannot be done', () => {
    let project: Awaited<ReturnType<typeof running>>;
    before(async () => { project = await running(); });

    // Whatever stands in the way, all is as it was.
    afterEach(async () => {
      assert.deepEqual([await project.states(), await project.volumes(), await left(project)], [asItWas, 'data queue', []]);
    });

    it('because it is cancelled before anything went', async () => {
      const cancel = new AbortController();
      await assert.rejects(project.destroy({ signal: cancel.signal, onProgress: ({ step }) => { if (/^(?:Reading|Verifying)/.test(step)) cancel.abort(new Failure('command-failed', 'it was cancelled')); } }), /cancelled/);
    });

    it('because no backup can be made', async () => {
      const inTheWay = path.join(project.directory, 'backups');
      await rm(inTheWay, { recursive: true, force: true });
      await writeFile(inTheWay, '');
      await assert.rejects(project.destroy(), /backups/);
      await rm(inTheWay);
    });

    it('because somebody is started while the backup is made', async () => {
      let started: Promise<string> | undefined;
      await assert.rejects(project.destroy({ onProgress: ({ step }) => { if (step === 'Verifying') started ??= docker('start', `${project.name}-job-1`); } }), (error) => (
        error instanceof Failure && /-job-1 (?:was started|is running) during the backup: nothing was removed$/.test(error.message)
      ));
      assert.ok(started, 'the backup is verified');
      await docker('wait', `${project.name}-job-1`);
    });

    it('because somebody else has the lock, and says who it is', async () => {
      const lock = await lockProject({ engine: await engine.id(), project: project.name, operation: 'a restore' });
      await assert.rejects(project.destroy(), (error) => error instanceof Failure && error.kind === 'locked' && /a restore/.test(error.message));
      await lock.release();
    });

    it('because another folder runs a project of that name', async () => {
      const other = path.join(project.directory, '../other');
      await mkdir(other);
      await writeFile(path.join(other, 'compose.yaml'), `name: ${project.name}\nservices:\n  more:${idle}\n`);
      await docker('compose', '--project-directory', other, 'up', '--detach');
      const plan = await project.plan();
      assert.deepEqual(plan.blocked.map((why) => why.replaceAll(project.name, 'shop').replace(/from .*\/other,/, 'from other,')), ['shop also runs from other, and its data would go with it']);
      await assert.rejects(project.destroy(), /also runs from/);
      await docker('rm', '--force', `${project.name}-more-1`);
    });
  });

  it('leaves a volume that another has mounted since, and says so', async () => {
    const project = await running();
    const name = `${project.name}-stranger`;
    const plan = await project.plan();
    const { project: loaded } = await project.subject();
    let made: Promise<string> | undefined;
    const before = async (): Promise<void> => { await (made ??= docker('create', '--name', name, '--volume', `${project.name}_queue:/q`, testImage)); };
    // Compose takes long enough for it.
    const { left: still, removed } = await destroyProject(plan, loaded, machinery, { onStep: ({ step }) => { if (step === 'down') void before(); } });
    await made;
    assert.deepEqual(still.map(({ kind, name: of, why }) => `${kind} ${short(of, project)}: ${why}`), [`volume shop_queue: ${name} has it mounted`]);
    assert.ok(removed.some((each) => each.name === `${project.name}_data`));
    assert.equal(await docker('run', '--rm', '--volume', `${project.name}_queue:/v`, testImage, 'cat', '/v/file'), 'queued');
    await docker('rm', name);
  });

  describe('that is killed', () => {
    async function killedAt(step: string): Promise<{ readonly project: Awaited<ReturnType<typeof running>>; readonly operation: JournaledOperation }> {
      const project = await running();
      const child = spawn(process.execPath, ['--no-warnings', path.join(import.meta.dirname, 'destroy-child.ts'), project.directory, step], { stdio: ['ignore', 'ignore', 'inherit'] });
      const [, signal] = await once(child, 'close') as [number | null, string | null];
      assert.equal(signal, 'SIGKILL', `it never came to ${step}`);
      const [operation] = await left(project);
      return { project, operation: operation ?? assert.fail('it is not told as interrupted') };
    }

    it('while it is backed up can be taken back: what ran runs again', async () => {
      const { project, operation } = await killedAt('Verifying');
      const state = interruptedDestroy(operation) ?? assert.fail();
      assert.deepEqual([destroyStateText(state), destroyChoices(state)], ['containers were stopped, and nothing was removed yet', ['resume', 'put-back']]);
      assert.equal(await project.states(), 'db exited, job exited, worker exited');
      const backups = async () => (await readdir(path.join(project.directory, 'backups'))).filter((name) => name.startsWith('.partial-'));
      assert.equal((await backups()).length, 1);
      assert.deepEqual(await cancelDestroy(operation, machinery), []);
      assert.deepEqual(await backups(), []);
      assert.deepEqual([await project.states(), await project.volumes(), await left(project)], [asItWas, 'data queue', []]);
    });

    it('and worked with since is backed up again before it is finished', async () => {
      const { project, operation } = await killedAt('down');
      await docker('compose', '--project-directory', project.directory, 'up', '--detach');
      await docker('exec', `${project.name}-db-1`, 'sh', '-c', 'echo newer > /data/newer');
      const { left: still, backup } = await resumeDestroy(operation, machinery);
      const read = await readBackup(backup ?? '');
      assert.deepEqual('manifest' in read && [read.verified?.ok, read.manifest.volumes.map(({ name }) => short(name, project)), read.manifest.volumes[0]?.archive.contentBytes], [true, ['shop_data'], 'precious\nnewer\n'.length]);
      assert.deepEqual([still, await project.states(), await project.volumes()], [[], '', '']);
    });

    it('when volumes are gone can be put back from its backup', async () => {
      const { project, operation } = await killedAt('remove queue');
      const { ok, problems } = await recover(operation.id, 'put-back', machinery);
      assert.deepEqual([ok, problems, await project.volumes(), await left(project)], [true, [], 'data queue', []]);
      await docker('compose', '--project-directory', project.directory, 'up', '--detach');
      assert.equal(await docker('exec', `${project.name}-db-1`, 'cat', '/data/file'), 'precious');
      assert.equal(await docker('exec', `${project.name}-worker-1`, 'cat', '/queue/file'), 'queued');
    });

    it('and then while it is put back is told as that alone, until it ends or is given up', async () => {
      const { project, operation } = await killedAt('remove queue');
      const told = async (): Promise<string> => (await listInterrupted()).filter((each) => each.project === project.name).map((each) => `${each.operation}: ${each.options.join(', ')}`).join('; ');
      const putBackKilled = async (): Promise<string> => {
        const child = spawn(process.execPath, ['--no-warnings', path.join(import.meta.dirname, 'recover-killed.ts'), operation.id, 'put-back', 'replace'], { stdio: ['ignore', 'ignore', 'inherit'] });
        const [, signal] = await once(child, 'close') as [number | null, string | null];
        assert.equal(signal, 'SIGKILL');
        assert.equal(await told(), 'restore: resume, put-back');
        await assert.rejects(recover(operation.id, 'resume', machinery), /no operation .* was interrupted/);
        return (await left(project)).find((each) => each.operation === 'restore')?.id ?? '';
      };
      const given = await recover(await putBackKilled(), 'put-back', machinery);
      assert.deepEqual([given.ok, await told()], [true, 'destroy: resume, put-back']);
      const { ok, problems } = await recover(await putBackKilled(), 'resume', machinery);
      assert.deepEqual([ok, problems, await told(), await left(project), await project.volumes()], [true, [], '', [], 'data queue']);
      await docker('compose', '--project-directory', project.directory, 'up', '--detach');
      assert.equal(await docker('exec', `${project.name}-worker-1`, 'cat', '/queue/file'), 'queued');
    });

    for (const [step, text] of [['down', 'containers and networks were being removed'], ['remove queue', 'volumes were removed, or the last of them was about to be']] as const) {
      it(`at "${step}" can be finished, and only once`, async () => {
        const { project, operation } = await killedAt(step);
        assert.ok(destroyStateText(interruptedDestroy(operation)).endsWith(text), destroyStateText(interruptedDestroy(operation)));
        const { left: still, backup } = await resumeDestroy(operation, machinery);
        assert.deepEqual([still, await project.states(), await project.volumes(), await left(project)], [[], '', '', []]);
        const read = await readBackup(backup ?? '');
        assert.deepEqual('manifest' in read && [read.verified?.ok, read.manifest.volumes.length], [true, 3]);
        await assert.rejects(resumeDestroy(operation, machinery), /is over: there is nothing to finish/);
        await assert.rejects(cancelDestroy({ ...operation, engine: 'another' }, machinery), /another engine/);
      });
    }
  });
});
