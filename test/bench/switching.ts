// Fifty switches of the Ops platform in a row: how long each takes, and for how long somebody who uses it gets no answer.
// `npm run bench:switch -- 10` makes ten. It ends with 1 where a switch did not do what it should.

import { ensureEngine } from '../support/docker/engine.ts';
import { ensureTestImage } from '../support/docker/image.ts';
import { switchOften, type Switched } from '../support/switching.ts';
import { ms, percentile, table } from './figures.ts';

const times = Number(process.argv[2] ?? 50);
const engine = await ensureEngine();
try {
  await ensureTestImage();
  const { switches, answered, failuresBetween } = await switchOften(times, (one) => { process.stdout.write(isRight(one) ? '.' : '!'); });
  process.stdout.write('\n');
  const wrong = switches.filter((one, turn) => !isRight(one) || one.lines !== turn + 1);
  const gaps = switches.map(({ gap }) => gap ?? 0);
  const took = switches.map(({ took: each }) => each);
  table('The Ops platform, dev ⇄ prod (milliseconds)', [{
    switches: switches.length, wrong: wrong.length, 'answers': answered, 'failures between': failuresBetween.length,
    'switch p50': ms(percentile(took, 0.5)), 'switch p95': ms(percentile(took, 0.95)), 'gap p50': ms(percentile(gaps, 0.5)), 'gap p95': ms(percentile(gaps, 0.95)),
  }]);
  for (const one of wrong) process.stdout.write(`  ${JSON.stringify(one)}\n`);
  for (const failure of failuresBetween) process.stdout.write(`  ${failure}\n`);
  if (wrong.length > 0 || failuresBetween.length > 0) process.exitCode = 1;
} finally {
  await engine.stop();
}

function isRight({ target, runs, answers, rows }: Switched): boolean {
  const up = rows.find((row) => row.startsWith(`${target}: `));
  return runs.includes(`${target} running`) && runs.includes('absent') && answers.every((answer) => answer === target) && answers.length === 2
    && up?.endsWith('running · 5/5 healthy') === true && rows.every((row) => row === up || row.endsWith('stopped'));
}
