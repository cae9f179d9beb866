// npm run test:electron: the API suite in the desktop VS Code, which
// @vscode/test-electron downloads from its vendor. `-- 1.101.0` takes another
// version than the newest one.
import { join } from 'node:path';

import { SilentReporter, downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';

import { ensureEngine } from '../test/support/docker/engine.ts';
import { build } from './build.ts';
import { bundleApiSuite, root } from './bundles.ts';
import { ensureMachine } from './machine/ensure-machine.ts';
import { copyExamples } from './vscode/folder-copy.ts';

const cachePath = join(root, '.cache/vscode-test');

try {
  await run(process.argv[2] ?? 'stable');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(version: string): Promise<void> {
  requireDisplay();
  const vscodeExecutablePath = await download(version);
  await build({ dev: false });
  const extensionTestsPath = await bundleApiSuite();
  await ensureMachine(['compose', 'engine']);
  const engine = await ensureEngine();
  const workspace = await copyExamples();
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath,
      launchArgs: [
        workspace.folder,
        '--disable-extensions',
        '--disable-workspace-trust',
        `--user-data-dir=${join(cachePath, 'user')}`,
        `--extensions-dir=${join(cachePath, 'extensions')}`,
        // Chromium refuses its sandbox to root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
  } finally {
    await workspace.remove();
    await engine.stop();
  }
}

function requireDisplay(): void {
  if (process.platform !== 'linux' || process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined) return;
  throw new Error('no display for the desktop VS Code: run this through xvfb-run (Debian package xvfb), or run npm test, which needs none');
}

async function download(version: string): Promise<string> {
  console.log(`looking for VS Code ${version}`);
  try {
    return await downloadAndUnzipVSCode({ version, cachePath, extensionDevelopmentPath: root, reporter: new SilentReporter() });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`VS Code ${version} cannot be downloaded (${reason}): its vendor's server must be reachable; npm test runs the same suite in the browser-hosted VS Code`, { cause: error });
  }
}
