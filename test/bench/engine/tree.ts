// From an event of the engine to the row of the sidebar that shows it: everything but VS Code's own drawing, with fifty
// containers.

import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { environmentHashes } from '#host/compose/container-hashes.ts';
import { Engine } from '#host/engine/engine.ts';
import { watchContainers } from '#host/engine/watch.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { summaryOf } from '#server/summaries.ts';
import { pictures } from '#client/environment-picture.ts';
import { changedRows, type Row } from '#client/views/row.ts';
import { rows } from '#client/views/rows.ts';
import { english } from '../../client/samples.ts';
import { idle } from '../../host/scratch-project.ts';
import { docker } from '../../support/docker/docker.ts';
import { ms, percentile } from '../figures.ts';
import { startMany } from './project.ts';

const containers = 50;

/** Kills and starts one container after the other. */
export async function measureTree(happenings: number): Promise<Readonly<Record<string, string | number>>> {
  const made = await startMany(containers, idle);
  const [engine, observer, end] = [new Engine(), new Engine(), new AbortController()];
  try {
    const project = await loadProject(made.environment(), nodeFileSystem(), new ParsedFiles(), neverCancelled);
    const summary = summaryOf({ environment: project.environment, folder: made.directory, project, diagnostics: [], dependencies: new Set() }, []);
    if (summary === undefined) throw new Error('the project has no summary');
    const hashes = new Map([[summary.id, await environmentHashes(summary, [], new ComposeCli())]]);

    let shown: readonly Row[] = [];
    const drawn: { readonly at: number; readonly rows: ReadonlySet<string> }[] = [];
    const watch = watchContainers(engine, {
      changed(now) {
        const next = rows(pictures([summary], now, hashes), [{ path: made.directory, name: 'bench' }], english);
        const changed = changedRows(shown, next, () => true) ?? next;
        shown = next;
        drawn.push({ at: Date.now(), rows: new Set(changed.flatMap(labels)) });
      },
      failed(failure) { throw failure; },
    });
    const told: { readonly action: string; readonly time: number }[] = [];
    const listening = (async () => {
      for await (const { action, time, project: of } of await observer.events(end.signal)) if (of === made.name) told.push({ action, time });
    })().catch((error: unknown) => { if (!end.signal.aborted) throw error; });
    while (shown.length === 0) await delay(20);

    const times: number[] = [];
    for (let turn = 0; turn < happenings; turn += 1) {
      const service = `s${randomInt(containers)}`;
      for (const [verb, action] of [['kill', 'die'], ['start', 'start']] as const) {
        await delay(200);
        told.length = 0;
        drawn.length = 0;
        await docker(verb, `${made.name}-${service}-1`);
        await waitFor(() => told.some((event) => event.action === action) && drawn.some((each) => each.rows.has(service)));
        const event = told.find((each) => each.action === action)?.time ?? Number.NaN;
        // The first drawing after the event: one before it, of the `kill`, does not show what came of it.
        times.push((drawn.find(({ at, rows: changed }) => at >= event && changed.has(service))?.at ?? Number.NaN) - event);
      }
    }
    watch.dispose();
    end.abort();
    await listening;
    return { containers, events: times.length, p50: ms(percentile(times, 0.5)), p95: ms(percentile(times, 0.95)), slowest: ms(Math.max(...times)), 'aim p95': 200 };
  } finally {
    end.abort();
    engine.dispose();
    observer.dispose();
    await made.remove();
  }
}

/** A row and all below it are drawn anew together. */
function labels(row: Row): readonly string[] {
  return [row.label, ...row.children.flatMap(labels)];
}

async function waitFor(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !holds();) {
    if (Date.now() > deadline) throw new Error('no row showed what happened within 20 s');
    await delay(5);
  }
}
