// The fix that brings a service onto a network, in the form that its `networks` have.

import type { Project, Service } from '#core/compose/model.ts';
import { connectionOf } from '#core/compose/service-networks.ts';
import type { Edit, Fix } from '#core/rules/rule.ts';
import { entry, get } from '#core/yaml/node.ts';

/** A service onto a network of another: the one named, else the first that is made for it, `default` last. */
export function joinFix(project: Project, service: Service, other: Service, named?: string): readonly Fix[] {
  const [own, others] = [connectionOf(service), connectionOf(other)];
  if (own.kind !== 'networks' || others.kind !== 'networks') return [];
  const network = named ?? (others.networks.find(({ name }) => name !== 'default') ?? others.networks[0])?.name;
  const edits = network === undefined ? undefined : joining(project, service, network);
  return edits === undefined ? [] : [{ title: `Join ${service.name} to the network "${network}"`, safety: 'ask', edits }];
}

/** The edits in the file that defines the service. */
function joining(project: Project, { name, key }: Service, network: string): readonly Edit[] | undefined {
  if (!/^[\w.-]+$/.test(network)) return undefined;
  const file = project.files.find((each) => each.file === key.file);
  const written = get(get(file?.documents[0], 'services'), name);
  if (written === undefined) return undefined;
  const networks = entry(written, 'networks')?.value;
  if (networks === undefined) {
    // Who joins a network by name leaves the one that everybody is on who joins none.
    const isOnDefault = network !== 'default' && project.services.get(name)?.networks.length === 0;
    return [{ kind: 'add', file: key.file, path: ['services', name], key: 'networks', value: isOnDefault ? `[default, ${network}]` : `[${network}]` }];
  }
  if (networks.kind === 'mapping') return [{ kind: 'add', file: key.file, path: ['services', name, 'networks'], key: network }];
  const last = networks.kind === 'sequence' ? networks.items.at(-1) : undefined;
  return last === undefined ? undefined : [{ kind: 'add-item', at: { value: undefined, file: key.file, span: last.alias ?? last.span }, text: network }];
}
