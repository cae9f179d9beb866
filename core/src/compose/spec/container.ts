// What every container can have: services, jobs and the containers of `pre_start`.

import { decimalNumber, mask } from '#core/compose/format/number.ts';
import { environmentEntry, hostEntry, hostName, optionName, pullPolicies, pullPolicy } from '#core/compose/format/short-syntax.ts';
import { shellWords } from '#core/compose/format/shell-words.ts';
import { anything, choice, either, list, mapOf, number, orEmpty, pairs, plainNumber, record, strictFlag, text, texts, textOrNumber, textOrTexts, type Attribute } from '#core/compose/spec/attribute.ts';
import { gpus } from '#core/compose/spec/devices.ts';
import { configReferences, devices, secretReferences, volumes } from '#core/compose/spec/mounts.ts';
import { driverOptions, labels } from '#core/compose/spec/options.ts';
import { amount, decimal, duration, flag, size, whole } from '#core/compose/spec/values.ts';

/** A command: one line that is cut into words, a list of words, or nothing. */
export function command(docs: string, options: { readonly required?: boolean; readonly anchor?: string } = {}): Attribute {
  return either(docs, [text(docs, { format: shellWords, empty: true }), texts(docs, { repeats: true })], { example: '["npm", "start"]', ...options });
}

/** Variables of a container or of a hook. */
export function environment(docs: string): Attribute {
  return pairs(docs, { item: environmentEntry, example: 'LOG_LEVEL: debug' });
}

/** `extra_hosts` of a container and of a build. */
export const extraHosts: Attribute = either('Host names that the container knows beside those of DNS', [
  mapOf('Addresses by host name', either('Address of the host', [text('Address of the host'), list('Addresses of the host', text('One address'))]), { names: hostName }),
  texts('host=address', { format: hostEntry }),
], { example: '- "db.example.com=10.0.0.5"' });

type Limit = (docs: string, options?: { readonly required?: boolean }) => Attribute;

const limits = (docs: string, limit: Limit): Attribute => mapOf(docs, either('One limit for soft and hard, or both', [
  limit('Soft and hard limit'),
  record('Soft and hard limit', {
    soft: limit('What a process has; it may raise it to the hard limit', { required: true }),
    hard: limit('What a process may raise its soft limit to', { required: true }),
  }, { what: 'a limit' }),
]), { example: 'nofile: 65536' });

/** `ulimits` of a container. */
export const ulimits: Attribute = limits('Limits of the kernel for the processes in the container', whole);

/** `ulimits` of a build, where Compose takes no text. */
export const buildUlimits: Attribute = { ...limits('Limits of the kernel for the processes of the build', (docs, options) => plainNumber(docs, 'whole', options)), since: '2.23.1' };

const blockRate = (docs: string, rate: Attribute): Attribute => list(docs, record('One device', { path: text('Device on the host, such as /dev/sda'), rate }, { what: 'a limit of a device', extensions: false }));
const bytesPerSecond = size('Bytes in a second', 'whole');
const operationsPerSecond = size('Operations in a second', 'whole');

/** How a service joins one network. */
const networkAttachment = orEmpty(record('How the service joins the network', {
  aliases: texts('More names of the service on this network', { anchor: 'aliases' }),
  interface_name: text('Name of the network interface in the container', { since: '2.36.0', anchor: 'interface_name' }),
  ipv4_address: text('Fixed IPv4 address; the network needs an ipam config with its subnet', { anchor: 'ipv4_address-ipv6_address' }),
  ipv6_address: text('Fixed IPv6 address; the network needs an ipam config with its subnet', { anchor: 'ipv4_address-ipv6_address' }),
  link_local_ips: texts('Link-local addresses of the container', { anchor: 'link_local_ips' }),
  mac_address: text('MAC address of the container on this network', { since: '2.23.2', anchor: 'mac_address' }),
  driver_opts: driverOptions('Options of the network driver for this container', { since: '2.27.1', anchor: 'driver_opts' }),
  priority: plainNumber('Networks with a higher number are joined first', 'any', { anchor: 'priority' }),
  gw_priority: plainNumber('The network with the highest number is the default gateway', 'any', { since: '2.33.1', anchor: 'gw_priority' }),
  use_service_name_alias: flag('Whether the service is known by its name on this network'),
}, { what: 'how a service joins a network' }));

/** The keys of every container. */
export const containerKeys = {
  annotations: pairs('Notes for tools that run the container'),
  blkio_config: record('Limits for reading and writing block devices', {
    weight: plainNumber('Share of the disk time compared with other containers, 10 to 1000', 'whole', { min: 0 }),
    weight_device: list('Shares for single devices', record('One device', {
      path: text('Device on the host, such as /dev/sda'),
      weight: plainNumber('Share of the disk time, 10 to 1000', 'whole', { min: 0 }),
    }, { what: 'the share of a device', extensions: false })),
    device_read_bps: blockRate('Most bytes read in a second, by device', bytesPerSecond),
    device_read_iops: blockRate('Most reads in a second, by device', operationsPerSecond),
    device_write_bps: blockRate('Most bytes written in a second, by device', bytesPerSecond),
    device_write_iops: blockRate('Most writes in a second, by device', operationsPerSecond),
  }, { what: 'limits of block devices', extensions: false }),
  cap_add: texts('Capabilities of the kernel that the container gets on top', { known: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_PTRACE', 'NET_RAW', 'SYS_TIME', 'ALL'], example: '- NET_ADMIN' }),
  cap_drop: texts('Capabilities of the kernel that the container loses', { known: ['ALL', 'NET_ADMIN', 'SYS_ADMIN', 'NET_RAW'], example: '- ALL' }),
  cgroup: choice('Namespace of control groups: the host\'s or its own', ['host', 'private'], { since: '2.15.0' }),
  cgroup_parent: text('Control group above the container\'s'),
  command: command('What the container runs, in place of the image\'s CMD'),
  configs: configReferences,
  cpu_count: whole('CPUs that may be used, on Windows', { min: 0 }),
  cpu_percent: number('Share of the CPUs in percent, on Windows', 'whole', decimalNumber, { min: 0, max: 100 }),
  cpu_shares: amount('Weight among containers that want the CPU; 1024 is usual'),
  cpu_quota: amount('Microseconds of CPU time in each period'),
  cpu_period: amount('Length of a scheduler period in microseconds'),
  cpu_rt_period: amount('Period of the real-time scheduler in microseconds'),
  cpu_rt_runtime: amount('Real-time share of each period in microseconds'),
  cpus: decimal('How many CPUs the container may use, such as 0.5'),
  cpuset: text('CPUs on which the container may run, such as "0-3" or "0,1"'),
  credential_spec: record('Windows credentials of a managed service account', {
    config: text('Config that holds the specification'),
    file: text('File that holds the specification'),
    registry: text('Value in the registry of the host'),
  }, { what: 'a credential specification' }),
  device_cgroup_rules: texts('Rules for devices in the control group', { example: '- "c 1:3 mr"' }),
  devices,
  dns: textOrTexts('DNS servers', { example: '8.8.8.8' }),
  dns_opt: texts('Options of the resolver', { example: '- use-vc' }),
  dns_search: textOrTexts('Domains that are searched', { example: 'example.com' }),
  domainname: text('Domain of the container'),
  entrypoint: command('Program that runs first, in place of the image\'s ENTRYPOINT; it also empties the image\'s CMD'),
  env_file: either('Files with variables for the container; environment wins over them', [
    text('Path of the file'),
    list('Files, later ones over earlier ones', either('One file', [
      text('Path of the file'),
      record('A file in long syntax', {
        path: text('Path of the file', { required: true }),
        required: flag('Whether a missing file stops Compose; true where nothing is said', { since: '2.24.0', anchor: 'required' }),
        format: text('raw takes every value as it stands, without quotes and variables', { known: ['raw'], since: '2.30.0', anchor: 'format' }),
      }, { what: 'an env file', extensions: false }),
    ])),
  ], { example: '.env' }),
  label_file: either('Files with labels for the container', [text('Path of the file'), texts('Paths of the files', { repeats: true })], { since: '2.32.2', example: './app.labels' }),
  environment: environment('Variables of the container; one without a value takes it from the shell'),
  extra_hosts: extraHosts,
  gpus,
  group_add: list('Groups of the user in the container, by name or number', textOrNumber('A group', 'whole'), { unique: true, example: '- mail' }),
  hostname: text('Host name of the container'),
  image: text('Image to run: name, name:tag or name@digest; with build it is the name of what is built'),
  init: flag('Run a small init as process 1 that passes on signals and reaps zombies'),
  ipc: text('Namespace for shared memory', { known: ['shareable', 'private', 'host', 'service:', 'container:'] }),
  isolation: text('How the container is kept apart, on Windows', { known: ['default', 'process', 'hyperv'] }),
  labels: labels('Labels of the container'),
  logging: record('Where the container\'s output goes', {
    driver: text('Log driver', { known: ['json-file', 'local', 'syslog', 'journald', 'gelf', 'fluentd', 'awslogs', 'splunk', 'none'] }),
    options: mapOf('Options of the log driver', textOrNumber('Value of the option', 'any', { empty: true })),
  }, { what: 'a logging configuration' }),
  mac_address: text('MAC address of the container'),
  mem_limit: size('Most memory that the container may use', 'any'),
  mem_reservation: size('Memory that is kept for the container', 'whole'),
  mem_swappiness: size('How readily memory is swapped out, 0 to 100', 'whole'),
  memswap_limit: size('Most memory and swap together; -1 is without limit', 'any'),
  models: either('AI models that the service uses', [
    texts('Names of models of the top level'),
    mapOf('Models by name', orEmpty(record('How the service learns of the model', {
      endpoint_var: text('Variable that holds the URL of the model', { since: '2.38.0' }),
      model_var: text('Variable that holds the name of the model', { since: '2.38.0' }),
    }, { what: 'the use of a model' }))),
  ], { since: '2.38.0', example: '- llm' }),
  network_mode: text('Network of the container in place of networks: none, host, or that of another container', { known: ['none', 'host', 'bridge', 'service:', 'container:'] }),
  networks: either('Networks that the container joins', [
    texts('Names of networks of the top level'),
    mapOf('Networks by name', networkAttachment, { names: 'name' }),
  ], { example: '- backend' }),
  oom_kill_disable: flag('Keep the kernel from ending the container when memory runs out'),
  oom_score_adj: whole('How readily the kernel ends the container when memory runs out', { min: -1000, max: 1000 }),
  pid: text('Process namespace', { known: ['host', 'service:', 'container:'] }),
  pids_limit: amount('Most processes in the container; -1 is without limit'),
  platform: text('Platform of the image, os/arch or os/arch/variant', { known: ['linux/amd64', 'linux/arm64', 'linux/arm64/v8', 'linux/arm/v7', 'windows/amd64'] }),
  privileged: flag('Give the container nearly all rights of the host'),
  pull_policy: text('When the image is pulled', { format: pullPolicy, known: pullPolicies }),
  pull_refresh_after: text('How old an image may be before it is pulled again'),
  read_only: flag('The container\'s own file system cannot be written'),
  runtime: text('OCI runtime of the container', { known: ['runc', 'nvidia'] }),
  secrets: secretReferences,
  security_opt: texts('How the container is labelled and confined', { known: ['no-new-privileges:true', 'seccomp:unconfined', 'apparmor:unconfined', 'label:disable'], example: '- no-new-privileges:true' }),
  shm_size: size('Size of /dev/shm', 'any'),
  stop_grace_period: duration('How long the container may take to stop before it is killed; 10s where nothing is said'),
  stop_signal: text('Signal that stops the container', { known: ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGUSR1'] }),
  storage_opt: mapOf('Options of the storage driver', textOrNumber('Value of the option', 'whole', { empty: true }), { names: optionName, example: 'size: 1G' }),
  sysctls: pairs('Parameters of the kernel in the container', { example: 'net.core.somaxconn: 1024' }),
  tmpfs: textOrTexts('Folders in memory, with options behind a colon', { example: '/run' }),
  ulimits,
  umask: textOrNumber('File mode mask of the container\'s processes', 'whole', { format: mask, empty: true, min: 0, max: 4294967295 }),
  use_api_socket: strictFlag('Give the container the API of the engine'),
  user: text('User that runs the process: name, uid, or uid:gid in quotes', { example: '"1000:1000"' }),
  userns_mode: text('User namespace', { known: ['host'] }),
  uts: text('Namespace of the host name', { known: ['host'], since: '2.15.1' }),
  volumes,
  volumes_from: texts('Services or containers whose volumes are mounted too', { example: '- web:ro' }),
  working_dir: text('Folder in which the container starts'),
} satisfies Readonly<Record<string, Attribute>>;

/** A mapping of extension fields that Compose hands on. */
export const extension = anything('A field of your own: Compose passes over it', { page: 'extension/' });
