// How data comes to survive: a volume that was forgotten, a new one, a name for one, or the right place.

import type { Project, Service } from '#core/compose/model.ts';
import type { Mount } from '#core/compose/mounts.ts';
import type { FilePath } from '#core/outside.ts';
import { addMount } from '#core/rules/add-mount.ts';
import { isWritten, rewriteFix } from '#core/rules/path-fixes.ts';
import type { Fix } from '#core/rules/rule.ts';
import type { Text } from '#core/yaml/span.ts';

/** A volume of the project that nobody mounts may be the one that was meant; else a new one. */
export function volumeFixes(project: Project, service: Service, file: FilePath, path: string): readonly Fix[] {
  const mounted = new Set([...project.services.values()].flatMap(({ mounts }) => mounts.map(({ source }) => source?.value)));
  const forgotten = [...project.volumes.keys()].filter((name) => !mounted.has(name)).slice(0, 2);
  const fresh = freeName(project, service);
  return [...forgotten, fresh].flatMap((name): readonly Fix[] => {
    const mount = addMount(project, service, file, `${name}:${path}`);
    if (mount === undefined) return [];
    return name === fresh
      ? [{ title: `Keep ${path} in a new volume ${name}`, safety: 'ask', edits: [mount, { kind: 'add', file, path: ['volumes'], key: name }] }]
      : [{ title: `Keep ${path} in the volume ${name}`, safety: 'ask', edits: [mount] }];
  });
}

/** A name for an anonymous volume in short syntax. */
export function namedFixes(project: Project, service: Service, { source, at }: Mount, target: Text): readonly Fix[] {
  const name = freeName(project, service);
  const isShort = source === undefined && target.span[0] - at.span[0] <= 1;
  if (!isShort || !isWritten(target)) return [];
  return [{ title: `Name it ${name}`, safety: 'ask', edits: [{ kind: 'rewrite', at: target, text: `${name}:${target.value}` }, { kind: 'add', file: target.file, path: ['volumes'], key: name }] }];
}

/** The place that the image uses, for a mount that misses it. */
export function targetFixes(target: Text, path: string): readonly Fix[] {
  return rewriteFix(target, path, `Mount it on ${path}`);
}

/** In the way in which the project writes its names. */
function freeName({ volumes }: Project, { name }: Service): string {
  const separator = [...volumes.keys()].some((each) => each.includes('_')) ? '_' : '-';
  const base = `${name}${separator}data`;
  let free = base;
  for (let number = 2; volumes.has(free); number += 1) free = `${base}${separator}${number}`;
  return free;
}
