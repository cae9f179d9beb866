// Moves the data of a service in a process of its own that kills itself at a step, or while it does something:
//
//   move-killed.ts PROJECT-DIRECTORY SERVICE STEP

import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { askMovePlan } from '#host/storage/ask-move-plan.ts';
import { moveData } from '#host/storage/move-data.ts';

const [directory = '', service = '', killAt = ''] = process.argv.slice(2);
const machinery = { engine: new Engine(), cli: new ComposeCli() };
const environment = { name: 'default', mode: 'other' as const, directory, files: [`${directory}/compose.yaml`], envFiles: [], profiles: [] };
const project = await loadProject(environment, nodeFileSystem(), new ParsedFiles(), neverCancelled);
const planned = await askMovePlan(service, project, nodeFileSystem(), machinery);
if ('refused' in planned) throw new Error(planned.refused);
const die = (at: string): void => {
  if (at.startsWith(killAt)) process.kill(process.pid, 'SIGKILL');
};
await moveData(planned, project, machinery, { onStep: ({ step }) => die(step), onProgress: ({ step }) => die(step) });
machinery.engine.dispose();
