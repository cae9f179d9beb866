// `npm run bench:workspace`: a hundred environments of fifty services in one workspace, in the server alone and in VS Code.
// The times are those of a machine with nothing else to do; the processor's own time can be compared on a busy one too.

import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environmentChangesRequest, environmentsChanged, type EnvironmentChanges } from '#core/protocol.ts';
import { LspClient } from '../support/lsp-client.ts';
import { memoryOf, ms, percentile, table } from './figures.ts';
import { manyOverlays, manyProjects, type ManyEnvironments } from './many-environments.ts';
import { measureInEditor } from './workspace-editor.ts';

const root = path.resolve(import.meta.dirname, '../..');
const [environments, services, edits] = [100, 50, 40];
/** Milliseconds that the server waits after a keystroke (server/src/workspace.ts). */
const debounce = 25;

async function measure(name: string, workspace: ManyEnvironments): Promise<Readonly<Record<string, string | number>>> {
  const client = new LspClient(path.join(root, 'dist/server.js'));
  try {
    const started = performance.now();
    const { first, all } = follow(client, started);
    await client.initialize(workspace.root);
    const firstListed = await first;
    const allListed = await all;
    // The fault of the last project, which nobody has opened.
    const last = workspace.files.at(-1) ?? '';
    const unopened = name === 'projects' ? await found(client, last, started) : Number.NaN;
    await quiet(client);
    const processor = processorTime(client.process.pid);
    const settled = memoryOf(client.process.pid);

    const file = workspace.files[0] ?? '';
    const text = readFileSync(file, 'utf8');
    await client.open(file, text);
    await client.diagnostics(file, (_, version) => version === 1);
    await quiet(client);
    const before = processorTime(client.process.pid);
    const times = await type(client, file, text);
    return {
      workspace: name, 'first listed': ms(firstListed), 'all listed': ms(allListed), 'unopened fault': Number.isNaN(unopened) ? '' : ms(unopened), 'processor ms': processor, 'RSS MB': settled,
      'edit p50': ms(percentile(times, 0.5)), p95: ms(percentile(times, 0.95)), 'p95 beyond pause': ms(percentile(times, 0.95) - debounce),
      'processor ms an edit': Math.round((processorTime(client.process.pid) - before) / edits),
    };
  } finally {
    await client.dispose();
    workspace.remove();
  }
}

/** Asks for the environments as the extension does: when it is told that they changed. */
function follow(client: LspClient, started: number): { readonly first: Promise<number>; readonly all: Promise<number> } {
  const [first, all] = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  let revision = 0;
  client.connection.onNotification(environmentsChanged, () => {
    client.connection.sendRequest<EnvironmentChanges>(environmentChangesRequest, revision).then((answer) => {
      revision = Math.max(revision, answer.revision);
      if (answer.ids.length > 0) first.resolve(performance.now() - started);
      if (answer.ids.length === environments) all.resolve(performance.now() - started);
    }, () => undefined);
  });
  return { first: first.promise, all: all.promise };
}

async function found(client: LspClient, file: string, started: number): Promise<number> {
  for (let tries = 0; tries < 12; tries += 1) {
    const isThere = await client.diagnostics(file, (diagnostics) => diagnostics.length > 0).then(() => true, () => false);
    if (isThere) return performance.now() - started;
  }
  throw new Error(`nothing was found in ${file}`);
}

/** Letters in the middle of a file, each after the last one's findings and a pause. */
async function type(client: LspClient, file: string, text: string): Promise<readonly number[]> {
  const at = text.indexOf('image: "', text.length >> 1) + 'image: "'.length;
  const lines = text.slice(0, at).split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const times: number[] = [];
  for (let version = 2; version < edits + 2; version += 1) {
    const from = performance.now();
    await client.replace(file, version, { start: position, end: position }, 'x');
    await client.diagnostics(file, (_, each) => each === version);
    times.push(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return times;
}

/** Milliseconds for which a process had a processor. */
function processorTime(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** Waits until nothing was published for two seconds. */
async function quiet(client: LspClient): Promise<void> {
  for (let count = -1; count !== client.published.length;) {
    count = client.published.length;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
}

process.env['BENCH_MARK'] = randomUUID();
if (!process.argv.includes('--built')) execFileSync(process.execPath, [path.join(root, 'scripts/build.ts')], { cwd: root, stdio: 'inherit' });
const [which = 'all'] = process.argv.slice(2).filter((each) => !each.startsWith('-'));
const wants = (part: string): boolean => which === 'all' || which === part;
if (wants('projects')) table('A hundred projects of fifty services, server alone (milliseconds)', [await measure('projects', manyProjects(environments, services))]);
if (wants('overlays')) table('One project of fifty services with a hundred environments, server alone (milliseconds)', [await measure('overlays', manyOverlays(environments, services))]);
if (wants('editor')) {
  table('In VS Code (milliseconds from the click on the sidebar)', [
    await measureInEditor('one project', manyProjects(1, services), 1),
    await measureInEditor('projects', manyProjects(environments, services), environments),
  ]);
}
