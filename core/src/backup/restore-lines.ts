// How a restore reads before it is done: what is replaced, by what, from when, who is stopped, what stays.

import type { RestorePlan } from '#core/backup/plan-restore.ts';
import { shown } from '#core/backup/entry-rules.ts';
import { sizeText } from '#core/monitor/amounts.ts';
import { listed } from '#core/words/listed.ts';

/** The plan, line by line. `shownTime` says when the backup was made, in the reader's way. */
export function restoreLines(plan: RestorePlan, shownTime: string): readonly string[] {
  const { project, backup, volumes, binds, dumps, stop, leftOut, warnings } = plan;
  const whole = volumes.filter(({ paths }) => paths === undefined);
  return [
    `${project} gets back what ${backup} holds, of ${shownTime}:`,
    ...whole.map(({ name, key, way, archive }) => `  volume ${key ?? name}: ${ways[way]} ${amountOf(archive)}`),
    ...volumes.flatMap(({ name, key, paths = [] }) => paths.map((path) => `  volume ${key ?? name}: ${shown(path)} is replaced, and all else in it stays`)),
    ...binds.map((bind) => `  ${bind.isFolder ? 'folder' : 'file'} ${bind.shown}: ${bind.exists ? 'all in it is replaced by' : 'is made with'} ${amountOf(bind.archive)}`),
    ...dumps.map(({ service, dump, volumes: emptied }) => `  ${service}: ${emptied.map(({ name }) => `volume ${name}`).join(', ') || 'nothing'} is emptied, and the service loads its dump, ${sizeText(dump.contentBytes)}`),
    stop.length === 0 ? 'Nothing that runs uses it' : `Stopped meanwhile: ${listed(stop.map(({ name }) => name), 20)}`,
    'What is there now is saved first, as a safety copy beside the backup',
    ...leftOut.map(({ what, why }) => `Not restored: ${what} (${why})`),
    ...warnings,
  ];
}

const ways = {
  replace: 'all in it is replaced by', make: 'does not exist, and is made with', remake: 'is made anew, with its settings as they were, and',
} as const;

function amountOf({ entries, contentBytes }: { readonly entries: number; readonly contentBytes: number }): string {
  return `${sizeText(contentBytes)} in ${entries === 1 ? 'one entry' : `${entries} entries`}`;
}
