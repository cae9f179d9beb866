// Opens a URL in the browser of whoever sits at this machine, where somebody does.

import { spawn } from 'node:child_process';
import { findExecutable } from '#host/process/find-executable.ts';

/** False where there is no desktop, or nothing on it that opens URLs. The browser outlives this process. */
export async function openUrl(url: string, environment: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const [program, ...args] = opener(environment);
  const executable = program === undefined ? undefined : await findExecutable(program, environment);
  if (executable === undefined) return false;
  return new Promise((resolve) => {
    const child = spawn(executable, [...args, url], { env: environment, stdio: 'ignore', detached: true, shell: false });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

/** What each system has for it; none of them is a shell. */
function opener(environment: NodeJS.ProcessEnv): readonly string[] {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler'];
  return environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] ? ['xdg-open'] : [];
}
