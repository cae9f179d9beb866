import type { Project } from '#core/compose/model.ts';
import type { EngineFacts, TakenPort } from '#core/outside.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { hostPortsOf, meet, type HostPorts } from '#core/rules/port-conflict/host-ports.ts';
import { useNext } from '#core/rules/port-conflict/next-port.ts';
import type { Rule, SharedReport } from '#core/rules/rule.ts';

/** Engine: "port is already allocated" for a container's, "bind: address already in use" for a process's. */
export const portInUse: Rule = {
  code: 'port-in-use',
  title: 'Something else has the host port now',
  stage: 'start',
  severity: 'error',
  speed: 'live',
  fixable: true,
  check: () => [],
  *checkTogether(projects, { engine }) {
    if (engine === undefined) return;
    for (const project of projects) {
      const folder = folderFoundIn(project.environment);
      const beside = new Set(projects.filter(({ environment }) => folderFoundIn(environment) === folder).map(({ name }) => name));
      yield* takenIn(project, beside, engine);
    }
  },
};

/** `beside` are the names of the projects that the environments of the same folder make. */
function* takenIn(project: Project, beside: ReadonlySet<string>, engine: EngineFacts): Iterable<SharedReport> {
  const placed = new Set<string>();
  for (const service of project.services.values()) {
    if (!service.active) continue;
    for (const own of hostPortsOf(service)) {
      // Compose takes the project's own containers away before it starts others in their place.
      const taken = engine.ports.find((port) => isWanted(port, own) && !(port.holder.kind === 'container' && port.holder.project === project.name));
      const place = `${own.text.file}:${own.text.span[0]}`;
      if (taken === undefined || placed.has(place)) continue;
      placed.add(place);
      const all = [...engine.ports.map(({ port }) => ({ ports: { first: port, last: port } })), own];
      // Who switches from one environment of a folder to another stops the one first.
      const isBeside = taken.holder.kind === 'container' && beside.has(taken.holder.project);
      yield {
        project, at: own.text, severity: isBeside ? 'information' : 'error',
        message: `Host port ${taken.port} is taken by ${holderOf(taken)}: ${service.name} could not start${isBeside ? ' beside it' : ''}`,
        fixes: () => useNext(own, [project], all),
      };
    }
  }
}

function isWanted({ port, protocol, address }: TakenPort, own: HostPorts): boolean {
  return own.ports.first <= port && port <= own.ports.last && own.port.protocol === protocol && meet(address, own.port.address?.value ?? '');
}

function holderOf({ holder }: TakenPort): string {
  if (holder.kind === 'process') return holder.name === undefined ? 'a process of another user' : `the process ${holder.name}`;
  return `the container ${holder.name}${holder.project === '' ? '' : ` of project ${holder.project}`}`;
}
