import type { Service, ServiceReference } from '#core/compose/model.ts';
import { loadProblems } from '#core/rules/load-problems.ts';
import { oddLast } from '#core/rules/dependency-cycle/odd-edge.ts';
import type { Fix, Report, Rule } from '#core/rules/rule.ts';

/** One service's need of another, as it is written. */
export interface Edge {
  readonly from: string;
  readonly reference: ServiceReference;
}

/**
 * Compose: checkConsistency 15, over `depends_on` and what becomes a dependency by itself (links, volumes_from,
 * namespaces), optional ones too. Cycles of `extends` are refused before, in inactive services as well.
 */
export const dependencyCycle: Rule = {
  code: 'dependency-cycle',
  title: 'Services wait for each other in a circle',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  *check(project) {
    const active = [...project.services.values()].filter((service) => service.active);
    yield* cycles(active);
    yield* loadProblems(project, 'dependency-cycle', ({ at }) => [{ title: 'Remove this', safety: 'ask', edits: [{ kind: 'remove', at }] }]);
  },
};

/** Circles of one project: more say nothing new. */
const most = 500;

/** One report for each edge that closes a circle, met on the way from the services that a person starts with. */
function* cycles(services: readonly Service[]): Generator<Report> {
  const edges = new Map(services.map((service) => [service.name, service.references
    .filter((reference) => reference.service.unresolved.length === 0)
    .map((reference): Edge => ({ from: service.name, reference }))]));
  const done = new Set<string>();
  const circles: (readonly Edge[])[] = [];
  for (const service of startingWith(services, edges)) {
    for (const circle of circlesFrom(service.name, edges, done)) if (circles.length < most) circles.push(circle);
  }
  for (const each of oddLast(circles, edges, new Set(services.filter(({ build }) => build !== undefined).map(({ name }) => name)))) yield report(each);
}

/** The circles met on the way from one service, without recursion: a chain of services may be longer than the stack. */
function* circlesFrom(start: string, edges: ReadonlyMap<string, readonly Edge[]>, done: Set<string>): Generator<readonly Edge[]> {
  if (done.has(start)) return;
  const path: Edge[] = [];
  const places = new Map([[start, 0]]);
  const steps = [{ name: start, left: edges.get(start)?.values() }];
  for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
    const edge = step.left?.next().value;
    if (edge === undefined) {
      done.add(step.name);
      places.delete(step.name);
      steps.pop();
      path.pop();
      continue;
    }
    const next = edge.reference.service.value;
    if (!edges.has(next) || done.has(next)) continue;
    const place = places.get(next);
    if (place !== undefined) yield [...path.slice(place), edge];
    else {
      places.set(next, steps.length);
      steps.push({ name: next, left: edges.get(next)?.values() });
      path.push(edge);
    }
  }
}

/** What nothing depends on comes first, then what is built here: the edge that leads back to such a service is the odd one. */
function startingWith(services: readonly Service[], edges: ReadonlyMap<string, readonly Edge[]>): readonly Service[] {
  const needed = new Set([...edges.values()].flat().map(({ reference }) => reference.service.value));
  const rank = (service: Service): number => (needed.has(service.name) ? 2 : 0) + (service.build === undefined ? 1 : 0);
  return services.toSorted((a, b) => rank(a) - rank(b));
}

function report(cycle: readonly Edge[]): Report {
  const last = cycle.at(-1);
  if (last === undefined) throw new Error('a cycle has at least one edge');
  const { reference, from } = last;
  const { key, service, at } = reference;
  const chain = [...shortened(cycle.map((edge) => edge.from)), cycle[0]?.from].join(' → ');
  return {
    at: service,
    message: `${cycle.length === 1 ? `${from} depends on itself` : `Each of these waits for the next: ${chain}`}: Compose refuses the project`,
    related: cycle.slice(0, Math.min(cycle.length - 1, longest)).map((edge) => ({ at: edge.reference.service, message: `${edge.from} depends on ${edge.reference.service.value}` })),
    fixes: () => {
      if (key !== 'depends_on' && key !== 'links' && key !== 'volumes_from') return [];
      return [{ title: `Remove "${service.value}" from ${key} of ${from}`, safety: 'ask', edits: [{ kind: 'remove', at }] } satisfies Fix];
    },
  };
}

/** Names that are written out of one circle. */
const longest = 20;

function shortened(names: readonly string[]): readonly string[] {
  return names.length <= longest ? names : [...names.slice(0, longest - 2), `${names.length - longest + 1} more`, ...names.slice(-1)];
}
