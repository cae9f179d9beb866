// Makes one volume, folder or file hold exactly what an archive holds: emptied, written, read back and compared. Doing it again
// comes to the same, so whoever was interrupted begins anew.

import { mkdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { TarEntry } from '#core/backup/entry-rules.ts';
import { shown } from '#core/backup/entry-rules.ts';
import type { Archive } from '#core/backup/manifest.ts';
import { Failure } from '#core/failure.ts';
import type { FilePath } from '#core/outside.ts';
import { compareArchives } from '#host/archive/compare.ts';
import { watchIdle } from '#host/archive/idle.ts';
import type { ReadOptions } from '#host/archive/read-file.ts';
import { openStored, readStored } from '#host/archive/read-file.ts';
import { selectEntries } from '#host/archive/select-entries.ts';
import type { HelperMount } from '#host/backup/helper-settings.ts';
import { archiveRoot, isAnswer } from '#host/backup/helper-settings.ts';
import type { VolumeHelper } from '#host/backup/volume-helper.ts';
import { withHelper } from '#host/backup/volume-helper.ts';
import type { Engine } from '#host/engine/engine.ts';
import { toOsPath } from '#host/node/file-path.ts';

export interface Replacement {
  readonly mount: HelperMount;
  /** The backup's folder. */
  readonly root: FilePath;
  readonly archive: Archive;
  readonly open: ReadOptions['open'];
  /** Only these paths, and what lies below them; nothing is removed then. */
  readonly paths?: readonly string[] | undefined;
}

export interface ReplaceOptions {
  /** Images that may have a shell, to empty it with. */
  readonly shells: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Replaces what is there.
 * @throws Failure `not-restored` where what was read back is not what was written, and as the engine fails; a part may be
 *   written then.
 */
export async function replaceContent(engine: Engine, replacement: Replacement, { shells, signal, onBytes }: ReplaceOptions): Promise<void> {
  const { mount, root, archive, open, paths } = replacement;
  const what = mount.kind === 'volume' ? mount.name : mount.path;
  const stored = (): Readable => openStored(root, archive, { open, signal, onBytes });
  if (mount.kind === 'folder') await makeFolder(mount.path);
  await withHelper(engine, mount, async (helper) => {
    const isChosen = paths === undefined ? undefined : await chooser(engine, helper, paths);
    if (isChosen === undefined) {
      if (mount.kind !== 'file' && !await helper.isEmpty(signal)) await helper.empty(shells, signal);
      await helper.write(stored(), signal);
    } else {
      await helper.write(Readable.from(selectEntries(stored(), isChosen), { objectMode: false }), signal);
    }
    const counted = await differences(helper, readStored(root, archive, { open, signal, onBytes }), paths, signal);
    if (counted.length > 0) throw new Failure('not-restored', `${what} does not hold what was written to it: ${counted.join('; ')}`);
  }, signal);
}

/** Whether it still holds what was written: read and compared again. @throws as the engine fails. */
export async function holdsContent(engine: Engine, { mount, root, archive, open, paths }: Replacement, { signal, onBytes }: Omit<ReplaceOptions, 'shells'>): Promise<boolean> {
  if (mount.kind === 'folder') await makeFolder(mount.path);
  try {
    return await withHelper(engine, mount, async (helper) => (await differences(helper, readStored(root, archive, { open, signal, onBytes }), paths, signal)).length === 0, signal);
  } catch (error) {
    // A single file that is gone.
    if (isAnswer(error, 404)) return false;
    throw error;
  }
}

async function differences(helper: VolumeHelper, stored: AsyncIterable<Buffer>, paths: readonly string[] | undefined, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const isMeant = paths === undefined ? undefined : (name: string): boolean => isBelow(name, paths);
  const found = await compareArchives(stored, watchIdle(await helper.read(signal), undefined, signal, 2), isMeant);
  // What stands beside the chosen paths in a folder stays.
  return paths === undefined ? found : found.filter((each) => !each.endsWith(' is there and should not be'));
}

/** The entries of the chosen paths, and the folders that lead to them where they are not there. */
async function chooser(engine: Engine, helper: VolumeHelper, paths: readonly string[]): Promise<(entry: TarEntry) => boolean> {
  const missing = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      if (!await exists(engine, helper, folder)) missing.add(`${archiveRoot}/${folder}`);
    }
  }
  return ({ name }) => missing.has(name) || isBelow(name, paths);
}

/** @throws Failure `command-failed` where an archive has not all of the paths, or one is a hard link to what is not among them. */
export async function demandPaths(root: FilePath, archive: Archive, paths: readonly string[], { open, signal }: Pick<ReadOptions, 'open' | 'signal'>): Promise<void> {
  const unfound = new Set(paths);
  const isChosen = ({ name }: TarEntry): boolean => {
    unfound.delete(name.slice(archiveRoot.length + 1));
    return isBelow(name, paths);
  };
  for await (const _ of selectEntries(openStored(root, archive, { open, signal }), isChosen)) continue;
  if (unfound.size > 0) throw new Failure('command-failed', `the backup has no ${[...unfound].map(shown).join(', ')}`);
}

function isBelow(name: string, paths: readonly string[]): boolean {
  return paths.some((path) => name === `${archiveRoot}/${path}` || name.startsWith(`${archiveRoot}/${path}/`));
}

async function exists(engine: Engine, { id }: VolumeHelper, path: string): Promise<boolean> {
  try {
    await engine.ask((docker) => docker.getContainer(id).infoArchive({ path: `/${archiveRoot}/${path}` }));
    return true;
  } catch (error) {
    if (isAnswer(error, 404)) return false;
    throw error;
  }
}

/** On this machine; on another one the engine says what is missing. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(toOsPath(path), { recursive: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    // The engine may reach what this user does not.
    if (error.code !== 'EACCES' && error.code !== 'EPERM' && error.code !== 'EROFS') throw new Failure('command-failed', `${path} cannot be made: ${error.message}`, { cause: error });
  }
}
