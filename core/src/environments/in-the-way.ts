// Which environment has to make room for another one that is to start.

import type { Project } from '#core/compose/model.ts';
import type { Running } from '#core/environments/plan.ts';
import { isUp, type Runs } from '#core/environments/running.ts';
import { environmentKey } from '#core/project/discover.ts';
import { hostPortsOf, overlap } from '#core/rules/port-conflict/host-ports.ts';
import { placeOf } from '#core/environments/place.ts';

/** The environment that runs in the place of the target: of its project, else of its folder, else on its ports. */
export function inTheWay(target: Project, beside: readonly Project[], runs: Runs): Running | undefined {
  const key = environmentKey(target.environment);
  const running = beside.flatMap((project): readonly (Running & { readonly project: Project })[] => {
    const id = environmentKey(project.environment);
    const services = runs.environments.find((run) => run.id === id)?.containers.filter(isUp).map(({ service }) => service) ?? [];
    if (id === key || services.length === 0) return [];
    return [{ project, place: placeOf(project), services: [...new Set(services)], sharesPorts: sharePorts(target, project) }];
  });
  return running.find(({ project }) => project.name === target.name)
    ?? running.find(({ project }) => project.directory === target.directory)
    ?? running.find(({ sharesPorts }) => sharesPorts);
}

function sharePorts(one: Project, other: Project): boolean {
  const ports = (project: Project) => [...project.services.values()].filter(({ active }) => active).flatMap(hostPortsOf);
  const taken = ports(one);
  return ports(other).some((port) => taken.some((mine) => overlap(mine, port) !== undefined));
}
