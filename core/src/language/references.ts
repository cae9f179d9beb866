// Every place that speaks of one thing.

import type { Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';
import { stageAt } from '#core/language/stages.ts';
import type { Target } from '#core/language/target.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';

/** A place that names something. */
export interface Reference extends Target {
  readonly role: Mention['role'];
}

/** The places that name what stands at an offset, file by file; undefined where nothing is named. A path has none but its own. */
export async function referencesAt(names: Names, path: FilePath, offset: number, files: FileSystem): Promise<readonly Reference[] | undefined> {
  const stage = await stageAt(names, path, offset, files);
  if (stage !== undefined) return stage.places;
  const mention = names.at(path, offset);
  // A target that is no stage has nothing in common with another of its name.
  if (mention === undefined || mention.kind === 'stage') return undefined;
  const group = names.group(mention);
  return [...group, ...names.configured(group)];
}
