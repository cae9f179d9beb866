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
  const { files, envFiles, profiles, services, networks, ports, memory, gpu, gpus, variables, unset, secrets } = row;
  const shown = (path: FilePath): string => relativePath(row.folder, path);
  const all = [...files.map(shown), ...envFiles.map(shown), ...profiles.map((profile) => `profile ${profile}`)];
  return {
    files: { text: listed([...files.map(nameOf), ...envFiles.map(nameOf), ...profiles.map((profile) => `profile ${profile}`)], 4), detail: all.join('\n') },
    services: { text: `${services.length}${row.partial ? ' or more' : ''}`, detail: services.join(', ') },
    networks: { text: listed(networks, 3), detail: networks.join(', ') },
    ports: { text: listed(ports, 5), detail: ports.join(', ') },
    memory: memoryCell(memory),
    gpu: gpuCell(gpu, gpus),
    variables: { text: `${variables.length}${unset.length === 0 ? '' : `, ${unset.length} unset`}`, detail: [...(unset.length === 0 ? [] : [`Neither value nor default: ${unset.join(', ')}`]), variables.join(', ')].join('\n') },
    secrets: { text: String(secrets.length), detail: secrets.join(', ') },
    backup: backupCell(facts.lastBackup, now),
    status: { text: facts.status ?? untold, detail: facts.status === undefined ? 'The engine does not say' : '' },
  };
}

/** What the files say beside what `composure.yaml` says, and whether the one is more than the other. */
function memoryCell({ limit, reserved, unlimited, machine }: MatrixRow['memory']): Cell {
  const beside = (amount: number, word = ''): string => sized(amount) + word + (machine === undefined ? '' : `${amount > machine ? ', more than' : ' of'} ${sized(machine)}`);
  const said = [
    ...limit > 0 ? [beside(limit)] : [],
    ...reserved > 0 ? [limit > 0 && (machine === undefined || reserved <= machine) ? `${sized(reserved)} reserved` : beside(reserved, ' reserved')] : [],
    ...unlimited.length === 0 ? [] : [limit > 0 ? `${unlimited.length} without limit` : 'no limit'],
    ...machine !== undefined && limit === 0 && reserved === 0 ? [`${sized(machine)} there`] : [],
  ];
  const detail = [
    ...limit > 0 ? [`Limits of all containers: ${sized(limit)}`] : [],
    ...reserved > 0 ? [`Reserved for them: ${sized(reserved)}`] : [],
    ...machine === undefined ? [] : [`The machine has, as composure.yaml says: ${sized(machine)}`],
    unlimited.length === 0 ? 'Every service has a limit' : `Without a limit: ${unlimited.join(', ')}`,
  ];
  return { text: said.join(', '), detail: detail.join('\n') };
}

function gpuCell(services: readonly string[], { wanted, machine }: MatrixRow['gpus']): Cell {
  const there = machine === undefined ? '' : machine === 0 ? 'none' : machine === 1 ? 'one' : machine === 'some' ? 'a GPU' : String(machine);
  const has = machine === undefined ? [] : [`The machine has, as composure.yaml says: ${there}`];
  if (services.length === 0) {
    const unused = machine === undefined || machine === 0 ? '' : `, though there ${typeof machine === 'number' && machine > 1 ? 'are' : 'is'} ${there}`;
    return { text: `no${unused}`, detail: ['No service asks for a GPU', ...has].join('\n') };
  }
  const beside = typeof machine !== 'number' ? '' : wanted <= machine ? `, ${wanted} of ${machine}` : machine === 0 ? ', though there is none' : `, ${wanted} where there ${machine === 1 ? 'is one' : `are ${machine}`}`;
  return { text: `${listed(services, 3)}${beside}`, detail: [services.join(', '), ...has].join('\n') };
}

function backupCell(last: MatrixFacts['lastBackup'], now: number): Cell {
  if (last === undefined) return { text: untold, detail: 'Nobody has looked for backups' };
  if (last === 'none') return { text: 'none', detail: 'There is no backup of this project' };
  const word = last.verified === undefined ? 'never verified' : last.verified ? 'verified' : 'damaged';
  return { text: `${ageText(Date.parse(last.at), now)}${last.verified === true ? '' : `, ${word}`}`, detail: `${last.at}, ${word}` };
}
