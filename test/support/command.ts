// Runs the command `composure` as a child process, as a terminal or a CI job would: the bundle that is shipped.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledCommand } from './command-bundle.ts';

export const repository = path.join(import.meta.dirname, '../..');
/** The command as it is developed; it prints the same and takes longer to start. */
export const commandSource = path.join(repository, 'cli/src/main.ts');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Arguments of Node, before the program. */
  readonly node?: readonly string[];
  /** What is run in place of the bundle. */
  readonly program?: readonly string[];
}

/**
 * Runs the command to its end. Colours and widths of the suite's own terminal do not reach it.
 * Behind `--`, because Node takes an `--env-file` for its own that stands anywhere after it.
 */
export async function composure(args: readonly string[], { cwd = repository, env = {}, node = [], program }: RunOptions = {}): Promise<Ended> {
  const run = program ?? ['--', await bundledCommand()];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', ...node, ...run, ...args], {
      cwd, stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, COMPOSURE_STATE_FOLDER: path.join(tmpdir(), 'composure-test-states'), FORCE_COLOR: undefined, NO_COLOR: undefined, NODE_OPTIONS: undefined, ...env },
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output.stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { output.stderr += text; });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...output }));
  });
}

/** The parts of the `json` format that tests look at. */
export interface CheckJson {
  readonly version: number;
  readonly projects: readonly { readonly name: string; readonly directory: string; readonly files: readonly string[]; readonly environment: string; readonly services: readonly string[] }[];
  readonly diagnostics: readonly {
    readonly file: string;
    readonly range: { readonly start: { readonly line: number; readonly character: number }; readonly end: { readonly line: number; readonly character: number } };
    readonly severity: string; readonly stage: string; readonly code: string; readonly message: string; readonly project: string; readonly environments: readonly string[];
    readonly fixes: readonly { readonly title: string }[];
  }[];
}

/** `composure check --format json` with further arguments; fails where it could not run. */
export async function checkJson(args: readonly string[], options: RunOptions = {}): Promise<CheckJson & Ended> {
  const ended = await composure(['check', '--format', 'json', ...args], options);
  if (ended.status === 2 || ended.stdout === '') throw new Error(`status ${ended.status}: ${ended.stderr}`);
  return { ...ended, ...JSON.parse(ended.stdout) as CheckJson };
}

/** A folder of its own under its real path, with these files; a path with a trailing slash makes a folder. */
export async function temporaryFolder(files: Readonly<Record<string, string>> = {}): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), 'composure-cli-'));
  for (const [name, text] of Object.entries(files)) {
    const target = path.join(folder, name);
    await mkdir(name.endsWith('/') ? target : path.dirname(target), { recursive: true });
    if (!name.endsWith('/')) await writeFile(target, text);
  }
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
