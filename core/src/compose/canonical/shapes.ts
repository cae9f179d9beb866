// How each attribute is printed, and whether it is printed when it says nothing: the fields of compose-go's structs
// (types/types.go) with their JSON tags, as data.

/** What a value is printed as. */
export type Shape =
  | 'text' | 'boolean' | 'integer' | 'single' | 'bytes' | 'duration' | 'count' | 'mode' | 'any'
  | 'words' | 'test' | 'texts' | 'pairs' | 'openPairs' | 'hosts' | 'ulimit' | 'ssh'
  | { readonly items: Shape }
  | { readonly values: Shape; readonly open?: true }
  | { readonly fields: Readonly<Record<string, Field>> };

/**
 * When a field is printed: `filled` when it is not zero or empty, `given` when it is there and not null, `always`,
 * `unlessTrue` for what is true by default. `as` is another name than the one it is written with.
 */
export interface Field {
  readonly shape: Shape;
  readonly printed: 'filled' | 'given' | 'always' | 'unlessTrue';
  readonly as?: string;
}

const filled = (shape: Shape, ...names: readonly string[]): Readonly<Record<string, Field>> => Object.fromEntries(names.map((name) => [name, { shape, printed: 'filled' }]));
const given = (shape: Shape, ...names: readonly string[]): Readonly<Record<string, Field>> => Object.fromEntries(names.map((name) => [name, { shape, printed: 'given' }]));
const always = (shape: Shape, ...names: readonly string[]): Readonly<Record<string, Field>> => Object.fromEntries(names.map((name) => [name, { shape, printed: 'always' }]));
const fields = (...all: readonly Readonly<Record<string, Field>>[]): Shape => ({ fields: Object.assign({}, ...all) as Record<string, Field> });
const items = (shape: Shape): Shape => ({ items: shape });
const values = (shape: Shape): Shape => ({ values: shape });

const ulimits = filled(values('ulimit'), 'ulimits');
const fileMount = fields(filled('text', 'source', 'target', 'uid', 'gid'), given('mode', 'mode'));

const build = fields(
  filled('text', 'context', 'dockerfile', 'dockerfile_inline', 'isolation', 'network', 'target', 'provenance', 'sbom'),
  filled('texts', 'entitlements', 'cache_from', 'cache_to', 'no_cache_filter', 'tags', 'platforms'),
  filled('openPairs', 'args'), filled('ssh', 'ssh'), filled('pairs', 'labels', 'additional_contexts'), filled('boolean', 'no_cache', 'pull', 'privileged'),
  filled('hosts', 'extra_hosts'), filled(items(fileMount), 'secrets'), filled('bytes', 'shm_size'), ulimits,
);

const hook = fields(always('words', 'command'), filled('text', 'user', 'working_dir'), filled('boolean', 'privileged'), filled('openPairs', 'environment'));

const develop = fields(filled(items(fields(
  always('text', 'path', 'action'), filled('text', 'target'), always(hook, 'exec'), filled('texts', 'ignore', 'include'), filled('boolean', 'initial_sync'),
)), 'watch'));

const throttle = items(fields({ path: { shape: 'text', printed: 'always', as: 'Path' }, rate: { shape: 'bytes', printed: 'always', as: 'Rate' } }));
const blkio = fields(
  filled('integer', 'weight'), filled(items(fields({ path: { shape: 'text', printed: 'always', as: 'Path' }, weight: { shape: 'integer', printed: 'always', as: 'Weight' } })), 'weight_device'),
  filled(throttle, 'device_read_bps', 'device_read_iops', 'device_write_bps', 'device_write_iops'),
);

const deviceRequest = fields(filled('texts', 'capabilities', 'device_ids'), filled('text', 'driver'), filled('count', 'count'), filled('pairs', 'options'));
const resource = fields(
  filled('single', 'cpus'), filled('bytes', 'memory'), filled('integer', 'pids'), filled(items(deviceRequest), 'devices'),
  filled(items(fields(given(fields(always('text', 'kind'), always('integer', 'value')), 'discrete_resource_spec'))), 'generic_resources'),
);
const update = fields(given('integer', 'parallelism'), filled('duration', 'delay', 'monitor'), filled('text', 'failure_action', 'order'), filled('single', 'max_failure_ratio'));
const deploy = fields(
  filled('text', 'mode', 'endpoint_mode'), given('integer', 'replicas'), filled('pairs', 'labels'), given(update, 'update_config', 'rollback_config'),
  always(fields(given(resource, 'limits', 'reservations')), 'resources'),
  given(fields(filled('text', 'condition'), given('duration', 'delay', 'window'), given('integer', 'max_attempts')), 'restart_policy'),
  always(fields(filled('texts', 'constraints'), filled(items(fields(filled('text', 'spread'))), 'preferences'), filled('integer', 'max_replicas_per_node')), 'placement'),
);

const volume = fields(
  filled('text', 'type', 'source', 'target', 'consistency'), filled('boolean', 'read_only'),
  given(fields(filled('text', 'selinux', 'propagation', 'recursive'), { create_host_path: { shape: 'boolean', printed: 'unlessTrue' } }), 'bind'),
  given(fields(filled('boolean', 'nocopy'), filled('text', 'subpath'), filled('pairs', 'labels')), 'volume'),
  given(fields(filled('bytes', 'size'), filled('integer', 'mode')), 'tmpfs'),
  given(fields(filled('text', 'subpath')), 'image'),
);

const network = fields(
  filled('integer', 'priority', 'gw_priority'), filled('texts', 'aliases', 'link_local_ips'),
  filled('text', 'ipv4_address', 'ipv6_address', 'mac_address', 'interface_name'), filled('pairs', 'driver_opts'), given('boolean', 'use_service_name_alias'),
);

const service = fields(
  filled('texts', 'profiles', 'cap_add', 'cap_drop', 'device_cgroup_rules', 'dns', 'dns_opt', 'dns_search', 'expose', 'external_links', 'group_add', 'links', 'security_opt', 'tmpfs', 'volumes_from'),
  filled('pairs', 'annotations', 'labels', 'log_opt', 'storage_opt', 'sysctls'),
  given('boolean', 'attach', 'init'), filled('boolean', 'oom_kill_disable', 'privileged', 'read_only', 'stdin_open', 'tty', 'use_api_socket'),
  given(build, 'build'), given(develop, 'develop'), given(blkio, 'blkio_config'), given(deploy, 'deploy'),
  filled(
    'text', 'cgroup_parent', 'cgroup', 'cpuset', 'container_name', 'domainname', 'hostname', 'image', 'ipc', 'isolation', 'mac_address', 'network_mode', 'pid', 'platform',
    'pull_policy', 'pull_refresh_after', 'restart', 'runtime', 'stop_signal', 'user', 'userns_mode', 'uts', 'volume_driver', 'working_dir', 'log_driver', 'net', 'dockerfile',
  ),
  filled('integer', 'cpu_count', 'cpu_period', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares', 'oom_score_adj', 'pids_limit'), given('integer', 'scale'),
  filled('single', 'cpu_percent', 'cpus'),
  always('words', 'command', 'entrypoint'),
  filled(items(fileMount), 'configs', 'secrets'),
  given(fields(filled('text', 'config', 'file', 'registry')), 'credential_spec'),
  filled(values(fields(filled('text', 'condition'), filled('boolean', 'restart'), always('boolean', 'required'))), 'depends_on'),
  filled(items(fields(filled('text', 'source', 'target', 'permissions'))), 'devices'),
  filled('openPairs', 'environment'), filled('hosts', 'extra_hosts'), filled(items(deviceRequest), 'gpus'),
  given(fields(filled('test', 'test'), given('duration', 'timeout', 'interval', 'start_period', 'start_interval'), given('integer', 'retries'), filled('boolean', 'disable')), 'healthcheck'),
  given(fields(filled('text', 'driver'), filled('pairs', 'options')), 'logging'),
  filled('bytes', 'mem_limit', 'mem_reservation', 'memswap_limit', 'mem_swappiness', 'shm_size'),
  filled({ values: fields(filled('text', 'endpoint_var', 'model_var')), open: true }, 'models'),
  filled({ values: network, open: true }, 'networks'),
  filled(items(fields(filled('text', 'name', 'mode', 'host_ip', 'published', 'protocol', 'app_protocol'), filled('integer', 'target'))), 'ports'),
  given(fields(filled('text', 'type'), filled(values('texts'), 'options')), 'provider'),
  given('duration', 'stop_grace_period'), ulimits, filled(items(volume), 'volumes'), filled(items(hook), 'post_start', 'pre_stop'),
);

const ipam = fields(filled('text', 'driver'), filled(items(fields(filled('text', 'subnet', 'gateway', 'ip_range'), filled('pairs', 'aux_addresses'))), 'config'), filled('pairs', 'options'));
const fileObject = fields(filled('text', 'name', 'file', 'environment', 'content', 'driver', 'template_driver'), filled('boolean', 'external'), filled('pairs', 'labels', 'driver_opts'));

/** A project but for its extensions. */
export const projectShape = fields(
  always('text', 'name'), always(values(service), 'services'),
  filled(values(fields(
    filled('text', 'name', 'driver'), filled('pairs', 'driver_opts', 'labels'), always(ipam, 'ipam'), filled('boolean', 'external', 'internal', 'attachable'), given('boolean', 'enable_ipv4', 'enable_ipv6'),
  )), 'networks'),
  filled(values(fields(filled('text', 'name', 'driver'), filled('pairs', 'driver_opts', 'labels'), filled('boolean', 'external'))), 'volumes'),
  filled(values(fileObject), 'secrets', 'configs'),
  filled(values(fields(filled('text', 'name', 'model'), filled('integer', 'context_size'), filled('texts', 'runtime_flags'))), 'models'),
);
