// The states that are not happy, and back from them: the engine goes away, the docker command is missing.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as vscode from 'vscode';

import type { ComposureApi } from '#client/extension.ts';
import { closeShop, environment, openShop, until } from './shop.ts';

describe('the sidebar', () => {
  let api: ComposureApi;
  before(async () => {
    api = await openShop();
    await vscode.commands.executeCommand('composure.environments.focus');
    await until('the engine', () => api.state() === 'ready' && environment(api, 'dev')?.description !== '');
  });
  after(closeShop);

  it('has every command that the manifest declares', async () => {
    const declared = vscode.extensions.getExtension('composure.composure')?.packageJSON as { contributes: { commands: { command: string }[] } };
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(declared.contributes.commands.map(({ command }) => command).filter((command) => !known.has(command)), []);
  });

  it('says that docker is missing, and notices when it is back', async () => {
    await useDockerCommand('docker-that-is-not-here');
    await until('docker-missing', () => api.state() === 'docker-missing');
    assert.ok(environment(api, 'dev'), 'the environments stay on show');
    await vscode.commands.executeCommand('composure.stop', environment(api, 'dev')?.id);
    await useDockerCommand(undefined);
    await until('ready', () => api.state() === 'ready');
  });

  it('says that the engine is away, keeps the environments, and notices by itself when it is back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'composure-socket-'));
    const path = join(folder, 'docker.sock');
    const before = process.env['DOCKER_HOST'];
    const target = before?.replace(/^unix:\/\//, '') ?? '/var/run/docker.sock';
    process.env['DOCKER_HOST'] = `unix://${path}`;
    try {
      const proxy = await openProxy(path, target);
      await reconnect();
      await until('ready', () => api.state() === 'ready' && environment(api, 'dev')?.contextValue.includes(';stopped;') === true);
      await proxy.close();
      await until('engine-unreachable', () => api.state() === 'engine-unreachable');
      assert.match(environment(api, 'dev')?.contextValue ?? '', /^composure\.environment;unknown;dev/);
      await vscode.commands.executeCommand('composure.start', environment(api, 'dev')?.id);
      const again = await openProxy(path, target);
      await until('ready', () => api.state() === 'ready' && environment(api, 'dev')?.contextValue.includes(';stopped;') === true, 30);
      await again.close();
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
      await rm(folder, { recursive: true, force: true });
    }
    await until('engine-unreachable', () => api.state() === 'engine-unreachable');
    await vscode.commands.executeCommand('composure.refresh');
    await until('ready', () => api.state() === 'ready');
  });
});

async function useDockerCommand(command: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('composure').update('dockerCommand', command, vscode.ConfigurationTarget.Workspace);
}

/** A change of the setting makes a new connection, and that looks at DOCKER_HOST. */
async function reconnect(): Promise<void> {
  await useDockerCommand('docker-that-is-not-here');
  await useDockerCommand(undefined);
}

interface Proxy {
  close(): Promise<void>;
}

/** A socket that leads to the engine until it is closed, with every connection through it. */
async function openProxy(path: string, target: string): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A connection that is cut is what these tests are about.
    socket.on('error', () => socket.destroy());
  };
  const server: Server = createServer((near) => {
    const far = connect(target);
    keep(near);
    keep(far);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => { server.listen(path, resolve); });
  return {
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    }),
  };
}
