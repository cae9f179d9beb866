// The environments of one folder, for commands that look at all of them: those of the folder itself, or where it has none
// those below it.

import type { Project } from '#core/compose/model.ts';
import { neverCancelled } from '#core/outside.ts';
import { environmentsBelow } from '#core/project/choose-environments.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { toFilePath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import type { OptionDescription, Values } from '#cli/args.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import type { Terminal } from '#cli/commands/command.ts';
import { pathFrom } from '#cli/report/report.ts';

/** The options of these commands. */
export const folderOptions: readonly OptionDescription[] = [
  { name: 'directory', value: 'DIR', help: 'The folder of the environments; the current folder without it' },
  { name: 'format', value: 'FORMAT', choices: ['text', 'json'], help: 'How to print' },
];

export interface Folder {
  readonly projects: readonly Project[];
  readonly files: ReturnType<typeof nodeFileSystem>;
  readonly parsed: ParsedFiles;
}

/** @throws CannotRun where there is no such folder, or no compose file in it. */
export async function chooseFolder(values: Values, { currentFolder, working }: Terminal): Promise<Folder> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const said = values.last('directory');
  const folder = said === undefined ? currentFolder : toFilePath(said);
  const shown = pathFrom(currentFolder, folder);
  const kind = await files.stat(folder);
  if (kind !== 'directory') throw new CannotRun(`${shown} ${kind === undefined ? 'does not exist' : 'is no folder'}`);
  const own = await discoverEnvironments(folder, files, parsed, neverCancelled);
  const environments = own.length > 0 ? own : await environmentsBelow(folder, files, parsed, neverCancelled);
  if (environments.length === 0) throw new CannotRun(`no compose file in ${shown}`);
  let loaded = 0;
  const projects = await Promise.all(environments.map(async (environment) => {
    const project = await loadProject(environment, files, parsed, neverCancelled);
    loaded += 1;
    working(`Reading environments: ${loaded} of ${environments.length}`);
    return project;
  }));
  return { projects, files, parsed };
}
