// Reads what a plan saves into the folder of a backup: archives of volumes and folders through helpers, dumps through the
// containers, images, and the project's own texts.

import { open, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Readable, type Duplex } from 'node:stream';
import { fileNameOf } from '#core/backup/backup-name.ts';
import type { PlannedBind } from '#core/backup/binds.ts';
import type { BackedUpBind, BackedUpDump, BackedUpFile, BackedUpImage, BackedUpVolume } from '#core/backup/manifest.ts';
import type { BackupPlan, PlannedDump, PlannedFile, PlannedImage, PlannedVolume } from '#core/backup/plan-backup.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { nameOf } from '#core/project/path.ts';
import { writeArchive, writeStream } from '#host/archive/write-file.ts';
import { encrypting, type Key } from '#host/backup/encryption.ts';
import { execStream } from '#host/backup/exec-stream.ts';
import type { HelperMount } from '#host/backup/helper-settings.ts';
import type { Meter } from '#host/backup/meter.ts';
import { withHelper } from '#host/backup/volume-helper.ts';
import type { Engine } from '#host/engine/engine.ts';
import { toOsPath } from '#host/node/file-path.ts';

/** Where everything goes, and how. */
export interface Saving {
  readonly engine: Engine;
  /** The backup's folder, under its name of the time being. */
  readonly root: FilePath;
  readonly id: string;
  readonly key: Key | undefined;
  readonly meter: Meter;
  readonly signal: AbortSignal;
  /** The ids of our own containers, for whoever looks out for strangers. */
  readonly helpers: Set<string>;
}

/** Volumes that are read at once: each takes some 30 MB of memory, and one keeps a CPU busy. */
const atOnce = Math.min(3, Math.max(1, availableParallelism()));

/** What stands in front of the names of files from outside of the project directory. */
const elsewhere = 'elsewhere';

export interface SavedData {
  readonly volumes: readonly BackedUpVolume[];
  readonly binds: readonly BackedUpBind[];
}

/** Reads all volumes and folders. @throws Failure; nothing of the plan counts then. */
export async function saveData(plan: BackupPlan, saving: Saving): Promise<SavedData> {
  const failed = new AbortController();
  const own: Saving = { ...saving, signal: AbortSignal.any([saving.signal, failed.signal]) };
  const names = uniqueNames(plan.volumes.map(({ name }) => fileNameOf(name)));
  const volumes: BackedUpVolume[] = [];
  const binds: BackedUpBind[] = [];
  const work: readonly (() => Promise<void>)[] = [
    ...plan.volumes.map((volume, index) => async () => { volumes[index] = await saveVolume(volume, names[index] ?? '', own); }),
    ...plan.binds.map((bind, index) => async () => { binds[index] = await saveBind(bind, index, plan, own); }),
  ];
  let next = 0;
  const results = await Promise.allSettled(Array.from({ length: atOnce }, async () => {
    while (next < work.length) {
      const index = next;
      next += 1;
      try {
        await work[index]?.();
      } catch (error) {
        // One that failed is the end of all: what the others read is of no use.
        next = work.length;
        failed.abort(error);
        throw error;
      }
    }
  }));
  saving.signal.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
  const broken = results.find((each) => each.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return { volumes, binds };
}

async function saveVolume(volume: PlannedVolume, name: string, saving: Saving): Promise<BackedUpVolume> {
  const { key, external, anonymous, driver, options, labels, services } = volume;
  const archive = await saveArchive({ kind: 'volume', name: volume.name }, `volume ${key ?? volume.name}`, `volumes/${name}`, saving);
  return { name: volume.name, key, external, anonymous, driver, options, labels, services, archive };
}

async function saveBind({ path, shown, isFolder, services }: PlannedBind, index: number, { facts }: BackupPlan, saving: Saving): Promise<BackedUpBind> {
  const stem = `binds/${index + 1}-${fileNameOf(nameOf(path))}`;
  const archive = await saveArchive({ kind: isFolder ? 'folder' : 'file', path: facts.isLocal ? toOsPath(path) : path }, shown, stem, saving);
  return { path: shown, isFolder, services, archive };
}

async function saveArchive(mount: HelperMount, what: string, stem: string, saving: Saving): Promise<BackedUpVolume['archive']> {
  const { engine, root, meter, signal, helpers } = saving;
  meter.step(`Reading ${what}`);
  try {
    return await withHelper(engine, mount, async (helper) => {
      helpers.add(helper.id);
      return writeArchive(await helper.read(signal), root, stem, { signal, seal: sealing(saving, `${stem}.tar`), onBytes: (bytes) => meter.bytes(bytes) });
    }, signal);
  } catch (error) {
    signal.throwIfAborted();
    // The engine says 200 and ends early where a file shrinks while it is read (A7).
    if (error instanceof Failure && error.kind === 'backup-damaged') throw new Failure('inconsistent', `${what} changed while it was read: ${error.message}`, { cause: error });
    throw error;
  }
}

function sealing({ id, key }: Saving, file: string): (() => Duplex) | undefined {
  return key === undefined ? undefined : () => encrypting(key, id, file);
}

/** Asks each service for its dump. */
export async function saveDumps(dumps: readonly PlannedDump[], saving: Saving): Promise<readonly BackedUpDump[]> {
  const { engine, root, meter, signal } = saving;
  const saved: BackedUpDump[] = [];
  for (const { service, container, kind, dump, load, volumes } of dumps) {
    meter.step(`Dumping ${service}`);
    const running = await execStream(engine, container, dump, `the dump of ${service}`, signal);
    const stem = `dumps/${fileNameOf(service)}`;
    const extension = kind === 'postgres' || kind === 'mysql' ? '.sql' : '.dump';
    const written = await writeStream(running.output, root, stem, {
      extension, signal, seal: sealing(saving, `${stem}${extension}`), onBytes: (bytes) => meter.bytes(bytes), idleLimit: dumpIdleLimit,
    });
    await running.succeeded();
    if (written.contentBytes === 0) throw new Failure('command-failed', `the dump of ${service} printed nothing`);
    saved.push({ service, kind, dump, load, volumes, ...written });
  }
  return saved;
}

/** Milliseconds: a database may think for long before it prints. */
const dumpIdleLimit = 600_000;

/** Saves images as a whole, as `docker save` does. */
export async function saveImages(images: readonly PlannedImage[], saving: Saving): Promise<readonly BackedUpImage[]> {
  const { engine, root, meter, signal } = saving;
  const saved: BackedUpImage[] = [];
  for (const { id, references } of images) {
    meter.step(`Saving image ${references[0] ?? id.slice(0, 19)}`);
    // Asked for by its names, it has them again when it is loaded.
    const body = await engine.ask((docker) => docker.getImage(references[0] ?? id).get(), signal, imageLimit) as Readable;
    const stem = `images/${fileNameOf(id.replace('sha256:', '').slice(0, 12))}`;
    const { file, compression, bytes, sha256 } = await writeStream(body, root, stem, { extension: '.tar', signal, seal: sealing(saving, `${stem}.tar`), onBytes: (more) => meter.bytes(more) });
    saved.push({ id, references, file, compression, bytes, sha256 });
  }
  return saved;
}

/** Milliseconds until the engine begins to answer: it makes the archive of an image first. */
const imageLimit = 600_000;

/** Copies the project's own texts as they are. One that is gone by now is left out. */
export async function saveFiles(files: readonly PlannedFile[], saving: Saving): Promise<readonly BackedUpFile[]> {
  const { root, signal } = saving;
  const saved: BackedUpFile[] = [];
  const stems = uniqueNames(files.map(({ path }, index) => stemOf(path, index)));
  for (const [index, { source, path, role }] of files.entries()) {
    const read = await textAt(source);
    if (read === undefined) continue;
    const stem = stems[index] ?? '';
    const { file, bytes, sha256 } = await writeStream(Readable.from([read.bytes], { objectMode: false }), root, stem, { extension: '', compression: 'none', signal, seal: sealing(saving, stem) });
    saved.push({ path, role, file, bytes, sha256, mode: read.mode & 0o7777 });
  }
  return saved;
}

function stemOf(path: string, index: number): string {
  const parts = path.split('/');
  const isInside = !path.startsWith('/') && !/^[A-Za-z]:/.test(path);
  return isInside ? `files/project/${parts.map((part) => (part.startsWith('.') ? `.${fileNameOf(part.slice(1))}` : fileNameOf(part))).join('/')}` : `files/${elsewhere}/${index}-${fileNameOf(nameOf(path))}`;
}

/** Texts: an empty one too has to be a file. */
async function textAt(path: FilePath): Promise<{ readonly bytes: Buffer; readonly mode: number } | undefined> {
  try {
    const handle = await open(toOsPath(path), 'r');
    try {
      const { mode } = await stat(toOsPath(path));
      return { bytes: await handle.readFile(), mode };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES')) return undefined;
    throw error;
  }
}

/** Each name once, also where big and small letters are the same. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; taken.has(own.toLowerCase()); number += 1) own = `${name}-${number}`;
    taken.add(own.toLowerCase());
    return own;
  });
}
