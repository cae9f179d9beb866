// Takes a copy of a project away again: its containers, networks and volumes, which are found by their labels and never by a
// name, and looks again until nothing is left.

import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '#core/failure.ts';
import { groupBy } from '#core/words/group-by.ts';
import type { Engine } from '#host/engine/engine.ts';

/** A random word of one copy. */
export const runLabel = 'composure.run';

/** The project of which it is a copy. */
export const copyOfLabel = 'composure.copy-of';

/** The machine and process that made it, and should take it away. */
export const makerLabel = 'composure.maker';

/** The labels of a copy that this process makes. */
export function copyLabels(run: string, project: string): Readonly<Record<string, string>> {
  return { [runLabel]: run, [copyOfLabel]: project, [makerLabel]: `${hostname()}:${process.pid}` };
}

interface Thing {
  readonly kind: 'container' | 'network' | 'volume';
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Milliseconds in which an engine removes one thing: a container may have much to unmount. */
const removalLimit = 60_000;

/** Milliseconds after which nothing appears any more that Compose had begun when it was stopped. */
const afterthought = 500;

/**
 * Removes all that bears the labels of one copy, and the images built for it. Nobody can cancel it.
 * @returns what could not be removed, such as `volume shop-test-1f_data`.
 * @throws Failure where the engine does not answer.
 */
export async function takeAway(engine: Engine, run: string, images: readonly string[] = []): Promise<readonly string[]> {
  for (let round = 0; ; round += 1) {
    const things = await bearing(engine, `${runLabel}=${run}`);
    if (things.length === 0 && round > 0) break;
    if (round > 4) return things.map(({ kind, name }) => `${kind} ${name}`);
    // What is in use cannot go before what uses it.
    for (const kind of ['container', 'network', 'volume'] as const) {
      await Promise.all(things.filter((thing) => thing.kind === kind).map((thing) => remove(engine, thing)));
    }
    await delay(round === 0 ? 0 : afterthought);
  }
  return removeImages(engine, images);
}

/** Removes names of images, and the images if nobody else names or uses them. @returns those that are still there. */
export async function removeImages(engine: Engine, names: readonly string[]): Promise<readonly string[]> {
  const left = await Promise.all(names.map(async (name) => {
    const failure = await unlessGone(engine.ask((docker) => docker.getImage(name).remove({ force: true }), undefined, removalLimit));
    return failure === undefined ? [] : [`image ${name}`];
  }));
  return left.flat();
}

/** Takes away copies of a project whose process has ended without it. @returns how many. */
export async function takeAwayLeftovers(engine: Engine, project: string): Promise<number> {
  const things = await bearing(engine, `${copyOfLabel}=${project}`);
  const abandoned = [...groupBy(things, ({ labels }) => labels[runLabel] ?? '')].filter(([run, [first]]) => run !== '' && isGone(first?.labels[makerLabel] ?? ''));
  for (const [run] of abandoned) await takeAway(engine, run);
  return abandoned.length;
}

async function bearing(engine: Engine, label: string): Promise<readonly Thing[]> {
  const filters = JSON.stringify({ label: [label] });
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    engine.ask((docker, abortSignal) => docker.listContainers({ all: true, filters, abortSignal })),
    engine.ask((docker, abortSignal) => docker.listNetworks({ filters, abortSignal })),
    engine.ask((docker, abortSignal) => docker.listVolumes({ filters, abortSignal })),
  ]);
  return [
    ...containers.map(({ Id, Names, Labels }) => ({ kind: 'container' as const, id: Id, name: Names[0]?.slice(1) ?? Id, labels: Labels })),
    ...networks.map(({ Id, Name, Labels }) => ({ kind: 'network' as const, id: Id, name: Name, labels: Labels ?? {} })),
    ...(volumes ?? []).map(({ Name, Labels }) => ({ kind: 'volume' as const, id: Name, name: Name, labels: Labels })),
  ];
}

/** What cannot be removed now is found again, and tried again. */
async function remove(engine: Engine, { kind, id }: Thing): Promise<void> {
  await unlessGone(engine.ask<unknown>((docker) => {
    switch (kind) {
      // With the anonymous volumes that no other container has.
      case 'container': return docker.getContainer(id).remove({ force: true, v: true });
      case 'network': return docker.getNetwork(id).remove();
      case 'volume': return docker.getVolume(id).remove();
    }
  }, undefined, removalLimit));
}

async function unlessGone(work: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return /no such|not found/i.test(error.message) ? undefined : error;
  }
}

/** Whether a process of this machine has ended; of another machine's nothing is known. */
function isGone(maker: string): boolean {
  const [, host, id] = /^(.*):(\d+)$/.exec(maker) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(id), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
