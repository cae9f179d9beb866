// The suites of npm test in the order in which they run: what each needs on
// the machine, and how it is run. A suite named here is test/<name>/.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { build } from './build.ts';
import { bundleApiSuite, root } from './bundles.ts';
import type { Need } from './machine/ensure-machine.ts';
import { runApiSuite } from './vscode/api-suite.ts';
import { copyExamples } from './vscode/folder-copy.ts';

export interface Outcome {
  readonly ok: boolean;
  readonly counts?: Counts;
  /** Why it failed, where its output does not say so. */
  readonly reason?: string;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Suite {
  readonly name: string;
  readonly needs: readonly Need[];
  /** True if it runs what the build makes. */
  readonly built?: true;
  run(cancellation: AbortSignal): Promise<Outcome>;
}

const bin = (name: string) => join(root, 'node_modules', name);
const everything: readonly Need[] = ['compose', 'engine', 'browser', 'editor'];

export const suites: readonly Suite[] = [
  { name: 'types', needs: [], run: (signal) => program([bin('typescript/bin/tsc'), '-b'], signal) },
  { name: 'lint', needs: [], run: (signal) => program([bin('oxlint/bin/oxlint'), '--type-aware'], signal) },
  { name: 'generated', needs: [], run: (signal) => program(['scripts/generate.ts', '--check'], signal) },
  { name: 'build', needs: [], run: async () => { await build({ dev: false }); return { ok: true }; } },
  { name: 'core', needs: ['compose'], run: (signal) => mocha('core', signal) },
  { name: 'oracle', needs: ['compose'], run: (signal) => mocha('oracle', signal) },
  { name: 'client', needs: [], run: (signal) => mocha('client', signal) },
  { name: 'architecture', needs: [], run: (signal) => mocha('architecture', signal) },
  { name: 'lsp', needs: [], built: true, run: (signal) => mocha('lsp', signal) },
  { name: 'cli', needs: ['compose', 'engine'], built: true, run: (signal) => mocha('cli', signal) },
  { name: 'host', needs: ['compose', 'engine'], run: (signal) => mocha('host', signal) },
  { name: 'faults', needs: ['compose', 'engine'], run: (signal) => mocha('faults', signal) },
  { name: 'editor/api', needs: everything, built: true, run: apiSuite },
  { name: 'editor/workbench', needs: everything, built: true, run: (signal) => mochaByWindow('editor/workbench', signal) },
];

/** The suites with these names, all if there are none; `editor` means both of its suites. */
export function chooseSuites(names: readonly string[]): readonly Suite[] {
  const forgotten = globSync('test/**/*.test.ts', { cwd: root }).find((file) => !suites.some(({ name }) => file.startsWith(join('test', name, '/'))));
  if (forgotten !== undefined) throw new Error(`${forgotten} is in no suite: add its folder to scripts/suites.ts`);
  const isMeant = (suite: Suite, name: string) => suite.name === name || suite.name.startsWith(`${name}/`);
  const unknown = names.find((name) => !suites.some((suite) => isMeant(suite, name)));
  if (unknown !== undefined) throw new Error(`no suite ${unknown}: there are ${suites.map(({ name }) => name).join(', ')}`);
  const meant = names.length === 0 ? suites : suites.filter((suite) => names.some((name) => isMeant(suite, name)));
  return suites.filter((suite) => meant.includes(suite) || (suite.name === 'build' && meant.some(({ built }) => built === true)));
}

function mocha(name: string, cancellation: AbortSignal): Promise<Outcome> {
  const files = globSync(`test/${name}/**/*.test.ts`, { cwd: root }).sort();
  if (files.length === 0) return Promise.resolve(noTests(`there is no test/${name}/**/*.test.ts`));
  return program([bin('mocha/bin/mocha.js'), ...files], cancellation).then(withCounts);
}

/**
 * Runs each file by itself, and one that fails once more in a new window: a browser on a busy machine loses a key or a
 * click now and then. What passed only then is named at the end; it is a test to mend.
 */
async function mochaByWindow(name: string, cancellation: AbortSignal): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  const unsteady: string[] = [];
  for (const file of globSync(`test/${name}/**/*.test.ts`, { cwd: root }).sort()) {
    const run = () => program([bin('mocha/bin/mocha.js'), file], cancellation).then(withCounts);
    let outcome = await run();
    if (!outcome.ok) {
      console.log(`\n   once more: ${file}`);
      outcome = await run();
      if (outcome.ok) unsteady.push(file);
    }
    outcomes.push(outcome);
  }
  const sum = (count: keyof Counts) => outcomes.reduce((total, { counts }) => total + (counts?.[count] ?? 0), 0);
  return {
    ok: outcomes.length > 0 && outcomes.every(({ ok }) => ok),
    counts: { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') },
    ...(unsteady.length > 0 && { reason: `passed only when run once more: ${unsteady.join(', ')}` }),
  };
}

async function apiSuite(cancellation: AbortSignal): Promise<Outcome> {
  const tests = await bundleApiSuite();
  const workspace = await copyExamples();
  try {
    const lines: string[] = [];
    const print = (line: string) => { lines.push(line); console.log(line); };
    const code = await runApiSuite({ folder: workspace.folder, extension: root, tests, print, cancellation });
    return withCounts({ ok: code === 0, output: lines.join('\n') });
  } finally {
    await workspace.remove();
  }
}

interface ProgramOutcome {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a program of Node with its output shown and kept. */
function program(args: readonly string[], cancellation: AbortSignal): Promise<ProgramOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: cancellation,
      // mocha ends its run in order at this one.
      killSignal: 'SIGINT',
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    });
    const output: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => { output.push(chunk.toString()); process.stdout.write(chunk); });
    child.stderr.on('data', (chunk: Buffer) => { output.push(chunk.toString()); process.stderr.write(chunk); });
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, output: output.join('') }));
  });
}

/** Reads mocha's closing lines: `12 passing (3s)`, `1 failing`, `2 pending`. */
function withCounts({ ok, output }: ProgramOutcome): Outcome {
  const text = stripVTControlCharacters(output);
  const count = (word: string) => Number(text.match(new RegExp(`^\\s+(\\d+) ${word}\\b`, 'm'))?.[1] ?? 0);
  const counts = { passed: count('passing'), failed: count('failing'), skipped: count('pending') };
  if (counts.passed + counts.failed === 0) return { ...noTests('it ran no test'), counts };
  return { ok: ok && counts.failed === 0, counts };
}

function noTests(reason: string): Outcome {
  return { ok: false, reason };
}
