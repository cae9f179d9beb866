// Changes tested in a copy beside what runs, on a real engine: the copy is judged and gone afterwards, and what runs does not
// notice it.

import assert from 'node:assert/strict';
import { mkdir, writeFile, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Place } from '#core/environments/plan.ts';
import { planUp } from '#core/environments/plan.ts';
import { Failure } from '#core/failure.ts';
import type { ContainerFacts } from '#core/outside.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import { Engine } from '#host/engine/engine.ts';
import type { TestOptions, TestResult } from '#host/isolation/test-changes.ts';
import { planTest, testChanges } from '#host/isolation/test-changes.ts';
import { copyOfLabel } from '#host/isolation/take-away.ts';
import { docker } from '../support/docker/docker.ts';
import type { ScratchProject } from './scratch-project.ts';
import { scratchProject, until } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const files = (container: string, port: number): string => `
services:
  web:
    build: .
    image: ${container}:dev
    container_name: ${container}
    init: true
    command: sh -c 'cp /www/index.html /srv/data/seen; exec httpd -f -p 80 -h /www'
    stop_signal: SIGKILL
    ports: ["127.0.0.1:${port}:80"]
    volumes: ["./data:/srv/data", "kept:/kept", "./code:/code"]
    networks: { default: { ipv4_address: 10.231.77.5 } }
    healthcheck: { test: "wget -q -O - http://localhost/ | grep -q good", interval: 200ms, retries: 3 }
  client:
    image: composure-test/busybox:1
    stop_signal: SIGKILL
    command: sh -c 'wget -q -O - http://${container}/ > /code/answer && sleep 1000'
    volumes: ["./code:/code"]
    depends_on: { web: { condition: service_healthy } }
volumes: { kept: {} }
networks: { default: { ipam: { config: [ { subnet: 10.231.77.0/24 } ] } } }
`;

describe('changes that are tested', function () {
  this.timeout(120_000);
  withEngine();

  const engine = new Engine();
  const cli = new ComposeCli();
  let project: ScratchProject;
  let place: Place;
  let port: number;

  before(async () => {
    project = await scratchProject({ 'Dockerfile': 'FROM composure-test/busybox:1\nCOPY index.html /www/index.html\n', 'index.html': 'good 1\n' });
    port = 20_000 + Number.parseInt(project.name.slice(-4), 16) % 10_000;
    await project.write('compose.yaml', files(`${project.name}-shown`, port));
    for (const folder of ['data', 'code']) await mkdir(path.join(project.directory, folder));
    await writeFile(path.join(project.directory, 'code/main'), 'code');
    place = { environment: project.environment(), project: project.name, services: ['web', 'client'] };
    const outcome = await runPlan(planUp(place, [], { build: true }), { cli, engine });
    assert.ok(outcome.ok, outcome.ok ? '' : outcome.failure.message);
    await docker('exec', `${project.name}-shown`, 'sh', '-c', 'echo precious > /kept/file');
  });

  after(async () => {
    engine.dispose();
    await project.remove();
    await docker('image', 'rm', '--force', `${project.name}-shown:dev`);
  });

  /** The containers that run, each by what it is made of and when it was started. */
  const original = async (): Promise<unknown> => (await docker('ps', '--all', '--no-trunc', '--filter', `label=com.docker.compose.project=${project.name}`, '--format', '{{.ID}} {{.Image}} {{.State}}')).split('\n').toSorted();
  const everything = async (): Promise<unknown> => ({
    containers: await docker('ps', '--all', '--filter', `label=${copyOfLabel}=${project.name}`, '--quiet'),
    networks: await docker('network', 'ls', '--filter', `label=${copyOfLabel}=${project.name}`, '--quiet'),
    volumes: await docker('volume', 'ls', '--filter', `name=${project.name}-test`, '--quiet'),
    images: await docker('image', 'ls', '--quiet', `${project.name}-test-*`),
    dangling: await docker('volume', 'ls', '--filter', 'dangling=true', '--filter', `label=${copyOfLabel}=${project.name}`, '--quiet'),
  });
  const nothing = { containers: '', networks: '', volumes: '', images: '', dangling: '' };
  const inCopy = (containers: readonly ContainerFacts[], service: string, ...command: readonly string[]): Promise<string> => (
    docker('exec', containers.find((one) => one.service === service)?.id ?? '', ...command)
  );
  const test = <Verdict>(judge: TestOptions<Verdict>['judge'], more: Partial<TestOptions<Verdict>> = {}): Promise<TestResult<Verdict>> => testChanges(place, { cli, engine }, { judge, ...more });

  it('are judged in a copy that has all but the data, and are gone afterwards', async () => {
    const before = await original();
    await writeFile(path.join(project.directory, 'index.html'), 'good 2\n');
    const result = await test(async ({ containers }) => ({
      page: await inCopy(containers, 'client', 'cat', '/code/answer'),
      code: await inCopy(containers, 'web', 'cat', '/code/main'),
      kept: await inCopy(containers, 'web', 'ls', '/kept'),
      data: await inCopy(containers, 'web', 'cat', '/srv/data/seen'),
      ports: containers.flatMap(({ ports }) => ports).map(({ address, published }) => [address, published === port]),
    }));
    assert.deepEqual(result.outcome.ok, true);
    assert.deepEqual(result.verdict, { page: 'good 2', code: 'code', kept: '', data: 'good 2', ports: [['127.0.0.1', false]] });
    assert.deepEqual(result.leftBehind, []);
    assert.deepEqual(await everything(), nothing);
    assert.deepEqual(await original(), before);
    assert.equal(await readFile(path.join(project.directory, 'data/seen'), 'utf8'), 'good 1\n');
    assert.equal(await readFile(path.join(project.directory, 'code/answer'), 'utf8'), 'good 1\n');
    assert.equal(await docker('exec', `${project.name}-shown`, 'cat', '/kept/file'), 'precious');
  });

  it('that never become healthy are told by the service and its last probe, and are gone as well', async () => {
    const before = await original();
    await writeFile(path.join(project.directory, 'index.html'), 'bad\n');
    let isJudged = false;
    const result = await test(async () => { isJudged = true; });
    assert.equal(isJudged, false);
    assert.ok(!result.outcome.ok);
    assert.deepEqual([result.outcome.failed?.service, result.outcome.failed?.reason], ['web', 'is unhealthy']);
    assert.equal(result.containers.length, 2);
    assert.deepEqual(await everything(), nothing);
    assert.deepEqual(await original(), before);
  });

  it('are gone when the test is cancelled, and when the judge fails', async () => {
    await writeFile(path.join(project.directory, 'index.html'), 'good 3\n');
    const abort = new AbortController();
    const cancelled = test(async () => assert.fail('nothing is judged'), { signal: abort.signal });
    await until('a container of the copy', () => docker('ps', '--quiet', '--filter', `label=${copyOfLabel}=${project.name}`), (seen) => seen !== '');
    abort.abort(new Failure('command-failed', 'cancelled'));
    await assert.rejects(cancelled, /cancelled/);
    assert.deepEqual(await everything(), nothing);
    await assert.rejects(test(async () => { throw new Error('the judge fell ill'); }), /fell ill/);
    assert.deepEqual(await everything(), nothing);
  });

  it('are planned without anything being made', async () => {
    const { plan, notes, refusals, project: name } = await planTest(place, { cli, engine });
    assert.equal(name, `${project.name}-test-000000`);
    assert.deepEqual(refusals, []);
    assert.deepEqual(notes, ['web begins with an empty /srv/data: the original\'s data stays apart']);
    assert.equal(plan.steps.length, 1);
    assert.deepEqual(await everything(), nothing);
  });

  it('are refused where a second one cannot be kept apart', async () => {
    await project.write('compose.host.yaml', 'services: { client: { network_mode: host, networks: !reset {} } }\n');
    const environment = project.environment('host', ['compose.yaml', 'compose.host.yaml']);
    await assert.rejects(testChanges({ ...place, environment }, { cli, engine }, { judge: async () => undefined }), /host cannot run twice: client uses the network of the machine itself/);
    assert.deepEqual(await everything(), nothing);
  });

  it('of a process that died are taken away by the next test, others are not', async () => {
    const hold = (run: string, maker: string): Promise<string> => docker('volume', 'create', '--label', `composure.run=${run}`, '--label', `${copyOfLabel}=${project.name}`, '--label', `composure.maker=${maker}`, `${project.name}-test-${run}_x`);
    await hold('dead', `${hostname()}:4194303`);
    await hold('else', 'elsewhere:1');
    await test(async () => undefined);
    assert.deepEqual(await docker('volume', 'ls', '--filter', `name=${project.name}-test`, '--format', '{{.Name}}'), `${project.name}-test-else_x`);
    await docker('volume', 'rm', `${project.name}-test-else_x`);
  });
});
