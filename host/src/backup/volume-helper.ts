// Reads and writes what is in a volume or in a folder of the engine's machine, through the engine's archive API and a container
// that is never started, made of an empty image: nothing is pulled, and no program inside an image is needed. The engine
// says 200 also for half of an archive: whoever reads checks its end, whoever writes reads back.

import { hostname } from 'node:os';
import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '#core/failure.ts';
import { chunkSize } from '#host/archive/compress.ts';
import { watchIdle } from '#host/archive/idle.ts';
import { TarParser } from '#host/archive/tar-parser.ts';
import type { HelperMount } from '#host/backup/helper-settings.ts';
import { archiveRoot, helperLabel, helperLabels, isAnswer, mountSettings, ownerLabel } from '#host/backup/helper-settings.ts';
import { isAlive } from '#host/backup/process-identity.ts';
import { removeContainer } from '#host/backup/remove-container.ts';
import { wipe } from '#host/backup/wipe.ts';
import type { Engine } from '#host/engine/engine.ts';

export interface VolumeHelper {
  /** The container's id. */
  readonly id: string;
  /**
   * The content as a tar archive, uncompressed, with its root first: `data/` for a volume or folder, whose own owner and mode are
   * kept so; the file's name for a file. The stream fails where the connection breaks; what it does not tell (a file that was cut
   * while it was read, A7) shows in a missing end.
   */
  read(signal?: AbortSignal): Promise<Readable>;
  /**
   * Writes an archive that `read` made over what is there. It merges: nothing is removed, and what is named by both is replaced.
   * @throws what the archive's stream fails with; Failure where the engine refuses. A part may be written then.
   */
  write(tar: Readable, signal?: AbortSignal): Promise<void>;
  /**
   * Removes all that is in it, but not itself (B4), by the shell of one of the images that the engine has, those of `images`
   * first; then looks that nothing is left.
   * @throws Failure `not-restored` where no image has a shell: only making the volume anew empties it then.
   */
  empty(images: readonly string[], signal?: AbortSignal): Promise<void>;
  /** Whether there is nothing in it. */
  isEmpty(signal?: AbortSignal): Promise<boolean>;
}

const image = 'composure/empty:1';

const creationLimit = 30_000;

/** Longest that Node takes for a timer: what streams is watched by its idle limit. */
const endless = 2 ** 31 - 1;

/**
 * Makes a helper, works with it and removes it, also after a failure or a cancel. A volume must exist: the engine would make it
 * silently. `mount.kind` `file` mounts the folder around it.
 * @throws Failure `command-failed` where the volume, folder or file does not exist.
 */
export async function withHelper<T>(engine: Engine, mount: HelperMount, work: (helper: VolumeHelper) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const container = await createHelper(engine, mount, signal);
  try {
    return await work(helperOf(engine, container, mount));
  } catch (error) {
    throw brokenOff(error);
  } finally {
    await removeContainer(engine, container);
  }
}

/** Node's words for an answer that ends in the middle, in the user's. */
function brokenOff(error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error && 'code' in error)) return error;
  const isCut = error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE';
  return isCut ? new Failure('engine-unreachable', 'the connection to the engine broke off in the middle of an archive', { cause: error }) : error;
}

/** Removes helpers whose process of this machine is dead. How many went. */
export async function sweepHelpers(engine: Engine, signal?: AbortSignal): Promise<number> {
  const filters = JSON.stringify({ label: [helperLabel] });
  const found = await engine.ask((docker, abortSignal) => docker.listContainers({ all: true, filters, abortSignal }), signal);
  let swept = 0;
  for (const { Id, Labels } of found) {
    const [host, pid, start] = (Labels[ownerLabel] ?? '').split('|');
    if (host !== hostname() || await isAlive({ pid: Number(pid), start: start === '' ? undefined : start })) continue;
    await removeContainer(engine, Id);
    swept += 1;
  }
  return swept;
}

async function createHelper(engine: Engine, mount: HelperMount, signal: AbortSignal | undefined): Promise<string> {
  if (mount.kind === 'volume' && !await volumeExists(engine, mount.name, signal)) {
    throw new Failure('command-failed', `the volume ${mount.name} does not exist`);
  }
  const settings = { Image: image, Cmd: ['none'], Labels: await helperLabels(), NetworkDisabled: true, HostConfig: { NetworkMode: 'none', Mounts: [mountSettings(mount)] } };
  // Never cancelled half-way: the engine would make it all the same, and nobody would know of it.
  const create = (): Promise<string> => engine.ask(async (docker) => (await docker.createContainer(settings)).id, undefined, creationLimit);
  const id = await create().catch(async (error: unknown) => {
    if (!isAnswer(error, 404)) throw error;
    await importEmptyImage(engine, signal);
    return create();
  });
  if (signal?.aborted === true) await removeContainer(engine, id);
  signal?.throwIfAborted();
  return id;
}

async function volumeExists(engine: Engine, name: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await engine.ask((docker, abortSignal) => docker.getVolume(name).inspect({ abortSignal }), signal);
    return true;
  } catch (error) {
    if (isAnswer(error, 404)) return false;
    throw error;
  }
}

/** An image without a file: two blocks of zeros are a tar archive of nothing. */
async function importEmptyImage(engine: Engine, signal: AbortSignal | undefined): Promise<void> {
  const [repo, tag] = image.split(':');
  await engine.ask(async (docker) => {
    const tar = new PassThrough();
    tar.end(Buffer.alloc(1024));
    const said = await docker.importImage(tar, { repo, tag });
    for await (const _ of said as Readable) continue;
  }, signal, creationLimit);
}

function helperOf(engine: Engine, id: string, mount: HelperMount): VolumeHelper {
  const isFile = mount.kind === 'file';
  const root = isFile ? `/${archiveRoot}/${nameOf(mount.path)}` : `/${archiveRoot}`;
  const read = async (signal?: AbortSignal): Promise<Readable> => {
    // The question's own signal: an answer that comes after a cancel and that nobody reads would keep the engine from removing the helper.
    const body = await engine.ask((docker, abortSignal) => docker.getContainer(id).getArchive({ path: root, abortSignal }), signal) as Readable;
    if (signal?.aborted === true) body.destroy();
    signal?.addEventListener('abort', () => body.destroy(), { once: true });
    return body;
  };
  const isEmpty = async (signal?: AbortSignal): Promise<boolean> => {
    // A header is enough: what is in the first file may be long.
    const parser = new TarParser({ entry: () => undefined });
    for await (const chunk of watchIdle(await read(signal), undefined, signal)) {
      parser.push(chunk);
      if (parser.entries > 1) return false;
    }
    parser.end();
    return true;
  };
  return {
    id,
    read,
    isEmpty,
    write: (tar, signal) => put(engine, id, tar, isFile ? `/${archiveRoot}` : '/', signal),
    async empty(images, signal) {
      if (isFile) throw new Failure('not-restored', `${mount.path} is a file: it cannot be emptied`);
      await wipe(engine, mount, images, signal);
      if (!await isEmpty(signal)) throw new Failure('not-restored', `${mount.kind === 'volume' ? mount.name : mount.path} is not empty after all in it was removed: something writes to it`);
    },
  };
}

async function put(engine: Engine, id: string, tar: Readable, path: string, signal: AbortSignal | undefined): Promise<void> {
  const life = new AbortController();
  const body = new PassThrough({ highWaterMark: chunkSize });
  // docker-modem pipes the body and never hears that its source failed: the request is aborted then.
  const fed = pipeline(watchIdle(tar, undefined, signal), body).catch((error: unknown) => { life.abort(error); });
  try {
    await engine.ask((docker, abortSignal) => (
      docker.getContainer(id).putArchive(body, { path, abortSignal: AbortSignal.any([abortSignal, life.signal]) })
    ), signal === undefined ? life.signal : AbortSignal.any([life.signal, signal]), endless);
  } catch (error) {
    signal?.throwIfAborted();
    life.signal.throwIfAborted();
    throw error;
  } finally {
    tar.destroy();
    body.destroy();
    await fed;
  }
}

function nameOf(path: string): string {
  return path.slice(path.search(/[^\\/]*$/));
}
