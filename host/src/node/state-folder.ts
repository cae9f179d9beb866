// Where Composure keeps what must outlive a window and a terminal and is nobody's but this user's: the editor and the
// command line share it.

import { homedir } from 'node:os';
import path from 'node:path';
import type { FilePath } from '#core/outside.ts';
import { toFilePath } from '#host/node/file-path.ts';

/**
 * The user's folder for states of programs: of the XDG Base Directory Specification on Linux, of the system's own rules
 * elsewhere. COMPOSURE_STATE_FOLDER names another one.
 */
export function stateFolder(environment: NodeJS.ProcessEnv = process.env): FilePath {
  const said = environment['COMPOSURE_STATE_FOLDER'];
  if (said !== undefined && path.isAbsolute(said)) return toFilePath(said);
  return toFilePath(path.join(base(environment), 'composure'));
}

function base(environment: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'win32': return environment['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local');
    case 'darwin': return path.join(homedir(), 'Library', 'Application Support');
    default: {
      const state = environment['XDG_STATE_HOME'];
      return state !== undefined && path.isAbsolute(state) ? state : path.join(homedir(), '.local', 'state');
    }
  }
}
