// `npm run test:faults`: every row of faults, as `npm test -- faults` runs them; with `--kills 200` the kill loop in their place,
// in `--projects 3` at the same time, and with `--seed` as it went another time.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureEngine } from '../support/docker/engine.ts';
import { ensureTestImage } from '../support/docker/image.ts';
import { runKills } from './kills.ts';

const { values: { kills, projects, seed } } = parseArgs({ options: { kills: { type: 'string' }, projects: { type: 'string', default: '2' }, seed: { type: 'string', default: '1' } } });
if (kills === undefined) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../../scripts/bootstrap.mjs'), 'test', 'faults'], { stdio: 'inherit', env: { ...process.env, COMPOSURE_ALL_FAULTS: 'yes' } });
  const [status] = await once(child, 'exit') as [number | null];
  process.exitCode = status ?? 1;
} else {
  const engine = await ensureEngine();
  try {
    await ensureTestImage();
    process.exitCode = await runKills(Number(kills), Number(seed), Number(projects)) ? 0 : 1;
  } finally {
    await engine.stop();
  }
}
