import { limitsOf, type Amount } from '#core/compose/limits.ts';
import type { Service } from '#core/compose/model.ts';
import { replicasOf } from '#core/rules/port-conflict/host-ports.ts';
import type { Report, Rule } from '#core/rules/rule.ts';
import { sized } from '#core/words/size.ts';

/**
 * Engine: "Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available". Memory it never refuses (20.10): what
 * is not there the kernel takes from whoever has most. Reserved CPUs mean nothing outside a swarm.
 */
export const resourceOvercommit: Rule = {
  code: 'resource-overcommit',
  title: 'Services want more CPUs or memory than the machine has',
  stage: 'start',
  severity: 'error',
  speed: 'live',
  fixable: false,
  *check(project, { engine }) {
    if (engine === undefined) return;
    const services = [...project.services.values()].filter(({ active }) => active).map((service) => ({ service, limits: limitsOf(service) }));
    for (const { service: { name }, limits: { cpus } } of services) {
      if (cpus === undefined || engine.cpus <= 0 || cpus.amount <= engine.cpus) continue;
      yield { at: cpus.at, message: `${name} may use ${cpus.at.value} CPUs, and this engine has ${engine.cpus}: the engine refuses to start it` };
    }
    if (engine.memory <= 0) return;
    const wants = (of: 'memory' | 'reservedMemory'): readonly Want[] => services.flatMap(({ service, limits }) => {
      const want = limits[of];
      return want === undefined ? [] : [{ service, want, bytes: want.amount * replicasOf(service) }];
    });
    const reserved = [...beyond(wants('reservedMemory'), engine.memory, 'reserves', 'warning')];
    yield* reserved;
    if (reserved.length === 0) yield* beyond(wants('memory'), engine.memory, 'may use', 'information');
  },
};

interface Want {
  readonly service: Service;
  readonly want: Amount;
  readonly bytes: number;
}

/** Services that are too much for the machine each by itself, else all of them where they are so together. */
function* beyond(wants: readonly Want[], memory: number, verb: string, together: 'warning' | 'information'): Iterable<Report> {
  const tooLarge = wants.filter(({ want }) => want.amount > memory);
  for (const { service, want } of tooLarge) {
    yield { at: want.at, severity: 'warning', message: `${service.name} ${verb} ${sized(want.amount)} of memory, and this engine has ${sized(memory)}: it would run out` };
  }
  const sum = wants.reduce((total, { bytes }) => total + bytes, 0);
  const [largest, ...others] = wants.toSorted((a, b) => b.bytes - a.bytes);
  if (tooLarge.length > 0 || sum <= memory || largest === undefined) return;
  const who = others.length === 0 ? `The ${replicasOf(largest.service)} containers of ${largest.service.name}` : `${wants.length} services`;
  yield {
    at: largest.want.at, severity: together,
    message: `${who} together ${verb === 'reserves' ? 'reserve' : verb} ${sized(sum)} of memory, and this engine has ${sized(memory)}: it ${together === 'warning' ? 'would' : 'could'} run out`,
    related: others.slice(0, 10).map(({ service, want }) => ({ at: want.at, message: `${service.name} ${verb} ${sized(want.amount)}` })),
  };
}
