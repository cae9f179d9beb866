// The picture of an environment as plain data: services, networks and volumes, and what leads from one to another. Where
// each is drawn is decided elsewhere.

import type { Project, Service } from '#core/compose/model.ts';
import { portText } from '#core/matrix/matrix-row.ts';
import { connectionOf } from '#core/compose/service-networks.ts';
import type { Located } from '#core/yaml/span.ts';

export type NodeKind = 'service' | 'network' | 'volume' | 'folder';

/** Something that is drawn. */
export interface GraphNode {
  /** `service:web`: stable while it is the same. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** A service's image, a network's or volume's driver or that it is external. */
  readonly detail: string;
  /** The host ports of a service and what they lead to, each with its place. */
  readonly ports: readonly { readonly text: string; readonly at: Located<unknown> }[];
  /** Where it is written. */
  readonly at: Located<unknown>;
}

/** One thing needs another, is on it, or keeps data in it. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'needs' | 'joins' | 'keeps';
  /** `service_healthy`, the target of a mount. */
  readonly label: string;
  readonly at: Located<unknown>;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The picture of a project, without what its profiles leave out. A network that all are on by default says nothing and is left out. */
export function graphOf(project: Project): Graph {
  const services = [...project.services.values()].filter(({ active }) => active);
  const names = new Set(services.map(({ name }) => name));
  const nodes = new Map(services.map((service) => [idOf('service', service.name), serviceNode(service)]));
  const edges: GraphEdge[] = [];
  for (const service of services) {
    const from = idOf('service', service.name);
    for (const { service: other, condition, key } of service.references) {
      if (!names.has(other.value) || other.value === service.name) continue;
      edges.push({ from, to: idOf('service', other.value), kind: 'needs', label: key === 'depends_on' ? condition?.value ?? 'service_started' : key, at: other });
    }
    for (const [name, at] of networksOf(service)) {
      const id = idOf('network', name);
      if (!nodes.has(id)) nodes.set(id, resourceNode(project, 'network', name, at));
      edges.push({ from, to: id, kind: 'joins', label: '', at });
    }
    for (const { type, source, target, at } of service.mounts) {
      if (source === undefined || source.value === '' || source.unresolved.length > 0 || (type !== 'volume' && type !== 'bind')) continue;
      const kind = type === 'volume' ? 'volume' : 'folder';
      const id = idOf(kind, source.value);
      if (!nodes.has(id)) nodes.set(id, resourceNode(project, kind, source.value, source));
      edges.push({ from, to: id, kind: 'keeps', label: target?.value ?? '', at });
    }
  }
  return { nodes: [...nodes.values()], edges: distinct(edges) };
}

function idOf(kind: NodeKind, name: string): string {
  return `${kind}:${name}`;
}

function serviceNode(service: Service): GraphNode {
  const ports = service.ports.flatMap((port) => {
    const text = portText(port) ?? (port.publishedText === undefined ? 'any port' : undefined);
    return text === undefined || port.targetText === undefined ? [] : [{ text: `${text} → ${port.targetText.value}`, at: port.at }];
  });
  const detail = service.image?.value ?? (service.build === undefined ? '' : `built from ${service.build.context.value}`);
  return { id: idOf('service', service.name), kind: 'service', name: service.name, detail, ports, at: service.key.text };
}

function resourceNode(project: Project, kind: Exclude<NodeKind, 'service'>, name: string, at: Located<unknown>): GraphNode {
  const resource = kind === 'folder' ? undefined : (kind === 'network' ? project.networks : project.volumes).get(name);
  return { id: idOf(kind, name), kind, name, detail: resource?.external === true ? 'external' : '', ports: [], at: resource?.key.text ?? at };
}

/** Only those that are written down. */
function networksOf(service: Service): readonly (readonly [string, Located<unknown>])[] {
  const connection = connectionOf(service);
  return connection.kind === 'networks' ? connection.networks.flatMap(({ name }) => {
    const at = service.networks.find(({ value }) => value === name);
    return at === undefined ? [] : [[name, at] as const];
  }) : [];
}

/** `depends_on` and `links` may say the same twice. */
function distinct(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  return [...new Map(edges.toReversed().map((edge) => [`${edge.from}\n${edge.to}\n${edge.kind}`, edge])).values()].toReversed();
}
