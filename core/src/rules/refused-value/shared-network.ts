// What a container in the network of another cannot have of its own (moby, runconfig/hostconfig_unix.go, validateNetMode;
// asked of an engine).

import type { Service } from '#core/compose/model.ts';
import type { Report } from '#core/rules/rule.ts';
import { entry, items } from '#core/yaml/node.ts';

/** `ports` and `hostname` beside `network_mode: service:…`: "conflicting options: port publishing and the container type network mode". */
export function sharedNetworkRefused({ name, node, networkMode }: Service): readonly Report[] {
  const [, holder] = networkMode?.unresolved.length === 0 ? /^(?:service|container):(.+)$/.exec(networkMode.value) ?? [] : [];
  if (networkMode === undefined || holder === undefined) return [];
  return ['ports', 'hostname'].flatMap((key): Report[] => {
    const said = entry(node, key);
    if (said === undefined || (key === 'ports' ? items(said.value).length === 0 : said.value.kind !== 'scalar' || said.value.content === '')) return [];
    return [{
      at: said.key.text,
      message: key === 'ports' ? `${name} is in the network of ${holder} and publishes no ports itself: Docker does not create ${name}; publish them at ${holder}` : `${name} is in the network of ${holder} and has no host name of its own: Docker does not create ${name}`,
      related: [{ at: networkMode, message: `${name} joins ${holder} here` }],
      fixes: () => [{ title: `Remove ${key}`, safety: 'ask', edits: [{ kind: 'remove', at: said.key.text }] }],
    }];
  });
}
