// Where the page of a rule lies: beside the server's own files, so that a link works without a network.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { toFilePath } from '#host/node/file-path.ts';
import { uriOf } from './convert.ts';

/** From a rule's code to its page's address; undefined where there is none. */
export function rulePages(script: string): (code: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const folders = ['../docs/rules', '../../docs/rules'].map((folder) => path.resolve(path.dirname(script), folder));
  return (code) => {
    if (!known.has(code)) {
      const page = folders.map((folder) => path.join(folder, `${code}.md`)).find((each) => existsSync(each));
      known.set(code, page === undefined ? undefined : uriOf(toFilePath(page)));
    }
    return known.get(code);
  };
}
