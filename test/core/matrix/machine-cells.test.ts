// Memory and GPUs in the matrix: what the files say, beside what composure.yaml says that the machine has.

import assert from 'node:assert/strict';
import { matrixCells } from '#core/matrix/cells.ts';
import { matrixRow } from '#core/matrix/matrix-row.ts';
import { neverCancelled } from '#core/outside.ts';
import { configurationOf } from '#core/project/configuration-of.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

/** The texts of both cells of an environment with this service and this machine. */
async function cells(service: string, machine: string): Promise<readonly string[]> {
  const files = fixtureFiles(readFixture(`#- compose.yaml\nservices:\n  one: { image: a, ${service} }\n  two: { image: a }\n#- composure.yaml\nenvironments:\n  main: { files: compose.yaml, ${machine} }\n`));
  const parsed = new ParsedFiles();
  const [environment] = await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled);
  assert.ok(environment !== undefined);
  const row = matrixRow(await loadProject(environment, files, parsed, neverCancelled), await configurationOf(environment, files, parsed));
  const { memory, gpu } = matrixCells(row, { status: undefined, lastBackup: undefined }, 0);
  return [memory.text, gpu.text];
}

describe('the matrix', () => {
  const cases: Readonly<Record<string, readonly [service: string, machine: string, memory: string, gpu: string]>> = {
    'of what has no limit': ['init: true', 'mode: dev', 'no limit', 'no'],
    'of a machine alone': ['init: true', 'memory: 8g, gpu: true', 'no limit, 8 GB there', 'no, though there is a GPU'],
    'of a machine without a GPU that nobody wants': ['init: true', 'gpu: false', 'no limit', 'no'],
    'of a machine with GPUs that nobody wants': ['init: true', 'gpu: 2', 'no limit', 'no, though there are 2'],
    'of limits and reservations': ['mem_limit: 3g, mem_reservation: 1g', 'mode: dev', '3 GB, 1 GB reserved, 1 without limit', 'no'],
    'of what the machine has': ['mem_limit: 3g, mem_reservation: 1g, gpus: all', 'memory: 4g, gpu: true', '3 GB of 4 GB, 1 GB reserved, 1 without limit', 'one'],
    'of each container': ['mem_reservation: 1g, deploy: { replicas: 2 }', 'memory: 4g', '2 GB reserved of 4 GB, no limit', 'no'],
    'of limits that are more than there is': ['mem_limit: 3g', 'memory: 2g', '3 GB, more than 2 GB, 1 without limit', 'no'],
    'of reservations that are more than there is': ['mem_reservation: 3g', 'memory: 2g', '3 GB reserved, more than 2 GB, no limit', 'no'],
    'of a GPU where none is': ['gpus: all', 'gpu: false', 'no limit', 'one, though there is none'],
    'of some of the GPUs': ['gpus: [{ count: 1 }]', 'gpu: 2', 'no limit', 'one, 1 of 2'],
    'of too few GPUs': ['gpus: [{ count: 4 }]', 'gpu: 1', 'no limit', 'one, 4 where there is one'],
  };
  for (const [name, [service, machine, ...expected]] of Object.entries(cases)) it(`tells ${name}`, async () => assert.deepEqual(await cells(service, machine), expected));
});
