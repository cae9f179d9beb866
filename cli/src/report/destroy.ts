// What a destruction takes, before and after, as text and as JSON.

import type { DestroyPlan } from '#core/storage/plan-destroy.ts';
import { counted, listed } from '#core/words/listed.ts';
import type { Destroyed } from '#host/storage/destroy.ts';
import { backedUp } from '#cli/report/storage.ts';

export function destroyedText({ project }: DestroyPlan, { removed, left, backup }: Destroyed): readonly string[] {
  const counts = (['container', 'network', 'volume'] as const).flatMap((kind) => {
    const { length } = removed.filter((each) => each.kind === kind);
    return length === 0 ? [] : [counted(length, kind)];
  });
  const gone = counts.length === 0 ? 'nothing is gone' : `${listed(counts)} ${removed.length === 1 ? 'is' : 'are'} gone`;
  return [
    `${project} is destroyed${left.length === 0 ? '' : ' in part'}: ${gone}`,
    ...left.map(({ kind, name, why }) => `${kind} ${name} is still there: ${why}`),
    ...(backup === undefined ? [] : [`The backup is ${backup}`, `composure restore ${backup} brings the data back`]),
  ];
}

/** `removed` is there when something was done. */
export function destroyJson({ project, environment, containers, networks, volumes, stays, warnings, blocked }: DestroyPlan, destroyed: Destroyed | undefined): string {
  return `${JSON.stringify({
    environment, project,
    planned: [
      ...containers.map(({ name }) => ({ kind: 'container', name })), ...networks.map(({ name }) => ({ kind: 'network', name })),
      ...volumes.map(({ name, bytes, lastBackup, note }) => ({ kind: 'volume', name, bytes: bytes ?? null, ...backedUp(lastBackup), ...(note !== undefined && { note }) })),
    ],
    stays, warnings, ...(blocked.length > 0 && { blocked }),
    ...(destroyed !== undefined && { removed: destroyed.removed, left: destroyed.left, backup: destroyed.backup ?? null }),
  }, undefined, 2)}\n`;
}
