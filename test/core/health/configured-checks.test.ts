// What `composure.yaml` may say under `health` and `smoke`, and what is said of it where it makes no sense.

import assert from 'node:assert/strict';
import { checkEnvironments, checkFolder } from '#core/check/check-folder.ts';
import { neverCancelled } from '#core/outside.ts';
import { configuredChecks, type ConfiguredChecks } from '#core/project/configured-checks.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { fixtureFiles, fixtureRoot, format, readFixture } from '../../support/fixture.ts';

const compose = `services:\n${['api', 'web', 'db', 'worker', 'quiet', 'many', 'a', 'x'].map((name) => `  ${name}:\n    image: x:1\n`).join('')}`;

async function read(text: string, environment = 'default'): Promise<ConfiguredChecks & { readonly said: readonly string[] }> {
  const fixture = readFixture(`#- composure.yaml\n${text}\n#- compose.yaml\n${compose}#- compose.dev.yaml\n${compose}#- .env\nTOKEN=t0p-secret\nPORT=8080\n`);
  const files = fixtureFiles(fixture);
  const parsed = new ParsedFiles();
  const environments = await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled);
  const chosen = environments.find(({ name }) => name === environment);
  assert.ok(chosen !== undefined);
  const checks = await configuredChecks(await loadProject(chosen, files, parsed, neverCancelled), files, parsed, neverCancelled);
  const { diagnostics } = await checkFolder(fixtureRoot, [], files, parsed, neverCancelled);
  return { ...checks, said: format(diagnostics, fixture) };
}

describe('checks in composure.yaml', () => {
  it('are a path, a URL, a port, a command, or off', async () => {
    const { health, smoke, said } = await read(`health:
  api: /ready?full
  web: { http: /, port: 3000, status: [200, 204, 3xx, 401-403], body: ok, timeout: 1m30s, retries: 2, interval: 500ms }
  db: { tcp: 5432 }
  worker: { exec: 'test -f "/tmp/a file"' }
  quiet: off
  many: [/a, { http: /b }]
smoke:
  page: https://example.com/x?y=1#z
  cache: { tcp: "[::1]:6379" }
  table: { service: db, exec: [psql, -c, select 1], exitCode: 0, output: [a, b] }`);
    assert.deepEqual(said, []);
    assert.deepEqual([...health].map(([name, checks]) => [name, checks.map(({ title }) => title)]), [
      ['api', ['GET /ready?full']], ['web', ['GET /']], ['db', ['tcp 5432']], ['worker', ['exec test -f "/tmp/a file"']], ['quiet', []], ['many', ['GET /a', 'GET /b']],
    ]);
    const [web] = health.get('web') ?? [];
    assert.deepEqual([web?.timeLimit, web?.retries, web?.interval], [90_000, 2, 500]);
    assert.deepEqual(web?.probe, {
      kind: 'http', scheme: 'http', path: '/', target: { kind: 'published', service: 'web', ports: [3000] }, method: 'GET', headers: [], send: undefined,
      status: [[200, 200], [204, 204], [300, 399], [401, 403]], body: ['ok'], insecure: false,
    });
    assert.deepEqual(health.get('worker')?.[0]?.probe, { kind: 'exec', service: 'worker', command: ['test', '-f', '/tmp/a file'], exitCode: 0, output: [] });
    assert.deepEqual(smoke.map(({ name, probe }) => [name, 'target' in probe ? probe.target : probe.command]), [
      ['page', { kind: 'address', host: 'example.com', port: 443 }], ['cache', { kind: 'address', host: '::1', port: 6379 }], ['table', ['psql', '-c', 'select 1']],
    ]);
  });

  it('fill in variables, and show none of what they are worth', async () => {
    const { smoke } = await read(`smoke:
  page: { http: "http://localhost:\${PORT}/?key=\${TOKEN}&to=\${WHERE:-here}", headers: { X-Key: plain-secret, Authorization: "Bearer \${TOKEN}" } }
  unset: { service: api, http: "/\${NOT_SET}", send: "\${ALSO_NOT:?must be}" }
  price: { service: api, exec: [echo, "5$$"] }`);
    const [page, unset, price] = smoke;
    assert.equal(page?.title, 'GET http://localhost:${PORT}/?key=${TOKEN}&to=here');
    assert.equal(page?.probe.kind === 'http' && page.probe.path, '/?key=t0p-secret&to=here');
    assert.deepEqual(page?.secrets.toSorted(), ['8080', 'Bearer t0p-secret', 'plain-secret', 't0p-secret']);
    assert.deepEqual([unset?.title, unset?.missing.toSorted()], ['POST /${NOT_SET}', ['ALSO_NOT', 'NOT_SET']]);
    assert.deepEqual(price?.probe.kind === 'exec' && price.probe.command, ['echo', '5$']);
  });

  it('may be for some environments only', async () => {
    const text = 'smoke:\n  a: { service: api, http: /, environments: dev }\n  b: { service: api, http: /, environments: [default, prod] }';
    assert.deepEqual((await read(text)).smoke.map(({ name }) => name), ['b']);
    assert.deepEqual((await read(text, 'dev')).smoke.map(({ name }) => name), ['a']);
  });

  it('name services that an environment has', async () => {
    const { said } = await read('health:\n  wbe: /\n  x: /\nsmoke:\n  one: { service: apy, http: / }\n  two: [{ service: "${SERVICE}", http: / }, { service: nobody, tcp: 1 }]');
    assert.deepEqual(said, [
      'composure.yaml:2:3-6 warning configuration: No environment has a service "wbe": as it is, nothing of it is asked',
      'composure.yaml:5:19-22 warning configuration: No environment has a service "apy": as it is, this test always fails',
      'composure.yaml:6:56-62 warning configuration: No environment has a service "nobody": as it is, this test always fails',
    ]);
  });

  it('may name services of any environment of the folder, and of one that is not all known any', async () => {
    const check = async (text: string): Promise<readonly string[]> => {
      const fixture = readFixture(`#- composure.yaml\nhealth:\n  mailbox: /\n#- compose.yaml\n${compose}#- compose.dev.yaml\n${text}`);
      const [files, parsed] = [fixtureFiles(fixture), new ParsedFiles()];
      const [prod, ...others] = await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled);
      assert.ok(prod !== undefined && others.length === 1);
      // One environment alone, as for a file that is named.
      return format((await checkEnvironments([prod], [], files, parsed, neverCancelled)).diagnostics, fixture);
    };
    assert.deepEqual(await check('services:\n  mailbox:\n    image: x:1\n    profiles: [mail]\n'), []);
    assert.deepEqual(await check('include: [oci://registry.example/mail]\nservices: {}\n'), []);
    assert.equal((await check('services: {}\n')).length, 1);
  });

  it('stand beside how many working states are kept', async () => {
    assert.deepEqual((await read('workingStates: 12')).said, []);
    for (const wrong of ['0', '101', 'many', '[5]', '-1']) {
      assert.deepEqual((await read(`workingStates: ${wrong}`)).said, [`composure.yaml:1:16-${16 + wrong.length} warning configuration: workingStates is a whole number from 1 to 100: as it is, the last 5 are kept`]);
    }
  });

  const wrong: readonly (readonly [text: string, said: string])[] = [
    ['health: [api]', '1:9-14 warning configuration: health is a mapping of services to what is asked of them: as it is, nothing is asked'],
    ['smoke: all', '1:8-11 warning configuration: smoke is a mapping of names to checks: as it is, nothing is asked'],
    ['health:\n  api: ready', '2:8-13 warning configuration: http is a path such as /ready or a URL such as http://localhost:8080/ready: as it is, this is not asked'],
    ['smoke:\n  a: /ready', '2:6-12 warning configuration: A path needs the service that answers it: name the service, or write a URL: as it is, this is not asked'],
    ['smoke:\n  a: { tcp: 80 }', '2:13-15 warning configuration: A port needs the service that publishes it: name the service, or write localhost before it: as it is, this is not asked'],
    ['smoke:\n  a: { exec: ls }', '2:14-16 warning configuration: A check by exec names the service in whose container it runs: as it is, this is not asked'],
    ['smoke:\n  a: { service: x, http: /, tcp: 80 }', '2:8-15 warning configuration: A check has one of http, tcp and exec: as it is, this is not asked'],
    ['smoke:\n  a: { service: x, http: /, stauts: 200 }', '2:29-35 warning configuration: A check by http has no stauts: as it is, this is not asked'],
    ['smoke:\n  a: { service: x, http: /, exitCode: 1 }', '2:29-37 warning configuration: A check by http has no exitCode: as it is, this is not asked'],
    ['health:\n  a: { http: /, service: b }', '2:17-24 warning configuration: A check by http has no service: as it is, this is not asked'],
    ['smoke:\n  a: { service: x, http: /, status: ok }', '2:37-39 warning configuration: status is a code such as 200, all of a kind such as 2xx, or a list of them: as it is, this is not asked'],
    ['smoke:\n  a: { service: x, http: /, timeout: 5 }', '2:38-39 warning configuration: timeout is a time such as 500ms, 5s or 1m30s, at most 10m: as it is, this is not asked'],
    ['smoke:\n  a: { service: x, http: /, retries: many }', '2:38-42 warning configuration: retries is a whole number from 0 to 100: as it is, this is not asked'],
    ['smoke:\n  a: { service: x, http: /, insecure: yes }', '2:39-42 warning configuration: insecure is true or false: as it is, this is not asked'],
    ['smoke:\n  a: { service: x, http: /, headers: { "a b": c } }', '2:40-45 warning configuration: "a b" is no name of a header: as it is, this is not asked'],
    ['smoke:\n  a: { service: x, http: /, method: "GET /" }', '2:37-44 warning configuration: method is one such as GET or POST: as it is, this is not asked'],
    ['smoke:\n  a: { tcp: "localhost:0" }', '2:13-26 warning configuration: tcp is a port, or a host and a port such as localhost:5432: as it is, this is not asked'],
  ];
  for (const [text, expected] of wrong) {
    it(`that cannot be followed are told: ${text.replaceAll(/\s+/g, ' ')}`, async () => {
      const { said, health, smoke } = await read(text);
      assert.deepEqual(said, [`composure.yaml:${expected}`]);
      assert.deepEqual([[...health.values()].flat(), smoke], [[], []]);
    });
  }
});
