// Switching a real project between its environments, and what runs afterwards.

import assert from 'node:assert/strict';
import { hashCall } from '#core/environments/calls.ts';
import { downCall } from '#core/environments/calls.ts';
import type { Place } from '#core/environments/plan.ts';
import { planRestart, planStop, planSwitch } from '#core/environments/plan.ts';
import type { EnvironmentState, Runs } from '#core/environments/running.ts';
import { whatRuns } from '#core/environments/running.ts';
import type { Environment } from '#core/project/environment.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import { Engine } from '#host/engine/engine.ts';
import { docker } from '../support/docker/docker.ts';
import type { ScratchProject } from './scratch-project.ts';
import { idle, scratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const files = {
  'compose.yaml': `
services:
  db:${idle}
    volumes: ["data:/data"]
  web:${idle}
volumes: { data: {} }
`,
  'compose.dev.yaml': `
services:
  web: { environment: { MODE: dev } }
  adminer:${idle}
`,
  'compose.prod.yaml': `
services:
  web: { environment: { MODE: prod } }
`,
};

describe('environments of one project', function () {
  this.timeout(60_000);
  withEngine();

  const cli = new ComposeCli();
  const engine = new Engine();
  let project: ScratchProject;
  let dev: Environment;
  let prod: Environment;

  before(async () => {
    project = await scratchProject(files);
    dev = project.environment('dev', ['compose.yaml', 'compose.dev.yaml']);
    prod = project.environment('prod', ['compose.yaml', 'compose.prod.yaml']);
  });

  after(async () => {
    engine.dispose();
    await project.remove();
  });

  const state = async (environment: Environment, known: boolean): Promise<EnvironmentState> => ({
    id: environment.name,
    projectName: project.name,
    services: environment === dev ? ['db', 'web', 'adminer'] : ['db', 'web'],
    files: environment.files,
    hashes: known ? await cli.run(hashCall(environment)) : undefined,
  });
  const runs = async (known = true): Promise<Runs> => (
    whatRuns([await state(dev, known), await state(prod, known)], await engine.containersOf(project.name))
  );
  const words = async (known = true): Promise<readonly string[]> => (
    (await runs(known)).environments.map(({ id, verdict, assumed, containers }) => (
      `${id} ${assumed ? 'perhaps ' : ''}${verdict}: ${containers.map(({ service }) => service).join(' ')}`
    ))
  );
  const place = (environment: Environment): Place => ({ environment, project: project.name, services: environment === dev ? ['db', 'web', 'adminer'] : ['db', 'web'] });
  const switchTo = async (target: Environment, running?: Environment): Promise<void> => {
    const outcome = await runPlan(planSwitch(place(target), running && { place: place(running), services: place(running).services }), { cli, engine });
    assert.ok(outcome.ok, outcome.ok ? '' : outcome.failure.message);
  };
  const inVolume = (command: string): Promise<string> => docker('exec', `${project.name}-db-1`, 'sh', '-c', command);

  it('are absent at first', async () => {
    assert.deepEqual(await words(), ['dev absent: ', 'prod absent: ']);
  });

  it('run one at a time, and the unchanged service keeps its container and data', async () => {
    await switchTo(dev);
    assert.deepEqual(await words(), ['dev running: adminer db web', 'prod absent: ']);
    await inVolume('echo precious > /data/file');

    await switchTo(prod, dev);
    assert.deepEqual(await words(), ['dev absent: ', 'prod running: db web']);
    const db = (await engine.containersOf(project.name)).find(({ service }) => service === 'db');
    assert.deepEqual(db?.configFiles, dev.files, 'the trap is gone: see C6');
    assert.equal(await inVolume('cat /data/file'), 'precious');

    await switchTo(dev, prod);
    assert.deepEqual(await words(), ['dev running: adminer db web', 'prod absent: ']);
  });

  it('are told apart by their files for as long as the hashes are not known', async () => {
    assert.deepEqual(await words(false), ['dev perhaps running: adminer db web', 'prod perhaps absent: ']);
    await switchTo(prod, dev);
    assert.deepEqual(await words(false), ['dev perhaps absent: ', 'prod perhaps running: db web']);
  });

  it('run in part where a single container was replaced', async () => {
    await docker('compose', '--project-directory', project.directory, ...dev.files.flatMap((file) => ['--file', file]), 'up', '--detach', 'adminer');
    assert.deepEqual(await words(), ['dev partly: adminer db', 'prod partly: db web']);
    await switchTo(prod, dev);
    assert.deepEqual(await words(), ['dev absent: ', 'prod running: db web']);
  });

  it('know containers that were made before the files were edited', async () => {
    await project.write('compose.prod.yaml', files['compose.prod.yaml'].replace('prod }', 'prod, MORE: "1" }'));
    assert.deepEqual((await runs()).environments[1]?.outdated.map(({ service }) => service), ['web']);
    assert.deepEqual(await words(), ['dev absent: ', 'prod partly: db web']);
    await switchTo(prod);
    assert.deepEqual(await words(), ['dev absent: ', 'prod running: db web']);
  });

  it('find a container whose service was taken out of the files', async () => {
    await docker('run', '--detach', '--name', `${project.name}-old-1`, '--network', 'none', '--stop-signal', 'KILL',
      '--label', `com.docker.compose.project=${project.name}`, '--label', 'com.docker.compose.service=old', 'composure-test/busybox:1', 'sleep', '1000');
    assert.deepEqual((await runs()).orphans.map(({ service }) => service), ['old']);
    assert.deepEqual(await words(), ['dev absent: ', 'prod running: db web']);
    await docker('rm', '--force', `${project.name}-old-1`);
  });

  it('stop, start and restart with all their data', async () => {
    assert.equal((await runPlan(planStop(place(prod)), { cli, engine })).ok, true);
    assert.deepEqual(await words(), ['dev absent: ', 'prod stopped: db web']);
    assert.match(await docker('volume', 'ls', '--quiet'), new RegExp(`^${project.name}_data$`, 'm'));
    await switchTo(prod);
    assert.equal((await runPlan(planRestart(place(prod), ['web']), { cli, engine })).ok, true);
    assert.deepEqual(await words(), ['dev absent: ', 'prod running: db web']);
    assert.equal(await inVolume('cat /data/file'), 'precious');
  });

  it('are absent again after they were taken down, and the volume is there', async () => {
    await cli.run(downCall(prod));
    assert.deepEqual(await words(), ['dev absent: ', 'prod absent: ']);
    await switchTo(dev);
    assert.equal(await inVolume('cat /data/file'), 'precious');
  });
});
