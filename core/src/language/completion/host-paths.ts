// Paths on the host: what stands in the folder that the text so far names.

import { directoryOf, interpolated, type Question } from '#core/language/completion/question.ts';
import type { Suggestion } from '#core/language/completion/suggestion.ts';
import type { FilePath } from '#core/outside.ts';
import { resolvePath } from '#core/project/path.ts';
import type { Span } from '#core/yaml/span.ts';

/** What is looked for. */
export interface PathWish {
  readonly folders: 'only' | 'too';
  /** `./` before a name where nothing is said yet. */
  readonly dotted: boolean;
  /** Names that are meant more likely than others. */
  readonly likely?: RegExp;
  /** Where the path starts; the directory of the file where nothing is said. */
  readonly from?: FilePath;
}

/** Nobody chooses from more; a folder of many thousand files is one of data. */
const entryLimit = 500;

const hidden: ReadonlySet<string> = new Set(['.git', '.DS_Store', '__pycache__']);

/** The entries of the folder that `typed` leads to. `span` is the whole path as written. */
export async function pathSuggestions(asked: Question, span: Span, wish: PathWish): Promise<readonly Suggestion[]> {
  const { text, offset, files, cancellation } = asked;
  const typed = text.slice(span[0], offset);
  if (typed.startsWith('~') || /^[a-z][\w+.-]*:\/\//i.test(typed)) return [];
  const slash = typed.lastIndexOf('/');
  const written = typed.slice(0, slash + 1);
  const folder = interpolated(written, asked.projects);
  if (folder === undefined) return [];
  const end = text.slice(offset, span[1]).indexOf('/');
  const replace: Span = [span[0] + written.length, end === -1 ? span[1] : offset + end];
  const from = wish.from ?? directoryOf(asked);
  const entries = await files.list(folder === '' ? from : resolvePath(from, folder));
  if (entries === undefined || cancellation.aborted) return [];
  const prefix = written === '' && wish.dotted ? './' : '';
  const all: Suggestion[] = [];
  for (const [name, kind] of entries) {
    const isFolder = kind === 'directory';
    if (hidden.has(name) || /[\n"]|: | #/.test(name) || (wish.folders === 'only' && !isFolder)) continue;
    const isLikely = wish.likely?.test(name) === true && !isFolder;
    const rank = (isLikely ? -1 : 0) + (name.startsWith('.') && !isLikely ? 2 : 0) + (name === 'node_modules' ? 3 : 0) + (isFolder === (wish.folders === 'only') ? 0 : 0.5);
    all.push({ label: prefix + name + (isFolder ? '/' : ''), kind: isFolder ? 'folder' : 'file', text: prefix + name, replace, rank });
    if (all.length >= entryLimit) break;
  }
  if (prefix !== '') all.push({ label: '.', kind: 'folder', text: '.', replace, rank: wish.folders === 'only' ? -1 : 1 });
  return all;
}
