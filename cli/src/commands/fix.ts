// `composure check --fix`: which fixes are applied without a person, and how the files come to hold them.

import type { Checked } from '#core/check/check-folder.ts';
import { fixAll, type FixedAll } from '#core/check/fix-all.ts';
import type { Diagnostic } from '#core/check/run.ts';
import { neverCancelled, type FilePath, type FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { createText, replaceText } from '#host/node/replace-text.ts';
import { CannotRun } from '#cli/cannot-run.ts';
import { pathFrom } from '#cli/report/report.ts';
import { unifiedDiff } from '#cli/report/unified-diff.ts';

/** Applies every safe fix of the findings that `isMeant` lets through, on a copy of the files in memory. */
export function fixSafely(check: (files: FileSystem) => Promise<Checked>, isMeant: (diagnostic: Diagnostic) => boolean, files: FileSystem, parsed: ParsedFiles): Promise<FixedAll> {
  const choose = async (diagnostic: Diagnostic) => (isMeant(diagnostic) ? (await diagnostic.fixes()).find(({ safety }) => safety === 'safe') : undefined);
  return fixAll({ check, choose, parsed }, files, neverCancelled);
}

/** Writes what was fixed. @throws CannotRun for a file that has changed meanwhile or cannot be written; files written before it stay written. */
export async function writeFixed({ files }: FixedAll, currentFolder: FilePath): Promise<void> {
  for (const [path, { before, after }] of files.texts) {
    if (before === after) continue;
    const name = pathFrom(currentFolder, path);
    try {
      const result = before === undefined ? await createText(path, after) : await replaceText(path, before, after);
      if (result === 'changed') throw new CannotRun(`${name} was not fixed: what is on the disk is not what was read`);
    } catch (error) {
      if (error instanceof Error && 'code' in error) throw new CannotRun(`${name} cannot be written: ${error.message}`, { cause: error });
      throw error;
    }
  }
}

/** What `writeFixed` would change, as a unified diff with paths from a folder. */
export function diffOf({ files }: FixedAll, folder: FilePath): string {
  return [...files.texts].toSorted(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, { before, after }]) => before !== after)
    .map(([path, { before, after }]) => unifiedDiff(pathFrom(folder, path), before, after)).join('');
}
