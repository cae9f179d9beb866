// The examples that projects keep beside an env file which git leaves out.

import type { FilePath, FileSystem } from '#core/outside.ts';
import { folderOf, nameOf } from '#core/project/path.ts';

/** An example of an env file, by its name and text. */
export interface EnvExample {
  readonly name: string;
  readonly text: string;
}

/** The examples of an env file: `.env.example`, `app.env.sample`, `example.env` and the like in its folder. */
export async function examplesOf(path: FilePath, files: FileSystem): Promise<readonly EnvExample[]> {
  const own = nameOf(path);
  const folder = folderOf(path);
  const listed = await files.list(folder);
  const examples: EnvExample[] = [];
  for (const [name, kind] of listed ?? []) {
    if (kind !== 'file' || !isExampleOf(name, own)) continue;
    const text = await files.readText(folder === '/' ? `/${name}` : `${folder}/${name}`);
    if (text !== undefined) examples.push({ name, text });
  }
  return examples.toSorted((a, b) => closeness(b.name, own) - closeness(a.name, own) || (a.name < b.name ? -1 : 1));
}

const exampleWord = /(?:^|[._-])(?:example|sample|template|dist|tmpl|default|defaults)(?=$|[._-])/i;

function isExampleOf(name: string, own: string): boolean {
  if (!exampleWord.test(name)) return false;
  const rest = words(name.replace(exampleWord, ''));
  return rest === words(own) || rest === 'env';
}

/** `app.env` and `.env.app` speak of the same. */
function words(name: string): string {
  return name.toLowerCase().split(/[._-]+/).filter((word) => word !== '').toSorted().join('.');
}

function closeness(name: string, own: string): number {
  return words(name.replace(exampleWord, '')) === words(own) ? 1 : 0;
}

/** The files beside an env file that say the same in fewer or more letters: `dev.env` for `develop.env`. */
export async function abbreviations(path: FilePath, files: FileSystem): Promise<readonly FilePath[]> {
  const own = words(nameOf(path));
  const folder = folderOf(path);
  return [...await files.list(folder) ?? []].flatMap(([name, kind]) => {
    if (kind !== 'file' || exampleWord.test(name) || !/(?:^|\.)env(?:\.|$)/.test(name)) return [];
    const other = words(name);
    const [short, long] = [own, other].map((each) => each.split('.').filter((word) => word !== 'env').join('.')).toSorted((a, b) => a.length - b.length);
    return own !== other && short !== undefined && short.length > 1 && long?.startsWith(short) === true ? [folder === '/' ? `/${name}` : `${folder}/${name}`] : [];
  });
}
