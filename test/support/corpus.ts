// Real compose texts: the fixtures of this repository, and a corpus beside the checkout where there is one.

import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const places = ['examples', 'test/fixtures', '../shared/corpus'];

export interface CorpusText {
  readonly name: string;
  readonly text: string;
}

/** Every compose file of the corpus, in a fixed order. */
export function corpus(): readonly CorpusText[] {
  return places.flatMap((place) => {
    const folder = path.join(root, place);
    if (!existsSync(folder)) return [];
    return globSync('**/*compose*.{yml,yaml}', { cwd: folder }).toSorted().map((name) => ({ name: `${place}/${name}`, text: readFileSync(path.join(folder, name), 'utf8') }));
  });
}
