// The merged project as Compose prints it: each step by small projects. That Compose prints the same is the concern of
// test/oracle; what once differed is kept here.

import assert from 'node:assert/strict';
import { canonicalProject } from '#core/compose/canonical/canonical.ts';
import { neverCancelled } from '#core/outside.ts';
import { composeEnvironment } from '#core/project/choose-environments.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { textOf, get, items } from '#core/yaml/node.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

interface Options {
  readonly files?: readonly string[];
  readonly profiles?: readonly string[];
}

async function canonical(text: string, { files: named = [], profiles = [] }: Options = {}) {
  const files = fixtureFiles(readFixture(text));
  const options = { files: named.map((name) => `${fixtureRoot}/${name}`), directory: undefined, envFiles: [], profiles };
  const environment = await composeEnvironment(options, fixtureRoot, files, new ParsedFiles(), neverCancelled);
  assert.ok(environment);
  const project = await loadProject(environment, files, new ParsedFiles(), neverCancelled);
  const made = await canonicalProject(project, files, neverCancelled, '/home/me');
  assert.ok(made);
  return { ...made, problems: project.problems };
}

/** One service `a`, as it is printed. */
async function service(attributes: string, more = '', options: Options = {}): Promise<Record<string, unknown>> {
  const { json } = await canonical(`services:\n  a:\n    image: x\n    ${attributes.replaceAll('\n', '\n    ')}\n${more}`, options);
  const { command, entrypoint, networks, ...rest } = (json as { services: { a: Record<string, unknown> } }).services.a;
  assert.deepEqual(command ?? null, attributes.includes('command') ? command : null);
  return { ...rest, ...(attributes.includes('command') ? { command } : {}), ...(entrypoint === null ? {} : { entrypoint }), ...(attributes.includes('networks') ? { networks } : {}) };
}

const attributes: readonly (readonly [written: string, printed: Record<string, unknown>])[] = [
  ['ports: ["8000-8001:80-81/udp"]', { ports: [{ mode: 'ingress', target: 80, published: '8000', protocol: 'udp' }, { mode: 'ingress', target: 81, published: '8001', protocol: 'udp' }] }],
  ['ports: ["9998-10001"]', { ports: [10000, 10001, 9998, 9999].map((target) => ({ mode: 'ingress', target, protocol: 'tcp' })) }],
  ['ports: ["3000-3002:80", {target: 81}]', { ports: [{ mode: 'ingress', target: 80, published: '3000-3002', protocol: 'tcp' }, { mode: 'ingress', target: 81, protocol: 'tcp' }] }],
  ['volumes: [./a:/b/../c/:ro, v1:/d, ~/x:/y]', { volumes: [{ type: 'bind', source: '/project/a', target: '/c', read_only: true, bind: {} }, { type: 'volume', source: 'v1', target: '/d', volume: {} }, { type: 'bind', source: '/home/me/x', target: '/y', bind: {} }] }],
  ['volumes: [v:/d]', { volumes: [{ type: 'volume', target: 'v:/d', volume: {} }] }],
  // One target in two spellings, first as it is written, then cleaned where the syntax is short
  ['volumes: ["v1:/a//b", {type: volume, source: v2, target: /a//b}]', { volumes: [{ type: 'volume', source: 'v2', target: '/a/b' }] }],
  ['volumes: ["v1:/a/", "v2:/a"]', { volumes: [{ type: 'volume', source: 'v2', target: '/a', volume: {} }] }],
  ['build: .', { build: { context: '/project', dockerfile: 'Dockerfile' } }],
  ['devices: ["/dev/a:/dev/b", /dev/c]', { devices: [{ source: '/dev/a', target: '/dev/b', permissions: 'rwm' }, { source: '/dev/c', target: '/dev/c', permissions: 'rwm' }] }],
  ['extra_hosts: ["b:2.2.2.2", "a=[::1]"]', { extra_hosts: ['a=::1', 'b=2.2.2.2'] }],
  ['shm_size: 1.5g', { shm_size: '1610612736' }], ['stop_grace_period: 90m5s', { stop_grace_period: '1h30m5s' }],
  ['labels: {a: 1.50, b: true, c: , d: 1e21}', { labels: { a: '1.5', b: 'true', c: '', d: '1e+21' } }],
  ['environment: [A=1, B, C=]', { environment: { A: '1', B: null, C: '' } }],
  ['command: echo "a b" \'c\' > out', { command: ['echo', 'a b', 'c'] }], ['command: ""', { command: [] }], ['init: false\ntty: false', { init: false }],
  ['ulimits: {nofile: 0, nproc: {soft: 1, hard: 0}}', { ulimits: { nofile: {}, nproc: { soft: 1 } } }],
  ['gpus: all', { gpus: [{ count: -1 }] }], ['cpus: 0.1', { cpus: 0.1 }], ['healthcheck: {test: x, retries: 0}', { healthcheck: { test: ['CMD-SHELL', 'x'], retries: 0 } }],
  ['pull_policy: if_not_present', { pull_policy: 'missing' }], ['scale: 2\ndeploy: {}', { scale: 2, deploy: { replicas: 2, placement: {}, resources: {} } }],
  ['network_mode: service:b\nlinks: [c:d]\nvolumes_from: [e:ro]', {
    network_mode: 'service:b', links: ['c:d'], volumes_from: ['e:ro'],
    depends_on: { c: { condition: 'service_started', restart: true, required: true }, b: { condition: 'service_started', restart: true, required: true }, e: { condition: 'service_started', required: true } },
  }],
  // Behind a tag of its own a scalar is text
  ['stop_signal: !override 15', { stop_signal: '15' }], ['command: !override null', { command: ['null'] }],
];

describe('the merged project as Compose prints it', () => {
  for (const [written, printed] of attributes) {
    it(written.replaceAll('\n', ', '), async () => {
      assert.deepEqual(await service(written), { image: 'x', ...printed });
    });
  }

  it('reads env files: a later one counts more, and the service most', async () => {
    const made = await service('env_file: [1.env, {path: 2.env, required: false}, {path: gone.env, required: false}]\nenvironment: {C: own}', '#- 1.env\nA=1\nB=1\nC=1\n#- 2.env\nB=${A}2\n');
    assert.deepEqual(made['environment'], { A: '1', B: '12', C: 'own' });
  });

  it('leaves out inactive services and what only they use', async () => {
    const { json } = await canonical('services:\n  a: {image: x}\n  b: {image: x, profiles: [p], networks: [n], volumes: ["vol:/v"]}\nnetworks: {n: }\nvolumes: {vol: }\n');
    assert.deepEqual(json, { name: 'project', services: { a: { image: 'x', command: null, entrypoint: null, networks: { default: null } } }, networks: { default: { name: 'project_default', ipam: {} } } });
  });

  it('takes profiles from the command line in place of COMPOSE_PROFILES', async () => {
    const text = 'services:\n  a: {image: x, profiles: [p]}\n  b: {image: x, profiles: [q]}\n#- .env\nCOMPOSE_PROFILES=p\n';
    assert.deepEqual(Object.keys((await canonical(text)).json['services'] as object), ['a']);
    assert.deepEqual(Object.keys((await canonical(text, { profiles: ['q'] })).json['services'] as object), ['b']);
  });

  it('lets texts speak of the project\'s name', async () => {
    const { json } = await canonical('name: My Shop\nservices:\n  a: {image: "${COMPOSE_PROJECT_NAME}-x"}\n');
    assert.deepEqual([json['name'], (json['services'] as { a: { image: string } }).a.image], ['myshop', 'myshop-x']);
  });

  it('builds what is included in its own folder', async () => {
    const { json } = await canonical('include: [part/compose.yaml]\n#- part/compose.yaml\nservices:\n  a: {build: {dockerfile_inline: FROM x}}\n');
    assert.deepEqual((json['services'] as { a: { build: unknown } }).a.build, { context: '/project/part', dockerfile_inline: 'FROM x' });
  });

  it('cleans the target of a short mount before another file is put over it', async () => {
    const { json } = await canonical('services:\n  a:\n    image: x\n    volumes: ["v1:/x/../y"]\n---\nservices:\n  a:\n    volumes: [{type: volume, source: v2, target: /x/../y}, "v3:/z/../y"]\n');
    assert.deepEqual((json as { services: { a: { volumes: readonly { source: string }[] } } }).services.a.volumes.map(({ source }) => source), ['v3', 'v2']);
  });

  it('merges ssh keys over a mapping, not over the list that became one', async () => {
    const merged = (over: string) => canonical(`services:\n  a: {build: {context: ., ssh: [default]}}\n#- over.yaml\nservices:\n  a: {build: {ssh: ${over}}}\n`, { files: ['compose.yaml', 'over.yaml'] });
    assert.deepEqual((await merged('{k: ./key}')).problems, []);
    assert.deepEqual((await merged('[k=./key]')).problems.map(({ code }) => code), ['wrong-type']);
  });

  it('keeps the places of what it makes', async () => {
    const text = 'services:\n  a:\n    image: x\n    ports: ["8080:80"]\n    volumes: ["./data:/srv"]\n';
    const { tree } = await canonical(text);
    const a = get(get(tree, 'services'), 'a');
    const source = textOf(get(items(get(a, 'volumes'))[0], 'source'));
    assert.deepEqual(source && [source.value, text.slice(...source.span)], ['/project/data', './data']);
  });
});
