// Whoever asks about one folder of a repository is not told of workflows above it: they are about the repository.

import type { Diagnostic } from '#core/check/run.ts';
import type { FilePath } from '#core/outside.ts';
import { isInside } from '#core/project/path.ts';
import type { Rule } from '#core/rules/rule.ts';

/** The findings without those about a repository's files that lie in none of the folders. */
export function withinFolders<Found extends Diagnostic>(diagnostics: readonly Found[], folders: readonly FilePath[], rules: readonly Rule[]): readonly Found[] {
  const aboutRepository = new Set(rules.filter((rule) => rule.aboutRepository === true).map(({ code }) => code));
  return diagnostics.filter(({ code, file }) => !aboutRepository.has(code) || folders.some((folder) => isInside(folder, file)));
}
