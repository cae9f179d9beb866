// Where a path leads, and what is there.

import type { FilePart } from '#core/language/effective.ts';
import type { HoverSubject } from '#core/language/hover/hover.ts';
import { agreed } from '#core/language/hover/in-projects.ts';
import { pathsIn } from '#core/language/paths.ts';
import type { Block, Run } from '#core/language/prose.ts';
import type { EntryKind, FileSystem } from '#core/outside.ts';
import { touches } from '#core/yaml/span.ts';

/** What the path at a place leads to, and, of a mount, where the container sees it. */
export async function describePath({ place, parts, offset, files }: HoverSubject): Promise<readonly Block[] | undefined> {
  if (place.on === 'key') return undefined;
  const [paths, mounts] = [await Promise.all(parts.map((part) => led(part, offset, files))), parts.map((part) => mounted(part, offset))];
  const blocks = [...agreed(parts, paths), ...agreed(parts, mounts)];
  return blocks.length === 0 ? undefined : blocks;
}

async function led(part: FilePart, offset: number, files: FileSystem): Promise<readonly Run[] | undefined> {
  const all = pathsIn(part).filter(({ text }) => text.file === part.file.file);
  const use = all.find(({ text }) => touches(text.span, offset)) ?? all.find(({ text, isMount }) => isMount && part.services.some(({ mounts }) => mounts.some(({ source, at }) => source === text && touches(at.span, offset))));
  return use && [{ code: use.target }, ' ', kinds[await files.stat(use.target) ?? 'missing']];
}

const kinds: Readonly<Record<EntryKind | 'missing', string>> = {
  file: 'is a file', directory: 'is a folder', other: 'is a socket or a device', unknown: 'may not be looked at', missing: 'does not exist',
};

function mounted({ services, file }: FilePart, offset: number): readonly Run[] | undefined {
  const mount = services.flatMap(({ mounts }) => mounts).find(({ at, source, target }) => [at, source, target].some((each) => each !== undefined && each.file === file.file && touches(each.span, offset)));
  if (mount?.target === undefined || mount.target.unresolved.length > 0 || (mount.source?.unresolved.length ?? 0) > 0) return undefined;
  const target: Run = { code: mount.target.value };
  const end = mount.readOnly ? ', read only' : '';
  switch (mount.type) {
    case 'bind': return ['Mounted at ', target, end];
    case 'volume': return mount.source === undefined ? ['A volume without a name, mounted at ', target, end] : ['Volume ', { code: mount.source.value }, ', mounted at ', target, end];
    case 'tmpfs': return ['Memory, mounted at ', target];
    default: return undefined;
  }
}
