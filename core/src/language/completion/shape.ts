// The path of a place as the specification knows it: what an anchor holds is what its alias stands for, and a job is
// read like a service.

import { writtenPlace, type KnowsKey, type WrittenPlace } from '#core/language/completion/written-place.ts';

const named: ReadonlySet<string> = new Set(['services', 'networks', 'volumes', 'secrets', 'configs', 'models']);

/** The path with `*` for the names of services and resources, and keys joined by dots. */
export function shapeOf(path: readonly string[]): string {
  const [first = '', name, ...rest] = path;
  const kind = first === 'jobs' ? 'services' : first;
  if (name === undefined || !named.has(kind)) return [kind, ...path.slice(1)].join('.');
  const inner = rest[0] === 'pre_start' && rest.length > 2 ? rest.slice(2) : rest;
  return [kind, '*', ...inner].join('.');
}

/** The path of a place below `x-…`: that of the first use of the anchor that is set on the way. */
export function meaning(place: WrittenPlace, text: string, knows: KnowsKey): readonly string[] {
  const { path, lines } = place;
  if (path[0]?.startsWith('x-') !== true) return path;
  for (let depth = path.length; depth > 0; depth -= 1) {
    const anchor = /^&(\S+)/.exec(place.written(depth - 1, path[depth - 1] ?? '') ?? '')?.[1];
    if (anchor === undefined) continue;
    const use = new RegExp(`\\*${anchor.replaceAll(/[^\w-]/g, '\\$&')}(?![\\w-])`).exec(text);
    const found = use === null ? undefined : writtenPlace(text, use.index + 1, knows, lines);
    if (found === undefined || found.path[0]?.startsWith('x-') === true) continue;
    const merge = found.path.indexOf('<<');
    return [...merge === -1 ? found.path : found.path.slice(0, merge), ...path.slice(depth)];
  }
  return path;
}
