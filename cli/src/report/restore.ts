// How a restore and a recovery are told, as text and as JSON.

import { endangered, type RestorePlan } from '#core/backup/plan-restore.ts';
import type { InterruptedOperation } from '#host/backup/interrupted.ts';
import type { Recovered } from '#host/backup/recover.ts';
import type { RestoreOutcome } from '#host/backup/restore.ts';
import { visible } from '#cli/report/display-text.ts';

/** What would be done. */
export function restorePlanJson(plan: RestorePlan): string {
  const { backup, createdAt, project, volumes, binds, dumps, stop, leftOut, warnings, doubts, refusals, bytes } = plan;
  return json({
    plan: {
      backup, createdAt, project, bytes,
      volumes: volumes.map(({ name, key, way, paths, archive }) => ({ name, key, way, paths, entries: archive.entries, bytes: archive.contentBytes })),
      binds: binds.map(({ path, isFolder, exists, archive }) => ({ path, isFolder, exists, entries: archive.entries, bytes: archive.contentBytes })),
      dumps: dumps.map(({ service, dump }) => ({ service, bytes: dump.contentBytes, volumes: dump.volumes })),
      stop: stop.map(({ name, service }) => ({ name, service })), safetyCopyOf: endangered(plan), leftOut, warnings, doubts, refusals,
    },
  });
}

export function restoreJson({ ok, state, id, restored, safetyCopy, verified, reason, failed, problems, notes, seconds }: RestoreOutcome): string {
  return json({
    ok, state, restored, safetyCopy: safetyCopy ?? null, verified, problems, notes, seconds,
    ...(reason !== undefined && { failed: { service: failed ?? null, reason } }),
    ...(id !== undefined && { recover: { id, options: ['resume', 'put-back'] } }),
  });
}

export function restoreText(outcome: RestoreOutcome, backup: string): string {
  const { state, restored, safetyCopy, reason, id, problems, notes, seconds } = outcome;
  const heading = state === 'restored' ? `${restored.join(', ')} hold${restored.length === 1 ? 's' : ''} what ${backup} holds: read back and compared, ${Math.round(seconds)} s`
    : state === 'put-back' ? 'The restore failed, and everything holds again what it held before'
    : 'The restore was interrupted: a part is replaced, and what uses it stays stopped';
  return lines([
    heading,
    ...(reason === undefined ? [] : [reason]), ...problems.filter((problem) => problem !== reason), ...notes,
    ...(safetyCopy === undefined ? [] : [`Safety copy of what was there: ${safetyCopy}`]),
    ...(id === undefined ? [] : [`composure recover ${id} --put-back brings back what was there, --resume tries again`]),
  ]);
}

export function interruptedJson(operations: readonly InterruptedOperation[]): string {
  return json(operations.map(({ id, operation, step, options, project, environment, directory, startedAt }) => ({ id, operation, step, options, project, environment, directory, startedAt })));
}

export function interruptedText(operations: readonly InterruptedOperation[]): string {
  if (operations.length === 0) return 'Nothing was interrupted\n';
  return lines(operations.flatMap(({ id, operation, project, directory, step, options }) => [
    `${id}  ${operation} of ${project} in ${directory}: ${step}`,
    ...options.map((option) => `  composure recover ${id} --${option}`),
  ]));
}

export function recoveredJson({ ok, id, operation, choice, text, problems, notes, outcome }: Recovered): string {
  return json({ ok, id, operation, choice, text, problems, notes, ...(outcome !== undefined && { state: outcome.state, restored: outcome.restored, safetyCopy: outcome.safetyCopy ?? null, verified: outcome.verified }) });
}

export function recoveredText({ text, problems, notes }: Recovered): string {
  return lines([`${text.charAt(0).toUpperCase()}${text.slice(1)}`, ...problems, ...notes]);
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${visible(line)}\n`).join('');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
