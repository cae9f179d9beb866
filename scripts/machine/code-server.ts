// Installs the npm package code-server, which carries the workbench and the
// extension host of VS Code, into a cache folder of its own: it compiles native
// modules with Node 24 and must never be among the extension's dependencies.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { runProgram } from '../run-program.ts';
import { ensureRequirements, nativeBuildTools } from './system-packages.ts';

const version = '4.139.1';
const home = join(import.meta.dirname, '../../.cache/code-server');
/** Node's own package for this platform: it carries the headers that native modules are compiled with. */
const nodePackage = `node-${process.platform}-${process.arch}`;
const stamp = join(home, 'installed.json');

/** The programs of the installed editor: VS Code's own server, and the Node that its native modules were built for. */
export const codeServer = {
  node: join(home, 'node_modules', nodePackage, 'bin/node'),
  serverMain: join(home, 'node_modules/code-server/lib/vscode/out/server-main.js'),
};

export async function ensureCodeServer(): Promise<void> {
  const wanted = JSON.stringify({ 'code-server': version, node: process.versions.node });
  if (existsSync(stamp) && existsSync(codeServer.serverMain) && (await readFile(stamp, 'utf8')) === wanted) return;
  await ensureRequirements(nativeBuildTools);
  console.log(`installing the browser-hosted VS Code (code-server ${version}, compiled here: some minutes)`);
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), '{ "name": "composure-editor", "private": true }\n');
  const install = ['install', '--no-fund', '--no-audit', '--loglevel=error', '--save-exact'];
  // Its install script looks at the Node that npm runs on, so that Node comes first and then stands first on the PATH.
  const env = {
    PATH: `${join(home, 'node_modules', nodePackage, 'bin')}${delimiter}${process.env['PATH']}`,
    npm_config_nodedir: join(home, 'node_modules', nodePackage),
    npm_config_dangerously_allow_all_scripts: 'true',
    // Not those of the npm that may have started this script: they would name its Node and its folder.
    npm_execpath: undefined,
    npm_node_execpath: undefined,
    npm_config_local_prefix: undefined,
    npm_config_user_agent: undefined,
    NODE: undefined,
    INIT_CWD: undefined,
  };
  await runProgram('npm', [...install, `${nodePackage}@${process.versions.node}`], { cwd: home, env });
  await runProgram('npm', [...install, `code-server@${version}`], { cwd: home, env });
  if (!existsSync(codeServer.serverMain)) throw new Error(`code-server ${version} was installed without ${codeServer.serverMain}`);
  await writeFile(stamp, wanted);
}
