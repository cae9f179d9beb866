// What Compose wants of one service beyond the form of each value, whether it takes part or not.

import type { Findings } from '#core/compose/validate/findings.ts';
import { placeOf } from '#core/compose/validate/findings.ts';
import { entries, get, items, type YamlNode } from '#core/yaml/node.ts';

/** Mounts and devices in long syntax, which compose-go tells apart by their target (override/uncity.go, paths/resolve.go). */
export function checkServiceRules(service: YamlNode, kind: 'service' | 'job', findings: Findings): void {
  for (const { key, value } of entries(service)) {
    if (value.kind !== 'sequence') continue;
    switch (key.content) {
      case 'volumes': checkMounts(value.items, true, findings); break;
      case 'devices': if (kind === 'service') checkDevices(value.items, findings); break;
      case 'pre_start': for (const hook of value.items) checkMounts(items(get(hook, 'volumes')), false, findings); break;
    }
  }
}

function checkDevices(devices: readonly YamlNode[], findings: Findings): void {
  for (const device of devices) {
    if (device.kind === 'mapping' && isMissing(device, 'target')) findings.report('missing-property', placeOf(device), 'A device in long syntax needs "target"', { absent: true });
  }
}

function checkMounts(mounts: readonly YamlNode[], needTarget: boolean, findings: Findings): void {
  for (const mount of mounts) {
    if (mount.kind !== 'mapping') continue;
    if (needTarget && isMissing(mount, 'target')) findings.report('missing-property', placeOf(mount), 'A mount needs "target": the path in the container', { absent: true });
    const type = get(mount, 'type');
    if (type?.kind === 'scalar' && type.value === 'bind' && isMissing(mount, 'source')) findings.report('missing-property', placeOf(mount), 'A bind mount needs "source": the path on the host', { absent: true });
  }
}

function isMissing(node: YamlNode, name: string): boolean {
  return !entries(node).some(({ key }) => key.content === name);
}
