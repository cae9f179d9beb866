// `composure monitor` and `composure clean` as a terminal runs them, against the real engine.

import assert from 'node:assert/strict';
import { composure } from '../support/command.ts';
import { docker } from '../support/docker/docker.ts';
import { idle, scratchProject, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const compose = `
services:
  web:${idle}
    mem_limit: 64m
  job:
    image: composure-test/busybox:1
    command: sh -c 'head -c 50000 /dev/zero > /left; exit 3'
`;

describe('the commands', function () {
  this.timeout(60_000);
  withEngine();

  let project: ScratchProject;
  const run = (...args: string[]) => composure(args, { cwd: project.directory });
  const scrubbed = (text: string): string => text.replaceAll(project.name, 'project').replaceAll(/\d[\d.]* (?:[kKMG]i?)?B\b/g, 'N B');

  before(async () => {
    project = await scratchProject({ 'compose.yaml': compose });
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    await docker('wait', `${project.name}-job-1`);
  });

  after(() => project.remove());

  it('monitor prints one reading where no terminal is', async () => {
    const { stdout, stderr, status } = await run('monitor');
    assert.deepEqual([status, stderr], [0, '']);
    const [headings, ...lines] = stdout.trimEnd().split('\n');
    assert.match(headings ?? '', /^service +state +cpu +memory +network in +out +disk read +written +restarts$/);
    assert.match(lines[0] ?? '', /^job +exited( +–){6} +0$/);
    assert.equal(lines[1], '  ended with exit code 3');
    assert.match(lines[2] ?? '', /^web +running +[\d.]+ % +[\d.]+ \w+ of 64 MiB +/);
  });

  it('monitor prints an object', async () => {
    const { stdout, status } = await run('monitor', '--format', 'json');
    assert.equal(status, 0);
    const { environment, containers } = JSON.parse(stdout) as { environment: string; containers: readonly { service: string; now: { cpu: number } | null; limits: unknown }[] };
    assert.deepEqual([environment, containers.map(({ service }) => service)], ['default', ['job', 'web']]);
    assert.equal(typeof containers[1]?.now?.cpu, 'number');
    assert.deepEqual([containers[0]?.now, containers[1]?.limits], [null, { cpu: null, memory: 64 * 1024 ** 2 }]);
  });

  it('clean says what would go, and removes nothing unasked', async () => {
    const dry = await run('clean', '--dry-run');
    assert.equal(scrubbed(dry.stdout).split('\n').filter((line) => !line.startsWith('The build cache')).join('\n'), 'project can do without 1 stopped container, N B:\n  container project-job-1, N B\n');
    assert.equal(dry.status, 0);
    const unasked = await run('clean');
    assert.deepEqual([unasked.status, unasked.stdout], [2, '']);
    assert.match(unasked.stderr, /nothing is removed before somebody says yes: --yes does\n$/);
    assert.equal((await docker('ps', '--all', '--quiet', '--filter', `label=com.docker.compose.project=${project.name}`)).split('\n').length, 2);
  });

  it('clean removes it, and says what that freed', async () => {
    const { stdout, status } = await run('clean', '--yes', '--format', 'json');
    assert.equal(status, 0);
    const said = JSON.parse(stdout) as Record<string, unknown> & { freed: number };
    assert.deepEqual(Object.keys(said), ['environment', 'project', 'planned', 'kept', 'buildCache', 'removed', 'left', 'freed']);
    assert.deepEqual([said['left'], said['kept'], said['planned']], [[], [], said['removed']]);
    assert.ok(said.freed >= 50_000);
    assert.equal(await docker('ps', '--all', '--format', '{{.Names}}', '--filter', `label=com.docker.compose.project=${project.name}`), `${project.name}-web-1`);
    const again = await run('clean', '--yes');
    assert.match(again.stdout, new RegExp(`^${project.name} has nothing to clean\n`));
    assert.equal(again.status, 0);
  });
});
