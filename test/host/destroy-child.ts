// Destroys the project of a folder, and kills itself the moment that a step is written down: `destroy-child.ts FOLDER STEP`.

import { neverCancelled } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { askDestroyPlan } from '#host/storage/ask-destroy-plan.ts';
import { destroyProject } from '#host/storage/destroy.ts';

const [folder = '', deadly = ''] = process.argv.slice(2);
const [files, parsed, engine] = [nodeFileSystem(), new ParsedFiles(), new Engine()];
const beside = await Promise.all((await discoverEnvironments(folder, files, parsed, neverCancelled)).map((each) => loadProject(each, files, parsed, neverCancelled)));
const [project] = beside;
if (project === undefined) throw new Error(`no environment in ${folder}`);
const die = (name: string): void => {
  if (name === deadly) process.kill(process.pid, 'SIGKILL');
};
await destroyProject(await askDestroyPlan({ project, beside, files, parsed }, engine), project, { engine, cli: new ComposeCli() }, {
  onStep: (step) => die(step.step === 'remove' ? `remove ${step.volume.replace(`${project.name}_`, '')}` : step.step),
  onProgress: ({ step }) => die(step),
});
engine.dispose();
