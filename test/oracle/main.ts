// npm run test:oracle [-- --projects N --seed S --only NAME --second PROGRAM]: Composure and Docker Compose on the
// corpus, on every example of the repository, and on N generated projects. A second program that loads projects, when
// one is named, is asked where the two disagree, and where their difference is a known one.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { askProgram, ComposeAnswers, writeProject } from './compose-answers.ts';
import { generateProject } from './generate/project.ts';
import { differences } from './known-differences.ts';
import { ourAnswer } from './our-answer.ts';
import { judgeAll, type Judged } from './run.ts';
import { projectsOfPages, projectsOnDisk } from './sources.ts';

const { values: options } = parseArgs({ options: { projects: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' }, only: { type: 'string', default: '' }, second: { type: 'string' } } });
const cache = path.resolve(import.meta.dirname, '../../.cache/oracle');
const left = path.join(cache, 'disagreements');

const start = performance.now();
const sources = [
  ['corpus', projectsOnDisk()],
  ['rule pages', await projectsOfPages()],
  ['generated', Array.from({ length: Number(options.projects) }, (_, index) => generateProject(Number(options.seed), index))],
] as const;
const answers = await ComposeAnswers.open(path.join(cache, 'answers'));
rmSync(left, { recursive: true, force: true });

const rows: [name: string, judged: readonly Judged[]][] = [];
for (const [name, all] of sources) {
  const chosen = all.filter((project) => project.name.includes(options.only));
  rows.push([name, await judgeAll(chosen, answers, (done) => { if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${done} of ${chosen.length}`); })]);
}
for (const [, judged] of rows) for (const each of judged) await keep(each);
if (options.second !== undefined) for (const [, judged] of rows) for (const each of judged) await confirm(each, options.second);
process.exitCode = report() ? 0 : 1;

/** A folder for each disagreement, with the project and what was said of it. */
async function keep({ project, comparison }: Judged): Promise<void> {
  if (comparison.outcome !== 'disagree') return;
  const folder = path.join(left, project.name.replaceAll(/[^\w.-]+/g, '_'));
  writeProject(project, folder);
  const command = `docker compose ${project.composeFiles.map((file) => `-f ${file}`).join(' ')} ${project.profiles.map((profile) => `--profile ${profile}`).join(' ')} config`;
  const second = options.second === undefined ? [] : await askProgram(options.second, project).then(({ code, stderr }) => [`second: ${code === 0 ? 'accepts' : stderr}`]);
  const lines = [`${project.name}: ${comparison.about}`, ...comparison.details.map((line) => `  ${line}`), ...second.map((line) => `  ${line}`)];
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'DISAGREEMENT'), `${[command, ...lines].join('\n')}\n`);
  console.log(lines.join('\n'));
}

/** A known difference of verdicts is one only if the second program is with us; it does not look at container names. */
async function confirm({ project, comparison }: Judged, second: string): Promise<void> {
  if (comparison.outcome !== 'known' || comparison.id === 'container-names') return;
  const { errors } = await ourAnswer(project);
  const { code, stderr } = await askProgram(second, project);
  if ((code === 0) !== (errors.length === 0)) console.log(`${project.name}: ${comparison.id} is not confirmed by the second program: ${code === 0 ? 'it accepts' : stderr}`);
}

function report(): boolean {
  const count = (judged: readonly Judged[], outcome: string): number => judged.filter(({ comparison }) => comparison.outcome === outcome).length;
  console.log(`\n${'projects'.padEnd(14)}${'asked'.padStart(8)}${'agree'.padStart(8)}${'known'.padStart(8)}${'disagree'.padStart(10)}`);
  const all = rows.flatMap(([, judged]) => judged);
  for (const [name, judged] of [...rows, ['all', all] as const]) console.log(`${name.padEnd(14)}${String(judged.length).padStart(8)}${['agree', 'known'].map((outcome) => String(count(judged, outcome)).padStart(8)).join('')}${String(count(judged, 'disagree')).padStart(10)}`);
  for (const { id, why } of differences) {
    const times = all.filter(({ comparison }) => comparison.outcome === 'known' && comparison.id === id).length;
    if (times > 0) console.log(`  ${String(times).padStart(4)} × ${id}: ${why}`);
  }
  const disagreements = count(all, 'disagree');
  console.log(`${((performance.now() - start) / 1000).toFixed(1)} s${disagreements === 0 ? '' : `; each disagreement is a folder in ${path.relative(process.cwd(), left)}`}`);
  return disagreements === 0;
}
