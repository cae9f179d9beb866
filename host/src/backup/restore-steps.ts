// The steps of a restore and of putting it back. Each can be done again: whoever comes after a kill begins with the one that was
// interrupted.

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { partialPrefix } from '#core/backup/backup-name.ts';
import type { Held } from '#core/backup/hold.ts';
import type { Manifest } from '#core/backup/manifest.ts';
import type { RestoredBind, RestoredDump, RestoredVolume, RestorePlan, VolumeSettings } from '#core/backup/plan-restore.ts';
import { endangered, usesReplaced } from '#core/backup/plan-restore.ts';
import { idOf, type RestoreStep } from '#core/backup/restore-steps.ts';
import type { Subject } from '#core/backup/subject.ts';
import type { Judgement } from '#core/environments/waiting.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { openStored } from '#host/archive/read-file.ts';
import { createBackup } from '#host/backup/create.ts';
import { findKey } from '#host/backup/find-key.ts';
import { helperLabel, isAnswer, type HelperMount } from '#host/backup/helper-settings.ts';
import { readBackup } from '#host/backup/list.ts';
import { loadDump, makeForDumps } from '#host/backup/load-dump.ts';
import type { Meter } from '#host/backup/meter.ts';
import { bringBack, holdStill, inspect, pause } from '#host/backup/quiesce.ts';
import { holdsContent, replaceContent } from '#host/backup/replace-content.ts';
import type { RestoreOptions } from '#host/backup/restore.ts';
import { findDamage, opener } from '#host/backup/verify.ts';
import { sweepHelpers } from '#host/backup/volume-helper.ts';
import { mountsOf, watchStarts } from '#host/backup/watch-starts.ts';
import type { Machinery } from '#host/compose/run-plan.ts';
import { projectLabel } from '#host/engine/container-facts.ts';
import type { Engine } from '#host/engine/engine.ts';
import { waitForServices } from '#host/engine/wait.ts';
import { toOsPath } from '#host/node/file-path.ts';
import { imageIds } from '#host/rollback/images.ts';

/** A restore that goes on. */
export interface Restoring {
  readonly machinery: Machinery;
  readonly subject: Subject;
  readonly plan: RestorePlan;
  /** Of the backup; undefined where it is only put back. */
  readonly manifest: Manifest | undefined;
  readonly options: RestoreOptions;
  readonly meter: Meter;
  /** What is not as it was, each in a sentence. */
  readonly problems: string[];
  /** What a person should know although all is well. */
  readonly notes: string[];
  readonly progressed: {
    /** Empty where there was nothing to copy. */
    safetyCopy: FilePath | undefined;
    readonly made: Set<string>;
    readonly begun: Set<string>;
    readonly replaced: Set<string>;
    readonly isStarting: boolean;
    readonly back: Set<string>;
  };
  write(step: RestoreStep): Promise<void>;
}

const callLimit = 60_000;

/** Milliseconds until the engine has taken an image. */
const loadLimit = 600_000;

/** Everything up to the last volume that is replaced. */
export async function replaceAll(restoring: Restoring): Promise<void> {
  const { machinery: { engine }, plan, progressed, options: { signal } } = restoring;
  await sweepHelpers(engine);
  await loadImages(restoring);
  await restoring.write({ step: 'stop' });
  await stopUsers(restoring, progressed.begun.size === 0 ? signal : undefined);
  for (const volume of plan.volumes) if (volume.way === 'make') await make(restoring, volume);
  await makeForDumps(restoring);
  if (progressed.safetyCopy === undefined) await copyForSafety(restoring);
  if (progressed.begun.size === 0) signal?.throwIfAborted();
  const watch = await watchStarts(engine, (container) => usesReplaced(container, plan));
  try {
    await doubtReplaced(restoring);
    for (const volume of plan.volumes) await replace(restoring, idOf(volume), () => replaceVolume(restoring, volume, watch.signal));
    for (const bind of plan.binds) await replace(restoring, idOf(bind), () => replaceBind(restoring, bind, watch.signal));
    watch.signal.throwIfAborted();
  } finally {
    watch.dispose();
  }
  for (const dump of plan.dumps) await replace(restoring, idOf(dump), () => loadDump(restoring, dump, openerOf(restoring)(dump.dump.file)));
}

/** Those that the engine lacks; nothing that is there changes by it. */
async function loadImages(restoring: Restoring): Promise<void> {
  const { machinery: { engine }, plan, meter, options: { signal } } = restoring;
  const there = await imageIds(engine, plan.images.map(({ id }) => id), signal);
  for (const image of plan.images.filter(({ id }) => !there.has(id))) {
    meter.step(`Loading image ${image.references[0] ?? image.id}`);
    const tar = openStored(plan.folder, image, { open: openerOf(restoring)(image.file), signal });
    // The engine answers when it has begun to read.
    const said = await engine.ask((docker) => docker.loadImage(tar, { quiet: true }), signal, loadLimit) as Readable;
    for await (const _ of said) continue;
    if (!(await imageIds(engine, [image.id], signal)).has(image.id)) restoring.problems.push(`the image ${image.references[0] ?? image.id} was loaded, and the engine does not have it`);
  }
}

async function replace(restoring: Restoring, what: string, work: () => Promise<void>): Promise<void> {
  const { progressed } = restoring;
  if (progressed.replaced.has(what)) return;
  // Before each one: who came back by himself (F13), and who came from elsewhere (F12).
  await stopUsers(restoring, undefined);
  await restoring.write({ step: 'replace', what });
  progressed.begun.add(what);
  restoring.meter.step(`Restoring ${what}`);
  await work();
  await restoring.write({ step: 'replaced', what });
  progressed.replaced.add(what);
}

/**
 * Who goes on after a kill finds replaced what somebody may have written to since: that is restored again, and what is there now
 * is saved first. What a service has loaded cannot be compared, and is loaded again. Once what ran is being started it may write.
 */
async function doubtReplaced(restoring: Restoring): Promise<void> {
  const { machinery: { engine }, plan, progressed, subject, machinery, options, meter, notes } = restoring;
  if (progressed.isStarting) return;
  const doubtful: string[] = [];
  for (const item of [...plan.volumes, ...plan.binds, ...plan.dumps].filter((each) => progressed.replaced.has(idOf(each)))) {
    meter.step(`Looking whether ${idOf(item)} is as it was restored`);
    if (item.kind === 'dump' || !await isAsRestored(restoring, item)) doubtful.push(idOf(item));
  }
  if (doubtful.length === 0) return;
  const isDoubtful = (item: RestoredVolume | RestoredBind | RestoredDump): boolean => doubtful.includes(idOf(item));
  const { volumes, binds } = endangered({ volumes: plan.volumes.filter(isDoubtful), binds: plan.binds.filter(isDoubtful).map((bind) => ({ ...bind, exists: true })), dumps: plan.dumps.filter(isDoubtful) });
  const there = [];
  for (const name of volumes) if (await volumeIsThere(engine, name)) there.push(name);
  const to = path.posix.dirname(plan.folder);
  await restoring.write({ step: 'copy', before: await partials(to) });
  const copy = there.length + binds.length === 0 ? undefined : await createBackup(subject, machinery, { to, purpose: 'safety-copy', only: { volumes: there, binds }, isHeld: true, isLocked: true, onProgress: options.onProgress });
  for (const what of doubtful) progressed.replaced.delete(what);
  notes.push(`${doubtful.join(', ')} may have been written to since the interruption, and ${doubtful.length === 1 ? 'was' : 'were'} restored again${copy === undefined ? '' : `: what was there by then is in ${copy.folder}`}`);
}

async function isAsRestored(restoring: Restoring, item: RestoredVolume | RestoredBind): Promise<boolean> {
  const { machinery: { engine }, plan, meter } = restoring;
  if (item.kind === 'volume' && !await volumeIsThere(engine, item.name)) return false;
  const mount: HelperMount = item.kind === 'volume' ? { kind: 'volume', name: item.name } : bindMount(item.path, item.isFolder);
  const open = openerOf(restoring)(item.archive.file);
  return holdsContent(engine, { mount, root: plan.folder, archive: item.archive, open, paths: item.kind === 'volume' ? item.paths : undefined }, { onBytes: (bytes) => meter.bytes(bytes) });
}

/** Stops who is to be stopped. @throws Failure `volume-in-use` where somebody else uses it and runs. */
async function stopUsers({ machinery: { engine }, plan, meter }: Restoring, signal: AbortSignal | undefined): Promise<void> {
  const there: Held[] = [];
  for (const held of plan.stop) {
    const now = await inspect(engine, held.id, signal);
    if (now === undefined) continue;
    if (now.State.Paused) await engine.ask((docker) => docker.getContainer(held.id).unpause(), undefined, callLimit);
    if (now.State.Running || now.State.Restarting) there.push(held);
  }
  for (const note of await holdStill(engine, there, (step) => meter.step(step), signal)) meter.note(note);
  for (const { id, name, project } of await usersNow(engine, plan)) {
    if (project !== plan.project) throw new Failure('volume-in-use', `the container ${name}${project === '' ? '' : ` of ${project}`} uses what is restored`);
    // Made or started since it was planned: it is not known how it is to come back.
    throw new Failure('volume-in-use', `the container ${name} (${id.slice(0, 12)}) was started meanwhile and uses what is restored`);
  }
}

/** The containers that run and use what a plan replaces; the product's own are none. */
async function usersNow(engine: Engine, plan: RestorePlan): Promise<readonly { readonly id: string; readonly name: string; readonly project: string }[]> {
  const running = await engine.ask((docker, abortSignal) => docker.listContainers({ abortSignal }));
  const others = running.filter(({ Labels }) => !(helperLabel in (Labels ?? {})));
  return others.filter(({ Mounts }) => usesReplaced({ mounts: mountsOf({ Mounts } as Parameters<typeof mountsOf>[0]) }, plan))
    .map(({ Id, Names, Labels }) => ({ id: Id, name: (Names[0] ?? Id.slice(0, 12)).replace(/^\//, ''), project: Labels?.[projectLabel] ?? '' }));
}

/** A volume that is not there is made with the settings of the backup; one that is there by now stays. */
async function make(restoring: Restoring, { name, settings }: RestoredVolume): Promise<void> {
  const { engine } = restoring.machinery;
  if (!restoring.progressed.made.has(name)) {
    await restoring.write({ step: 'make', name });
    restoring.progressed.made.add(name);
  }
  if (!await volumeIsThere(engine, name)) await makeVolume(engine, name, settings);
}

async function makeVolume(engine: Engine, name: string, { driver, options, labels }: VolumeSettings): Promise<void> {
  // The engine tells none from an empty list of them.
  const wished = { ...(Object.keys(options).length > 0 && { DriverOpts: { ...options } }), ...(Object.keys(labels).length > 0 && { Labels: { ...labels } }) };
  await engine.ask((docker) => docker.createVolume({ Name: name, Driver: driver, ...wished }), undefined, callLimit);
}

async function volumeIsThere(engine: Engine, name: string): Promise<boolean> {
  try {
    await engine.ask((docker) => docker.getVolume(name).inspect());
    return true;
  } catch (error) {
    if (isAnswer(error, 404)) return false;
    throw error;
  }
}

/** Of all that is there and will go; who writes is stopped by now. */
async function copyForSafety(restoring: Restoring): Promise<void> {
  const { plan, subject, machinery, options, progressed } = restoring;
  const { volumes, binds } = endangered(plan);
  const to = path.posix.dirname(plan.folder);
  await restoring.write({ step: 'copy', before: await partials(to) });
  const there = [];
  for (const name of volumes) if (await volumeIsThere(machinery.engine, name)) there.push(name);
  if (there.length + binds.length === 0) {
    await restoring.write({ step: 'safe', folder: '' });
    progressed.safetyCopy = '';
    return;
  }
  const copy = await createBackup(subject, machinery, {
    to, purpose: 'safety-copy', only: { volumes: there, binds }, isHeld: true, isLocked: true, signal: options.signal, onProgress: options.onProgress,
  });
  const missed = [
    ...there.filter((name) => copy.manifest.volumes.every((volume) => volume.name !== name)),
    ...plan.binds.filter(({ exists, shown }) => exists && copy.manifest.binds.every((bind) => bind.path !== shown)).map(({ shown }) => shown),
  ];
  if (missed.length > 0) throw new Failure('command-failed', `the safety copy lacks ${missed.join(', ')}: nothing was replaced`);
  await restoring.write({ step: 'safe', folder: copy.folder });
  progressed.safetyCopy = copy.folder;
}

async function partials(folder: FilePath): Promise<readonly string[]> {
  return (await readdir(toOsPath(folder))).filter((name) => name.startsWith(partialPrefix));
}

async function replaceVolume(restoring: Restoring, { name, way, archive, settings, paths }: RestoredVolume, signal: AbortSignal): Promise<void> {
  const { machinery: { engine }, plan, meter } = restoring;
  if (way === 'remake') await remake(engine, name, settings);
  // Somebody has removed it since (F15): what is in the safety copy is all there was.
  else if (!await volumeIsThere(engine, name)) await makeVolume(engine, name, settings);
  await replaceContent(engine, { mount: { kind: 'volume', name }, root: plan.folder, archive, open: openerOf(restoring)(archive.file), paths }, {
    shells: plan.shells, signal, onBytes: (bytes) => meter.bytes(bytes),
  });
}

/** The engine keeps one that a container has: it keeps its settings then. */
async function remake(engine: Engine, name: string, settings: VolumeSettings): Promise<void> {
  try {
    await engine.ask((docker) => docker.getVolume(name).remove(), undefined, callLimit);
  } catch (error) {
    if (isAnswer(error, 409)) throw new Failure('volume-in-use', `the volume ${name} is in use and cannot be made anew`, { cause: error });
    if (!isAnswer(error, 404)) throw error;
  }
  await makeVolume(engine, name, settings);
}

async function replaceBind(restoring: Restoring, { path: where, isFolder, archive }: RestoredBind, signal: AbortSignal): Promise<void> {
  const { machinery: { engine }, plan, meter } = restoring;
  await replaceContent(engine, { mount: bindMount(where, isFolder), root: plan.folder, archive, open: openerOf(restoring)(archive.file) }, {
    shells: plan.shells, signal, onBytes: (bytes) => meter.bytes(bytes),
  });
}

function openerOf({ manifest, options: { key } }: Restoring): ReturnType<typeof opener> {
  if (manifest === undefined) throw new Error('a backup that is gone is restored');
  return opener(manifest, key);
}

function bindMount(where: FilePath, isFolder: boolean): HelperMount {
  return { kind: isFolder ? 'folder' : 'file', path: toOsPath(where) };
}

/** Starts what ran and waits until it is ready. Undefined where nothing ran. */
export async function startAgain({ machinery: { engine }, plan, meter, options, problems }: Restoring): Promise<Judgement | undefined> {
  problems.push(...await bringBack(engine, plan.stop, (step) => meter.step(step)));
  for (const id of plan.paused) {
    const now = await inspect(engine, id);
    if (now?.State.Running !== true || now.State.Paused) continue;
    try {
      await pause(engine, id);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(`${now.Name.replace(/^\//, '')} was paused, and runs now: ${error.message}`);
    }
  }
  if (plan.ran.length === 0) return undefined;
  meter.step('Waiting until all that ran is ready');
  const wait = waitForServices(engine, { project: plan.project, services: plan.ran, limit: options.waitLimit });
  try {
    wait.created();
    return await wait.ended;
  } finally {
    wait.dispose();
  }
}

/** Makes everything that was touched hold what the safety copy holds, and starts what ran. @throws Failure where that cannot be. */
export async function putAllBack(restoring: Restoring): Promise<void> {
  const { machinery: { engine }, plan, progressed, options, meter } = restoring;
  await sweepHelpers(engine);
  await restoring.write({ step: 'put-back' });
  await stopUsers(restoring, undefined);
  if (progressed.safetyCopy !== undefined && progressed.safetyCopy !== '' && progressed.begun.size > 0) {
    const copy = await readBackup(progressed.safetyCopy);
    if (!('manifest' in copy)) throw new Failure('backup-damaged', `the safety copy ${progressed.safetyCopy} cannot be used: ${copy.why}`);
    const key = await findKey(copy.manifest, { given: options.key, keyFile: options.keyFile, directory: plan.directory, environment: plan.environment });
    const damage = await findDamage(copy.folder, copy.manifest, { key, onProgress: options.onProgress });
    if (damage.length > 0) throw new Failure('backup-damaged', `the safety copy ${copy.folder} is damaged: ${damage[0]}`);
    const open = opener(copy.manifest, key);
    for (const { what, volume, settings } of touchedVolumes(plan, progressed.begun)) {
      const saved = copy.manifest.volumes.find(({ name }) => name === volume);
      if (saved === undefined || progressed.back.has(`${what} ${volume}`)) continue;
      meter.step(`Putting ${what} back`);
      if (settings !== undefined) await remake(engine, volume, settings);
      else if (!await volumeIsThere(engine, volume)) await makeVolume(engine, volume, saved);
      await replaceContent(engine, { mount: { kind: 'volume', name: volume }, root: copy.folder, archive: saved.archive, open: open(saved.archive.file) }, { shells: plan.shells, onBytes: (bytes) => meter.bytes(bytes) });
      await restoring.write({ step: 'back', what: `${what} ${volume}` });
    }
    for (const bind of plan.binds.filter((each) => progressed.begun.has(idOf(each)))) {
      const saved = copy.manifest.binds.find(({ path: shown }) => shown === bind.shown);
      if (saved === undefined || progressed.back.has(idOf(bind))) continue;
      meter.step(`Putting ${idOf(bind)} back`);
      await replaceContent(engine, { mount: bindMount(bind.path, bind.isFolder), root: copy.folder, archive: saved.archive, open: open(saved.archive.file) }, { shells: plan.shells, onBytes: (bytes) => meter.bytes(bytes) });
      await restoring.write({ step: 'back', what: idOf(bind) });
    }
  }
  await takeAwayMade(restoring);
  await startAgain(restoring);
}

/** The volumes that were touched; with settings where they were made anew for the restore. */
function touchedVolumes({ volumes, dumps }: RestorePlan, begun: ReadonlySet<string>): readonly { readonly what: string; readonly volume: string; readonly settings: VolumeSettings | undefined }[] {
  return [
    ...volumes.filter((each) => begun.has(idOf(each))).map((each) => ({ what: idOf(each), volume: each.name, settings: each.way === 'remake' ? each.before : undefined })),
    ...dumps.filter((each) => begun.has(idOf(each))).flatMap((each) => each.volumes.map(({ name }) => ({ what: idOf(each), volume: name, settings: undefined }))),
  ];
}

/** Volumes that were not there before go again, unless a container has them by now. */
export async function takeAwayMade({ machinery: { engine }, progressed }: Restoring): Promise<void> {
  for (const name of progressed.made) {
    try {
      await engine.ask((docker) => docker.getVolume(name).remove(), undefined, callLimit);
    } catch (error) {
      if (!isAnswer(error, 404) && !isAnswer(error, 409)) throw error;
    }
  }
}
