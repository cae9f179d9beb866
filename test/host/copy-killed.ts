// Copies a volume in a process of its own that kills itself when so many bytes are copied, or while both are compared:
//
//   copy-killed.ts PROJECT-DIRECTORY FROM TO BYTES|Comparing

import { subjectOf } from '#core/backup/subject.ts';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { planCopy } from '#core/storage/plan-copy.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { askStorage } from '#host/storage/ask-storage.ts';
import { copyData } from '#host/storage/copy-data.ts';

const [directory = '', from = '', to = '', killAt = ''] = process.argv.slice(2);
const engine = new Engine();
const environment = { name: 'default', mode: 'other' as const, directory, files: [`${directory}/compose.yaml`], envFiles: [], profiles: [] };
const project = await loadProject(environment, nodeFileSystem(), new ParsedFiles(), neverCancelled);
const plan = planCopy(from, to, await askStorage(engine, { sizes: false }), project, '2.26.1');
if (plan.refused.length > 0) throw new Error(plan.refused.join('; '));
await copyData(plan, subjectOf(project), engine, {
  onProgress({ step, done }) {
    if (step.startsWith('Copying') ? done >= Number(killAt) : step.startsWith(killAt)) process.kill(process.pid, 'SIGKILL');
  },
});
engine.dispose();
