// Writes two texts of each file in turn until it is killed: run by a suite that looks at what is left.
//
//   node write-planned-killed.ts FOLDER

import { writePlanned } from '#host/variables/write-planned.ts';
import { plannedFiles } from './write-planned-files.ts';

const [folder = ''] = process.argv.slice(2);
process.stdout.write('begun\n');
for (let turn = 0; ; turn += 1) await writePlanned(plannedFiles(folder, turn), folder);
