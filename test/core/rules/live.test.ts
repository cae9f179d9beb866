// What live rules find, and what looks alike and is none. That the engine agrees is tested in test/host/live.test.ts.

import assert from 'node:assert/strict';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';
import type { EngineFacts, TakenPort } from '#core/outside.ts';
import { rules } from '#core/rules/index.ts';

const live = new Set(rules.filter(({ speed }) => speed === 'live').map(({ code }) => code));

async function found(compose: string, facts: Partial<EngineFacts>): Promise<readonly string[]> {
  const fixture = readFixture(`#- compose.yaml\nname: shop\n${compose}#- engine.json\n${JSON.stringify(facts)}\n`);
  const all = await checkFixture(fixture);
  const mine = all.filter(({ code }) => live.has(code));
  assert.equal(new Set(mine.map(({ message }) => message)).size, mine.length);
  await assertFixesWork(fixture, all.filter(({ code }) => code === 'port-in-use'));
  return mine.map(({ severity, code }) => `${severity} ${code}`);
}

const web = (lines: string): string => `services:\n  web: { image: example/web, ${lines} }\n`;
const taken = (port: number, address = '0.0.0.0', protocol = 'tcp'): TakenPort => ({ address, port, protocol, holder: { kind: 'process', name: 'node' } });
const byContainer = (project: string): TakenPort => ({ ...taken(80), holder: { kind: 'container', name: 'x-1', project } });
const GB = 1024 ** 3;

describe('live rules', () => {
  const cases: Readonly<Record<string, readonly [compose: string, facts: Partial<EngineFacts>, expected: readonly string[]]>> = {
    'a port that a process has': [web('ports: ["80:80"]'), { ports: [taken(80)] }, ['error port-in-use']],
    'a port in a range': [web('ports: ["70-90:70-90"]'), { ports: [taken(80)] }, ['error port-in-use']],
    'a port of another project': [web('ports: ["80:80"]'), { ports: [byContainer('blog')] }, ['error port-in-use']],
    'a port of a container that Compose did not make': [web('ports: ["80:80"]'), { ports: [byContainer('')] }, ['error port-in-use']],
    'a port of the project itself': [web('ports: ["80:80"]'), { ports: [byContainer('shop')] }, []],
    'a port of another environment of the folder': [`${web('ports: ["80:80"]')}#- compose.dev.yaml\nname: shop-dev\nservices:\n  web: { init: true }\n`, { ports: [byContainer('shop-dev')] }, ['information port-in-use']],
    'a port on all addresses of both families': [web('ports: ["127.0.0.1:80:80"]'), { ports: [taken(80, '')] }, ['error port-in-use']],
    'a port on another address': [web('ports: ["127.0.0.1:80:80"]'), { ports: [taken(80, '127.0.0.2')] }, []],
    'a port of another protocol': [web('ports: ["80:80/udp"]'), { ports: [taken(80)] }, []],
    'a port that the engine chooses': [web('ports: ["80-81:80", "80"]'), { ports: [taken(80)] }, []],
    'a port by a variable without a value': [web('ports: ["${PORT}:80"]'), { ports: [taken(80)] }, []],
    'a port of a service that does not take part': [web('profiles: [x], ports: ["80:80"]'), { ports: [taken(80)] }, []],
    'a port on the host\'s network': [web('network_mode: host, ports: ["80:80"]'), { ports: [taken(80)] }, []],

    'an external default network': [`${web('init: true')}networks:\n  default: { external: true, name: front }\n`, {}, ['error external-missing']],
    'an external default network that nobody uses': [`${web('network_mode: host')}networks:\n  default: { external: true, name: front }\n`, {}, []],
    'an external network by its old form': [`${web('networks: [a]')}networks:\n  a: { external: { name: front } }\n`, { networks: ['front'] }, []],
    'an external network that is there': [`${web('networks: [a]')}networks:\n  a: { external: true }\n`, { networks: ['a'] }, []],
    'an external network by its id': [`${web('networks: [a]')}networks:\n  a: { external: true, name: 0123456789ab }\n`, {}, []],
    'a network of the project': [`${web('networks: [a]')}networks:\n  a: { name: front }\n`, {}, []],
    'an external network that another project makes': [`${web('networks: [a]')}networks:\n  a: { external: true, name: proxy_default }\n#- proxy/compose.yaml\nservices:\n  web: { image: "x:1" }\n`, {}, ['warning external-missing']],
    'an external network that another project has as well': [`${web('networks: [a]')}networks:\n  a: { external: true, name: front }\n#- proxy/compose.yaml\nservices:\n  web: { image: "x:1" }\nnetworks:\n  front: { external: true }\n`, {}, ['error external-missing']],
    'an external volume that another project makes': [`${web('volumes: ["ext:/a"]')}volumes:\n  ext: { external: true, name: store_data }\n#- store/compose.yaml\nservices:\n  web: { image: "x:1", volumes: ["data:/data"] }\nvolumes:\n  data: {}\n`, {}, ['warning external-missing']],
    'an external volume in long form': [`${web('volumes: [{ type: volume, source: a, target: /a }]')}volumes:\n  a: { external: true }\n`, {}, ['error external-missing']],
    'an external volume that nobody uses': [`${web('init: true')}volumes:\n  a: { external: true }\n`, {}, []],
    'an external config': [`${web('configs: [a]')}configs:\n  a: { external: true }\n`, {}, ['error external-missing']],
    'an external config in a swarm': [`${web('configs: [a]')}configs:\n  a: { external: true }\n`, { swarm: true }, []],
    'a secret of a file': [`${web('secrets: [a]')}secrets:\n  a: { environment: HOME }\n`, {}, []],

    'a GPU that the engine lacks': [web('gpus: all'), { gpu: false }, ['error gpu-missing']],
    'a GPU of the engine': [web('gpus: all'), { gpu: true }, []],
    'a GPU of which nobody knows': [web('gpus: all'), { gpu: null as unknown as undefined }, []],
    'a list of GPUs': [web('gpus: [{ driver: nvidia, count: 1 }]'), {}, ['error gpu-missing']],
    'a GPU of another maker': [web('gpus: [{ driver: amd, count: 1 }]'), {}, []],
    'devices without a driver': [web('deploy: { resources: { reservations: { devices: [{ capabilities: [gpu], count: 1 }] } } }'), {}, ['error gpu-missing']],
    'a device that is no GPU': [web('deploy: { resources: { reservations: { devices: [{ capabilities: [tpu] }] } } }'), {}, []],
    'a runtime of the engine': [web('runtime: nvidia'), { runtimes: ['nvidia'] }, []],
    'another runtime': [web('runtime: runsc'), {}, []],

    'more CPUs than there are': [web('cpus: "4.5"'), { cpus: 4 }, ['error resource-overcommit']],
    'all CPUs': [web('cpus: 4'), { cpus: 4 }, []],
    'CPUs by the default of a variable': [web('deploy: { resources: { limits: { cpus: "${CPUS:-99}" } } }'), { cpus: 4 }, ['error resource-overcommit']],
    'reserved CPUs, which mean nothing': [web('deploy: { resources: { reservations: { cpus: "99" } } }'), { cpus: 4 }, []],
    'a limit beyond the memory': [web('mem_limit: 17g'), { memory: 16 * GB }, ['warning resource-overcommit']],
    'a limit of all memory': [web('mem_limit: 16gb'), { memory: 16 * GB }, []],
    'limits that are too much together': [`${web('mem_limit: 9g')}  db: { image: x, mem_limit: 8192m }\n`, { memory: 16 * GB }, ['information resource-overcommit']],
    'reservations that are too much together': [`${web('mem_reservation: 9g')}  db: { image: x, mem_reservation: 8g }\n`, { memory: 16 * GB }, ['warning resource-overcommit']],
    'replicas that are too much together': [web('scale: 5, mem_limit: 4g'), { memory: 16 * GB }, ['information resource-overcommit']],
    'a service that does not take part': [`${web('mem_limit: 9g')}  db: { image: x, mem_limit: 8g, profiles: [x] }\n`, { memory: 16 * GB }, []],
    'a service that is not started': [`${web('mem_limit: 9g')}  db: { image: x, mem_limit: 8g, scale: 0 }\n`, { memory: 16 * GB }, []],
    'an engine that does not say what it has': [web('mem_limit: 9g, cpus: 9'), { memory: 0, cpus: 0 }, []],
  };
  for (const [name, [compose, facts, expected]] of Object.entries(cases)) it(name, async () => assert.deepEqual(await found(compose, facts), expected));
});
