// Checks of endpoints against real servers on this machine: those that answer, and those that do it badly.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createNetServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { usualStatus, type Check, type CheckResult, type HttpProbe } from '#core/health/probe.ts';
import { Engine } from '#host/engine/engine.ts';
import { runCheck } from '#host/health/run-check.ts';

describe('a check', () => {
  const servers: NetServer[] = [];
  const sockets = new Set<Socket>();
  const engine = new Engine();
  after(() => engine.dispose());
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    for (const server of servers.splice(0)) await new Promise((resolve) => { server.close(resolve); });
  });

  async function listening(server: NetServer): Promise<number> {
    servers.push(server);
    server.on('connection', (socket: Socket) => { sockets.add(socket); });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    return (server.address() as AddressInfo).port;
  }

  const http = (answer: RequestListener): Promise<number> => listening(createServer(answer));

  function run(port: number, probe: Partial<HttpProbe> = {}, more: Partial<Check> = {}, options: { readonly quick?: boolean; readonly signal?: AbortSignal } = {}): Promise<CheckResult> {
    const asked: HttpProbe = {
      kind: 'http', target: { kind: 'address', host: '127.0.0.1', port }, scheme: 'http', path: '/', method: 'GET', headers: [], send: undefined, status: usualStatus, body: [], insecure: false, ...probe,
    };
    const check: Check = { name: 'it', title: 'GET /', probe: asked, timeLimit: 1000, retries: 0, interval: 10, inferred: false, missing: [], secrets: [], ...more };
    return runCheck(check, { engine, containers: [], engineHost: '127.0.0.1', signal: options.signal, quick: options.quick === true });
  }

  const said = async (result: Promise<CheckResult>): Promise<readonly [boolean | undefined, string]> => result.then(({ ok, detail }) => [ok, detail] as const);

  it('passes where the status and the body are as expected', async () => {
    const port = await http((_, response) => { response.end('{"database": "ok"}'); });
    assert.deepEqual(await said(run(port, { body: ['"database": "ok"'] })), [true, 'GET / answers 200']);
  });

  it('fails with the first line of the body as evidence', async () => {
    const port = await http((_, response) => { response.writeHead(503).end('\n  Ingester not ready: waiting for 15s\nmore'); });
    assert.deepEqual(await said(run(port)), [false, 'GET / answers 503 in place of 200–399: "Ingester not ready: waiting for 15s"']);
    assert.deepEqual(await said(run(port, { status: [[503, 503]], body: ['ready for all'] })), [false, 'GET / answers 503 without "ready for all": "Ingester not ready: waiting for 15s"']);
  });

  it('proves nothing by a guess that is refused', async () => {
    const port = await http((_, response) => { response.writeHead(401).end('log in'); });
    assert.deepEqual(await said(run(port, {}, { inferred: true })), [undefined, 'GET / answers 401']);
  });

  it('sends what it is told, and shows none of it', async () => {
    const seen: (readonly [string | undefined, string | undefined, string])[] = [];
    const port = await http(async (request, response) => {
      seen.push([request.method, request.headers.authorization, await bodyOf(request)]);
      response.writeHead(500).end(`no right for ${request.headers.authorization ?? ''}`);
    });
    const result = await run(port, { method: 'POST', headers: [['Authorization', 'Bearer very-secret']], send: '{"a":1}' }, { secrets: ['Bearer very-secret'] });
    assert.deepEqual(seen, [['POST', 'Bearer very-secret', '{"a":1}']]);
    assert.deepEqual([result.ok, result.detail], [false, 'GET / answers 500 in place of 200–399: "no right for •••"']);
  });

  it('follows redirects of the same server', async () => {
    const port = await http((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/login?next=/' }).end();
      else response.end(`at ${request.url}`);
    });
    assert.deepEqual(await said(run(port, { status: [[200, 200]], body: ['at /login?next=/'] })), [true, 'GET / answers 200']);
    assert.deepEqual(await said(run(port, { status: [[302, 302]] })), [true, 'GET / answers 302']);
  });

  it('takes nothing along to another server', async () => {
    let asked = 0;
    const other = await http((_, response) => { asked += 1; response.end(); });
    const port = await http((_, response) => { response.writeHead(307, { location: `http://127.0.0.1:${other}/` }).end(); });
    assert.deepEqual(await said(run(port, { headers: [['Authorization', 'x']] })), [true, 'GET / answers 307']);
    assert.equal(asked, 0);
  });

  it('fails in a loop of redirects', async () => {
    const port = await http((request, response) => { response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end(); });
    assert.deepEqual(await said(run(port)), [false, 'GET / is redirected more than 5 times, at last to /b']);
  });

  it('reads no more than the beginning of a body without end', async () => {
    const port = await http((_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.on('close', () => clearInterval(timer));
    });
    assert.deepEqual(await said(run(port)), [true, 'GET / answers 200']);
    const [ok, detail] = await said(run(port, { body: ['the end'] }));
    assert.deepEqual([ok, detail.slice(0, 60)], [false, 'GET / answers 200 without "the end" in its beginning: "xxxxx']);
    assert.ok(detail.length < 300);
  });

  it('gives up after its time, also where bytes drip', async () => {
    const silent = await http(() => undefined);
    assert.deepEqual(await said(run(silent, {}, { timeLimit: 100 })), [false, 'GET / did not answer within 0.1 s']);
    const dripping = await http((_, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    assert.deepEqual(await said(run(dripping, {}, { timeLimit: 150 })), [false, 'GET / did not answer within 0.15 s']);
  });

  it('says that nothing listens, that no HTTP is spoken, that the connection is closed', async () => {
    const free = await http(() => undefined);
    await new Promise((resolve) => { servers.pop()?.close(resolve); });
    assert.deepEqual(await said(run(free)), [false, 'GET / refuses the connection: nothing listens there']);
    const ssh = await listening(createNetServer((socket) => { socket.end('SSH-2.0-OpenSSH_9.2\r\n'); }));
    assert.deepEqual(await said(run(ssh)), [false, 'GET / answers something that is not HTTP']);
    const rude = await listening(createNetServer((socket) => { socket.destroy(); }));
    assert.deepEqual(await said(run(rude)), [false, 'GET / closes the connection without an answer']);
    assert.deepEqual(await said(run(free, { target: { kind: 'address', host: 'no-such-host.invalid', port: 80 } }, { timeLimit: 5000 })).then(([ok, detail]) => [ok, detail.slice(0, 20)]), [false, 'GET / has no address']);
  });

  it('reads headers that end with a bare line feed, as those of CGI programs do', async () => {
    const cgi = await listening(createNetServer((socket) => { socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/plain\n\nfine\n')); }));
    assert.deepEqual(await said(run(cgi, { body: ['fine'] })), [true, 'GET / answers 200']);
  });

  it('tries again as often as it may, and once where it is quick', async () => {
    let asked = 0;
    const port = await http((_, response) => { asked += 1; response.writeHead(asked < 3 ? 503 : 200).end(); });
    assert.deepEqual(await said(run(port, {}, { retries: 5 })), [true, 'GET / answers 200']);
    assert.equal(asked, 3);
    asked = 0;
    assert.deepEqual(await said(run(port, {}, { retries: 1 })), [false, 'GET / answers 503 in place of 200–399 (2 tries)']);
    asked = 0;
    assert.equal((await run(port, {}, { retries: 5 }, { quick: true })).ok, false);
    assert.equal(asked, 1);
  });

  it('ends with the reason of whoever cancels it', async () => {
    const silent = await http(() => undefined);
    const reason = new Error('enough');
    await assert.rejects(run(silent, {}, {}, { signal: AbortSignal.abort(reason) }), reason);
    const later = new AbortController();
    setTimeout(() => later.abort(reason), 50);
    await assert.rejects(run(silent, {}, { timeLimit: 10_000 }, { signal: later.signal }), reason);
  });

  it('is not made where a variable has no value', async () => {
    assert.deepEqual(await said(run(1, {}, { missing: ['TOKEN'], title: 'GET /?token=${TOKEN}' })), [false, 'GET /?token=${TOKEN} was not asked: TOKEN has no value']);
  });

  it('takes a certificate that nobody vouches for only where it is told to', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'composure-certificate-'));
    try {
      await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost', '-keyout', path.join(folder, 'key'), '-out', path.join(folder, 'cert')]);
      const server = createSecureServer({ key: await readFile(path.join(folder, 'key')), cert: await readFile(path.join(folder, 'cert')) }, (_, response) => { response.end('ok'); });
      const port = await listening(server);
      assert.deepEqual(await said(run(port, { scheme: 'https' })), [false, 'GET / shows a certificate that nobody vouches for']);
      assert.deepEqual(await said(run(port, { scheme: 'https', insecure: true })), [true, 'GET / answers 200']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('by tcp: a connection has to last a moment, or to be greeted', async () => {
    const tcp = (port: number): Promise<readonly [boolean | undefined, string]> => said(run(port, {}, { title: 'tcp', probe: { kind: 'tcp', target: { kind: 'address', host: '127.0.0.1', port } } }));
    assert.deepEqual(await tcp(await listening(createNetServer(() => undefined))), [true, 'tcp connected']);
    assert.deepEqual(await tcp(await listening(createNetServer((socket) => { socket.end('220 mail\r\n'); }))), [true, 'tcp connected']);
    assert.deepEqual(await tcp(await listening(createNetServer((socket) => { socket.end(); }))), [false, 'tcp closes the connection at once: nothing listens in the container']);
    const free = await listening(createNetServer());
    await new Promise((resolve) => { servers.pop()?.close(resolve); });
    assert.deepEqual(await tcp(free), [false, 'tcp refuses the connection: nothing listens there']);
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
