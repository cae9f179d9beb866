// Which published ports meet. The answers for addresses were taken from an engine (`docker run -p … -p …`).

import assert from 'node:assert/strict';
import { checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';

async function conflicts(text: string): Promise<readonly string[]> {
  return (await checkFixture(readFixture(text))).filter(({ code }) => code === 'port-conflict').map(({ severity }) => severity);
}

const two = (a: string, b: string): string => `services:\n  a:\n    image: x\n    ports:\n      - ${a}\n  b:\n    image: x\n    ports:\n      - ${b}\n`;

describe('port-conflict', () => {
  const pairs: readonly (readonly [a: string, b: string, meet: boolean])[] = [
    ['"80:80"', '"80:8080"', true],
    ['"80:80"', '"81:80"', false],
    ['"80:80"', '"80:80/udp"', false],
    ['"53:53/udp"', '"53:53/UDP"', true],
    ['"80:80"', '"0.0.0.0:80:80"', true],
    ['"80:80"', '"127.0.0.1:80:80"', true],
    ['"80:80"', '"[::1]:80:80"', true],
    ['"0.0.0.0:80:80"', '"127.0.0.1:80:80"', true],
    ['"0.0.0.0:80:80"', '"[::]:80:80"', false],
    ['"127.0.0.1:80:80"', '"127.0.0.2:80:80"', false],
    ['"127.0.0.1:80:80"', '"[::1]:80:80"', false],
    ['"[::]:80:80"', '"[::1]:80:80"', true],
    ['"[::1]:80:80"', '"[0:0:0:0:0:0:0:1]:80:80"', true],
    ['"[fe80::1]:80:80"', '"[fe80::2]:80:80"', false],
    ['"8000-8010:8000-8010"', '"8005:80"', true],
    ['"8000-8010:8000-8010"', '"8010-8020:8010-8020"', true],
    ['"8000-8010:8000-8010"', '"8011-8020:8011-8020"', false],
    // The engine chooses one of the range.
    ['"8000-8010:80"', '"8005:80"', false],
    ['"8000-8010:80"', '"8000-8010:80"', false],
    ['"80"', '"80"', false],
    ['"0:80"', '"0:80"', false],
    ['"${A}:80"', '"${A}:80"', false],
    ['"${A:-80}:80"', '"80:80"', true],
    ['"${A}:80:80"', '"80:80"', false],
    ['{ target: 80, published: 80 }', '"80:80"', true],
    ['{ target: 80, published: "80", protocol: udp }', '"80:80"', false],
    ['{ target: 80, published: "80", host_ip: 127.0.0.1 }', '"127.0.0.1:80:80"', true],
    ['{ target: 80 }', '"80:80"', false],
    ['{ target: 80, published: 8000-8001 }', '"8000:80"', false],
    ['80:80', '"80:81"', true],
    ['"80:80:80:80"', '"80:80"', false],
    ['"x:80"', '"x:80"', false],
  ];
  for (const [a, b, meet] of pairs) {
    it(`${a} and ${b} ${meet ? 'meet' : 'do not meet'}`, async () => {
      assert.deepEqual(await conflicts(two(a, b)), meet ? ['error', 'error'] : []);
    });
  }

  const services: readonly (readonly [name: string, text: string, severities: readonly string[]])[] = [
    ['one service, one port for two', 'services:\n  a:\n    image: x\n    ports: ["80:80", "80:81"]\n', ['error', 'error']],
    ['one service, an address and all of them', 'services:\n  a:\n    image: x\n    ports: ["80:80", "127.0.0.1:80:80"]\n', ['error', 'error']],
    ['one service, the same said twice', 'services:\n  a:\n    image: x\n    ports: ["80:80", "80:80"]\n', []],
    ['one service, tcp and udp', 'services:\n  a:\n    image: x\n    ports: ["53:53", "53:53/udp"]\n', []],
    ['one profile', 'services:\n  a: {image: x, profiles: [p], ports: ["80:80"]}\n  b: {image: x, profiles: [p], ports: ["80:80"]}\n', ['warning', 'warning']],
    ['a profile and none', 'services:\n  a: {image: x, ports: ["80:80"]}\n  b: {image: x, profiles: [p], ports: ["80:80"]}\n', ['warning', 'warning']],
    ['two profiles', 'services:\n  a: {image: x, profiles: [p], ports: ["80:80"]}\n  b: {image: x, profiles: [q], ports: ["80:80"]}\n', []],
    ['two profiles that are on', '#- compose.yaml\nservices:\n  a: {image: x, profiles: [p], ports: ["80:80"]}\n  b: {image: x, profiles: [q], ports: ["80:80"]}\n#- .env\nCOMPOSE_PROFILES=p,q\n', ['error', 'error']],
    ['the host\'s network', 'services:\n  a: {image: x, network_mode: host, ports: ["80:80"]}\n  b: {image: x, ports: ["80:80"]}\n', []],
    ['replicas on one port', 'services:\n  a: {image: x, deploy: {replicas: 3}, ports: ["80:80"]}\n', ['error']],
    ['scale on one port', 'services:\n  a: {image: x, scale: 2, ports: ["80:80"]}\n', ['error']],
    ['replicas with a range', 'services:\n  a: {image: x, scale: 2, ports: ["8000-8001:80"]}\n', []],
    ['replicas without a host port', 'services:\n  a: {image: x, scale: 2, ports: ["80"]}\n', []],
    ['no replica', 'services:\n  a: {image: x, scale: 0, ports: ["80:80"]}\n', []],
    ['replicas in a swarm', 'services:\n  a: {image: x, deploy: {replicas: 2, placement: {constraints: [node.role == worker]}}, ports: ["80:80"]}\n', []],
    ['an overlay that moves the port of another service', '#- compose.yaml\nservices:\n  a: {image: x, ports: ["80:80"]}\n#- compose.override.yaml\nservices:\n  b: {image: x, ports: ["80:80"]}\n', ['error', 'error']],
  ];
  for (const [name, text, severities] of services) it(name, async () => assert.deepEqual(await conflicts(text), severities));

  it('points from each place to the other', async () => {
    const found = (await checkFixture(readFixture(two('"80:80"', '"80:81"')))).filter(({ code }) => code === 'port-conflict');
    assert.deepEqual(found.map(({ span, related }) => [span, related.map((each) => each.span)]), [[found[0]?.span, [found[1]?.span]], [found[1]?.span, [found[0]?.span]]]);
  });

  it('names a few of many, and stays quick', async () => {
    const many = Array.from({ length: 400 }, (_, index) => `  s${index}: { image: "x:1", ports: ["80:80"] }\n`).join('');
    const found = (await checkFixture(readFixture(`services:\n${many}`))).filter(({ code }) => code === 'port-conflict');
    assert.equal(found.length, 400);
    assert.ok(found.every(({ severity, related }) => severity === 'error' && related.length === 10));
    assert.match(found[0]?.message ?? '', /^Host port 80 is published by s1, s2, .*s10 and others too: only one of them could start$/);
  });

  describe('between projects', () => {
    const project = (folder: string, lines: string, top = ''): string => `#- ${folder}/compose.yaml\n${top}services:\n  web: { image: "x:1", ${lines} }\n`;
    const external = 'networks:\n  proxy: { external: true }\n';
    const pairsOfProjects: Readonly<Record<string, readonly [text: string, severities: readonly string[]]>> = {
      'one port': [project('a', 'ports: ["80:80"]') + project('b', 'ports: ["80:80"]'), ['hint', 'hint']],
      'two ports': [project('a', 'ports: ["80:80"]') + project('b', 'ports: ["81:80"]'), []],
      'two addresses': [project('a', 'ports: ["127.0.0.1:80:80"]') + project('b', 'ports: ["127.0.0.2:80:80"]'), []],
      'one name': [project('a', 'ports: ["80:80"]', 'name: one\n') + project('b', 'ports: ["80:80"]', 'name: one\n'), []],
      'two environments of one project': ['#- dev.compose.yaml\nservices:\n  web: { image: "x:1", ports: ["80:80"] }\n#- prod.compose.yaml\nservices:\n  web: { image: "x:1", ports: ["80:80"] }\n', []],
      'one file of two names': ['#- compose.yaml\nname: a\nservices:\n  web: { image: "x:1", ports: ["80:80"] }\n#- compose.dev.yaml\nname: b\n', []],
      'a service that takes no part': [project('a', 'ports: ["80:80"]') + project('b', 'profiles: [x], ports: ["80:80"]'), []],
      'a network of both': [project('a', 'ports: ["80:80"], networks: [proxy]', external) + project('b', 'ports: ["80:80"], networks: [proxy]', external), ['warning', 'warning']],
      'the network of one that the other joins': [project('a', 'ports: ["80:80"]') + project('b', 'ports: ["80:80"]', 'networks:\n  default: { external: true, name: a_default }\n'), ['warning', 'warning']],
      'networks of one name that are not the same': [project('a', 'ports: ["80:80"]', 'networks:\n  back: {}\n') + project('b', 'ports: ["80:80"]', 'networks:\n  back: {}\n'), ['hint', 'hint']],
    };
    for (const [name, [text, severities]] of Object.entries(pairsOfProjects)) it(name, async () => assert.deepEqual(await conflicts(text), severities));
  });
});
