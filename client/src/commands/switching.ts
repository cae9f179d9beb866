// Which environment has to make room for another. Pure.

import { isUp, type EnvironmentPicture } from '#client/environment-picture.ts';

/** The environment that runs in the place of the target: of its project, else of its folder, else on its ports. */
export function inTheWay(target: EnvironmentPicture, environments: readonly EnvironmentPicture[]): EnvironmentPicture | undefined {
  const running = environments.filter((environment) => isUp(environment) && environment.summary.id !== target.summary.id);
  return running.find(({ summary }) => summary.projectName === target.summary.projectName)
    ?? running.find(({ summary }) => summary.directory === target.summary.directory)
    ?? running.find((environment) => sharesPorts(target, environment));
}

/** Whether two environments publish a port in common. */
export function sharesPorts(one: EnvironmentPicture, other: EnvironmentPicture): boolean {
  const taken = ports(one);
  return ports(other).some((port) => taken.some((mine) =>
    mine.protocol === port.protocol && mine.first <= port.last && port.first <= mine.last
    && (mine.address === port.address || mine.address === '' || port.address === '')));
}

interface PortRange {
  readonly address: string;
  readonly first: number;
  readonly last: number;
  readonly protocol: string;
}

function ports({ summary }: EnvironmentPicture): readonly PortRange[] {
  return summary.services.flatMap((service) => service.ports).flatMap(({ address, published, protocol }) => {
    const [first, last] = published.split('-').map(Number);
    if (first === undefined || !Number.isInteger(first) || published === '') return [];
    return [{ address: address === '0.0.0.0' || address === '::' ? '' : address, first, last: last ?? first, protocol }];
  });
}
