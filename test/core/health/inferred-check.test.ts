// Which endpoint is asked of a service that nobody wrote one down for, and where it is asked.

import assert from 'node:assert/strict';
import { addressOf } from '#core/health/address.ts';
import { inferredCheck } from '#core/health/inferred-check.ts';
import type { Check } from '#core/health/probe.ts';
import { neverCancelled, type ContainerFacts, type PublishedPort } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

async function inferred(lines: string): Promise<Check | undefined> {
  const files = fixtureFiles(readFixture(`#- compose.yaml\nservices:\n  web:\n    ${lines}\n#- .env\nKNOWN=3000\nKEY=very-secret\n`));
  const project = await loadProject({ name: 'default', mode: 'other', directory: fixtureRoot, files: [`${fixtureRoot}/compose.yaml`], envFiles: [], profiles: [] }, files, new ParsedFiles(), neverCancelled);
  const service = project.services.get('web');
  return service && inferredCheck(service);
}

/** Scheme, ports and path that are asked; undefined for none. */
async function asked(lines: string): Promise<string | undefined> {
  const probe = (await inferred(lines))?.probe;
  return probe?.kind === 'http' && probe.target.kind === 'published' ? `${probe.scheme} ${probe.target.ports.join(',')} ${probe.path}` : undefined;
}

const check = (test: string): string => `healthcheck: { test: ${test} }`;

describe('the endpoint of a service', () => {
  const cases: Readonly<Record<string, string | undefined>> = {
    [check('["CMD", "curl", "-f", "http://localhost:3000/api/health"]')]: 'http 3000 /api/health',
    [check('curl -fsS http://127.0.0.1/ready || exit 1')]: 'http 80 /ready',
    [check('["CMD-SHELL", "wget --no-verbose --tries=1 --spider -T 5 http://web:8080 || exit 1"]')]: 'http 8080 /',
    [check('curl -kf "https://localhost:9443/?a=b"')]: 'https 9443 /?a=b',
    [check('["CMD", "node", "-e", "fetch(\'http://[::1]:8080/up\').then(r => process.exit(r.ok ? 0 : 1))"]')]: 'http 8080 /up',
    [check('"curl http://localhost:${KNOWN}/x"')]: 'http 3000 /x',
    [check('"curl http://localhost:${UNKNOWN}/x"')]: undefined,
    [check('"curl http://localhost:$${PORT}/x"')]: undefined,
    [check('curl -H "Authorization: x" http://localhost/x')]: undefined,
    [check('curl -u a:b http://localhost/x')]: undefined,
    [check('curl -XPOST http://localhost/x')]: undefined,
    [check('curl --data a http://localhost/x')]: undefined,
    [check('"! curl http://localhost/x"')]: undefined,
    [check('curl http://other:80/x')]: undefined,
    [check('curl http://localhost/a && curl http://localhost/b')]: undefined,
    [check('["NONE"]')]: undefined,
    [check('pg_isready')]: undefined,
    'image: grafana/grafana:11.1.0': 'http 3000 /api/health',
    'image: docker.io/grafana/loki': 'http 3100 /ready',
    'image: grafana/tempo:2.5.0': 'http 3200,3100 /ready',
    'image: quay.io/prometheus/prometheus:v3.0.0': 'http 9090 /-/ready',
    'image: quay.io/keycloak/keycloak:26.0': 'http 9000 /health/ready',
    'image: elasticsearch:7.17.0': 'http 9200 /_cluster/health',
    'image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0': undefined,
    'image: registry.example.com/grafana/grafana': undefined,
    'image: nginx:1.27': undefined,
    'image: constructor': undefined,
    'image: grafana/grafana:${TAG}': undefined,
    'build: .': undefined,
    [`image: grafana/grafana\n    ${check('curl http://localhost:4000/own')}`]: 'http 4000 /own',
    [`image: grafana/grafana\n    ${check('test -f /tmp/well')}`]: 'http 3000 /api/health',
  };
  for (const [lines, expected] of Object.entries(cases)) {
    it(`${lines.replaceAll(/\s+/g, ' ')} → ${expected ?? 'none'}`, async () => assert.equal(await asked(lines), expected));
  }
});

describe('an endpoint with a key in its URL', () => {
  it('is asked with it and shown without', async () => {
    const check = await inferred('healthcheck: { test: "curl -f \'http://localhost:${KNOWN}/up?key=${KEY}\'" }');
    assert.deepEqual([check?.title, check?.secrets, check?.probe.kind === 'http' && check.probe.path], ['GET /up?key=•••', ['very-secret'], '/up?key=very-secret']);
  });
});

describe('the address of a target', () => {
  const container = (ports: readonly Partial<PublishedPort>[], state: ContainerFacts['state'] = 'running'): ContainerFacts => ({
    id: 'a', name: 'web-1', project: 'p', service: 'web', number: 1, image: 'x', state, health: 'none', exitCode: undefined, created: 0, configHash: undefined, configFiles: [], workingDirectory: undefined, mounts: [],
    ports: ports.map((port) => ({ address: '0.0.0.0', published: 8080, target: 80, protocol: 'tcp', ...port })),
  });
  const of = (containers: readonly ContainerFacts[], ...ports: readonly number[]): unknown => addressOf({ kind: 'published', service: 'web', ports }, containers, '127.0.0.1');

  it('is where the port is published now', () => {
    assert.deepEqual(of([container([{ published: 32_768 }])], 80), { host: '127.0.0.1', port: 32_768 });
    assert.deepEqual(of([container([{ address: '192.168.0.7' }])], 80), { host: '192.168.0.7', port: 8080 });
    assert.deepEqual(of([container([{ address: '::' }])]), { host: '127.0.0.1', port: 8080 });
    assert.deepEqual(of([container([{ target: 9095 }, { target: 3100, published: 1 }])], 3200, 3100), { host: '127.0.0.1', port: 1 });
  });

  it('is none where nothing runs or nothing is published', () => {
    assert.deepEqual(of([], 80), { why: 'web does not run' });
    assert.deepEqual(of([container([{}], 'exited')], 80), { why: 'web does not run' });
    assert.deepEqual(of([container([{ protocol: 'udp' }])]), { why: 'web publishes no port: ask inside by exec, or name a URL' });
    assert.deepEqual(of([container([{}])], 81, 82), { why: 'web publishes no port 81 or 82: ask inside by exec, or name a URL' });
  });

  it('is the engine\'s where that is another machine', () => {
    assert.deepEqual(addressOf({ kind: 'published', service: 'web', ports: [] }, [container([{}])], 'build-host'), { host: 'build-host', port: 8080 });
  });
});
