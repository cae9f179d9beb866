// Which engine is meant, with the docker command's own contexts, and a real engine behind TLS.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Server } from 'node:tls';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { Failure } from '#core/failure.ts';
import { environmentFor, resolveEndpoint } from '#host/engine/endpoint.ts';
import { sshArguments } from '#host/engine/ssh-agent.ts';
import { Engine } from '#host/engine/engine.ts';
import { docker } from '../support/docker/docker.ts';
import { withEngine } from './with-engine.ts';

const run = promisify(execFile);

describe('the engine that is meant', function () {
  this.timeout(30_000);
  withEngine();

  let home = '';
  let config = '';
  let tls: Server;
  let address = '';
  const pem = (name: string): string => path.join(config, name);

  before(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'composure-home-'));
    config = path.join(home, '.docker');
    await mkdir(config);
    await certificates(config);
    const local = (await new Engine().endpoint()).connection;
    assert.ok(local.kind === 'unix');
    const [ca, cert, key] = await Promise.all(['ca.pem', 'server.pem', 'server-key.pem'].map((name) => readFile(pem(name))));
    assert.ok(ca !== undefined && cert !== undefined && key !== undefined);
    tls = createServer({ ca, cert, key, requestCert: true, rejectUnauthorized: true }, (client) => {
      const engine = connect(local.socketPath);
      client.on('error', () => engine.destroy()).pipe(engine).on('error', () => client.destroy()).pipe(client);
    });
    await new Promise<void>((resolve) => { tls.listen(0, '127.0.0.1', resolve); });
    address = `tcp://localhost:${(tls.address() as AddressInfo).port}`;
    const files = `ca=${pem('ca.pem')},cert=${pem('cert.pem')},key=${pem('key.pem')}`;
    await docker('--config', config, 'context', 'create', 'far', '--docker', `host=${address},${files}`);
    await docker('--config', config, 'context', 'create', 'careless', '--docker', `host=${address},cert=${pem('cert.pem')},key=${pem('key.pem')},skip-tls-verify=true`);
    await docker('--config', config, 'context', 'create', 'by-ssh', '--docker', 'host=ssh://user@build-host');
  });

  after(async () => {
    tls.close();
    await rm(home, { recursive: true, force: true });
  });

  const resolve = (environment: NodeJS.ProcessEnv): ReturnType<typeof resolveEndpoint> => resolveEndpoint({ environment, homeDirectory: home });
  const idAt = async (environment: NodeJS.ProcessEnv): Promise<string> => {
    const engine = new Engine({ endpoint: await resolve(environment), timeLimit: 5000 });
    try {
      return await engine.id();
    } finally {
      engine.dispose();
    }
  };

  it('is that of DOCKER_HOST before all others', async () => {
    const endpoint = await resolve({ DOCKER_HOST: 'unix:///run/other.sock', DOCKER_CONTEXT: 'far' });
    assert.deepEqual(endpoint, { address: 'unix:///run/other.sock', context: undefined, connection: { kind: 'unix', socketPath: '/run/other.sock' } });
    const connections = await Promise.all(['tcp://build-host', 'tcp://build-host:80', 'tcp://[::1]:2375/'].map(async (DOCKER_HOST) => (await resolve({ DOCKER_HOST })).connection));
    assert.deepEqual(connections.map((connection) => (connection.kind === 'tcp' ? [connection.host, connection.port] : [])), [['build-host', 2375], ['build-host', 80], ['::1', 2375]]);
  });

  it('is that of the chosen context, reached with its certificates', async () => {
    const id = await docker('info', '--format', '{{.ID}}');
    assert.equal(await idAt({ DOCKER_CONTEXT: 'far' }), id);
    assert.equal(await idAt({ DOCKER_CONTEXT: 'careless' }), id);
    await docker('--config', config, 'context', 'use', 'far');
    const endpoint = await resolve({});
    assert.deepEqual([endpoint.context, endpoint.address], ['far', address]);
    await docker('--config', config, 'context', 'use', 'default');
    assert.equal((await resolve({ DOCKER_CONTEXT: 'default' })).context, undefined);
  });

  it('is reached with the certificates of DOCKER_CERT_PATH', async () => {
    const id = await docker('info', '--format', '{{.ID}}');
    assert.equal(await idAt({ DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: config }), id);
    assert.equal(await idAt({ DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1' }), id, 'those in ~/.docker');
    await failsWith(idAt({ DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: home }), /ca\.pem does not exist/);
    await failsWith(idAt({ DOCKER_HOST: address }), /./);
  });

  it('does not change with the variables once it is chosen', async () => {
    const endpoint = await resolve({ DOCKER_CONTEXT: 'far' });
    const before = { ...process.env };
    Object.assign(process.env, { DOCKER_HOST: 'tcp://127.0.0.1:1', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: path.join(home, 'no-certificates') });
    try {
      const engine = new Engine({ endpoint });
      await engine.ping();
      engine.dispose();
      assert.equal(process.env['DOCKER_HOST'], 'tcp://127.0.0.1:1', 'the commands that follow are told the same');
    } finally {
      for (const name of ['DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  });

  it('is the one that the docker command is told of', async () => {
    const id = await docker('info', '--format', '{{.ID}}');
    const variables = { PATH: process.env['PATH'], HOME: home, DOCKER_CONFIG: config };
    const endpoints = [await resolve({ DOCKER_CONTEXT: 'far' }), await resolve({})];
    for (const endpoint of endpoints) {
      const env = environmentFor(endpoint, { ...variables, DOCKER_HOST: 'tcp://127.0.0.1:1' });
      const { stdout } = await run('docker', ['info', '--format', '{{.ID}}'], { env });
      assert.equal(stdout.trim(), id);
    }
  });

  it('is the first socket that exists: the system\'s, the rootless one, Docker Desktop\'s', async () => {
    const [system, runtime, desktop] = [path.join(home, 'system.sock'), path.join(home, 'run'), path.join(config, 'desktop')];
    const found = async (): Promise<string> => {
      const { address } = await resolveEndpoint({ environment: { XDG_RUNTIME_DIR: runtime }, homeDirectory: home, systemSocket: system });
      return address;
    };
    assert.equal(await found(), `unix://${system}`, 'where none exists the system\'s is missed');
    const servers = [];
    for (const socket of [path.join(desktop, 'docker.sock'), path.join(runtime, 'docker.sock'), system]) {
      await mkdir(path.dirname(socket), { recursive: true });
      const server = createSocketServer();
      await new Promise<void>((resolve) => { server.listen(socket, resolve); });
      servers.push(server);
      assert.equal(await found(), `unix://${socket}`);
    }
    for (const server of servers) server.close();
  });

  it('may be named by ssh, with a user, a port and a socket', async () => {
    const context = await resolve({ DOCKER_CONTEXT: 'by-ssh' });
    assert.deepEqual(context.connection, { kind: 'ssh', user: 'user', host: 'build-host', port: undefined, socketPath: undefined });
    const { connection } = await resolve({ DOCKER_HOST: 'ssh://me@build-host:2222/run/user/1000/docker.sock' });
    assert.ok(connection.kind === 'ssh');
    assert.deepEqual(sshArguments(connection), [
      '-o', 'ConnectTimeout=30', '-T', '-l', 'me', '-p', '2222', '--', 'build-host', 'docker', '--host', 'unix:///run/user/1000/docker.sock', 'system', 'dial-stdio',
    ]);
  });

  it('is unreachable where nobody can say where it is', async () => {
    await failsWith(resolve({ DOCKER_CONTEXT: 'gone' }), /the Docker context gone does not exist/);
    for (const wrong of ['ssh://', 'ssh://-oProxyCommand=x', 'ssh://user:secret@host']) await failsWith(resolve({ DOCKER_HOST: wrong }), /is no address of a Docker engine/);
    await failsWith(resolve({ DOCKER_HOST: 'build-host:2375' }), /build-host:2375 is no address of a Docker engine/);
    const broken = path.join(home, 'broken');
    await mkdir(broken);
    await writeFile(path.join(broken, 'config.json'), '{ "currentContext": ');
    await failsWith(resolve({ DOCKER_CONFIG: broken }), /config\.json is no JSON/);
  });
});

async function failsWith(promise: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(promise, (error: unknown) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.kind, 'engine-unreachable');
    assert.match(error.message, message);
    return true;
  });
}

/** An authority of our own, and what it signs for the engine and for its user. */
async function certificates(folder: string): Promise<void> {
  const openssl = (...args: readonly string[]): Promise<unknown> => run('openssl', args, { cwd: folder });
  await openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=authority', '-keyout', 'ca-key.pem', '-out', 'ca.pem');
  await writeFile(path.join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  for (const [name, key, cert] of [['localhost', 'server-key.pem', 'server.pem'], ['user', 'key.pem', 'cert.pem']] as const) {
    await openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-keyout', key, '-out', 'request.pem');
    await openssl('x509', '-req', '-days', '2', '-in', 'request.pem', '-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-extfile', 'names', '-out', cert);
  }
}
