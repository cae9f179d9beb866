// Which edge of a circle is the odd one: that which all circles about a service have in common, no namespace, and rather
// one from what is run as it comes to what is built here than the other way round.

import type { Edge } from '#core/rules/dependency-cycle/rule.ts';

/** One circle for all that have an edge in common, with the odd edge last; every circle by itself where they have none. */
export function oddLast(circles: readonly (readonly Edge[])[], edges: ReadonlyMap<string, readonly Edge[]>, built: ReadonlySet<string>): readonly (readonly Edge[])[] {
  return together(circles).flatMap((group) => {
    const shared = inCommon(group);
    return shared.size === 0 ? group.map((circle) => turned(circle, new Set(circle.map(pair)), edges, built)) : [turned(shortest(group), shared, edges, built)];
  });
}

function pair({ from, reference }: Edge): string {
  return JSON.stringify([from, reference.service.value]);
}

/** Circles that have services in common, group by group. */
function together(circles: readonly (readonly Edge[])[]): readonly (readonly (readonly Edge[])[])[] {
  const groups: { readonly names: Set<string>; readonly circles: (readonly Edge[])[] }[] = [];
  for (const circle of circles) {
    const met = groups.find(({ names }) => circle.some(({ from }) => names.has(from)));
    if (met === undefined) groups.push({ names: new Set(circle.map(({ from }) => from)), circles: [circle] });
    else {
      for (const { from } of circle) met.names.add(from);
      met.circles.push(circle);
    }
  }
  return groups.map((group) => group.circles);
}

function inCommon([first = [], ...others]: readonly (readonly Edge[])[]): ReadonlySet<string> {
  const shared = new Set(first.map(pair));
  for (const circle of others) {
    const own = new Set(circle.map(pair));
    for (const each of shared) if (!own.has(each)) shared.delete(each);
  }
  return shared;
}

function shortest(circles: readonly (readonly Edge[])[]): readonly Edge[] {
  return circles.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

/** The circle with its last odd edge at the end: one that is shared, and that says nothing but `depends_on` where there is one. */
function turned(circle: readonly Edge[], shared: ReadonlySet<string>, edges: ReadonlyMap<string, readonly Edge[]>, built: ReadonlySet<string>): readonly Edge[] {
  const isOdd = (edge: Edge): boolean => shared.has(pair(edge));
  const isPlain = (edge: Edge): boolean => (edges.get(edge.from) ?? []).every(({ reference }) => reference.service.value !== edge.reference.service.value || !namespaces.has(reference.key));
  const isUpwards = ({ from, reference }: Edge): boolean => !built.has(from) && built.has(reference.service.value);
  const wanted = [(edge: Edge) => isOdd(edge) && isPlain(edge) && isUpwards(edge), (edge: Edge) => isOdd(edge) && isPlain(edge), isOdd];
  const at = wanted.map((is) => circle.findLastIndex(is)).find((index) => index !== -1) ?? -1;
  return [...circle.slice(at + 1), ...circle.slice(0, at + 1)];
}

/** Nobody joins another's namespace by mistake. */
const namespaces: ReadonlySet<string> = new Set(['network_mode', 'ipc', 'pid', 'uts', 'cgroup']);
