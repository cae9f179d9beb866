// Has a service load what it printed of its data: its container is made where it is gone, its volumes are emptied, and it runs
// alone meanwhile.

import { setTimeout as delay } from 'node:timers/promises';
import type { RestoredDump } from '#core/backup/plan-restore.ts';
import { createCall } from '#core/environments/calls.ts';
import { Failure } from '#core/failure.ts';
import { openStored, type ReadOptions } from '#host/archive/read-file.ts';
import { feedExec } from '#host/backup/feed-exec.ts';
import { holdStill, inspect } from '#host/backup/quiesce.ts';
import type { Restoring } from '#host/backup/restore-steps.ts';
import { withHelper } from '#host/backup/volume-helper.ts';
import type { Engine } from '#host/engine/engine.ts';

/** Milliseconds for a call. */
const callLimit = 60_000;

/** Milliseconds that a database may take until it loads its dump. */
const loadPatience = 180_000;

/** Compose makes the containers that load dumps, and with them the volumes, where they are gone. */
export async function makeForDumps({ machinery: { engine, cli }, plan, subject, meter, options: { signal } }: Restoring): Promise<void> {
  const gone: RestoredDump[] = [];
  for (const dump of plan.dumps) if (await containerOf(engine, plan.project, dump.service) === undefined) gone.push(dump);
  if (gone.length === 0) return;
  if (subject.loaded === undefined) throw new Failure('command-failed', `${gone.map(({ service }) => service).join(', ')} is to load its dump: its container is gone, and so are the files to make it by`);
  const call = createCall(subject.loaded.environment);
  meter.step(call.title);
  await cli.run(call, { signal });
}

async function containerOf(engine: Engine, project: string, service: string): Promise<string | undefined> {
  const found = await engine.containersOf(project);
  return found.find((each) => each.service === service)?.id;
}

/** Empties the volumes, starts the service alone and lets it load. A database that begins anew ends once before it is ready. */
export async function loadDump({ machinery: { engine }, plan, meter }: Restoring, { service, dump, volumes }: RestoredDump, open: ReadOptions['open']): Promise<void> {
  const container = await containerOf(engine, plan.project, service);
  if (container === undefined) throw new Failure('command-failed', `${service} has no container that could load its dump`);
  const deadline = Date.now() + loadPatience;
  for (const { name } of volumes) {
    await withHelper(engine, { kind: 'volume', name }, async (helper) => {
      if (!await helper.isEmpty()) await helper.empty(plan.shells);
    });
  }
  meter.step(`Starting ${service} alone`);
  await engine.ask((docker) => docker.getContainer(container).start(), undefined, callLimit);
  try {
    for (;;) {
      await becomeHealthy(engine, container, service, deadline);
      meter.step(`Loading the dump of ${service}`);
      try {
        const input = openStored(plan.folder, dump, { open, onBytes: (bytes) => meter.bytes(bytes) });
        await feedExec(engine, container, dump.load, input, `the load of ${service}`);
        return;
      } catch (error) {
        if (!(error instanceof Failure) || error.kind === 'backup-damaged' || Date.now() > deadline) throw error;
        await delay(1_000);
      }
    }
  } finally {
    await holdStill(engine, [{ id: container, name: service, service, how: 'stop', rank: 0, awaitHealth: false }], () => undefined);
  }
}

async function becomeHealthy(engine: Engine, container: string, service: string, deadline: number): Promise<void> {
  for (;;) {
    const now = await inspect(engine, container);
    const health = now?.State.Health?.Status;
    if (now?.State.Running === true && (health === undefined || health === 'none' || health === 'healthy')) return;
    if (now === undefined || Date.now() > deadline) throw new Failure('not-ready', `${service} does not become ready to load its dump${now === undefined ? ': it is gone' : ` (it is ${now.State.Status}${health === undefined ? '' : `, ${health}`})`}`);
    await delay(500);
  }
}
