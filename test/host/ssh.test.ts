// An engine that is reached by ssh. In place of ssh stands a program that runs the remote command on this machine: what passes
// through it is the real protocol, and the docker command takes the same way.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planUp } from '#core/environments/plan.ts';
import { Failure } from '#core/failure.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import { environmentFor, resolveEndpoint } from '#host/engine/endpoint.ts';
import { Engine } from '#host/engine/engine.ts';
import { docker } from '../support/docker/docker.ts';
import { idle, scratchProject, until } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

describe('an engine behind ssh', function () {
  this.timeout(60_000);
  withEngine();

  const { PATH } = process.env;
  let folder = '';
  const stand = (script: string): Promise<void> => writeFile(path.join(folder, 'ssh'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const dialling = 'echo "$@" >> "$(dirname "$0")/calls"\nwhile [ "$1" != -- ]; do shift; done\nshift 2\nunset DOCKER_HOST DOCKER_CONTEXT\nexec "$@"';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'composure-ssh-'));
    process.env['PATH'] = `${folder}:${PATH}`;
  });

  after(async () => {
    process.env['PATH'] = PATH;
    await rm(folder, { recursive: true, force: true });
  });

  it('answers, tells its events, and is the one that Compose works with', async () => {
    await stand(dialling);
    const endpoint = await resolveEndpoint({ environment: { DOCKER_HOST: 'ssh://me@far-away' } });
    const engine = new Engine({ endpoint });
    const project = await scratchProject({ 'compose.yaml': `services:\n  web:${idle}\n` });
    const abort = new AbortController();
    try {
      assert.equal(await engine.id(), await docker('info', '--format', '{{.ID}}'));
      const actions: string[] = [];
      const events = await engine.events(abort.signal);
      const reading = (async () => { for await (const event of events) if (event.project === project.name) actions.push(event.action); })();
      const cli = new ComposeCli({ environment: environmentFor(endpoint) });
      const outcome = await runPlan(planUp({ environment: project.environment(), project: project.name, services: ['web'] }), { cli, engine });
      assert.ok(outcome.ok, outcome.ok ? '' : outcome.failure.message);
      await until('the start', () => actions, (seen) => seen.includes('start'));
      assert.deepEqual((await engine.containersOf(project.name)).map(({ service, state }) => `${service} ${state}`), ['web running']);
      abort.abort(new Error('seen'));
      await assert.rejects(reading, /seen/);
      const calls = (await readFile(path.join(folder, 'calls'), 'utf8')).trim().split('\n');
      assert.ok(calls.includes('-o ConnectTimeout=30 -T -l me -- far-away docker system dial-stdio'), calls.join('\n'));
    } finally {
      engine.dispose();
      await project.remove();
    }
  });

  it('leaves no process behind', async () => {
    await stand(`echo $$ >> "$(dirname "$0")/ids"\n${dialling}`);
    const engine = new Engine({ endpoint: await resolveEndpoint({ environment: { DOCKER_HOST: 'ssh://far-away' } }) });
    await engine.ping();
    const ids = (await readFile(path.join(folder, 'ids'), 'utf8')).trim().split('\n').map(Number);
    assert.ok(ids.some(isAlive), 'the connection is kept for the next question');
    engine.dispose();
    await until('ssh to end', () => ids.filter(isAlive), (alive) => alive.length === 0, 5);
  });

  it('is unreachable for the reason that ssh gives', async () => {
    await stand('echo "me@far-away: Permission denied (publickey)." >&2; exit 255');
    const engine = new Engine({ endpoint: await resolveEndpoint({ environment: { DOCKER_HOST: 'ssh://me@far-away' } }) });
    await assert.rejects(engine.ping(), (error) => error instanceof Failure && error.kind === 'engine-unreachable'
      && error.message === 'ssh://me@far-away cannot be reached: me@far-away: Permission denied (publickey).');
    engine.dispose();
  });

  it('is unreachable without ssh', async () => {
    process.env['PATH'] = '/nowhere';
    const engine = new Engine({ endpoint: await resolveEndpoint({ environment: { DOCKER_HOST: 'ssh://me@far-away' } }) });
    try {
      await assert.rejects(engine.ping(), /there is no ssh on the PATH/);
    } finally {
      process.env['PATH'] = `${folder}:${PATH}`;
      engine.dispose();
    }
  });
});

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
