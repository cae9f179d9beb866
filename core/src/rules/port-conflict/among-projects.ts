// Host ports that two projects of a workspace want. Nobody may ever start both, so it is only worth knowing, unless a
// network that both use says that they run together. Environments of one project's name replace each other.

import type { Project } from '#core/compose/model.ts';
import { realNameOf } from '#core/compose/real-name.ts';
import { hostPortsOf, overlap, PortIndex, type HostPorts } from '#core/rules/port-conflict/host-ports.ts';
import { said, useNext } from '#core/rules/port-conflict/next-port.ts';
import type { RuleContext, SharedReport } from '#core/rules/rule.ts';

/** The ports of one entry, and the environments of one project in which it stands. */
interface ProjectPorts extends HostPorts {
  readonly name: string;
  readonly projects: Project[];
}

/** Other places that are named. */
const relatedLimit = 5;

/** Compose asks nobody before it starts a second project: the engine refuses the port. */
export function* amongProjects(projects: readonly Project[], context: RuleContext): Iterable<SharedReport> {
  if (new Set(projects.map(({ name }) => name)).size < 2) return;
  const all = entriesOf(projects, context);
  const index = new PortIndex(all);
  const networks = new Map(projects.map((project) => [project, networksOf(project)]));
  const shared = (own: ProjectPorts, other: ProjectPorts): string | undefined => own.projects.flatMap((one) =>
    other.projects.flatMap((two) => [...networks.get(one) ?? []].filter((name) => networks.get(two)?.has(name) === true)))[0];
  for (const own of all) {
    if (index.isAlone(own)) continue;
    const rivals = index.near(own, (other) => other.name !== own.name && !isSameText(own, other) && overlap(own, other) !== undefined, relatedLimit);
    const meeting = rivals.map((other) => ({ other, network: shared(own, other) })).toSorted((a, b) => Number(a.network === undefined) - Number(b.network === undefined));
    const [first] = meeting;
    const wanted = first && overlap(own, first.other);
    if (first === undefined || wanted === undefined) continue;
    const { other, network } = first;
    const consequence = network === undefined
      ? `${own.name} and ${other.name} could not run at the same time`
      : `only one of them could start, and ${own.name} and ${other.name} share the network ${network}`;
    for (const project of own.projects) {
      yield {
        project, at: own.text, severity: network === undefined ? 'hint' : 'warning',
        message: `Host ${said(wanted)} is published by ${other.service.name} of ${other.name} too: ${consequence}`,
        related: meeting.map((each) => ({ at: each.other.text, message: `${each.other.service.name} of ${each.other.name} publishes it here` })),
        fixes: () => useNext(own, projects, all),
      };
    }
  }
}

/** A file that two projects share says on purpose what it says for both. */
function isSameText({ text: a }: ProjectPorts, { text: b }: ProjectPorts): boolean {
  return a.file === b.file && a.span[0] === b.span[0];
}

/** Each entry once for all environments of a project's name. */
function entriesOf(projects: readonly Project[], context: RuleContext): readonly ProjectPorts[] {
  const entries = new Map<string, ProjectPorts>();
  for (const project of projects) {
    for (const [key, own] of portsOf(project, context)) {
      const there = entries.get(key);
      if (there === undefined) entries.set(key, { ...own, name: project.name, projects: [project] });
      else there.projects.push(project);
    }
  }
  return [...entries.values()];
}

/** The ports of a project, and what tells them apart: of a hundred projects a keystroke changes one. */
function portsOf(project: Project, context: RuleContext): readonly (readonly [key: string, own: HostPorts])[] {
  const known = ports.get(project);
  if (known !== undefined) return known;
  const found = [...project.services.values()].filter(({ active }) => active).flatMap((service) => context.remembered(hostPortsOf, service))
    .map((own) => [JSON.stringify([project.name, own.text.file, own.text.span[0], own.port.address?.value, own.ports, own.port.protocol]), own] as const);
  ports.set(project, found);
  return found;
}

const ports = new WeakMap<Project, readonly (readonly [key: string, own: HostPorts])[]>();

/** The engine's names of the project's networks. */
function networksOf(project: Project): ReadonlySet<string> {
  const names = [...project.networks.values()].map((network) => realNameOf(network, project.name));
  return new Set([...names.filter((name) => name !== undefined), `${project.name}_default`]);
}
