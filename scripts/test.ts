// npm test: installs what the suites need, runs them all (or those named) and
// ends with a table and one line of counts. It starts a Docker engine once for
// all suites that need one, and stops it at the end, unless one runs already.
import { rm } from 'node:fs/promises';

import { ensureEngine } from '../test/support/docker/engine.ts';
import type { Engine } from '../test/support/docker/engine.ts';
import { ensureMachine } from './machine/ensure-machine.ts';
import { chooseSuites, compiled } from './suites.ts';
import type { Outcome, Suite } from './suites.ts';

interface Row {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: Outcome;
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interruption.abort(new Error(`stopped by ${signal}`)));

try {
  const chosen = chooseSuites(process.argv.slice(2));
  await ensureMachine([...new Set(chosen.flatMap((suite) => suite.needs))]);
  await rm(compiled, { recursive: true, force: true });
  const rows = await runSuites(chosen, interruption.signal);
  process.exitCode = report(rows) ? 0 : 1;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function runSuites(chosen: readonly Suite[], cancellation: AbortSignal): Promise<Row[]> {
  let engine: Engine | undefined;
  try {
    const rows: Row[] = [];
    for (const suite of chosen) {
      cancellation.throwIfAborted();
      if (suite.needs.includes('engine')) engine ??= await ensureEngine();
      rows.push(await runSuite(suite, cancellation));
    }
    return rows;
  } finally {
    await engine?.stop();
  }
}

async function runSuite(suite: Suite, cancellation: AbortSignal): Promise<Row> {
  console.log(`\n── ${suite.name}`);
  const start = performance.now();
  const outcome = await suite.run(cancellation).catch((error: unknown): Outcome => {
    cancellation.throwIfAborted();
    return { ok: false, reason: messageOf(error) };
  });
  const seconds = (performance.now() - start) / 1000;
  if (outcome.reason !== undefined) console.error(outcome.reason);
  console.log(`   ${outcome.ok ? 'ok' : 'FAILED'} in ${seconds.toFixed(1)} s`);
  return { name: suite.name, seconds, outcome };
}

/** Prints the table and the closing line; a step that counts no tests counts as one failure if it fails. */
function report(rows: readonly Row[]): boolean {
  console.log(`\n${'suite'.padEnd(18)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'seconds'.padStart(9)}`);
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, seconds, outcome } of rows) {
    const cells = [outcome.counts?.passed, outcome.counts?.failed, outcome.counts?.skipped];
    const [passed, failed, skipped] = cells.map((cell) => String(cell ?? ''));
    console.log(`${name.padEnd(18)}${passed?.padStart(8)}${failed?.padStart(8)}${skipped?.padStart(9)}${seconds.toFixed(1).padStart(9)}${outcome.ok ? '' : '  FAILED'}`);
    total.passed += outcome.counts?.passed ?? 0;
    total.failed += outcome.ok ? 0 : Math.max(1, outcome.counts?.failed ?? 0);
    total.skipped += outcome.counts?.skipped ?? 0;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped === 0 ? '' : `, ${total.skipped} skipped`}`);
  return rows.every(({ outcome }) => outcome.ok);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
