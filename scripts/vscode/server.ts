// Starts the browser-hosted VS Code: VS Code's own server out of the package
// code-server, on a port and in folders of its own, stopped with its children.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { codeServer } from '../machine/code-server.ts';
import { captureProgram } from '../run-program.ts';

export interface EditorServerOptions {
  /** 'ask' is what a user meets; 'off' trusts every folder, for suites that are not about trust. */
  readonly trust: 'ask' | 'off';
  /** The folder of an extension to install, or its .vsix: the workbench then is as a user has it. */
  readonly extension?: string;
  /** Folders of other extensions beside it. */
  readonly others?: readonly string[];
  /**
   * Lets a page name an extension under development and its tests. The
   * workbench then shows no notifications and asks no trust questions.
   */
  readonly automation?: boolean;
  readonly port?: number;
  /** User settings, for example the theme. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Runs it as a user who is not root, as most people do, where this one is root: what root owns is this user's there. */
  readonly asUser?: boolean;
}

export interface Page {
  readonly folder: string;
  /** A file to open at the start. */
  readonly file?: string;
  /** With `automation`: the folder of the extension under development, and a module whose run() is called in its host. */
  readonly development?: { readonly extension: string; readonly tests: string };
}

export interface EditorServer {
  readonly address: string;
  /** The address at which a browser shows this folder with this extension. */
  page(page: Page): string;
  /** Ends the server and every process that it started, and removes its folders. */
  stop(): Promise<void>;
}

/** An environment in which the editor knows no extension gallery, and so asks none. */
export const offline = { EXTENSIONS_GALLERY: '{}' };

const asUser = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
const startSeconds = 60;
/** It has nothing to save: its folders are removed with it. */
const stopSeconds = 2;

export async function startEditorServer(options: EditorServerOptions): Promise<EditorServer> {
  const port = options.port ?? (await freePort());
  const home = await mkdtemp(join(tmpdir(), 'composure-vscode-'));
  const userData = join(home, 'user');
  await mkdir(join(userData, 'User'), { recursive: true });
  await writeFile(join(userData, 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...options.settings }));
  const extensions = join(home, 'extensions');
  await mkdir(extensions);
  for (const each of [...options.extension === undefined ? [] : [options.extension], ...options.others ?? []]) {
    await (each.endsWith('.vsix') ? installPackage(each, ['--extensions-dir', extensions, '--user-data-dir', userData]) : installExtension(each, extensions));
  }
  const args = [
    codeServer.serverMain,
    '--host', '127.0.0.1', '--port', String(port),
    '--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off',
    '--user-data-dir', userData, '--extensions-dir', extensions,
    ...(options.automation === true ? ['--enable-smoke-test-driver'] : []),
    ...(options.trust === 'off' ? ['--disable-workspace-trust'] : []),
  ];
  const [program = '', ...programArgs] = [...(options.asUser === true && process.getuid?.() === 0 ? asUser : []), codeServer.node, ...args];
  const child = spawn(program, programArgs, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // What the product remembers of a suite's projects is nobody's state.
    env: { ...process.env, NODE_OPTIONS: undefined, COMPOSURE_STATE_FOLDER: join(home, 'states'), ...options.env },
  });
  // For a run that ends without a chance to stop it.
  const killAtExit = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', killAtExit);
  const output: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));

  const address = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await stopGroup(child);
    process.off('exit', killAtExit);
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    await untilAnswers(`${address}/version`, child);
  } catch (error) {
    await stop();
    throw new Error(`the VS Code server did not start: ${String(error)}\n${output.join('').trimEnd()}`, { cause: error });
  }
  return { address, page: (page) => pageAddress(address, page), stop };
}

const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'files.autoSave': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'security.workspace.trust.untrustedFiles': 'open',
};

/** A link is enough: what the folder holds after a build is what the workbench loads at its next start. */
async function installExtension(folder: string, extensions: string): Promise<void> {
  const { publisher, name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  await symlink(folder, join(extensions, `${publisher}.${name}-${version}`), 'dir');
}

/** The editor's own way: it unpacks the file and writes down what it has. */
async function installPackage(file: string, folders: readonly string[]): Promise<void> {
  await captureProgram(codeServer.node, [codeServer.serverMain, '--install-extension', file, '--accept-server-license-terms', ...folders], { env: { ...offline, NODE_OPTIONS: undefined } });
}

function pageAddress(address: string, { folder, file, development }: Page): string {
  const uri = (path: string) => `${address.replace('http:', 'vscode-remote:')}${path}`;
  const payload: string[][] = [];
  if (development !== undefined) {
    payload.push(['extensionDevelopmentPath', uri(development.extension)], ['extensionTestsPath', uri(development.tests)]);
  }
  if (file !== undefined) payload.push(['openFile', uri(file)]);
  const query = new URLSearchParams({ folder, ...(payload.length === 0 ? {} : { payload: JSON.stringify(payload) }) });
  return `${address}/?${query}`;
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startSeconds * 1000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with exit code ${child.exitCode}`);
    const answer = await fetch(url).then((response) => response.ok, () => false);
    if (answer) return;
    if (Date.now() > deadline) throw new Error(`no answer in ${startSeconds} s`);
    await delay(100);
  }
}

/** The server leads its own process group: its extension hosts and terminals end with it. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  signalGroup(child.pid, 'SIGTERM');
  const inTime = await Promise.race([ended.then(() => true), delay(stopSeconds * 1000, false)]);
  if (!inTime) signalGroup(child.pid, 'SIGKILL');
  await ended;
  signalGroup(child.pid, 'SIGKILL');
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
