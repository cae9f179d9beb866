// Which ports this machine's processes have, against sockets that this very process opens.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { connect, createServer, type AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { listeningPorts, type ListeningPort } from '#host/node/listening-ports.ts';

describe('listening ports', () => {
  const close: (() => Promise<void>)[] = [];

  before(() => {
    if (process.platform !== 'linux') throw new Error('only Linux tells which process listens: run this suite there');
  });
  afterEach(async () => {
    for (const each of close.splice(0)) await each();
  });

  async function tcp(address: string): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(0, address, resolve); });
    close.push(() => new Promise((resolve) => { server.close(() => resolve()); }));
    return (server.address() as AddressInfo).port;
  }

  async function udp(port: number, address: string): Promise<number> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => { socket.once('error', reject).bind(port, address, resolve); });
    close.push(() => new Promise((resolve) => { socket.close(() => resolve()); }));
    return socket.address().port;
  }

  async function at(port: number): Promise<readonly ListeningPort[]> {
    return (await listeningPorts()).filter((each) => each.port === port);
  }

  it('are told with their address and process', async () => {
    // Older versions of Node are called so by the kernel, newer ones "MainThread".
    const name = basename(process.execPath);
    for (const [address, told] of [['127.0.0.1', '127.0.0.1'], ['127.1.2.3', '127.1.2.3'], ['0.0.0.0', '0.0.0.0'], ['::1', '0:0:0:0:0:0:0:1'], ['::', ''], ['::ffff:127.0.0.1', '127.0.0.1']] as const) {
      const port = await tcp(address);
      assert.deepEqual(await at(port), [{ address: told, port, protocol: 'tcp', process: name }], address);
    }
  });

  it('are gone with their process', async () => {
    const port = await tcp('127.0.0.1');
    await close.pop()?.();
    assert.deepEqual(await at(port), []);
  });

  it('are not those of connections', async () => {
    const port = await tcp('127.0.0.1');
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => { socket.once('connect', resolve); });
    close.unshift(() => new Promise((resolve) => { socket.once('close', () => resolve()).destroy(); }));
    assert.deepEqual((await at(socket.localPort ?? 0)).length, 0);
    assert.equal((await at(port)).length, 1);
  });

  it('are told of UDP too, but for those that the system gives to whoever asks for any', async () => {
    const fixed = await udp(await freePort(), '127.0.0.1');
    const any = await udp(0, '127.0.0.1');
    assert.deepEqual((await at(fixed)).map(({ protocol, address }) => `${address} ${protocol}`), ['127.0.0.1 udp']);
    assert.deepEqual((await at(any)).filter(({ protocol }) => protocol === 'udp'), []);
  });

  /** One below those that the system gives out. */
  async function freePort(): Promise<number> {
    const taken = new Set((await listeningPorts()).map(({ port }) => port));
    return Array.from({ length: 1000 }, (_, index) => 23_000 + index).find((port) => !taken.has(port)) ?? 0;
  }
});
