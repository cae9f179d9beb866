// What is done to every server, in the same order: a person opens a file, types into its middle, asks.

import path from 'node:path';
import type { Diagnostic, Position } from 'vscode-languageserver/node';
import { temporaryWorkspace } from '../../support/lsp-client.ts';
import { memoryOf, ms, percentile } from '../figures.ts';
import { generateCompose } from '../generate-compose.ts';
import { PeerClient } from './peer-client.ts';
import type { Peer } from './peers.ts';

type Row = Readonly<Record<string, string | number>>;

const edits = 20;
const requests = 20;

/** One server and one file. What was not reached within `limit` milliseconds stays empty in the row. */
export async function measure(peer: Peer, services: number, anchors: boolean, limit: number): Promise<Row> {
  const workspace = temporaryWorkspace({
    'compose.yaml': generateCompose(services, anchors),
    ...Object.fromEntries(Array.from({ length: services }, (_, index) => [[`svc${index}/Dockerfile`, 'FROM scratch\n'], [`svc${index}/config.yml`, 'x: 1\n']]).flat()),
  });
  const client = new PeerClient(peer, path.join(workspace.root, 'compose.yaml'));
  const row: Record<string, string | number> = Object.fromEntries(['server', ...columns].map((column) => [column, '–']));
  row['server'] = peer.name;
  const timeout = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), limit).unref());
  try {
    const outcome = await Promise.race([timeout, script(client, peer, workspace.root, generateCompose(services, anchors), row)]);
    if (outcome === 'late') row['finished'] = `not in ${limit / 1000} s`;
  } finally {
    client.dispose();
    workspace.dispose();
  }
  return row;
}

const columns = ['initialize', 'open→diag', 'edit→diag p50', 'p95', 'p50 beyond its pause', 'key completion p50', 'p95 ', 'items', 'right after an edit p50', 'p95  ', 'in broken text p50', 'items ', 'hover p50', 'MB at open', 'MB at end', 'finished'];

async function script(client: PeerClient, peer: Peer, root: string, text: string, row: Record<string, string | number>): Promise<void> {
  const timed = async (action: () => Promise<unknown>): Promise<number> => {
    const from = performance.now();
    await action();
    return performance.now() - from;
  };
  row['initialize'] = ms(await timed(() => client.initialize(root)));
  await sleep(1500);
  const opened = client.next(() => true);
  row['open→diag'] = ms(await timed(async () => { await client.open(text); await opened; }));
  await sleep(1500);
  row['MB at open'] = memoryOf(client.process.pid);

  // A second `image` comes and goes: a fault that every one of them reports, so that no answer is taken for another.
  const line = text.slice(0, text.indexOf('    image: ', text.length >> 1)).split('\n').length - 1;
  const at: Position = { line, character: 0 };
  const isThere = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ range }) => range.start.line === line || range.start.line === line + 1);
  const times: number[] = [];
  for (let count = 0; count < edits; count += 1) {
    const inserts = count % 2 === 0;
    const published = client.next((diagnostics) => isThere(diagnostics) === inserts);
    times.push(await timed(async () => {
      await (inserts ? client.edit(at, '    image: other\n') : client.edit(at, '', { line: line + 1, character: 0 }));
      await published;
    }));
    await sleep(60);
  }
  row['edit→diag p50'] = ms(percentile(times, 0.5));
  row['p95'] = ms(percentile(times, 0.95));
  row['p50 beyond its pause'] = ms(percentile(times, 0.5) - peer.debounce);

  // An empty line within a service, where its keys go.
  await client.edit(at, '    \n');
  await sleep(peer.debounce + 500);
  const cursor: Position = { line, character: 4 };
  const warm: number[] = [];
  for (let count = 0; count < requests; count += 1) warm.push(await timed(async () => { row['items'] = await client.complete(cursor); }));
  row['key completion p50'] = ms(percentile(warm, 0.5));
  row['p95 '] = ms(percentile(warm, 0.95));

  // A comment in the line above is typed on: each request meets a text that nobody has read yet.
  const comment: Position = { line: line - 1, character: 0 };
  await client.edit(comment, '    # \n');
  const below: Position = { line: line + 1, character: 4 };
  const fresh: number[] = [];
  for (let count = 0; count < requests; count += 1) {
    await client.edit({ line: line - 1, character: 6 }, 'x');
    fresh.push(await timed(() => client.complete(below)));
    await sleep(60);
  }
  row['right after an edit p50'] = ms(percentile(fresh, 0.5));
  row['p95  '] = ms(percentile(fresh, 0.95));

  // Half a key on the line: the text cannot be read as YAML.
  const broken: number[] = [];
  await client.edit(below, 'r');
  for (let count = 0; count < requests; count += 1) {
    await client.edit({ line: line - 1, character: 6 }, 'x');
    broken.push(await timed(async () => { row['items '] = await client.complete({ ...below, character: 5 }); }));
    await sleep(60);
  }
  row['in broken text p50'] = ms(percentile(broken, 0.5));
  await client.edit(below, '', { ...below, character: 5 });
  await sleep(peer.debounce + 500);

  const hovers: number[] = [];
  for (let count = 0; count < requests; count += 1) hovers.push(await timed(async () => { row['hover p50'] = await client.hover({ line: line + 2, character: 6 }) ? '' : 'nothing'; }));
  if (row['hover p50'] === '') row['hover p50'] = ms(percentile(hovers, 0.5));
  await sleep(500);
  row['MB at end'] = memoryOf(client.process.pid);
  row['finished'] = 'yes';
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
