// Which environment runs, where services live in the network, process or IPC space of another: Compose hashes them with the
// other's container, which changes with each re-creation.

import assert from 'node:assert/strict';
import { upCall } from '#core/environments/calls.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { whichRun } from '#host/compose/which-run.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { docker } from '../support/docker/docker.ts';
import type { ScratchProject } from './scratch-project.ts';
import { idle, scratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

describe('services that share a space', function () {
  this.timeout(60_000);
  withEngine();

  const engine = new Engine();
  const cli = new ComposeCli();
  let project: ScratchProject;

  before(async () => {
    project = await scratchProject({
      'compose.yaml': `
services:
  web:${idle}
    ipc: shareable
  proxy:${idle}
    network_mode: service:web
  debugger:${idle}
    pid: service:web
    ipc: service:web
`,
      'compose.dev.yaml': 'services:\n  web: { environment: { MODE: dev } }\n',
      'compose.prod.yaml': 'services:\n  web: { environment: { MODE: prod } }\n',
    });
  });

  after(async () => {
    engine.dispose();
    await project.remove();
  });

  const environments = (): readonly ReturnType<ScratchProject['environment']>[] => ['dev', 'prod'].map((mode) => project.environment(mode, ['compose.yaml', `compose.${mode}.yaml`]));
  const words = async (): Promise<readonly string[]> => {
    const projects = await Promise.all(environments().map((each) => loadProject(each, nodeFileSystem(), new ParsedFiles(), neverCancelled)));
    return (await whichRun(projects, engine)).environments.map(({ verdict, assumed, containers, outdated }) => (
      [assumed ? 'perhaps' : '', verdict, containers.length, ...outdated.map(({ service }) => service)].join(' ').trim()
    ));
  };

  it('run as their files say, whichever of the environments it is', async () => {
    const [dev, prod] = environments();
    assert.ok(dev !== undefined && prod !== undefined);
    await cli.run(upCall(dev));
    assert.deepEqual(await words(), ['running 3', 'absent 0']);
    await cli.run(upCall(prod));
    assert.deepEqual(await words(), ['absent 0', 'running 3']);
  });

  it('are outdated where the one whose space they share was made anew without them', async () => {
    const [, prod] = environments();
    const files = (prod?.files ?? []).flatMap((file) => ['--file', file]);
    await docker('compose', ...files, 'up', '--detach', '--force-recreate', '--no-deps', 'web');
    assert.deepEqual(await words(), ['absent 0', 'partly 3 debugger proxy']);
  });
});
