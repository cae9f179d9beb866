// npm start: opens VS Code with the extension on examples/. The desktop editor
// where there is one and a display to show it, else the browser-hosted one.
import { join } from 'node:path';

import { build } from './build.ts';
import { root } from './bundles.ts';
import { ensureMachine } from './machine/ensure-machine.ts';
import { findProgram } from './machine/find-program.ts';
import { exitCode, runProgram } from './run-program.ts';
import { startEditorServer } from './vscode/server.ts';

const examples = join(root, 'examples');

try {
  await build({ dev: true });
  const desktop = hasDisplay() ? findProgram('code') : undefined;
  if (desktop === undefined) await openInBrowser();
  else await runProgram(desktop, [`--extensionDevelopmentPath=${root}`, examples]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function openInBrowser(): Promise<void> {
  if (hasDisplay()) {
    console.log('no desktop VS Code on the PATH (code): starting the browser-hosted one');
  } else {
    console.log('no display on this machine: this is what the command line says about examples/\n');
    await exitCode(process.execPath, [join(root, 'dist/cli.js'), 'check', 'examples'], { cwd: root });
    console.log('');
  }
  await ensureMachine(['editor']);
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
  });
  const server = await startEditorServer({ trust: 'ask', extension: root });
  console.log(`VS Code with Composure on examples/ (Ctrl-C ends it):\n${server.page({ folder: examples })}`);
  const alive = setInterval(() => {}, 60_000);
  await ended;
  clearInterval(alive);
  await server.stop();
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}
