// Where the installed Compose (2.26.1) judges otherwise than the newest one, which counts. One line of reason each.

import type { Case } from './cases.ts';

interface Difference {
  readonly path: RegExp;
  /** All values where it is absent. */
  readonly value?: RegExp;
  readonly reason: string;
}

export const knownDifferences: readonly Difference[] = [
  { path: /^(?:models\.|services\.\*\.(?:models|provider|pre_start|umask|use_api_socket|pull_refresh_after)\b)/, reason: 'newer than 2.26' },
  { path: /\.(?:interface_name|use_service_name_alias|no_cache_filter|provenance|sbom|initial_sync|watch\[\]\.include)\b/, reason: 'newer than 2.26' },
  { path: /\.x-(?:develop|initialSync)\b/, reason: 'the newest reads them as develop and initial_sync, 2.26 passes over them' },
  { path: /\.pull_policy$/, value: /every_/, reason: 'every_ is newer than 2.26' },
  { path: /\.develop\.watch\[\]\.ignore$/, value: /^(?:"|text|maybe|\d|\[a, a\])/, reason: 'the newest takes one text too, and refuses repeats' },
  { path: /\.watch\[\]\.exec$/, value: /^\{(?:x-a: 1)?\}$/, reason: 'the newest wants the command of a hook' },
  { path: /\.(?:post_start|pre_stop)(?:\[\])?$/, value: /\{(?:x-a: 1)?\}/, reason: 'the newest wants the command of a hook' },
  { path: /./, value: /a =b/, reason: 'the newest refuses a variable with a blank behind its name' },
  { path: /\.(?:interval|timeout|start_period|start_interval|stop_grace_period|delay|monitor|window)$/, value: /1w/, reason: 'days and weeks are newer than 2.26' },
  { path: /\.(?:mem_\w+|memswap_limit|shm_size|memory|rate|size)$/, value: /-1/, reason: 'the newest takes -1 for no limit everywhere' },
  { path: /\.mode$/, reason: 'the newest reads a mode in quotes as octal digits, and no decimals' },
  { path: /\.volumes\[\]\.type$/, reason: 'the newest knows which types of mounts there are' },
  { path: /\.depends_on\.\*\.required$/, reason: 'the newest reads the truth value out of a text' },
  { path: /\.ports\[\]\.host_ip$/, reason: 'the newest looks at the address' },
  { path: /\.container_name$/, reason: 'the newest looks at the name' },
  { path: /\.build\.ssh/, reason: '2.26 cannot write keys with a path as JSON' },
  { path: /\.(?:replicas|scale)$/, value: /-1/, reason: 'the newest refuses negative numbers' },
];

/** Whether the installed Compose may judge a case otherwise. */
export function isKnownDifference({ path, value }: Case): boolean {
  return knownDifferences.some((each) => each.path.test(path) && (each.value?.test(value) ?? true));
}
