// `npm run test:faults -- --kills 200`: the kill loop, in several projects at the same time, and what came of it by step.

import { killLoop, type Kills, type Tally } from './kill-loop.ts';

/** Kills so many times and prints a table. True where nothing was lost and nothing lies about. */
export async function runKills(kills: number, seed: number, projects: number): Promise<boolean> {
  const began = Date.now();
  const write = (line: string): void => { process.stdout.write(`${line}\n`); };
  const loops = Array.from({ length: projects }, (_, index) => (
    killLoop(Math.ceil(kills / projects), seed + index, (line) => write(`${projects === 1 ? '' : `${index + 1}: `}${line}`))
  ));
  const all = await Promise.all(loops);
  for (const line of table(all)) write(line);
  const losses = all.flatMap((each) => each.losses);
  const orphans = all.flatMap((each) => each.orphans);
  for (const each of losses) write(`loss: ${each}`);
  for (const each of orphans) write(`orphan: ${each}`);
  write(`${all.reduce((sum, each) => sum + each.kills, 0)} kills, ${losses.length} losses, ${orphans.length} orphans in ${Math.round((Date.now() - began) / 1000)} s (seed ${seed})`);
  return losses.length + orphans.length === 0;
}

function table(all: readonly Kills[]): readonly string[] {
  const steps = new Map<string, Tally[]>();
  for (const { steps: own } of all) for (const [step, tally] of own) steps.set(step, [...steps.get(step) ?? [], tally]);
  const width = Math.max(4, ...[...steps.keys()].map((step) => step.length));
  const rows = [...steps].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([step, tallies]) => {
    const sum = (of: (tally: Tally) => number): string => String(tallies.reduce((total, tally) => total + of(tally), 0)).padStart(8);
    return `${step.padEnd(width)}${sum(({ kills }) => kills)}${sum(({ losses }) => losses.length)}${sum(({ orphans }) => orphans.length)}`;
  });
  return [`${'step'.padEnd(width)}${'kills'.padStart(8)}${'losses'.padStart(8)}${'orphans'.padStart(8)}`, ...rows];
}
