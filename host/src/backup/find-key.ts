// Finds the key of a backup: the one that was given, else the one that composure.yaml names, whichever it was encrypted with.

import type { Manifest } from '#core/backup/manifest.ts';
import type { FilePath } from '#core/outside.ts';
import { readKeyFile, type Key } from '#host/backup/encryption.ts';
import { backupPlaces } from '#host/backup/places.ts';

export interface KeySources {
  readonly given: Key | undefined;
  /** A key file that somebody named before. */
  readonly keyFile?: string | undefined;
  readonly directory: FilePath;
  readonly environment: string;
}

/** Undefined where the backup is not encrypted, or no key is known. @throws Failure `command-failed` where a key file holds no key. */
export async function findKey({ encryption }: Pick<Manifest, 'encryption'>, { given, keyFile, directory, environment }: KeySources): Promise<Key | undefined> {
  if (encryption == null) return undefined;
  if (given?.id === encryption.keyId) return given;
  const named = keyFile == null ? undefined : await readKeyFile(keyFile, directory);
  if (named?.id === encryption.keyId) return named;
  const [place] = await backupPlaces(directory, { environment });
  // One that does not fit is told apart from none.
  return await place?.key() ?? named ?? given;
}
