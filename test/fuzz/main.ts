// npm run fuzz -- --seconds 60 [--seed N]: a fuzz run by itself, with its figures at the end. Without a seed it takes
// a new one and says which, so that what it finds can be found again.

import { parseArgs } from 'node:util';
import { fuzz, FuzzFailure } from './run.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } } });
const seconds = Number(values.seconds);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(seed)) {
  process.stderr.write('fuzz: --seconds and --seed are numbers\n');
  process.exit(2);
}

process.stdout.write(`${seconds} seconds with seed ${seed}\n`);
try {
  const { edits, requests, fileEvents, published, slowestAnswer, memory } = await fuzz(seconds, seed);
  process.stdout.write(`${edits} edits, ${fileEvents} file events, ${requests} requests, ${published} lists of diagnostics\nslowest answer ${slowestAnswer.toFixed(0)} ms, server ${memory ?? '?'} MB\n`);
} catch (error) {
  if (!(error instanceof FuzzFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
