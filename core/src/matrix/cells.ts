// The rows of the matrix in words, the same in a terminal and on a page.

import type { MatrixRow } from '#core/matrix/matrix-row.ts';
import type { FilePath } from '#core/outside.ts';
import { nameOf, relativePath } from '#core/project/path.ts';
import { ageText } from '#core/words/age.ts';
import { listed } from '#core/words/listed.ts';
import { sized } from '#core/words/size.ts';

/** What is asked of the engine and of the disk. */
export interface MatrixFacts {
  /** What runs, in words; undefined where the engine does not say. */
  readonly status: string | undefined;
  /** The last backup; `none` where there is none, undefined where nobody looked. */
  readonly lastBackup: { readonly at: string; readonly verified: boolean | undefined } | 'none' | undefined;
}

/** The columns in their order. */
export const matrixColumns = ['files', 'services', 'networks', 'ports', 'memory', 'gpu', 'variables', 'secrets', 'backup', 'status'] as const;

export type MatrixColumn = (typeof matrixColumns)[number];

/** What stands above the columns. */
export const matrixHeadings: Readonly<Record<MatrixColumn, string>> = {
  files: 'Files', services: 'Services', networks: 'Networks', ports: 'Ports', memory: 'Memory', gpu: 'GPU', variables: 'Variables', secrets: 'Secrets', backup: 'Last backup', status: 'Status',
};

/** A cell: a few words, and all of it for who wants to know. */
export interface Cell {
  readonly text: string;
  readonly detail: string;
}

/** What nobody could tell. */
export const untold = 'unknown';

/** The cells of a row. */
export function matrixCells(row: MatrixRow, facts: MatrixFacts, now: number): Readonly<Record<MatrixColumn, Cell>> {
  const { files, envFiles, profiles, services, networks, ports, memory, gpu, variables, unset, secrets } = row;
  const shown = (path: FilePath): string => relativePath(row.folder, path);
  const all = [...files.map(shown), ...envFiles.map(shown), ...profiles.map((profile) => `profile ${profile}`)];
  return {
    files: { text: listed([...files.map(nameOf), ...envFiles.map(nameOf), ...profiles.map((profile) => `profile ${profile}`)], 4), detail: all.join('\n') },
    services: { text: `${services.length}${row.partial ? ' or more' : ''}`, detail: services.join(', ') },
    networks: { text: listed(networks, 3), detail: networks.join(', ') },
    ports: { text: listed(ports, 5), detail: ports.join(', ') },
    memory: {
      text: [...(memory.limit > 0 ? [`${sized(memory.limit)}${memory.machine === undefined ? '' : ` of ${sized(memory.machine)}`}`] : []), ...(memory.unlimited.length > 0 ? [memory.limit > 0 ? `${memory.unlimited.length} without limit` : 'no limit'] : [])].join(', '),
      detail: memory.unlimited.length === 0 ? 'Every service has a limit' : `Without a limit: ${memory.unlimited.join(', ')}`,
    },
    gpu: { text: gpu.length === 0 ? 'no' : listed(gpu, 3), detail: gpu.length === 0 ? 'No service asks for a GPU' : gpu.join(', ') },
    variables: { text: `${variables.length}${unset.length === 0 ? '' : `, ${unset.length} unset`}`, detail: [...(unset.length === 0 ? [] : [`Neither value nor default: ${unset.join(', ')}`]), variables.join(', ')].join('\n') },
    secrets: { text: String(secrets.length), detail: secrets.join(', ') },
    backup: backupCell(facts.lastBackup, now),
    status: { text: facts.status ?? untold, detail: facts.status === undefined ? 'The engine does not say' : '' },
  };
}

function backupCell(last: MatrixFacts['lastBackup'], now: number): Cell {
  if (last === undefined) return { text: untold, detail: 'Nobody has looked for backups' };
  if (last === 'none') return { text: 'none', detail: 'There is no backup of this project' };
  const word = last.verified === undefined ? 'never verified' : last.verified ? 'verified' : 'damaged';
  return { text: `${ageText(Date.parse(last.at), now)}${last.verified === true ? '' : `, ${word}`}`, detail: `${last.at}, ${word}` };
}
