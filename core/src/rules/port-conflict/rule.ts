import type { Project } from '#core/compose/model.ts';
import { amongProjects } from '#core/rules/port-conflict/among-projects.ts';
import { hostPortsOf, overlap, PortIndex, replicasOf, runTogether, type HostPorts } from '#core/rules/port-conflict/host-ports.ts';
import { said, useNext } from '#core/rules/port-conflict/next-port.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { RelatedPlace, Report, Rule } from '#core/rules/rule.ts';

/** Engine: "Bind for 0.0.0.0:8080 failed: port is already allocated". Compose checks nothing of it. */
export const portConflict: Rule = {
  code: 'port-conflict',
  title: 'Two containers publish the same host port',
  stage: 'start',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  *check(project, context) {
    const all = [...project.services.values()].flatMap((service) => context.remembered(hostPortsOf, service));
    const index = new PortIndex(all);
    const placed = new Set<string>();
    for (const own of all) {
      if (index.isAlone(own) && context.remembered(replicasOf, own.service) < 2) continue;
      const place = `${own.text.file}:${own.text.span[0]}`;
      if (placed.has(place)) continue;
      const reports = [among(project, own, all, index), withItself(project, own, all)].filter((each) => each !== undefined);
      const report = reports.find(({ severity }) => severity === 'error') ?? reports[0];
      if (report === undefined) continue;
      placed.add(place);
      yield report;
    }
  },
  checkTogether: amongProjects,
};

/** Other places that are named. */
const relatedLimit = 10;

/** The report of a place whose port others want too. */
function among(project: Project, own: HostPorts, all: readonly HostPorts[], index: PortIndex<HostPorts>): Report | undefined {
  const isRival = (other: HostPorts): boolean => runTogether(own.service, other.service) && overlap(own, other) !== undefined;
  const found = [true, false].flatMap((active) => index.near(own, (other) => other.service.active === active && isRival(other), relatedLimit + 1));
  const rivals = found.slice(0, relatedLimit).map((other) => ({ other, ports: overlap(own, other) ?? own.ports }));
  const [first] = rivals;
  if (first === undefined) return undefined;
  const names = [...new Set(rivals.map(({ other }) => other.service.name))];
  const sameService = names.length === 1 && names[0] === own.service.name;
  const shared = rivals.some(({ other }) => other.text.span[0] === own.text.span[0] && other.text.file === own.text.file);
  const together = own.service.active && rivals.some(({ other }) => other.service.active);
  const inactive = [own.service, ...rivals.map(({ other }) => other.service)].find((service) => !service.active);
  const when = together || inactive === undefined ? '' : ` when profile ${inactive.profiles[0]?.value ?? ''} is on`;
  return {
    at: own.text, severity: together ? 'error' : 'warning',
    message: sameService
      ? `Host ${said(first.ports)} is published twice by ${own.service.name}: it could not start`
      : `Host ${said(first.ports)} is published by ${listed([...shared ? [own.service.name, ...names] : names, ...found.length > relatedLimit ? ['others'] : []])}${shared ? '' : ' too'}: only one of them could start${when}`,
    related: rivals.map(({ other }): RelatedPlace => shared
      ? { at: other.service.key, message: `${other.service.name} publishes ${said(other.ports)}` }
      : { at: other.text, message: `${other.service.name} publishes ${said(other.ports)} here` }),
    fixes: () => (shared ? [] : useNext(own, [project], all)),
  };
}

/** The report of a service that is to run more than once on one fixed port. */
function withItself(project: Project, own: HostPorts, all: readonly HostPorts[]): Report | undefined {
  const replicas = replicasOf(own.service);
  if (replicas < 2 || usesOverlayNetworks(project)) return undefined;
  return {
    at: own.text, severity: 'error',
    message: `The ${replicas} containers of ${own.service.name} cannot share host ${said(own.ports)}: only one of them could start`,
    fixes: () => {
      const { first, last } = own.ports;
      const target = own.port.target;
      if (first !== last || target === undefined) return [];
      const end = first + replicas - 1;
      const taken = all.some((other) => other !== own && other.ports.first <= end && other.ports.last >= first);
      return taken || end > 65535 ? [] : rewriteFix(own.text, `${first}-${end}`, `Give each a port of its own: ${first}-${end}`);
    },
  };
}

function usesOverlayNetworks(project: Project): boolean {
  return [...project.networks.values()].some(({ node }) => node.kind === 'mapping'
    && node.entries.some(({ key, value }) => key.content === 'driver' && value.kind === 'scalar' && value.content === 'overlay'));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
