// What a check in CI is told.

import type { FilePath } from '#core/outside.ts';
import { relativePath } from '#core/project/path.ts';

export interface CiOrder {
  /** The folder of the repository. */
  readonly root: FilePath;
  /** The folder that is checked: the root, or one below it. */
  readonly folder: FilePath;
  /** The version of Composure that runs: always the same one. */
  readonly version: string;
  /** Whether findings go to GitHub's code scanning too. */
  readonly sarif: boolean;
}

/** The command of a check, as npm fetches and runs it. */
export function checkCommandOf({ root, folder, version }: CiOrder, options: string): string {
  const path = relativePath(root, folder).replace(/^\.\/?/, '');
  return `npx --yes composure@${version} check${path === '' ? '' : ` ${/^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll('\'', '\'\\\'\'')}'`}`} ${options}`;
}
