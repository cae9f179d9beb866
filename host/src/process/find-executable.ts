// Finds a program on the PATH before it is run. Parts of the PATH that are not absolute are left out, so that opening a
// folder that holds a file named `docker` never runs that file.

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';

/** The program's absolute path, or undefined where there is none. A command with a folder in it is not looked up. */
export async function findExecutable(command: string, environment: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  if (path.basename(command) !== command) return path.isAbsolute(command) && await isExecutable(command) ? command : undefined;
  for (const folder of searchedFolders(environment)) {
    for (const extension of extensions(environment)) {
      const candidate = path.join(folder, command + extension);
      if (await isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

function searchedFolders(environment: NodeJS.ProcessEnv): string[] {
  return (variable(environment, 'PATH') ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

function extensions(environment: NodeJS.ProcessEnv): readonly string[] {
  if (process.platform !== 'win32') return [''];
  // Batch files are left out: they cannot be run without a shell.
  return (variable(environment, 'PATHEXT') ?? '.EXE').split(';').filter((extension) => /^\.(exe|com)$/i.test(extension));
}

/** Windows does not tell `Path` from `PATH`. */
function variable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  if (process.platform !== 'win32') return environment[name];
  const key = Object.keys(environment).find((candidate) => candidate.toUpperCase() === name);
  return key === undefined ? undefined : environment[key];
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
