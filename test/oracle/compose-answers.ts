// What Docker Compose says of projects, remembered on disk by the content of the project: asking takes a third of a
// second each time.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { argumentsOf, folder as memoryFolder, type OracleProject } from './oracle-project.ts';
import { runCompose, type Ended } from '../support/compose-oracle.ts';

export type Answer =
  | { readonly ok: true; readonly json: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: string };

/** Composes' answers, kept in a folder. */
export class ComposeAnswers {
  readonly #cache: string;
  readonly #version: string;

  private constructor(cache: string, version: string) {
    this.#cache = cache;
    this.#version = version;
  }

  static async open(cache: string): Promise<ComposeAnswers> {
    const { code, stdout, stderr } = await runCompose(['compose', 'version', '--short'], tmpdir(), {});
    if (code !== 0) throw new Error(`This compares with Docker Compose, which is missing: install the docker compose plugin 2.20 or newer (${stderr.trim()})`);
    mkdirSync(cache, { recursive: true });
    return new ComposeAnswers(cache, stdout.trim());
  }

  async ask(project: OracleProject): Promise<Answer> {
    const key = createHash('sha256').update(JSON.stringify([this.#version, homedir(), argumentsOf(project), project.files])).digest('hex').slice(0, 32);
    const kept = path.join(this.#cache, `${key}.json`);
    if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Answer;
    const answer = await inFolder(project, async (folder, scrubbed): Promise<Answer> => {
      const { code, stdout, stderr } = await runCompose(['compose', ...argumentsOf(project), 'config', '--format', 'json'], folder, {});
      if (code !== 0) return { ok: false, error: scrubbed(withoutWarnings(stderr)) };
      // `config` writes what can be read again: every dollar is doubled.
      return { ok: true, json: JSON.parse(scrubbed(stdout).replaceAll('$$', '$')) as Record<string, unknown> };
    });
    writeFileSync(`${kept}.new`, JSON.stringify(answer));
    renameSync(`${kept}.new`, kept);
    return answer;
  }
}

/** What another program says that loads a project: its exit code and its words. Files are named as `-f` names them. */
export async function askProgram(program: string, project: OracleProject): Promise<Ended> {
  return inFolder(project, (cwd, scrubbed) => new Promise((resolve, reject) => {
    const child = spawn(program, [...project.profiles.flatMap((profile) => ['--profile', profile]), ...project.composeFiles], { cwd, timeout: 10_000, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: scrubbed(stdout), stderr: scrubbed(withoutWarnings(stderr)) }));
  }));
}

/** Writes a project into a folder. */
export function writeProject(project: OracleProject, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(project.files)) {
    const file = path.join(folder, name);
    mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(file, text);
  }
}

async function inFolder<T>(project: OracleProject, work: (folder: string, scrubbed: (text: string) => string) => Promise<T>): Promise<T> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'composure-oracle-')));
  const folder = path.join(root, path.basename(memoryFolder));
  try {
    writeProject(project, folder);
    return await work(folder, (text) => text.replaceAll(folder, memoryFolder).replaceAll(root, path.dirname(memoryFolder).replace(/^\/$/, '')));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The words of a failure, without warnings before it and the stack of a crash. */
function withoutWarnings(stderr: string): string {
  return stderr.split('\n').filter((line) => !/^time="[^"]*" level=warning/.test(line)).join('\n').replace(/\ngoroutine [\s\S]*/, '').trim();
}
