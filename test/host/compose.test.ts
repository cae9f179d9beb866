// Compose calls against a real engine: what they report, how they fail, and what is left of them when they are cancelled.

import assert from 'node:assert/strict';
import { access, readdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { hashCall, stopCall, upCall } from '#core/environments/calls.ts';
import type { Place, PlanStep } from '#core/environments/plan.ts';
import { planStop, planSwitch, planUp } from '#core/environments/plan.ts';
import { Failure } from '#core/failure.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { environmentHashes } from '#host/compose/container-hashes.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import { Engine } from '#host/engine/engine.ts';
import type { ScratchProject } from './scratch-project.ts';
import { idle, scratchProject, until } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const waitsForEver = `
services:
  db:${idle}
    healthcheck: { test: "false", interval: 1s, start_period: 1h }
  web:${idle}
    depends_on: { db: { condition: service_healthy } }
`;

describe('compose', function () {
  this.timeout(60_000);
  withEngine();

  const cli = new ComposeCli();
  const projects: ScratchProject[] = [];

  const projectOf = async (compose: string, folderName?: string): Promise<ScratchProject> => {
    const project = await scratchProject({ 'compose.yaml': compose }, folderName);
    projects.push(project);
    return project;
  };

  afterEach(async () => {
    for (const project of projects.splice(0)) await project.remove();
  });

  it('says its version', async () => {
    assert.match(await cli.version(), /^\d+\.\d+\.\d+/);
  });

  it('starts a project, and reports each thing once', async () => {
    const project = await projectOf(`services:\n  web:${idle}\n`);
    const lines: string[] = [];
    await cli.run(upCall(project.environment()), { onLine: (line) => lines.push(line) });
    assert.deepEqual(lines, [
      `Network ${project.name}_default Creating`, `Network ${project.name}_default Created`,
      `Container ${project.name}-web-1 Creating`, `Container ${project.name}-web-1 Created`,
      `Container ${project.name}-web-1 Starting`, `Container ${project.name}-web-1 Started`,
    ]);
  });

  it('writes to the log what was called and how it ended, and never the answer', async () => {
    const project = await projectOf(`services:\n  web:${idle}\n    environment: { PASSWORD: top-secret }\n`);
    const log: string[] = [];
    const logging = new ComposeCli({ log: (line) => log.push(line) });
    const environment = project.environment();
    const answer = await logging.run({ ...hashCall(environment), args: hashCall(environment).args.slice(0, -2), parse: (output) => output });
    assert.match(answer, /top-secret/);
    assert.equal(log.length, 2, log.join('\n'));
    assert.ok(log[0]?.includes(`docker compose --ansi never --progress plain --project-directory ${project.directory}`));
    assert.equal(log[1], '  exit code 0');
  });

  it('shows no secret of an env file that a build repeats, in no log, line or failure', async () => {
    const project = await scratchProject({
      'compose.yaml': 'services:\n  web:\n    build: { context: ., args: { TOKEN: "${API_TOKEN}", LEVEL: "${LEVEL}" } }\n',
      'Dockerfile': 'FROM composure-test/busybox:1\nARG TOKEN LEVEL\nRUN echo "sent $TOKEN at $LEVEL" && exit 3\n',
      '.env': 'API_TOKEN=t0p-secret-word\nLEVEL=verbose\n',
    });
    projects.push(project);
    const lines: string[] = [];
    const logging = new ComposeCli({ log: (line) => lines.push(line) });
    const failure = await failureOf(logging.run(upCall(project.environment(), { build: true }), { onLine: (line) => lines.push(line) }));
    const all = [...lines, failure.message, ...failure.lastLines].join('\n');
    assert.match(all, /sent ••• at verbose/);
    assert.doesNotMatch(all, /t0p-secret-word/);
  });

  it('fails with its own last lines where a port is taken', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => { holder.listen(0, '127.0.0.1', resolve); });
    const { port } = holder.address() as AddressInfo;
    const project = await projectOf(`services:\n  web:${idle}\n    ports: ["127.0.0.1:${port}:80"]\n`);
    const failure = await failureOf(cli.run(upCall(project.environment())));
    holder.close();
    assert.equal(failure.kind, 'command-failed');
    assert.equal(failure.exitCode, 1);
    assert.match(failure.message, new RegExp(`127.0.0.1:${port}.*address already in use`));
    assert.deepEqual(failure.lastLines, [failure.message]);
  });

  it('fails with its own last lines where an image is missing', async () => {
    const project = await projectOf('services:\n  web: { image: "composure-test/absent:1", pull_policy: never }\n');
    const failure = await failureOf(cli.run(upCall(project.environment())));
    assert.equal(failure.kind, 'command-failed');
    assert.match(failure.lastLines.join('\n'), /composure-test\/absent:1/);
  });

  it('fails with its own last lines where a build breaks off', async () => {
    const project = await projectOf('services:\n  web: { build: . }\n');
    await project.write('Dockerfile', 'FROM composure-test/busybox:1\nRUN echo compiling && echo it is broken && exit 7\n');
    const lines: string[] = [];
    const failure = await failureOf(cli.run(upCall(project.environment(), { build: true }), { onLine: (line) => lines.push(line) }));
    assert.match(failure.lastLines.join('\n'), /it is broken[^]*exit code: 7/);
    assert.ok(failure.lastLines.length <= 8);
    assert.ok(lines.some((line) => /RUN echo compiling/.test(line)), lines.join('\n'));
  });

  it('fails with its own words where the file is wrong', async () => {
    const project = await projectOf('services:\n  web: { image: a, depends_on: [db] }\n');
    const failure = await failureOf(cli.run(hashCall(project.environment())));
    assert.match(failure.message, /service "web" depends on undefined service "?db/);
    assert.equal(failure.kind, 'command-failed');
  });

  it('ends with all its processes when it is cancelled', async () => {
    const project = await projectOf(waitsForEver);
    const controller = new AbortController();
    const running = cli.run(upCall(project.environment()), {
      signal: controller.signal,
      onLine: (line) => { if (line.endsWith('db-1 Waiting')) controller.abort(new Error('enough')); },
    });
    const [inTime] = await Promise.all([
      until('running', () => processesOf(project.name), (seen) => seen.length > 0),
      assert.rejects(running, /enough/),
    ]);
    assert.ok(inTime.length > 0);
    assert.deepEqual(await processesOf(project.name), []);
  });

  it('ends with all its processes when it takes too long', async () => {
    const project = await projectOf(waitsForEver);
    const failure = await failureOf(cli.run(upCall(project.environment()), { timeLimit: 3000 }));
    assert.equal(failure.kind, 'timed-out');
    assert.deepEqual(await processesOf(project.name), []);
  });

  it('takes a folder with any name', async () => {
    const project = await projectOf(`services:\n  web:${idle}\n    volumes: ["./:/here"]\n`, `it's "a"; touch $(id) \`id\` && \n*?-rf,x`);
    const environment = project.environment();
    await cli.run(upCall(environment));
    const hashes = await cli.run(hashCall(environment));
    const engine = new Engine();
    const [container] = await engine.containersOf(project.name);
    engine.dispose();
    assert.equal(container?.configHash, hashes.get('web'));
    assert.equal(container?.workingDirectory, project.directory);
    assert.deepEqual(container?.configFiles, environment.files);
    assert.equal(container?.mounts[0]?.source, project.directory);
    await cli.run(stopCall(environment));
    assert.deepEqual(await readdir(path.dirname(project.directory)), [path.basename(project.directory)]);
  });

  it('asks for the hashes that containers have, also where an env file has a say in them', async () => {
    const service = `${idle}\n    env_file: web.env\n    environment: { PRICE: "$$5", HOME_OF: "\${FROM_ENV}" }\n    ports: ["127.0.0.1::80"]\n    build: { context: . }\n`;
    const project = await scratchProject({
      'compose.yaml': `services:\n  web:${service}  idle:${idle}\n    profiles: [quiet]\n`,
      'web.env': 'LEVEL=debug\nSECRET=a$b\n',
      '.env': 'FROM_ENV=here\n',
    });
    projects.push(project);
    const environment = { ...project.environment(), profiles: ['quiet'] };
    await cli.run(upCall(environment));
    const engine = new Engine();
    const containers = await engine.containersOf(project.name);
    engine.dispose();
    const hashes = await environmentHashes(environment, containers, cli);
    assert.deepEqual(new Map(containers.map(({ service: name, configHash }) => [name, configHash])), hashes);
    assert.notEqual((await cli.run(hashCall(environment))).get('web'), hashes.get('web'), 'Compose reads env files for hashes by now: one question is enough');
  });

  it('carries out a plan, and says at which step it failed', async () => {
    const one = await projectOf(`services:\n  web:${idle}\n`);
    const other = await projectOf('services:\n  web: { image: "composure-test/absent:1", pull_policy: never }\n');
    const progress: string[] = [];
    const onProgress = (step: PlanStep, line: string | undefined): void => { progress.push(`${step.title}: ${line ?? ''}`); };
    await cli.run(upCall(one.environment()));
    const place = ({ name, environment }: ScratchProject, as: string): Place => ({ environment: environment(as), project: name, services: ['web'] });
    const engine = new Engine();
    const plan = planSwitch(place(other, 'other'), { place: place(one, 'one'), services: ['web'], sharesPorts: true });
    const outcome = await runPlan(plan, { cli, engine }, { onProgress });
    assert.ok(!outcome.ok);
    assert.equal(outcome.step, plan.steps[0], 'what runs is not stopped for what cannot be made');
    assert.equal(outcome.failure.kind, 'command-failed');
    assert.equal(outcome.back, undefined);
    assert.equal(progress[0], 'Preparing other: ');
    assert.ok(!progress.some((line) => line.startsWith('Stopping')));
    const stopped = await runPlan(planStop(place(one, 'one')), { cli, engine }, { onProgress });
    assert.ok(stopped.ok);
    assert.deepEqual(progress.slice(-3), ['Stopping one: ', `Stopping one: Container ${one.name}-web-1 Stopping`, `Stopping one: Container ${one.name}-web-1 Stopped`]);
    assert.ok((await runPlan(planUp(place(one, 'one')), { cli, engine })).ok);
    await assert.rejects(runPlan(plan, { cli, engine }, { signal: AbortSignal.abort(new Error('never mind')) }), /never mind/);
    engine.dispose();
  });
});

describe('compose that cannot work', function () {
  this.timeout(30_000);

  it('is Docker missing where the docker command is', async () => {
    assert.equal((await failureOf(new ComposeCli({ environment: { PATH: '' } }).version())).kind, 'docker-missing');
  });

  it('is Compose missing where docker knows no such command', async () => {
    // The plugin may be installed for all users, where only another name is surely not.
    const failure = await failureOf(new ComposeCli({ command: ['docker', 'composure-no-such-plugin'] }).version());
    assert.equal(failure.kind, 'compose-missing', failure.message);
  });

  it('is an unreachable engine where none listens, or the context does not exist', async () => {
    const project = await scratchProject({ 'compose.yaml': 'services: { web: { image: a } }' });
    for (const variables of [{ DOCKER_HOST: 'unix:///nowhere/docker.sock' }, { DOCKER_HOST: 'tcp://127.0.0.1:1' }, { DOCKER_CONTEXT: 'composure-no-such-context' }]) {
      const cli = new ComposeCli({ environment: { ...process.env, ...variables } });
      const failure = await failureOf(cli.run(stopCall(project.environment())));
      assert.equal(failure.kind, 'engine-unreachable', failure.message);
    }
    await access(project.directory);
    await project.remove();
  });
});

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await promise.then(() => undefined, (reason: unknown) => reason);
  if (error instanceof Failure) return error;
  throw new Error('it did not fail as expected', { cause: error });
}

/** The command lines of living processes in which a folder of the project, or its name, occurs. */
async function processesOf(name: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const environments = await Promise.all(ids.map(async (id) => ({
    line: await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''),
    folder: await readFile(`/proc/${id}/cwd/compose.yaml`, 'utf8').catch(() => ''),
  })));
  return environments.filter(({ line, folder }) => /docker/.test(line) && folder.includes(name)).map(({ line }) => line.replaceAll('\0', ' '));
}
