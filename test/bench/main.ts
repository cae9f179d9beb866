// Figures side by side, not a test: how long a person waits, how much memory it takes, how large the bundles are.
// `npm run bench` builds first, so that what is measured is what is shipped.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { LspClient, temporaryWorkspace } from '../support/lsp-client.ts';
import { measureActivation } from './activation.ts';
import { benchEngine } from './engine/bench-engine.ts';
import { memoryOf, ms, percentile, table } from './figures.ts';
import { generateCompose } from './generate-compose.ts';
import { measureResolve } from './resolve.ts';

const root = path.resolve(import.meta.dirname, '../..');
const server = path.join(root, 'dist/server.js');
/** Milliseconds that the server waits after a keystroke (server/src/workspace.ts). */
const debounce = 25;

/** One server, one file: open, then a number of single-character edits in the middle. */
async function measureServer(services: number, edits: number): Promise<Readonly<Record<string, string | number>>> {
  const text = generateCompose(services);
  const workspace = temporaryWorkspace({ 'compose.yaml': text, ...Object.fromEntries(Array.from({ length: services }, (_, index) => [[`svc${index}/Dockerfile`, 'FROM scratch\nARG VERSION\nARG COMMIT\n'], [`svc${index}/config.yml`, 'x: 1\n']]).flat()) });
  const file = path.join(workspace.root, 'compose.yaml');
  const client = new LspClient(server);
  const started = performance.now();
  await client.initialize(workspace.root);
  const initialized = performance.now() - started;
  const published = (version: number): Promise<unknown> => client.diagnostics(file, (_, each) => each === version);
  const opened = performance.now();
  await client.open(file, text);
  await published(1);
  const open = performance.now() - opened;
  const at = text.indexOf('image: "', text.length >> 1) + 'image: "'.length;
  const before = text.slice(0, at).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const times: number[] = [];
  for (let version = 2; version < edits + 2; version += 1) {
    const from = performance.now();
    await client.replace(file, version, { start: position, end: position }, 'x');
    await published(version);
    times.push(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  const memory = memoryOf(client.process.pid);
  await client.dispose();
  workspace.dispose();
  return {
    services, lines: text.split('\n').length, 'initialize': ms(initialized), 'didOpen→diagnostics': ms(open),
    'didChange p50': ms(percentile(times, 0.5)), 'p95': ms(percentile(times, 0.95)), 'p95 beyond debounce': ms(percentile(times, 0.95) - debounce), 'RSS MB': memory,
  };
}

function measureCommand(name: string, args: readonly string[]): Readonly<Record<string, string | number>> {
  const times: number[] = [];
  let status: number | null = null;
  for (let run = 0; run < 5; run += 1) {
    const from = performance.now();
    status = spawnSync(process.execPath, [path.join(root, 'dist/cli.js'), ...args], { cwd: root, stdio: 'ignore' }).status;
    times.push(performance.now() - from);
  }
  return { command: name, 'p50 ms': ms(percentile(times, 0.5)), 'slowest ms': ms(Math.max(...times)), exit: status ?? 'none' };
}

execFileSync(process.execPath, [path.join(root, 'scripts/build.ts')], { cwd: root, stdio: 'inherit' });
table('Language server (milliseconds)', [await measureServer(5, 60), await measureServer(50, 60), await measureServer(500, 40)]);

const corpus = path.resolve(root, '../shared/corpus/awesome-compose');
table('Command line', [
  measureCommand('composure --version', ['--version']),
  measureCommand('composure check examples', ['check', 'examples']),
  ...(existsSync(corpus) ? [measureCommand('composure check (39 corpus files)', ['check', corpus, '--format', 'json'])] : []),
]);

const activation = await measureActivation(5);
table('Activation in VS Code (milliseconds)', [typeof activation === 'string' ? { extension: activation } : { extension: 'composure', runs: activation.length, 'p50': ms(percentile(activation, 0.5)), 'slowest': ms(Math.max(...activation)) }]);

table('Bundles', readdirSync(path.join(root, 'dist')).filter((name) => name.endsWith('.js')).map((name) => ({ file: `dist/${name}`, KB: (statSync(path.join(root, 'dist', name)).size / 1024).toFixed(0) })));

table('One project of many files (milliseconds)', [await measureResolve()]);

await benchEngine();
