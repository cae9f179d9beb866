// Starting real services that are slow, never healthy, crash, end, or find their port taken, and what is said of them.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Place, Plan } from '#core/environments/plan.ts';
import { planRemoveOrphans, planRestart, planSwitch, planUp } from '#core/environments/plan.ts';
import { progressText } from '#core/environments/waiting.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import type { PlanOutcome, RunPlanOptions } from '#host/compose/run-plan.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import { Engine } from '#host/engine/engine.ts';
import { waitForServices } from '#host/engine/wait.ts';
import { docker } from '../support/docker/docker.ts';
import { ownEngine } from './own-engine.ts';
import type { ScratchProject } from './scratch-project.ts';
import { idle, scratchProject, until } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const probe = (test: string, more = ''): string => `
    healthcheck: { test: [CMD-SHELL, '${test}'], interval: 200ms, timeout: 1s, retries: 3${more} }`;
const job = (script: string): string => `
    image: composure-test/busybox:1
    command: [sh, -c, '${script}']`;

describe('waiting for services', function () {
  this.timeout(120_000);
  withEngine();

  const cli = new ComposeCli();
  const engine = new Engine();
  const projects: ScratchProject[] = [];

  async function projectOf(services: Readonly<Record<string, string>>): Promise<ScratchProject> {
    const project = await scratchProject({ 'compose.yaml': `services:${Object.entries(services).map(([name, lines]) => `\n  ${name}:${lines}`).join('')}\n` });
    projects.push(project);
    return project;
  }
  const place = (project: ScratchProject, services: readonly string[]): Place => ({ environment: project.environment(), project: project.name, services });
  const up = (project: ScratchProject, services: readonly string[], options?: RunPlanOptions): Promise<PlanOutcome> => run(planUp(place(project, services)), options);
  const run = (plan: Plan, options?: RunPlanOptions): Promise<PlanOutcome> => runPlan(plan, { cli, engine }, options);
  const states = (outcome: PlanOutcome): string => (outcome.judgement?.services ?? []).map(({ service, state }) => `${service} ${state}`).join(', ');
  const message = (outcome: PlanOutcome): string => (outcome.ok ? 'it went well' : outcome.failure.message);

  after(async () => {
    engine.dispose();
    for (const project of projects) await project.remove();
  });

  it('ends when the slow one is healthy and the job has ended with 0, and tells of each on the way', async () => {
    const project = await projectOf({
      web: `${idle}\n    depends_on: { db: { condition: service_healthy }, migrate: { condition: service_completed_successfully } }`,
      db: `${job('sleep 1; touch /ready; sleep 1000')}\n    stop_signal: SIGKILL${probe('test -f /ready', ', start_period: 20s')}`,
      migrate: job('exit 0'),
    });
    const told: string[] = [];
    const outcome = await up(project, ['web', 'db', 'migrate'], { onJudgement: (_, judgement) => told.push(progressText(judgement)) });
    assert.equal(states(outcome), 'db ready, migrate done, web ready', message(outcome));
    assert.ok(told.some((line) => line.includes('starting db')), told.join('\n'));
    assert.equal(told.at(-1), '3 of 3 ready');
    const again = Date.now();
    assert.equal(states(await up(project, ['web', 'db'])), 'db ready, web ready');
    assert.ok(Date.now() - again < 10_000, 'what runs as it should is not waited for');
  });

  it('names the first dependency that is unhealthy, and what its last probe said', async () => {
    const project = await projectOf({
      web: `${idle}\n    depends_on: { api: { condition: service_started } }`,
      api: `${idle}\n    depends_on: { db: { condition: service_healthy } }`,
      db: `${idle}${probe('echo no such table; exit 1')}`,
    });
    const outcome = await up(project, ['web', 'api', 'db']);
    assert.equal(message(outcome), 'db is unhealthy: the last probe said "no such table"');
    assert.equal(states(outcome), 'db failed, api failed, web failed');
  });

  it('does not wait for ever for a probe that never answers, and stops Compose, which would', async () => {
    const project = await projectOf({
      web: `${idle}\n    depends_on: { db: { condition: service_healthy } }`,
      db: `${idle}\n    healthcheck: { test: [CMD, "false"], interval: 10m }`,
    });
    const outcome = await up(project, ['web', 'db'], { waitLimit: 2000 });
    assert.equal(message(outcome), 'db was not healthy after 2 s');
  });

  it('tells a job that failed, a service that ended, and one that crashes again and again', async () => {
    const bad = await projectOf({ web: `${idle}\n    depends_on: { migrate: { condition: service_completed_successfully } }`, migrate: job('exit 3') });
    assert.equal(message(await up(bad, ['web', 'migrate'])), 'migrate ended with exit code 3');
    const crashing = await projectOf({ web: job('sleep 0.3; exit 4') });
    assert.equal(message(await up(crashing, ['web'])), 'web ended with exit code 4');
    const loop = await projectOf({ web: `${job('sleep 0.2; exit 5')}\n    restart: always` });
    assert.match(message(await up(loop, ['web'], { waitLimit: 3000 })), /^web crashes again and again/);
  });

  it('tells whose port is taken, by a process and by a container', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as AddressInfo;
    const project = await projectOf({ db: idle, web: `${idle}\n    ports: ["127.0.0.1:${port}:80"]\n    depends_on: [db]` });
    const outcome = await up(project, ['web', 'db']);
    assert.match(message(outcome), /^web could not start: .*address already in use/);
    await new Promise((resolve) => { server.close(resolve); });
    assert.ok((await up(project, ['web', 'db'])).ok);
    const other = await projectOf({ web: `${idle}\n    ports: ["127.0.0.1:${port}:80"]` });
    assert.match(message(await up(other, ['web'])), /^web could not start: .*port is already allocated/);
  });

  it('tells a paused service, which Compose takes for running', async () => {
    const project = await projectOf({ web: idle });
    assert.ok((await up(project, ['web'])).ok);
    await docker('pause', `${project.name}-web-1`);
    const outcome = await up(project, ['web']);
    await docker('unpause', `${project.name}-web-1`);
    assert.equal(message(outcome), 'web is paused: nothing in it runs');
  });

  it('waits for what was restarted', async () => {
    const project = await projectOf({ web: `${job('sleep 1; touch /tmp/ready; sleep 1000')}\n    tmpfs: /tmp\n    stop_signal: SIGKILL${probe('test -f /tmp/ready', ', start_period: 20s')}` });
    assert.ok((await up(project, ['web'])).ok);
    const before = await docker('inspect', '--format', '{{.State.StartedAt}}', `${project.name}-web-1`);
    const outcome = await run(planRestart(place(project, ['web'])));
    assert.equal(states(outcome), 'web ready');
    assert.notEqual(await docker('inspect', '--format', '{{.State.StartedAt}}', `${project.name}-web-1`), before);
    assert.equal(await docker('inspect', '--format', '{{.State.Health.Status}}', `${project.name}-web-1`), 'healthy');
  });

  it('goes on where somebody restarts a container meanwhile', async () => {
    const project = await projectOf({ web: `${job('sleep 2; touch /tmp/ready; sleep 1000')}\n    tmpfs: /tmp\n    stop_signal: SIGKILL${probe('test -f /tmp/ready', ', start_period: 20s')}` });
    const waiting = up(project, ['web']);
    await until('the container', () => docker('ps', '--quiet', '--filter', `name=${project.name}-web-1`), (id) => id !== '');
    await docker('restart', '--time', '0', `${project.name}-web-1`);
    const outcome = await waiting;
    assert.equal(states(outcome), 'web ready', message(outcome));
  });

  it('ends with nothing of Compose left when it is cancelled', async () => {
    const project = await projectOf({ web: `${idle}\n    depends_on: { db: { condition: service_healthy } }`, db: `${idle}\n    healthcheck: { test: [CMD, "false"], interval: 10m }` });
    const abort = new AbortController();
    const waiting = up(project, ['web', 'db'], { signal: abort.signal, onJudgement: (_, { services }) => {
      if (services.some(({ state }) => state === 'starting')) abort.abort(new Error('enough'));
    } });
    await assert.rejects(waiting, /enough/);
    assert.deepEqual((await engine.containersOf(project.name)).map(({ service, state }) => `${service} ${state}`), ['db running', 'web created']);
  });

  it('fails with what Compose says where no container explains it', async () => {
    const project = await projectOf({ old: job('exit 1'), web: '\n    image: composure-test/absent:1\n    pull_policy: never' });
    const outcome = await up(project, ['old', 'web']);
    assert.match(message(outcome), /composure-test\/absent:1/);
  });

  it('removes orphans by their names, and nothing else', async () => {
    const project = await projectOf({ web: `${idle}\n    volumes: [data:/data]`, old: idle });
    await project.write('compose.yaml', `services:\n  web:${idle}\n    volumes: [data:/data]\n  old:${idle}\nvolumes: { data: {} }\n`);
    assert.ok((await up(project, ['web', 'old'])).ok);
    await project.write('compose.yaml', `services:\n  web:${idle}\n    volumes: [data:/data]\nvolumes: { data: {} }\n`);
    assert.ok((await up(project, ['web'])).ok);
    assert.deepEqual((await engine.containersOf(project.name)).map(({ service }) => service), ['old', 'web'], 'a start removes nothing');
    const outcome = await run(planRemoveOrphans(place(project, ['web']), ['old']));
    assert.ok(outcome.ok, message(outcome));
    assert.deepEqual((await engine.containersOf(project.name)).map(({ service }) => service), ['web']);
  });
});

describe('a switch to an environment that does not become healthy', function () {
  this.timeout(120_000);
  withEngine();

  const cli = new ComposeCli();
  const engine = new Engine();
  const projects: ScratchProject[] = [];
  const scratch = async (files: Readonly<Record<string, string>>): Promise<ScratchProject> => {
    const project = await scratchProject(files);
    projects.push(project);
    return project;
  };

  after(async () => {
    engine.dispose();
    for (const project of projects) await project.remove();
  });

  it('goes back within one project', async () => {
    const project = await scratch({
      'compose.yaml': `services:\n  db:${idle}\n    volumes: [data:/data]\n  web:${idle}\nvolumes: { data: {} }\n`,
      'compose.dev.yaml': `services:\n  web: { environment: { MODE: dev } }\n  adminer:${idle}\n`,
      'compose.prod.yaml': `services:\n  web:\n    environment: { MODE: prod }${probe('echo wrong; exit 1')}\n`,
    });
    const dev: Place = { environment: project.environment('dev', ['compose.yaml', 'compose.dev.yaml']), project: project.name, services: ['db', 'web', 'adminer'] };
    const prod: Place = { environment: project.environment('prod', ['compose.yaml', 'compose.prod.yaml']), project: project.name, services: ['db', 'web'] };
    assert.ok((await runPlan(planUp(dev), { cli, engine })).ok);
    await docker('exec', `${project.name}-db-1`, 'sh', '-c', 'echo precious > /data/file');
    const outcome = await runPlan(planSwitch(prod, { place: dev, services: dev.services }), { cli, engine });
    assert.ok(!outcome.ok);
    assert.equal(outcome.failure.message, 'web is unhealthy: the last probe said "wrong"');
    assert.equal(outcome.back?.ok, true);
    assert.deepEqual((await engine.containersOf(project.name)).map(({ service, state }) => `${service} ${state}`), ['adminer running', 'db running', 'web running']);
    assert.equal(await docker('exec', `${project.name}-web-1`, 'sh', '-c', 'echo $MODE'), 'dev');
    assert.equal(await docker('exec', `${project.name}-db-1`, 'cat', '/data/file'), 'precious');
  });

  it('goes back between projects, to the very containers that ran', async () => {
    const one = await scratch({ 'compose.yaml': `services:\n  web:${idle}\n  idle:${idle}\n` });
    const other = await scratch({ 'compose.yaml': `services:\n  web:${job('echo no key; exit 9')}\n` });
    const from: Place = { environment: one.environment('one'), project: one.name, services: ['web', 'idle'] };
    const to: Place = { environment: other.environment('other'), project: other.name, services: ['web'] };
    assert.ok((await runPlan(planUp(from), { cli, engine })).ok);
    await docker('stop', `${one.name}-idle-1`);
    const [ran] = (await engine.containersOf(one.name)).filter(({ state }) => state === 'running');
    const outcome = await runPlan(planSwitch(to, { place: from, services: ['web'], sharesPorts: true }), { cli, engine });
    assert.ok(!outcome.ok);
    assert.equal(outcome.failure.message, 'web ended with exit code 9');
    assert.deepEqual(outcome.lastWords, ['no key']);
    assert.equal(outcome.back?.ok, true);
    const now = await engine.containersOf(one.name);
    assert.deepEqual(now.map(({ service, state }) => `${service} ${state}`), ['idle exited', 'web running'], 'what did not run stays as it was');
    assert.equal(now[1]?.id, ran?.id);
  });
});

describe('a wait whose engine goes away', function () {
  this.timeout(180_000);
  withEngine();

  it('goes on when it is back', async () => {
    const own = await ownEngine();
    const folder = await mkdtemp(path.join(tmpdir(), 'composure-image-'));
    const project = await scratchProject({
      'compose.yaml': `services:\n  web:${idle}\n    network_mode: none\n    restart: always${probe('test -f /ready', ', start_period: 10m')}\n`,
    });
    await own.start();
    const engine = new Engine({ endpoint: { address: own.address, context: undefined, connection: { kind: 'unix', socketPath: own.socketPath } } });
    try {
      await docker('save', '--output', path.join(folder, 'image.tar'), 'composure-test/busybox:1');
      await docker('--host', own.address, 'load', '--input', path.join(folder, 'image.tar'));
      const compose = ['--host', own.address, 'compose', '--project-directory', project.directory];
      await docker(...compose, 'up', '--detach');
      const told: string[] = [];
      const wait = waitForServices(engine, { project: project.name, services: ['web'], onChange: (judgement) => told.push(progressText(judgement)) });
      wait.created();
      await until('the first look', () => told, (seen) => seen.includes('0 of 1 ready · starting web'));
      await own.stop();
      await own.start();
      await docker('--host', own.address, 'exec', `${project.name}-web-1`, 'touch', '/ready');
      const judgement = await wait.ended;
      assert.deepEqual(judgement.services.map(({ service, state }) => `${service} ${state}`), ['web ready']);
      await docker(...compose, 'down', '--timeout', '0');
    } finally {
      engine.dispose();
      await own.remove();
      await rm(folder, { recursive: true, force: true });
      await project.remove();
    }
  });
});
