// Who has to be kept still so that nothing changes while it is read, in which order, and how each comes back.

import type { BackupContainer } from '#core/backup/facts.ts';
import type { Consistency } from '#core/backup/manifest.ts';
import type { ContainerMount, FilePath } from '#core/outside.ts';
import { isInside } from '#core/project/path.ts';

/** A container that ran and is kept still for a while. */
export interface Held {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly how: 'stop' | 'pause';
  /** Those of one rank are held at once; the highest first. */
  readonly rank: number;
  /** Whether who comes back after it waits for its health. */
  readonly awaitHealth: boolean;
}

/** Whether a container can write to something that is saved. */
export function writesTo({ mounts }: { readonly mounts: readonly ContainerMount[] }, saved: { readonly volumes: readonly string[]; readonly binds: readonly FilePath[] }): boolean {
  return mounts.some(({ type, source, readOnly }) => !readOnly && (
    type === 'volume' ? saved.volumes.includes(source)
    : type === 'bind' && saved.binds.some((path) => isInside(path, source) || isInside(source, path))
  ));
}

/** Those of the writers that run, who needs others before those that it needs, also over some of `all` that stay as they are. */
export function planHold(writers: readonly BackupContainer[], services: ReadonlyMap<string, Consistency>, all: readonly BackupContainer[] = writers): { readonly hold: readonly Held[]; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const wanted = writers.flatMap((container) => {
    const how = services.get(container.service);
    if ((how !== 'stop' && how !== 'pause') || (container.state !== 'running' && container.state !== 'restarting')) return [];
    // Stopped it would be gone.
    if (how === 'stop' && container.autoRemove) warnings.push(`${container.name} goes when it stops, so it is paused`);
    return [{ container, how: how === 'stop' && container.autoRemove ? 'pause' as const : how }];
  });
  const needed = new Map(all.map(({ service, needs }) => [service, needs.map((each) => each.service)]));
  const depth = (service: string, above: readonly string[] = []): number => (
    above.includes(service) ? 0 : 1 + Math.max(-1, ...(needed.get(service) ?? []).map((each) => depth(each, [...above, service])))
  );
  const ordered = wanted.toSorted((a, b) => depth(b.container.service) - depth(a.container.service) || (a.container.name < b.container.name ? -1 : 1));
  return {
    warnings,
    hold: ordered.map(({ container: { id, name, service }, how }) => ({
      id, name, service, how, rank: depth(service),
      awaitHealth: wanted.some(({ container }) => container.needs.some((each) => each.service === service && each.healthy)),
    })),
  };
}
