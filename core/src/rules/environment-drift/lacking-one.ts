// Which environments lack what all others of their folder have.

import type { Project } from '#core/compose/model.ts';

/** The environments that lack a thing or two that all others have. What lacks much of what they share is of another kind, on purpose. */
export function lackingOne(environments: readonly Project[], things: readonly { keys(): Iterable<string>; has(name: string): boolean }[]): readonly (readonly [Project, readonly string[]])[] {
  const counts = new Map<string, number>();
  for (const each of things) for (const name of each.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const shared = [...counts.values()].filter((count) => count === things.length).length;
  const nearlyAll = [...counts].filter(([, count]) => count === things.length - 1).map(([name]) => name);
  return environments.flatMap((project, index) => {
    const missing = nearlyAll.filter((name) => things[index]?.has(name) === false);
    return missing.length > 0 && missing.length <= 2 && missing.length * 2 <= shared ? [[project, missing] as const] : [];
  });
}
