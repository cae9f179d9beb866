// Docker Compose itself as the judge of what the domain says: `docker compose config` needs no engine. Each call has a
// limit of time and of memory, because Compose loops or swells on some texts; its whole process group ends with it.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const timeLimit = 15_000;
const memoryLimitKilobytes = 4_000_000;

/** Compose's verdict: the merged project, or why it refuses it. */
export type Verdict =
  | { readonly ok: true; readonly project: Record<string, unknown>; readonly warnings: string }
  | { readonly ok: false; readonly error: string };

export interface OracleProject {
  /** By path in the project's folder. */
  readonly files: Readonly<Record<string, string>>;
  /** What follows `docker compose`, before `config`: `-f`, `--env-file`, `--profile`. */
  readonly args?: readonly string[];
  /** The shell's variables, beside a PATH and a HOME. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What `docker compose config` says of a project in a folder of its own, which is named `project`. */
export async function askCompose({ files, args = [], variables = {} }: OracleProject): Promise<Verdict> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'composure-oracle-')));
  const folder = path.join(root, 'project');
  try {
    for (const [name, text] of Object.entries({ 'compose.yaml': '', ...files })) {
      if (text === '') continue;
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const { code, stdout, stderr } = await runCompose(['compose', ...args, 'config', '--format', 'json'], folder, variables);
    if (code !== 0) return { ok: false, error: stderr.trim() };
    return { ok: true, project: JSON.parse(stdout.replaceAll(`${folder}/`, './').replaceAll(`"${folder}"`, '"."')) as Record<string, unknown>, warnings: stderr };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Fails with one clear line where Compose is not installed: nothing is skipped. */
export async function requireCompose(): Promise<void> {
  const { code, stderr } = await runCompose(['compose', 'version'], tmpdir(), {}).catch((error: unknown) => ({ code: 1, stderr: String(error) }));
  if (code !== 0) throw new Error(`These tests compare with Docker Compose, which is missing: install the docker compose plugin 2.20 or newer (${stderr.trim()})`);
}

/** Asks about many projects, a few at a time; the verdicts stand in the order of the projects. */
export async function askComposeAll(projects: readonly OracleProject[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const waiting = [...projects.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) verdicts[next[0]] = await askCompose(next[1]);
  };
  await Promise.all([work(), work(), work(), work()]);
  return verdicts;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `docker` in a folder within the limits. */
export function runCompose(args: readonly string[], cwd: string, variables: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn('/bin/sh', ['-c', `ulimit -v ${memoryLimitKilobytes}; exec docker "$@"`, 'docker', ...args], {
      cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH, HOME, COMPOSE_ANSI: 'never', ...variables },
    });
    let stdout = '';
    let stderr = '';
    const limit = setTimeout(() => {
      stderr += `no answer within ${timeLimit} ms`;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeLimit);
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    child.on('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code, stdout, stderr });
    });
  });
}
