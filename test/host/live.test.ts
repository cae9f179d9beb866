// What live rules find with the real engine: every finding is held against what Compose and the engine do with the project.

import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import { rules } from '#core/rules/index.ts';
import { Engine } from '#host/engine/engine.ts';
import { askFacts } from '#host/engine/facts.ts';
import { listeningPorts } from '#host/node/listening-ports.ts';
import { checkJson } from '../support/command.ts';
import { docker } from '../support/docker/docker.ts';
import { idle, scratchProject, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

describe('composure check --live', function () {
  this.timeout(60_000);
  withEngine();

  const live = new Set(rules.filter(({ speed }) => speed === 'live').map(({ code }) => code));
  const projects: ScratchProject[] = [];
  const servers: Server[] = [];

  async function project(text: string): Promise<ScratchProject> {
    const made = await scratchProject({ 'compose.yaml': text });
    projects.push(made);
    return made;
  }

  /** What is found live, and whether the engine starts the project. */
  async function judge({ directory }: ScratchProject): Promise<{ readonly found: readonly string[]; readonly refused: string | undefined }> {
    const { diagnostics } = await checkJson(['--live'], { cwd: directory });
    const refused = await docker('compose', '--project-directory', directory, 'up', '--detach').then(() => undefined, (error: Error) => error.message);
    return { found: diagnostics.filter(({ code }) => live.has(code)).map(({ severity, code, message }) => `${severity} ${code}: ${message}`), refused };
  }

  function listen(address: string): Promise<number> {
    const server = createServer();
    servers.push(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, address, () => resolve((server.address() as AddressInfo).port));
    });
  }

  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise((resolve) => { server.close(resolve); });
    for (const each of projects.splice(0)) await each.remove();
  });

  it('finds the container that has a port, and nothing against the project\'s own', async () => {
    const port = await listen('127.0.0.1');
    await new Promise((resolve) => { servers.pop()?.close(resolve); });
    const text = `services:\n  web:${idle}\n    ports: ["127.0.0.1:${port}:80"]\n`;
    const first = await project(text);
    assert.deepEqual(await judge(first), { found: [], refused: undefined });
    assert.deepEqual(await judge(first), { found: [], refused: undefined });
    const second = await project(text);
    const { found, refused } = await judge(second);
    assert.deepEqual(found, [`error port-in-use: Host port ${port} is taken by the container ${first.name}-web-1 of project ${first.name}: web could not start`]);
    assert.match(refused ?? '', /port is already allocated/);
  });

  it('finds the process that has a port', async function () {
    if (process.platform !== 'linux') throw new Error('only Linux tells which process listens');
    for (const [address, published, meets] of [['127.0.0.1', '', true], ['::', '127.0.0.1:', true], ['127.0.0.2', '127.0.0.1:', false]] as const) {
      const port = await listen(address);
      const { found, refused } = await judge(await project(`services:\n  web:${idle}\n    ports: ["${published}${port}:80"]\n`));
      assert.deepEqual(found, meets ? [`error port-in-use: Host port ${port} is taken by the process ${(await nameOfThis(port))}: web could not start`] : []);
      assert.equal(refused?.includes('address already in use') ?? false, meets, refused ?? 'it started');
    }
  });

  async function nameOfThis(port: number): Promise<string | undefined> {
    return (await listeningPorts()).find((each) => each.port === port)?.process;
  }

  it('finds external networks, volumes and secrets that are not there, until they are', async () => {
    const network = await project(`services:\n  web:${idle}\n    networks: [ext]\nnetworks:\n  ext:\n    external: true\n    name: composure-test-nowhere\n`);
    const { found, refused } = await judge(network);
    assert.deepEqual(found, ['error external-missing: The external network composure-test-nowhere does not exist on this engine: web could not start before "docker network create composure-test-nowhere"']);
    assert.match(refused ?? '', /composure-test-nowhere.*not (?:be )?found/);
    await docker('network', 'create', 'composure-test-nowhere');
    try {
      assert.deepEqual(await judge(network), { found: [], refused: undefined });
      await docker('compose', '--project-directory', network.directory, 'down', '--timeout', '0');
    } finally {
      await docker('network', 'rm', 'composure-test-nowhere');
    }
    const volume = await judge(await project(`services:\n  web:${idle}\n    volumes: ["composure-test-nothing:/data"]\nvolumes:\n  composure-test-nothing:\n    external: true\n`));
    assert.match(volume.found.join(), /^error external-missing: The external volume composure-test-nothing does not exist/);
    assert.match(volume.refused ?? '', /external volume "composure-test-nothing" not found/);
    const secret = await judge(await project(`services:\n  web:${idle}\n    secrets: [token]\nsecrets:\n  token:\n    external: true\n`));
    assert.match(secret.found.join(), /^error external-missing: The external secret token can only be in a swarm/);
    assert.match(secret.refused ?? '', /unsupported external secret token/);
  });

  it('finds nothing external that no service uses', async () => {
    assert.deepEqual(await judge(await project(`services:\n  web:${idle}\nnetworks:\n  ext:\n    external: true\nvolumes:\n  ext:\n    external: true\n`)), { found: [], refused: undefined });
  });

  it('finds more CPUs than there are, which the engine refuses, and more memory, which it does not', async () => {
    const cpus = await judge(await project(`services:\n  web:${idle}\n    cpus: 4096\n`));
    assert.match(cpus.found.join(), /^error resource-overcommit: web may use 4096 CPUs, and this engine has \d+: the engine refuses to start it$/);
    assert.match(cpus.refused ?? '', /Range of CPUs is from/);
    const memory = await judge(await project(`services:\n  web:${idle}\n    mem_reservation: 900t\n`));
    assert.match(memory.found.join(), /^warning resource-overcommit: web reserves 921600 GB of memory/);
    assert.equal(memory.refused, undefined);
  });

  it('finds GPUs that the engine cannot give, exactly where it cannot', async () => {
    for (const [lines, refusal] of [
      ['runtime: nvidia', /Unknown runtime specified nvidia|unknown or invalid runtime name: nvidia/],
      ['deploy: { resources: { reservations: { devices: [{ driver: nvidia, count: 1, capabilities: [gpu] }] } } }', /could not select device driver/],
    ] as const) {
      const { found, refused } = await judge(await project(`services:\n  web:${idle}\n    ${lines}\n`));
      assert.equal(found.some((each) => each.startsWith('error gpu-missing: ')), refused !== undefined && refusal.test(refused), `${found.join()} ${refused}`);
    }
  });

  it('asks in one go, and tells the same twice', async () => {
    const engine = new Engine();
    try {
      const first = await askFacts(engine);
      assert.ok(first.cpus >= 1 && first.memory > 2 ** 26 && first.networks.includes('bridge') && first.runtimes.length > 0, JSON.stringify(first));
      const images = (await docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}')).split('\n').filter((name) => name !== '' && !name.includes('<none>'));
      assert.ok(images.length > 0 && images.every((name) => first.images?.includes(name)), `${images.join()} are not all of ${first.images?.join()}`);
      assert.deepEqual((await askFacts(engine)).runtimes, first.runtimes);
    } finally {
      engine.dispose();
    }
  });

  it('finds nothing of it all without --live', async () => {
    const { directory } = await project(`services:\n  web:${idle}\n    cpus: 4096\n    runtime: nvidia\n    networks: [ext]\nnetworks:\n  ext:\n    external: true\n`);
    const { diagnostics } = await checkJson([], { cwd: directory, env: { DOCKER_HOST: `unix://${path.join(directory, 'no.sock')}` } });
    assert.deepEqual(diagnostics.filter(({ code }) => live.has(code)), []);
  });
});
