// The page of a rule, which lies beside the program.

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface RulePage {
  readonly uri: string;
  /** Markdown. */
  readonly text: string;
}

/** The page, or undefined where there is none. npm starts a program through a link. */
export function rulePage(code: string): RulePage | undefined {
  const folder = path.dirname(realpathSync(process.argv[1] ?? '.'));
  const file = ['../docs/rules', '../../docs/rules'].map((each) => path.resolve(folder, each, `${code}.md`)).find((each) => existsSync(each));
  return file === undefined ? undefined : { uri: pathToFileURL(file).href, text: readFileSync(file, 'utf8') };
}
