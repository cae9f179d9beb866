// Fixes that bring two services onto one network, each in the form that the service's `networks` has.

import type { Project, Service } from '#core/compose/model.ts';
import { connectionOf } from '#core/compose/service-networks.ts';
import type { Edit, Fix } from '#core/rules/rule.ts';
import { entry, get } from '#core/yaml/node.ts';

/** Ways to let one service reach another: onto a network of the other's first, then the other onto one of its own. */
export function joinFixes(project: Project, from: Service, to: Service): readonly Fix[] {
  return [...join(project, from, to), ...join(project, to, from)];
}

/** A service onto the first network of another that is made for it: `default` comes last. */
function join(project: Project, service: Service, other: Service): readonly Fix[] {
  const [own, others] = [connectionOf(service), connectionOf(other)];
  if (own.kind !== 'networks' || others.kind !== 'networks') return [];
  const network = (others.networks.find(({ name }) => name !== 'default') ?? others.networks[0])?.name;
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
  const elsewhere = networks === undefined && (connectionNames(project, name)?.length ?? 0) > 0;
  if (networks === undefined) {
    // Who joins a network by name leaves the one that everybody joins who joins none.
    return [{ kind: 'add', file: key.file, path: ['services', name], key: 'networks', value: elsewhere || network === 'default' ? `[${network}]` : `[default, ${network}]` }];
  }
  if (networks.kind === 'mapping') return [{ kind: 'add', file: key.file, path: ['services', name, 'networks'], key: network }];
  const last = networks.kind === 'sequence' ? networks.items.at(-1) : undefined;
  return last === undefined ? undefined : [{ kind: 'add-item', at: { value: undefined, file: key.file, span: last.alias ?? last.span }, text: network }];
}

/** The networks that the service names in any file. */
function connectionNames(project: Project, name: string): readonly string[] | undefined {
  return project.services.get(name)?.networks.map(({ value }) => value);
}
