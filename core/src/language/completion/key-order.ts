// Which keys are usual: those that most projects write come first, in the order in which people write them.

import type { Attribute } from '#core/compose/spec/attribute.ts';
import type { Suggestion } from '#core/language/completion/suggestion.ts';

/** By the shape of the mapping. Keys that are not named here follow in the order of the specification. */
const usual: Readonly<Record<string, readonly string[]>> = {
  '': ['services', 'networks', 'volumes', 'secrets', 'configs', 'name', 'include', 'models', 'jobs'],
  'services.*': [
    'image', 'build', 'ports', 'environment', 'volumes', 'depends_on', 'networks', 'restart', 'healthcheck', 'command', 'env_file', 'container_name',
    'profiles', 'deploy', 'entrypoint', 'expose', 'labels', 'secrets', 'configs', 'user', 'working_dir', 'extends', 'develop', 'extra_hosts', 'logging',
    'network_mode', 'platform', 'init', 'tty', 'stdin_open', 'cap_add', 'security_opt', 'tmpfs', 'shm_size', 'ulimits', 'hostname', 'pull_policy',
    'privileged', 'read_only', 'stop_grace_period', 'mem_limit', 'cpus', 'gpus', 'links', 'dns', 'sysctls', 'devices',
  ],
  'services.*.build': ['context', 'dockerfile', 'target', 'args', 'secrets', 'additional_contexts', 'cache_from', 'platforms', 'dockerfile_inline'],
  'services.*.healthcheck': ['test', 'interval', 'timeout', 'retries', 'start_period', 'start_interval', 'disable'],
  'services.*.depends_on.*': ['condition', 'restart', 'required'],
  'services.*.volumes.0': ['type', 'source', 'target', 'read_only', 'bind', 'volume', 'tmpfs'],
  'services.*.ports.0': ['target', 'published', 'protocol', 'host_ip', 'mode', 'app_protocol', 'name'],
  'services.*.deploy': ['resources', 'replicas', 'restart_policy', 'placement', 'update_config', 'labels'],
  'services.*.develop.watch.0': ['action', 'path', 'target', 'ignore', 'include'],
  'services.*.extends': ['service', 'file'],
};

/** Keys that a mapping of free names often has. */
const customary: Readonly<Record<string, readonly string[]>> = {
  'services.*.ulimits': ['nofile', 'nproc', 'memlock', 'core', 'stack'],
  'services.*.logging.options': ['max-size', 'max-file', 'tag', 'labels', 'env'],
  'volumes.*.driver_opts': ['type', 'o', 'device'],
  'services.*.sysctls': ['net.core.somaxconn', 'net.ipv4.ip_forward', 'net.ipv4.ip_unprivileged_port_start', 'vm.overcommit_memory'],
};

/** The place of a key among the keys of a mapping. */
export function keyRank(shape: string, key: string, position: number): number {
  const index = usual[shape.replace(/(?<=^services\.\*\.depends_on\.)[^.]+$/, '*')]?.indexOf(key) ?? -1;
  return index === -1 ? 100 + position : index;
}

/** Names that people often give in a mapping of free names. */
export function customaryKeys(shape: string, others: ReadonlySet<string>, write: (key: string, attribute?: Attribute) => string): readonly Suggestion[] {
  return (customary[shape] ?? []).filter((key) => !others.has(key)).map((key, rank) => ({ label: key, kind: 'key', text: write(key), rank, goesOn: true }));
}
