// Restores in a process of its own that kills itself at a step: run by suites that look at what is left.
//
//   node restore-killed.ts PROJECT-DIRECTORY BACKUP STATE-FOLDER STEP [COUNT]
//
// It dies when STEP stands in the journal for the COUNT-th time, before it is done.

import { subjectOf } from '#core/backup/subject.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { prepareRestore, restore } from '#host/backup/restore.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

const [directory = '', folder = '', stateFolder = '', killAt = '', count = '1'] = process.argv.slice(2);
const machinery = { engine: new Engine(), cli: new ComposeCli() };
const environment = { name: 'default', mode: 'other' as const, directory, files: [`${directory}/compose.yaml`], envFiles: [], profiles: [] };
const subject = subjectOf(await loadProject(environment, nodeFileSystem(), new ParsedFiles(), neverCancelled));
const seen: string[] = [];
const outcome = await restore(await prepareRestore(folder, subject, machinery), subject, machinery, {
  stateFolder,
  onStep({ step }) {
    seen.push(step);
    if (step === killAt && seen.filter((each) => each === step).length === Number(count)) process.kill(process.pid, 'SIGKILL');
  },
});
machinery.engine.dispose();
process.stdout.write(`${JSON.stringify(outcome)}\n`);
