// What the monitor says of real containers: one that is busy, one that sends, one whose memory grows, and what happens to
// them meanwhile.

import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { troublesOf, type Reading } from '#core/monitor/reading.ts';
import { Engine } from '#host/engine/engine.ts';
import { Monitor } from '#host/engine/monitor.ts';
import { watchContainers, type Watch } from '#host/engine/watch.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { docker } from '../support/docker/docker.ts';
import { scratchProject, until, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const compose = `
services:
  burn:
    image: composure-test/busybox:1
    command: ["sh", "-c", "while :; do :; done"]
    stop_signal: SIGKILL
    cpus: 0.3
    mem_limit: 64m
  send:
    image: composure-test/busybox:1
    command: ["sh", "-c", "sleep 0.5; while :; do head -c 20000 /dev/zero | nc -w 1 sink 9000; sleep 0.1; done"]
    stop_signal: SIGKILL
    depends_on: [sink]
  sink:
    image: composure-test/busybox:1
    command: ["nc", "-ll", "-p", "9000", "-e", "cat"]
    stop_signal: SIGKILL
  grow:
    image: composure-test/busybox:1
    command: ["sh", "-c", "dd if=/dev/zero of=/dev/shm/a bs=1M count=8; sleep 2; dd if=/dev/zero of=/dev/shm/b bs=1M count=24; sleep 1000"]
    shm_size: 64m
    mem_limit: 48m
    stop_signal: SIGKILL
  probe:
    image: composure-test/busybox:1
    command: sleep 1000
    stop_signal: SIGKILL
    volumes: ["./conf:/conf:ro", "/dev/null:/null"]
    healthcheck: { test: "echo looked; test -f /tmp/well", interval: 300ms, timeout: 2s, retries: 2 }
  again:
    image: composure-test/busybox:1
    command: sh -c 'sleep 0.3; exit 5'
    restart: always
`;

describe('the monitor', function () {
  this.timeout(60_000);
  withEngine();

  const engine = new Engine();
  let project: ScratchProject;
  let watch: Watch;
  let monitor: Monitor;
  let changes = 0;

  const of = (service: string): Reading => {
    const found = monitor.readings.find(({ container }) => container.service === service);
    assert.ok(found, service);
    return found;
  };
  const streams = async (): Promise<number> => {
    const { sockets } = await engine.ask(async (dockerode) => (dockerode.modem as unknown as { agent: { sockets: Record<string, unknown[]> } }).agent);
    return Object.values(sockets).flat().length;
  };

  before(async () => {
    project = await scratchProject({ 'compose.yaml': compose });
    await mkdir(path.join(project.directory, 'conf'));
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    monitor = new Monitor(engine, { files: nodeFileSystem(), changed: () => { changes += 1; }, failed: (failure) => { throw failure; }, interval: 500 });
    await new Promise<void>((resolve) => {
      watch = watchContainers(engine, {
        changed: (containers) => {
          monitor.look(containers.filter((container) => container.project === project.name));
          resolve();
        },
        failed: (failure) => { throw failure; },
      });
    });
  });

  after(async () => {
    monitor.dispose();
    watch.dispose();
    engine.dispose();
    await project.remove();
  });

  it('asks nothing before somebody watches', async () => {
    await delay(1500);
    assert.deepEqual(monitor.readings.map(({ container }) => container.service), ['again', 'burn', 'grow', 'probe', 'send', 'sink']);
    assert.equal(changes, 0);
    assert.equal(await streams(), 1, 'the events alone');
  });

  it('tells what a busy container uses of its CPU, and its limits', async () => {
    monitor.watch(true);
    const { usages, vitals } = await until('three usages', () => of('burn'), ({ usages }) => usages.length > 2);
    const now = usages.at(-1);
    // It may have 0.3; on a machine that is busy it gets less.
    assert.ok(now?.cpu !== undefined && now.cpu > 0.03 && now.cpu < 0.4, String(now?.cpu));
    assert.deepEqual([vitals?.cpuLimit, vitals?.memoryLimit, vitals?.outOfMemory], [0.3, 64 * 1024 ** 2, false]);
    assert.ok(now.memory > 10_000 && now.memory < 64 * 1024 ** 2, String(now.memory));
  });

  it('tells what is sent', async () => {
    await until('a flow', () => of('send').usages.at(-1)?.sent ?? 0, (sent) => sent > 10_000);
    await until('the same at the other end', () => of('sink').usages.at(-1)?.received ?? 0, (received) => received > 10_000);
    assert.equal(of('burn').usages.at(-1)?.sent, 0);
  });

  it('tells memory that grows, and counts as used what is in memory and in no file', async () => {
    const { usages } = await until('grown', () => of('grow'), (grow) => (grow.usages.at(-1)?.memory ?? 0) > 32 * 1024 ** 2);
    assert.ok((usages.at(-1)?.memory ?? 0) < 48 * 1024 ** 2);
  });

  it('tells the probes of a health check, and what the last one said', async () => {
    const { vitals } = await until('more probes than the engine keeps', () => of('probe'), ({ vitals }) => (vitals?.probes.length ?? 0) > 6);
    assert.ok(vitals?.probes.every(({ ok, output }) => !ok && output === 'looked\n'));
    await until('unhealthy', () => troublesOf(of('probe')), (troubles) => troubles.includes('unhealthy'));
    await docker('exec', `${project.name}-probe-1`, 'touch', '/tmp/well');
    await until('well', () => of('probe'), ({ container, vitals }) => container.health === 'healthy' && vitals?.probes.at(-1)?.ok === true);
  });

  it('counts the restarts of a container that cannot stay up', async () => {
    await until('restarts', () => of('again').vitals?.restarts ?? 0, (restarts) => restarts > 1);
  });

  it('notices a mount whose source goes, and comes back', async () => {
    assert.deepEqual(of('probe').vanished, []);
    await rm(path.join(project.directory, 'conf'), { recursive: true });
    const { vanished } = await until('gone', () => of('probe'), (probe) => probe.vanished.length > 0);
    assert.deepEqual(vanished.map(({ target }) => target), ['/conf']);
    assert.ok(troublesOf(of('probe')).includes('mount-gone'));
    await writeFile(path.join(project.directory, 'conf'), '');
    await until('back', () => of('probe').vanished, (gone) => gone.length === 0);
  });

  it('says that a paused container uses nothing more', async () => {
    await docker('pause', `${project.name}-burn-1`);
    await until('idle', () => of('burn'), ({ container, usages }) => container.state === 'paused' && usages.at(-1)?.cpu !== undefined && (usages.at(-1)?.cpu ?? 1) < 0.01);
    await docker('unpause', `${project.name}-burn-1`);
    await until('busy', () => of('burn').usages.at(-1)?.cpu ?? 0, (cpu) => cpu > 0.03);
  });

  it('forgets what a container used that has stopped, and goes on when it starts', async () => {
    await docker('stop', `${project.name}-burn-1`);
    await until('stopped', () => of('burn'), ({ container, usages }) => container.state === 'exited' && usages.length === 0);
    await delay(1200);
    assert.deepEqual(of('burn').usages, []);
    await docker('start', `${project.name}-burn-1`);
    await until('busy', () => of('burn').usages.at(-1)?.cpu ?? 0, (cpu) => cpu > 0.03);
  });

  it('drops what is gone, and takes what is new', async () => {
    await docker('compose', '--project-directory', project.directory, 'rm', '--stop', '--force', 'sink');
    await until('gone', () => monitor.readings.map(({ container }) => container.service), (services) => !services.includes('sink'));
    await docker('compose', '--project-directory', project.directory, 'up', '--detach', 'sink');
    await until('there', () => monitor.readings.find(({ container }) => container.service === 'sink')?.usages.length ?? 0, (usages) => usages > 1);
  });

  it('ends all streams at once when nobody watches, and costs nothing then', async () => {
    assert.ok(await streams() > 4);
    monitor.watch(false);
    await until('the events alone', streams, (open) => open <= 2, 1);
    // Its containers restart each second, which the list of containers follows and the monitor does not.
    const [seen, before] = [changes, process.cpuUsage()];
    await delay(2000);
    const { user, system } = process.cpuUsage(before);
    assert.equal(changes, seen);
    assert.ok((user + system) / 2e6 < 0.1, `${(user + system) / 2e4} % of a CPU`);
  });

  it('begins a new picture when it is watched again', async () => {
    const old = of('burn').usages.at(-1)?.time ?? 0;
    monitor.watch(true);
    const { usages } = await until('usages', () => of('burn'), (burn) => burn.usages.length > 1);
    assert.ok(usages.every(({ time }) => time > old));
  });
});
