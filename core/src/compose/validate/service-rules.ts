// What Compose wants of one service beyond the form of each value, whether it takes part or not.

import type { Findings } from '#core/compose/validate/findings.ts';
import { placeOf } from '#core/compose/validate/findings.ts';
import { entries, get, items, type YamlNode } from '#core/yaml/node.ts';

/** Mounts and devices in long syntax, which compose-go tells apart by their target (override/uncity.go, paths/resolve.go). */
export function checkServiceRules(service: YamlNode, kind: 'service' | 'job', findings: Findings): void {
  checkMounts(service, true, findings);
  if (kind === 'service') {
    for (const device of items(get(service, 'devices'))) {
      if (device.kind === 'mapping' && isMissing(device, 'target')) findings.report('missing-property', placeOf(device), 'A device in long syntax needs "target"', { absent: true });
    }
  }
  for (const hook of items(get(service, 'pre_start'))) checkMounts(hook, false, findings);
}

function checkMounts(container: YamlNode, needTarget: boolean, findings: Findings): void {
  for (const mount of items(get(container, 'volumes'))) {
    if (mount.kind !== 'mapping') continue;
    if (needTarget && isMissing(mount, 'target')) findings.report('missing-property', placeOf(mount), 'A mount needs "target": the path in the container', { absent: true });
    const type = get(mount, 'type');
    if (type?.kind === 'scalar' && type.value === 'bind' && isMissing(mount, 'source')) findings.report('missing-property', placeOf(mount), 'A bind mount needs "source": the path on the host', { absent: true });
  }
}

function isMissing(node: YamlNode, name: string): boolean {
  return !entries(node).some(({ key }) => key.content === name);
}
