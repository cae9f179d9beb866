// The top-level networks, volumes, secrets and configs of a project, in every form.

import type { Random } from '../../support/random.ts';
import { oneIn, type Tree } from './draft.ts';
import type { Value } from './yaml-text.ts';

const labels: readonly Value[] = [{ a: 'b', n: 1 }, ['a=b', 'c'], { 'com.example.x': true }];

export function network(random: Random): Value {
  if (oneIn(random, 3)) return null;
  if (oneIn(random, 5)) return random.pick<Value>([{ external: true }, { external: true, name: 'shared' }, { external: false, driver: 'bridge' }]);
  const made: Tree = {};
  if (oneIn(random, 2)) made['driver'] = random.pick(['bridge', 'overlay']);
  if (oneIn(random, 3)) made['driver_opts'] = { 'com.docker.network.bridge.name': 'br0', mtu: 1450 };
  if (oneIn(random, 3)) made['labels'] = random.pick(labels);
  if (oneIn(random, 3)) made['name'] = random.pick(['my-net', 'other']);
  if (oneIn(random, 3)) made['internal'] = true;
  if (oneIn(random, 4)) made['attachable'] = random.below(2) === 0;
  if (oneIn(random, 4)) made['enable_ipv6'] = random.below(2) === 0;
  if (oneIn(random, 3)) {
    made['ipam'] = random.pick<Value>([
      { driver: 'default', config: [{ subnet: '172.28.0.0/16', ip_range: '172.28.5.0/24', gateway: '172.28.5.254', aux_addresses: { host1: '172.28.1.5' } }] },
      { config: [{ subnet: '172.16.238.0/24' }, { subnet: '2001:db8::/64' }] }, { driver: 'default' },
    ]);
  }
  return made;
}

export function volume(random: Random): Value {
  return random.pick<() => Value>([
    () => null, () => null, () => ({}), () => ({ driver: 'local' }), () => ({ external: true }), () => ({ external: true, name: 'data' }), () => ({ name: 'named', labels: random.pick(labels) }),
    () => ({ driver: 'local', driver_opts: { type: 'none', o: 'bind', device: './data' } }), () => ({ driver_opts: { type: 'nfs', n: 5 } }), () => ({ 'x-note': 'x' }),
  ])();
}

export function secret(random: Random): Value {
  return random.pick<Value>([{ file: './secret.txt' }, { environment: 'SECRET_VALUE' }, { external: true }, { external: true, name: 'theirs' }, { file: '/abs/secret', name: 'named' }, { file: '../up.txt', labels: { a: 'b' } }]);
}

export function config(random: Random): Value {
  return random.pick<Value>([{ file: './app.conf' }, { content: 'a=1\nb=$$x' }, { environment: 'CONFIG_VALUE' }, { external: true }, { file: './x.conf', name: 'named' }]);
}
