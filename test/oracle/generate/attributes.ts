// Every attribute of a service in its short and long forms, with values that chance picks and Compose accepts.

import type { Random } from '../../support/random.ts';
import { oneIn, some, type Tree } from './draft.ts';
import type { Value } from './yaml-text.ts';

/** What a service may name. */
export interface Names {
  readonly services: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  readonly secrets: readonly string[];
  readonly configs: readonly string[];
  /** Env files that are there. */
  readonly envFiles: readonly string[];
  /** True where only attributes are wanted that go with any other. */
  readonly calm: boolean;
}

type Make = (random: Random, names: Names) => Value;

const word = (random: Random): string => random.pick(['alpha', 'beta', 'gamma', 'delta', 'x1', 'Some', 'with space', 'a-b', 'a.b', 'a_b', '0', '1.50', 'true', 'no', '', 'é', 'a:b', 'a=b']);
const key = (random: Random): string => random.pick(['A', 'B', 'C', 'D_E', 'com.example.x', 'com.example.y', 'f-g']);
const image = (random: Random): string => random.pick(['nginx', 'nginx:1.27', 'redis:7-alpine', 'ghcr.io/o/app:v1', 'localhost:5000/x', 'busybox@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']);
const duration = (random: Random): string => random.pick(['5s', '1m30s', '90s', '250ms', '1h', '1h0m5s', '2m', '0s', '1.5s', '100us', '1500ms', '36h', '24h0m1ms']);
const size = (random: Random): string => random.pick(['64m', '1g', '512k', '1gb', '128mb', '1024', '10b', '1.5g', '2GiB', '64 MB', '1t']);
const bool: Make = (random) => random.below(2) === 0;
const number = (...from: readonly number[]): Make => (random) => random.pick(from);
const text = (...from: readonly string[]): Make => (random) => random.pick(from);
const list = (make: Make, most = 3): Make => (random, names) => distinct(Array.from({ length: 1 + random.below(most) }, () => make(random, names)));
const of = (...makes: readonly Make[]): Make => (random, names) => random.pick(makes)(random, names);
const fields = (all: Readonly<Record<string, Make>>, ...needed: readonly string[]): Make => (random, names) => {
  const tree: Tree = {};
  for (const [name, make] of Object.entries(all)) if (needed.includes(name) || oneIn(random, 2)) tree[name] = make(random, names);
  return tree;
};

/** A mapping, or a list of `KEY=value`; in the mapping values may be of any type. */
const pairs = (open: boolean): Make => (random) => {
  const keys = [...new Set(Array.from({ length: 1 + random.below(4) }, () => key(random)))];
  if (oneIn(random, 2)) return keys.map((each) => (open && oneIn(random, 5) ? each : `${each}=${word(random)}`));
  return Object.fromEntries(keys.map((each) => [each, random.pick<Value>([word(random), word(random), 5, 1.5, true, ...(open ? [null] : [])])]));
};

function distinct(all: readonly Value[]): readonly Value[] {
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

const port = (random: Random): string => String(random.pick([80, 443, 3000, 5432, 8080, 9000]) + random.below(3));
const ports = list(of(
  (random) => port(random), (random) => Number(port(random)), (random) => `${port(random)}:${port(random)}`, (random) => `${port(random)}:80/udp`, (random) => `127.0.0.1:${port(random)}:80`,
  text('[::1]:6000:6000', '7000-7002:7000-7002', '7000-7005:7000', '3000-3002', '8000-8001:9998-9999/tcp', '0.0.0.0::80', '9998-10001:9998-10001'),
  fields({ target: (random) => Number(port(random)), published: of((random) => port(random), (random) => Number(port(random)), text('7000-7010')), host_ip: text('127.0.0.1', '::1'), protocol: text('tcp', 'udp'), mode: text('host', 'ingress'), name: text('web'), app_protocol: text('http') }, 'target'),
), 4);

const targetOf = (random: Random): string => random.pick(['/data', '/srv/app', '/srv/app/', '/etc/x.conf', '/a//b', '/var/lib/x/../y']);
const target: Make = targetOf;
const volumes = list(of(
  (random, names) => `${random.pick(names.volumes)}:${targetOf(random)}`,
  (random) => `./${random.pick(['src', 'conf/x.conf', '../up', '.'])}:${targetOf(random)}${random.pick(['', ':ro', ':rw', ':z', ':ro,Z', ':cached', ':rshared'])}`,
  (random) => `${random.pick(['/abs/dir', '/abs/../x'])}:${targetOf(random)}`,
  (random, names) => `${random.pick(names.volumes)}:${targetOf(random)}:${random.pick(['nocopy', 'ro', 'rw,nocopy'])}`,
  text('/anonymous', 'v:/c', '/x/', '~/home:/home'),
  (random, names) => ({ type: 'volume', source: random.pick(names.volumes), target: target(random, names), ...(oneIn(random, 2) ? { read_only: true } : {}), ...(oneIn(random, 3) ? { volume: { nocopy: bool(random, names), subpath: 'sub' } } : {}) }),
  (random, names) => ({ type: 'bind', source: random.pick(['./src', '../other', '/abs', '~/x']), target: target(random, names), ...(oneIn(random, 2) ? { bind: random.pick<Value>([{ create_host_path: false }, { create_host_path: true }, { propagation: 'rslave' }, { selinux: 'Z' }, {}]) } : {}) }),
  (random) => ({ type: 'tmpfs', target: `/tmp/${random.below(3)}`, ...(oneIn(random, 2) ? { tmpfs: { size: random.pick<Value>([size(random), 4096]), mode: 0o1777 } } : {}) }),
  (random, names) => ({ type: 'volume', target: target(random, names) }),
), 4);

const fileMounts = (kind: 'secrets' | 'configs'): Make => (random, names) => some(random, names[kind]).map((name) => random.pick<Value>([
  name, { source: name }, { source: name, target: `/etc/${name}` }, { source: name, target: 'x', uid: '103', gid: '103', mode: 0o440 },
]));

const dependsOn: Make = (random, names) => {
  const others = some(random, names.services);
  if (oneIn(random, 2)) return others;
  return Object.fromEntries(others.map((name) => [name, fields({
    condition: text('service_started', 'service_healthy', 'service_completed_successfully'), restart: bool, required: bool,
  }, 'condition')(random, names)]));
};

const networks: Make = (random, names) => {
  const all = some(random, [...names.networks, 'default']);
  if (oneIn(random, 2)) return all;
  return Object.fromEntries(all.map((name) => [name, oneIn(random, 3) ? null : fields({
    aliases: list((each) => key(each)), ipv4_address: text('172.16.238.10'), ipv6_address: text('2001:db8::10'), priority: number(1, 1000, 0), mac_address: text('02:42:ac:11:65:43'),
    link_local_ips: list(text('57.123.22.11', '57.123.22.13')), driver_opts: (): Value => ({ 'com.x': 'y', n: 5 }), gw_priority: number(1),
  })(random, names)]));
};

const command = of(text('echo hello', 'sh -c "echo a b"', 'run --x=\'1 2\' y\\ z', '', 'a; b', 'x > y', 'npm run dev -- --port 3000'), list(text('a', 'b c', '--x', '', '"q"')), (): Value => [], (): Value => null);
const ulimits: Make = (random) => Object.fromEntries(some(random, ['nofile', 'nproc', 'core']).map((name) => [name, random.pick<Value>([1024, { soft: 10, hard: 20 }, { soft: 0, hard: 5 }, 0])]));
const hosts = of(list(text('h=1.2.3.4', 'i:5.6.7.8', 'j=[::1]', 'k=host-gateway', 'h=4.3.2.1', 'l:::1')), (): Value => ({ h: '1.2.3.4', k: 'host-gateway' }), (): Value => ({ m: ['1.1.1.1', '2.2.2.2'] }));
const devices = fields({ capabilities: (): Value => ['gpu'], driver: text('nvidia'), count: number(1, 2), options: (): Value => ({ a: 'b' }) }, 'capabilities');

export const build: Make = of(text('.', './app', 'https://github.com/o/r.git#main', '../up'), fields({
  context: text('.', './app', 'https://github.com/o/r.git', 'git@github.com:o/r.git'), dockerfile: text('Dockerfile', 'docker/Dockerfile.dev'), args: pairs(true), labels: pairs(false),
  cache_from: list(text('type=registry,ref=x', 'alpine')), cache_to: list(text('type=local,dest=/x')), target: text('prod', 'dev'), network: text('host', 'none'), shm_size: of((random) => size(random), number(4096)),
  extra_hosts: hosts, no_cache: bool, pull: bool, privileged: bool, isolation: text('default'), tags: list(text('a:1', 'b:2')), platforms: list(text('linux/amd64', 'linux/arm64')),
  additional_contexts: of((): Value => ({ res: './res', web: 'https://x/y', img: 'docker-image://a' }), (): Value => ['res=./res', 'img=docker-image://a']), ssh: of((): Value => ['default']),
  secrets: fileMounts('secrets'), ulimits, entitlements: list(text('network.host', 'security.insecure')),
}));

const hooks = list(fields({ command, user: text('root'), privileged: bool, working_dir: text('/x'), environment: pairs(true) }, 'command'));

/** How each attribute may be written. What a service has its image from is not here. */
export const attributes: Readonly<Record<string, Make>> = {
  annotations: pairs(false), attach: bool,
  blkio_config: fields({ weight: number(300), weight_device: (): Value => [{ path: '/dev/sda', weight: 400 }], device_read_bps: (random): Value => [{ path: '/dev/sdb', rate: size(random) }], device_write_iops: (): Value => [{ path: '/dev/sdb', rate: 30 }] }),
  cap_add: list(text('NET_ADMIN', 'SYS_TIME', 'ALL')), cap_drop: list(text('NET_ADMIN', 'MKNOD')), cgroup: text('host', 'private'), cgroup_parent: text('m-executor'), command, entrypoint: command,
  configs: fileMounts('configs'), container_name: (random) => `name-${random.below(1000)}`,
  cpu_count: number(1, 2), cpu_percent: number(50), cpu_period: number(100000), cpu_quota: number(50000), cpu_rt_period: number(1000), cpu_rt_runtime: number(400), cpu_shares: number(73), cpuset: text('0-3', '0,1'),
  credential_spec: (random): Value => random.pick<Value>([{ file: 'my.json' }, { registry: 'x' }]),
  depends_on: dependsOn,
  deploy: fields({
    mode: text('replicated', 'global'), endpoint_mode: text('vip', 'dnsrr'), labels: pairs(false),
    resources: fields({
      limits: fields({ cpus: of(text('0.50', '2'), number(1.5)), memory: (random): Value => size(random), pids: number(10) }),
      reservations: fields({ cpus: text('0.25'), memory: text('20M'), devices: list(devices, 2), generic_resources: (): Value => [{ discrete_resource_spec: { kind: 'gpu', value: 2 } }] }),
    }),
    restart_policy: fields({ condition: text('on-failure', 'any'), delay: duration, max_attempts: number(3, 0), window: duration }),
    update_config: fields({ parallelism: number(2, 0), delay: duration, failure_action: text('rollback'), monitor: duration, max_failure_ratio: number(0.1, 1), order: text('start-first') }),
    rollback_config: fields({ parallelism: number(1), order: text('stop-first') }),
    placement: fields({ constraints: list(text('node.role == manager')), preferences: (): Value => [{ spread: 'node.labels.zone' }], max_replicas_per_node: number(1) }),
  }),
  develop: fields({ watch: list(of(
    (random): Value => ({ path: random.pick(['./src', 'package.json', '/abs']), action: 'rebuild', ...(oneIn(random, 2) ? { ignore: ['node_modules/'] } : {}) }),
    (random): Value => ({ path: './src', action: random.pick(['sync', 'sync+restart']), target: '/app' }),
    (): Value => ({ path: './src', action: 'sync+exec', target: '/app', exec: { command: 'make all' } }),
  )) }),
  device_cgroup_rules: list(text('c 1:3 mr', 'a 7:* rmw')), devices: list(of(text('/dev/ttyUSB0:/dev/ttyUSB0', '/dev/sda:/dev/xvda:rwm', '/dev/null'), (): Value => ({ source: '/dev/a', target: '/dev/b', permissions: 'r' }), (): Value => ({ source: '/dev/c', target: '/dev/d' }))),
  dns: of(text('8.8.8.8'), list(text('8.8.8.8', '9.9.9.9'))), dns_opt: list(text('use-vc', 'no-tld-query')), dns_search: of(text('dc1.example.com'), list(text('dc1.example.com', 'dc2.example.com'))), domainname: text('example.com'),
  env_file: (random, names) => (oneIn(random, 2) ? random.pick(names.envFiles) : distinct(some(random, names.envFiles).map((path) => random.pick<Value>([path, { path }, { path, required: true }, { path: './none.env', required: false }])))),
  environment: pairs(true), expose: list(of(text('3000', '8000-8010', '53/udp'), number(8000, 80))), external_links: list(text('redis', 'db:mysql')), extra_hosts: hosts,
  gpus: of(text('all'), list(fields({ driver: text('3dfx'), count: number(2), capabilities: (): Value => ['gpu'] }, 'driver'), 2)), group_add: list(of(text('mail', '1001'), number(1001))), hostname: text('web', 'web.local'),
  healthcheck: of(fields({ test: of(text('curl -f x || exit 1'), (): Value => ['CMD', 'true'], (): Value => ['NONE'], (): Value => ['CMD-SHELL', 'x y']), interval: duration, timeout: duration, retries: number(3, 0), start_period: duration, start_interval: duration }), (): Value => ({ disable: true })),
  init: bool, ipc: text('host', 'shareable'), isolation: text('default'), labels: pairs(false), logging: (random): Value => random.pick<Value>([{ driver: 'json-file', options: { 'max-size': '10m', 'max-file': 3 } }, { driver: 'syslog', options: { 'syslog-address': 'tcp://x:1' } }, { options: { tag: 'x' } }, { driver: 'none' }]),
  mac_address: text('02:42:ac:11:65:43'), mem_swappiness: number(60), memswap_limit: of((random) => size(random), number(-1, 4096)),
  networks, oom_kill_disable: bool, oom_score_adj: number(-500, 0, 500), pid: text('host'), platform: text('linux/amd64'), ports, post_start: hooks, pre_stop: hooks, privileged: bool,
  pull_policy: text('always', 'never', 'if_not_present', 'missing', 'build'), read_only: bool, restart: text('no', 'always', 'on-failure', 'on-failure:3', 'unless-stopped'), runtime: text('runc'), secrets: fileMounts('secrets'),
  security_opt: list(text('no-new-privileges:true', 'label=disable')), shm_size: of((random) => size(random), number(67108864)), stdin_open: bool, stop_grace_period: duration, stop_signal: text('SIGUSR1'), storage_opt: (): Value => ({ size: '1G' }),
  sysctls: of((): Value => ({ 'net.core.somaxconn': 1024 }), (): Value => ['net.ipv4.tcp_syncookies=0']), tmpfs: of(text('/run', '/tmp:size=64m'), list(text('/run', '/tmp:mode=755', '/var/run'))), tty: bool, ulimits,
  user: text('root', '1000:1000'), userns_mode: text('host'), uts: text('host'), volumes, volumes_from: (random, names): Value => [`${random.pick(names.services)}${random.pick(['', ':ro'])}`], working_dir: text('/app'),
  links: (random, names): Value => [random.pick(names.services), `${random.pick(names.services)}:alias`].slice(random.below(2)),
  'x-extension': of((): Value => ({ a: [1, 'b'] }), text('x')),
};

/** A service with so many attributes. */
export function service(random: Random, names: Names, count: number): Tree {
  const made: Tree = oneIn(random, 4) ? { build: build(random, names) } : { image: image(random) };
  if (oneIn(random, 8)) made['build'] = build(random, names);
  for (const name of some(random, Object.keys(attributes), count)) {
    if (name === 'networks' && made['network_mode'] !== undefined) continue;
    made[name] = attributes[name]?.(random, names) ?? null;
  }
  return made;
}
