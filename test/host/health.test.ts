// How real environments are, as the engine and their services tell: each state that a container can be in, and the
// observability stack of docs/health.md with stand-ins for its four services.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { HealthReport } from '#core/health/report.ts';
import { healthLines } from '#core/health/report-lines.ts';
import { neverCancelled } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { environmentHealth } from '#client/environment-health.ts';
import { Engine } from '#host/engine/engine.ts';
import { askHealth, type HealthQuestion } from '#host/health/ask-health.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { composure, repository } from '../support/command.ts';
import { docker } from '../support/docker/docker.ts';
import { idle, scratchProject, until, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

/** A service that serves some files over HTTP, and its ports. */
const serving = (port: number, files: Readonly<Record<string, string>>, more = ''): string => `
    image: composure-test/busybox:1
    stop_signal: SIGKILL
    command:
      - sh
      - -c
      - |
        ${[
          'mkdir -p /www && touch /www/httpd.conf',
          ...Object.entries(files).map(([file, text]) => `mkdir -p /www${path.dirname(file)} && echo '${text}' > /www${file}`),
          ...(more === '' ? [] : [more]),
          `exec httpd -f -p ${port} -h /www -c /www/httpd.conf`,
        ].join('\n        ')}`;

describe('the health of an environment', function () {
  this.timeout(90_000);
  withEngine();

  const engine = new Engine();
  const projects: ScratchProject[] = [];
  after(() => engine.dispose());
  afterEach(async () => { for (const each of projects.splice(0)) await each.remove(); });

  async function project(files: Readonly<Record<string, string>>): Promise<ScratchProject> {
    const made = await scratchProject(files);
    projects.push(made);
    return made;
  }

  const up = ({ directory }: ScratchProject, ...more: readonly string[]): Promise<string> => docker('compose', '--project-directory', directory, ...more, 'up', '--detach');

  async function ask({ directory }: ScratchProject, more: Partial<HealthQuestion> = {}, environment = 'default'): Promise<HealthReport> {
    const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
    const beside = await Promise.all((await discoverEnvironments(directory, files, parsed, neverCancelled)).map((each) => loadProject(each, files, parsed, neverCancelled)));
    const chosen = beside.find((each) => each.environment.name === environment);
    assert.ok(chosen !== undefined);
    return askHealth({ project: chosen, beside, files, parsed, engine, ...more });
  }

  const said = ({ services }: HealthReport): Readonly<Record<string, string>> => Object.fromEntries(services.map(({ name, state, health, ok, detail }) => [name, `${ok ? 'ok' : 'fail'} ${state} ${health}${detail === undefined ? '' : `: ${detail}`}`]));

  it('names each state that a service can be in, and why', async () => {
    const made = await project({ 'compose.yaml': `
services:
  well:${idle}
    healthcheck: { test: "true", interval: 200ms }
  plain:${idle}
  sick:${idle}
    healthcheck: { test: "echo the cable is loose; false", interval: 200ms, retries: 1 }
  slow:${idle}
    healthcheck: { test: "false", interval: 1h, start_period: 1h }
  paused:${idle}
    healthcheck: { test: "true", interval: 200ms }
  job:
    image: composure-test/busybox:1
    command: "true"
  broken:
    image: composure-test/busybox:1
    command: sh -c 'exit 3'
  stopped:
    image: composure-test/busybox:1
    command: sh -c 'trap "exit 0" TERM; sleep 1000 & wait'
    restart: unless-stopped
  none:${idle}
    scale: 0
  absent:${idle}
` });
    await up(made);
    await docker('compose', '--project-directory', made.directory, 'pause', 'paused');
    await docker('compose', '--project-directory', made.directory, 'stop', 'stopped');
    await docker('rm', '--force', `${made.name}-absent-1`);
    const report = await until('the health checks have spoken', () => ask(made), ({ services }) => services.some(({ health }) => health === 'healthy') && services.some(({ health }) => health === 'unhealthy') && services.some(({ name, ok }) => name === 'plain' && ok));
    assert.deepEqual(said(report), {
      well: 'ok running healthy',
      plain: 'ok running none',
      sick: 'fail running unhealthy: the last probe said "the cable is loose"',
      slow: 'fail running starting: is not ready yet',
      paused: 'fail paused none: is paused: nothing in it runs',
      job: 'ok exited none',
      broken: 'fail exited none: ended with exit code 3',
      stopped: 'fail exited none: ended with exit code 0: it does not run',
      absent: 'fail none none: has no container',
    });
    assert.deepEqual([report.passed, report.total], [3, 9]);
  });

  it('asks the endpoint that a health check names, from outside', async () => {
    const made = await project({ 'compose.yaml': `
services:
  web:${serving(80, { '/health/index.html': 'fine' })}
    ports: ["127.0.0.1::80"]
    healthcheck: { test: wget -q -O /dev/null http://localhost/health/, interval: 200ms }
  hidden:${serving(80, {})}
    healthcheck: { test: wget -q -O /dev/null http://localhost/, interval: 1h }
  deaf:${idle}
    ports: ["127.0.0.1::80"]
    healthcheck: { test: "true || wget http://127.0.0.1/ping", interval: 200ms }
` });
    await up(made);
    const { services } = await until('the health checks have spoken', () => ask(made), (seen) => seen.services.filter(({ health }) => health === 'healthy').length === 2);
    const [web, hidden, deaf] = services;
    assert.match(web?.endpoint ?? '', /^http:\/\/localhost:\d+\/health\/$/);
    assert.deepEqual([web?.ok, web?.detail], [true, 'answers 200']);
    assert.deepEqual([hidden?.endpoint, hidden?.detail], [undefined, 'is not ready yet']);
    assert.deepEqual([deaf?.ok, deaf?.state, deaf?.health, deaf?.detail], [false, 'running', 'healthy', 'closes the connection without an answer']);
  });

  it('runs commands inside containers, and shows what they wrote last', async () => {
    const made = await project({
      '.env': 'PASSWORD=very-secret\nGREETING=hello\n',
      'compose.yaml': `\nservices:\n  box:${idle}\n  off:${idle}\n    scale: 0\n`,
      'composure.yaml': `
smoke:
  greets: { service: box, exec: 'echo "\${GREETING} you"', output: hello you }
  no shell: { service: box, exec: 'echo $$HOME; exit 1', output: '$$HOME; exit 1' }
  tells a secret: { service: box, exec: [sh, -c, "echo first; echo \${PASSWORD}; exit 4"] }
  other end: { service: box, exec: [sh, -c, exit 4], exitCode: 4 }
  too slow: { service: box, exec: sleep 3, timeout: 300ms }
  chatters: { service: box, exec: [sh, -c, yes | head -c 1000000], output: nothing of it }
  unknown program: { service: box, exec: no-such-program }
  elsewhere: { service: off, exec: "true" }
  of staging: { service: box, exec: "false", environments: staging }
  unset: { service: box, exec: "echo \${NOT_SET}" }
`,
    });
    await up(made);
    await until('it has started', () => ask(made), (seen) => seen.passed === 1);
    const { checks, total, passed } = await ask(made, { smoke: true });
    const found = Object.fromEntries(checks.slice(1).map(({ name, ok, detail }) => [name, `${ok ? 'ok' : 'fail'}: ${detail}`]));
    assert.match(found['unknown program'] ?? '', /^fail: exec no-such-program /);
    assert.deepEqual({ ...found, 'unknown program': '' }, {
      greets: 'ok: exec echo "${GREETING} you" ended with exit code 0',
      'no shell': 'ok: exec echo $HOME; exit 1 ended with exit code 0',
      'tells a secret': 'fail: exec sh -c echo first; echo ${PASSWORD}; exit 4 ended with exit code 4: "•••"',
      'other end': 'ok: exec sh -c exit 4 ended with exit code 4',
      'too slow': 'fail: exec sleep 3 did not end within 0.3 s and was ended',
      chatters: 'fail: exec sh -c yes | head -c 1000000 wrote more than 64 KiB and was ended',
      'unknown program': '',
      elsewhere: 'fail: exec true off does not run',
      unset: 'fail: exec echo ${NOT_SET} was not asked: NOT_SET has no value',
    });
    assert.deepEqual([passed, total], [4, 10]);
  });

  it('leaves no command behind that takes too long, if its image has a shell', async () => {
    const made = await project({
      'compose.yaml': `\nservices:\n  box:${idle}\n  bare:${idle}\n`,
      'composure.yaml': `
smoke:
  with children: { service: box, exec: [sh, -c, "sleep 701 & sleep 702; echo done"], timeout: 300ms }
  stubborn: { service: box, exec: [sh, -c, "trap '' TERM; while :; do sleep 0.1; done"], timeout: 300ms }
  endless: { service: box, exec: "yes" }
  bare: { service: bare, exec: sleep 703, timeout: 300ms }
`,
    });
    await up(made);
    await until('it has started', () => ask(made), ({ passed }) => passed === 2);
    await docker('exec', `${made.name}-bare-1`, 'rm', '/bin/sh');
    const { checks } = await ask(made, { smoke: true });
    assert.deepEqual(checks.slice(2).map(({ name, detail }) => [name, detail.replace(/^.*(?=did not|wrote)/, '')]), [
      ['with children', 'did not end within 0.3 s and was ended'], ['stubborn', 'did not end within 0.3 s and was ended'],
      ['endless', 'wrote more than 64 KiB and was ended'], ['bare', 'did not end within 0.3 s, and goes on in its container'],
    ]);
    const left = async (service: string): Promise<readonly string[]> => (await docker('top', `${made.name}-${service}-1`, '-o', 'pid,args')).split('\n').slice(1).map((line) => line.trim().replace(/^\d+ /, '').trim());
    assert.deepEqual(await left('box'), ['sleep 1000']);
    assert.deepEqual(await left('bare'), ['sleep 1000', 'sleep 703']);
  });

  it('of one environment, though the containers of a project are another one\'s', async () => {
    const made = await project({
      'compose.dev.yaml': `\nservices:\n  web:${idle}\n    environment: { MODE: dev }\n`,
      'compose.prod.yaml': `\nservices:\n  web:${idle}\n    environment: { MODE: prod }\n`,
    });
    await up(made, '--file', path.join(made.directory, 'compose.dev.yaml'));
    assert.deepEqual(said(await until('it has started', () => ask(made, {}, 'dev'), ({ passed }) => passed === 1)), { web: 'ok running none' });
    assert.deepEqual(said(await ask(made, {}, 'prod')), { web: 'fail none none: has no container' });
    assert.equal((await composure(['verify', '--directory', made.directory])).stdout, 'dev: 1 of 1 check passed\n');

    // The editor asks by the summaries of its language server.
    const summaries = ['dev', 'prod'].map((name): EnvironmentSummary => ({
      ...made.environment(name, [`compose.${name}.yaml`]), id: name, folder: made.directory, projectName: made.name, services: [], errors: 0, warnings: 0,
    }));
    const { signal } = new AbortController();
    const reports = await Promise.all(summaries.map((each) => environmentHealth(each, summaries, { engine, smoke: true, signal })));
    assert.deepEqual(reports.map(({ environment, passed, total }) => [environment, passed, total]), [['dev', 1, 1], ['prod', 0, 1]]);
  });

  it('makes the eight checks of the observability stack in the documents', async () => {
    const page = await readFile(path.join(repository, 'docs/health.md'), 'utf8');
    const configuration = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const compose = (ready: string): string => `
services:
  grafana:${serving(3000, { '/api/health': 'ok', '/api/datasources': '[{"type":"loki"},{"type":"tempo"}]', '/httpd.conf': '/api/datasources:admin:open-sesame' })}
    ports: ["127.0.0.1::3000"]
  tempo:${serving(3200, { '/ready': 'ready' }, '(while true; do nc -l -p 4317 -e cat; done) &')}
    ports: ["127.0.0.1::3200", "127.0.0.1::4317"]
  mimir:${serving(9009, { [ready]: 'ready', '/prometheus/api/v1/query': '{"status":"success"}' })}
    ports: ["127.0.0.1::9009"]
  loki:${serving(3100, { '/ready': 'ready', '/loki/api/v1/labels': '{"status":"success"}' })}
    ports: ["127.0.0.1::3100"]
`;
    const login = Buffer.from('admin:open-sesame').toString('base64');
    const made = await project({ 'compose.yaml': compose('/ready'), 'composure.yaml': configuration, '.env': `GRAFANA_LOGIN=${login}\n` });
    // The project's name stands at the top of each of its YAML files, where composure.yaml has no use for it.
    await up(made);
    const report = await until('all of it answers', () => ask(made, { smoke: true }), ({ passed, total }) => passed === total);
    assert.deepEqual(report.checks.map(({ name, ok }) => [name, ok]), [
      ['grafana', true], ['tempo', true], ['mimir', true], ['loki', true],
      ['Grafana knows its data sources', true], ['Mimir answers a query', true], ['Loki answers a query', true], ['Tempo takes traces', true],
    ]);
    assert.deepEqual([report.passed, report.total], [8, 8]);

    await made.write('compose.yaml', compose('/not-ready'));
    await made.write('.env', 'GRAFANA_LOGIN=d3JvbmctbG9naW4=\n');
    await up(made);
    await until('mimir serves again', () => ask(made), ({ services }) => /answers 404/.test(services.find(({ name }) => name === 'mimir')?.detail ?? ''));
    const { status, stdout } = await composure(['smoke-test'], { cwd: made.directory });
    assert.equal(status, 1);
    assert.match(stdout, /^✖ fail {2}mimir +running +http:\/\/localhost:\d+\/ready {2}answers 404 in place of 200–399: .*\(4 tries\)$/m);
    assert.match(stdout, /^✖ fail {2}Grafana knows its data sources +answers 401 in place of 200–399/m);
    assert.match(stdout, /\n\ndefault: 6 of 8 checks passed\n$/);
    assert.doesNotMatch(stdout, /d3Jvbmct/);
    const brief = await composure(['verify', '--format', 'json'], { cwd: made.directory });
    const json = JSON.parse(brief.stdout) as HealthReport;
    assert.deepEqual([json.environment, json.passed, json.total, json.checks.length, brief.status], ['default', 3, 4, 4, 1]);
  });

  it('of twenty services is known in less than two seconds', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const made = await project({ 'compose.yaml': `\nservices:\n${names.map((name) => `  ${name}:${serving(80, { '/health': 'ok' })}\n    ports: ["127.0.0.1::80"]\n    healthcheck: { test: wget -q -O /dev/null http://localhost/health, interval: 5s }\n`).join('')}` });
    await up(made);
    const report = await until('all are healthy', () => ask(made), ({ passed }) => passed === 20, 60);
    assert.equal(report.services.filter(({ endpoint, detail }) => endpoint !== undefined && detail === 'answers 200').length, 20);
    // The best of three: twenty health checks of their own keep a small machine busy at times.
    const seconds: number[] = [];
    for (let times = 0; times < 3; times += 1) {
      const began = performance.now();
      await ask(made);
      seconds.push((performance.now() - began) / 1000);
    }
    assert.ok(Math.min(...seconds) < 2, `it took ${seconds.map((each) => each.toFixed(1)).join(', ')} s`);
    assert.equal(healthLines(report).length, 22);
  });
});
