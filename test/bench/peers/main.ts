// Composure beside the language servers that people have for Compose files today: same files, same client, same script.
// `npm run bench:peers` builds first, so that what is measured is what is shipped; `-- 50` measures one size only.

import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import path from 'node:path';
import { table } from '../figures.ts';
import { measure } from './measure.ts';
import { composeSchema, install, peers } from './peers.ts';

/** Milliseconds for one server and one file. */
const limit = 180_000;
const root = path.resolve(import.meta.dirname, '../../..');
const asked = process.argv.slice(2).map(Number);
if (asked.some((size) => !Number.isInteger(size) || size < 1)) throw new Error('sizes are numbers of services: npm run bench:peers -- 5 50 500');

execFileSync(process.execPath, [path.join(root, 'scripts/build.ts')], { cwd: root, stdio: 'inherit' });
install();
const schema = composeSchema();
if ('missing' in schema) process.stdout.write(`yaml-language-server runs ${schema.missing}\n`);
const all = peers('file' in schema ? schema.file : undefined);

process.stdout.write(`${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, load ${loadavg().map((each) => each.toFixed(1)).join(' ')} at the start\n`);
for (const services of asked.length > 0 ? asked : [5, 50, 500]) {
  for (const anchors of [false, true]) {
    const rows = [];
    for (const peer of all) rows.push(await measure(peer, services, anchors, limit));
    table(`${services} services, ${anchors ? 'an anchor merged into each' : 'no anchors'} (milliseconds)`, transposed(rows));
  }
}

/** One column a server: there are more figures than servers. */
function transposed(rows: readonly Readonly<Record<string, string | number>>[]): readonly Readonly<Record<string, string | number>>[] {
  const [first = {}] = rows;
  return Object.keys(first).filter((figure) => figure !== 'server').map((figure) => Object.fromEntries([['', figure], ...rows.map((row) => [row['server'], row[figure]])]));
}
