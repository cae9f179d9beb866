// Plants one fault at a time in clean projects and prints how many were found, how many at the exact place, and what
// was reported that is none: `npm run bench:faults`. With codes as arguments it plants only those.

import type { Place } from './fault.ts';
import { cases } from './cases/index.ts';
import { knownMisses, nameOf } from './known-misses.ts';
import { findingsOf, judge, type Found, type Outcome } from './judge.ts';

const wanted = process.argv.slice(2);
const projects = [...new Set(cases.map(({ project }) => project))];
const clean = new Map<string, readonly Found[]>();
for (const project of projects) clean.set(project, await findingsOf(project));

const outcomes: Outcome[] = [];
for (const one of cases) {
  if (wanted.length === 0 || (one.code !== undefined && wanted.includes(one.code))) outcomes.push(await judge(one, clean.get(one.project) ?? []));
}
const faults = outcomes.filter(({ one }) => one.code !== undefined);
const controls = outcomes.filter(({ one }) => one.code === undefined);

const codes = [...new Set(faults.map(({ one }) => one.code ?? ''))].toSorted();
const rows = codes.map((code) => counted(code, faults.filter(({ one }) => one.code === code)));
print([['kind', 'planted', 'found', 'exact', 'extra'], ...rows, counted(`${codes.length} kinds`, faults)]);

const alarms = [...clean.values()].flat().length + controls.filter(({ extra }) => extra.length > 0).length;
const lines = [
  '', `recall       ${share(faults.filter(({ found }) => found).length, faults.length)}`,
  `exact place  ${share(faults.filter(({ exact }) => exact).length, faults.length)}`,
  `clean        ${projects.length} projects, ${[...clean.values()].flat().length} findings`,
  `controls     ${controls.length}, ${controls.filter(({ extra }) => extra.length > 0).length} with a false alarm`,
  `extra        ${faults.filter(({ extra }) => extra.length > 0).length} faults with further findings`,
];
process.stdout.write(`${lines.join('\n')}\n`);
for (const [project, found] of clean) for (const each of found) process.stdout.write(`\nclean: ${project} reports ${said(each)}\n`);
for (const outcome of outcomes) explain(outcome);
process.exitCode = faults.every(({ exact, extra }) => exact && extra.length === 0) && alarms === 0 ? 0 : 1;

function counted(name: string, own: readonly Outcome[]): readonly string[] {
  const count = (is: (outcome: Outcome) => boolean): string => String(own.filter(is).length);
  return [name, String(own.length), count(({ found }) => found), count(({ exact }) => exact), String(own.reduce((sum, { extra }) => sum + extra.length, 0))];
}

function print(table: readonly (readonly string[])[]): void {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) process.stdout.write(`${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}\n`);
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${whole === 0 ? 'none' : `${(100 * part / whole).toFixed(1)} %`})`;
}

function explain({ one, places, found, exact, extra, said: reported, texts }: Outcome): void {
  if (exact && extra.length === 0) return;
  process.stdout.write(`\n${nameOf(one)}\n`);
  const reason = knownMisses.get(nameOf(one));
  if (reason !== undefined) process.stdout.write(`  known: ${reason}\n`);
  if (one.code !== undefined && !exact) {
    process.stdout.write(`  ${found ? 'another place' : 'missed'}; expected at ${places.map((place) => spot(place, texts)).join(', ')}\n`);
    for (const each of reported) process.stdout.write(`  found ${spot(each, texts)} ${each.message}\n`);
  }
  for (const each of extra) process.stdout.write(`  extra: ${said(each)} at ${spot(each, texts)}\n`);
}

function spot({ file, from, to }: Omit<Place, 'either'>, texts: ReadonlyMap<string, string | null>): string {
  const text = texts.get(file);
  if (text === undefined || text === null) return `${file}@${from}-${to}`;
  return `${file}:${text.slice(0, from).split('\n').length} "${text.slice(from, to)}"`;
}

function said({ file, severity, code, message }: Found): string {
  return `${file} ${severity} ${code}: ${message}`;
}
