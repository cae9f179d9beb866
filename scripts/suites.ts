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
  { name: 'core', needs: ['compose'], run: (signal) => mochaInParts(inShares(testFiles('core')), { atOnce }, signal) },
  { name: 'oracle', needs: ['compose'], run: (signal) => mocha('oracle', signal) },
  { name: 'client', needs: [], run: (signal) => mocha('client', signal) },
  { name: 'architecture', needs: [], run: (signal) => mocha('architecture', signal) },
  { name: 'lsp', needs: [], built: true, run: (signal) => mocha('lsp', signal) },
  { name: 'cli', needs: ['compose', 'engine'], built: true, run: (signal) => mochaByFile('cli', signal) },
  { name: 'host', needs: ['compose', 'engine'], run: (signal) => mochaByFile('host', signal) },
  { name: 'faults', needs: ['compose', 'engine'], run: (signal) => mochaByFile('faults', signal) },
  { name: 'editor/api', needs: everything, built: true, run: apiSuite },
  { name: 'editor/workbench', needs: everything, built: true, run: (signal) => mochaInParts(testFiles('editor/workbench').map((file) => [file]), { atOnce: 1, onceMore: true }, signal) },
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

/** Most tests wait for another process: two files at once keep two CPUs busy. */
const atOnce = 2;

/** They prune, count all that the engine has, or measure what containers use: nothing else may run meanwhile. */
const alone: readonly string[] = ['test/cli/deploy.test.ts', ...['clean', 'doctor', 'monitor', 'rollback'].map((name) => `test/host/${name}.test.ts`)];

function testFiles(name: string): readonly string[] {
  return globSync(`test/${name}/**/*.test.ts`, { cwd: root }).sort();
}

function mocha(name: string, cancellation: AbortSignal): Promise<Outcome> {
  return mochaInParts([testFiles(name)], { atOnce: 1 }, cancellation);
}

/** Each file in a process of its own, those that must be alone first. */
async function mochaByFile(name: string, cancellation: AbortSignal): Promise<Outcome> {
  const parts = testFiles(name).map((file) => [file]);
  const isAlone = ([file = '']: readonly string[]): boolean => alone.includes(file);
  const outcomes = [
    ...parts.some(isAlone) ? [await mochaInParts(parts.filter(isAlone), { atOnce: 1 }, cancellation)] : [],
    await mochaInParts(parts.filter((part) => !isAlone(part)), { atOnce }, cancellation),
  ];
  return together(outcomes);
}

/** As many shares as run at once, each with every second file. */
function inShares(files: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: atOnce }, (_, share) => files.filter((_file, index) => index % atOnce === share));
}

interface InParts {
  readonly atOnce: number;
  /** A part that fails runs once more: a browser on a busy machine loses a key or a click now and then. */
  readonly onceMore?: true;
}

/**
 * Runs parts of a suite, each in a process of its own. Where several run at once the output of each is shown whole when it
 * has ended. What passed only when it was run once more is named at the end; it is a test to mend.
 */
async function mochaInParts(parts: readonly (readonly string[])[], { atOnce: most, onceMore }: InParts, cancellation: AbortSignal): Promise<Outcome> {
  if (parts.flat().length === 0) return noTests('it has no test file');
  const outcomes: Outcome[] = [];
  const rest = [...parts];
  const run = (part: readonly string[]): Promise<Outcome> => runMocha(part, cancellation, most > 1).then(withCounts);
  const runRest = async (): Promise<void> => {
    for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
      const first = await run(part);
      if (first.ok || onceMore === undefined) {
        outcomes.push(first);
        continue;
      }
      console.log(`\n   once more: ${part.join(' ')}`);
      const second = await run(part);
      outcomes.push(second.ok ? { ...second, reason: `passed only when run once more: ${part.join(' ')}` } : second);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: most }, runRest));
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return together(outcomes);
}

function together(outcomes: readonly Outcome[]): Outcome {
  const sum = (count: keyof Counts) => outcomes.reduce((total, { counts }) => total + (counts?.[count] ?? 0), 0);
  const reasons = outcomes.flatMap(({ reason }) => reason ?? []);
  return {
    ok: outcomes.length > 0 && outcomes.every(({ ok }) => ok),
    counts: { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') },
    ...(reasons.length > 0 && { reason: reasons.join('\n') }),
  };
}

/** Node keeps here what it compiled for the next process: most of a start is that. Each run begins with nothing, or it would grow for ever. */
export const compiled = join(root, '.cache/compiled');

function runMocha(files: readonly string[], cancellation: AbortSignal, isHeldBack = false): Promise<ProgramOutcome> {
  return program([bin('mocha/bin/mocha.js'), ...files], cancellation, { isHeldBack, env: { NODE_COMPILE_CACHE: compiled } });
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

interface ProgramOptions {
  /** Its output is shown when it has ended. */
  readonly isHeldBack?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program of Node with its output shown and kept. */
function program(args: readonly string[], cancellation: AbortSignal, { isHeldBack = false, env }: ProgramOptions = {}): Promise<ProgramOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: cancellation,
      // mocha ends its run in order at this one.
      killSignal: 'SIGINT',
      env: { ...process.env, ...env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    });
    const output: string[] = [];
    const take = (show: NodeJS.WriteStream) => (chunk: Buffer) => {
      output.push(chunk.toString());
      if (!isHeldBack) show.write(chunk);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.on('error', reject);
    child.on('close', (code) => {
      const text = output.join('');
      if (isHeldBack) process.stdout.write(text);
      resolve({ ok: code === 0, output: text });
    });
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
