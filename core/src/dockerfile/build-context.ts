// The files that a build may take: those of its context without what `.dockerignore` leaves out (moby's patternmatcher).

import ignore, { type Ignore } from 'ignore';
import type { FilePath, FileSystem } from '#core/outside.ts';
import { matchesGlob } from '#core/dockerfile/glob.ts';
import { resolvePath } from '#core/project/path.ts';

/** One line of a `.dockerignore`. */
interface Pattern {
  readonly negated: boolean;
  readonly text: string;
  readonly matcher: Ignore;
}

/** Lines of a `.dockerignore` that count: nobody writes more, and each is tried on each path. */
const patternLimit = 5_000;

/** How a source stands in a context. */
export type Found = 'there' | 'missing' | 'ignored';

/** A folder that an image is built from. */
export class BuildContext {
  readonly folder: FilePath;
  /** The `.dockerignore` that counts, when there is one. */
  readonly ignoreFile: FilePath | undefined;
  readonly #files: FileSystem;
  readonly #patterns: readonly Pattern[];

  private constructor(folder: FilePath, files: FileSystem, ignoreFile: FilePath | undefined, text: string) {
    this.folder = folder;
    this.ignoreFile = ignoreFile;
    this.#files = files;
    this.#patterns = readPatterns(text);
  }

  /** The one beside the Dockerfile (`Dockerfile.dockerignore`) counts before that of the context; a named context has its own only. */
  static async open(folder: FilePath, dockerfile: FilePath | undefined, files: FileSystem): Promise<BuildContext> {
    for (const path of [...(dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`]), resolvePath(folder, '.dockerignore')]) {
      const text = await files.readText(path);
      if (text !== undefined) return new BuildContext(folder, files, path, text);
    }
    return new BuildContext(folder, files, undefined, '');
  }

  /** Where a source stands on the disk. */
  pathOf(source: string): FilePath {
    return resolvePath(this.folder, resolvePath('/', source.replaceAll('\\', '/')).slice(1));
  }

  /** Looks for a source of `COPY`; `..` ends at the context's root, as it does for the builder. */
  async find(source: string): Promise<Found> {
    const parts = resolvePath('/', source.replaceAll('\\', '/')).slice(1).split('/').filter((part) => part !== '');
    return parts.length === 0 || parts.includes('**') ? 'there' : this.#find('', parts);
  }

  async #find(folder: string, [part = '', ...rest]: readonly string[]): Promise<Found> {
    let best: Found = 'missing';
    for (const name of await this.#matching(folder, part)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const kind = await this.#files.stat(resolvePath(this.folder, path));
      if (kind === undefined) continue;
      const found = rest.length > 0 ? await this.#find(path, rest) : this.#isLeftOut(path, kind === 'directory') ? 'ignored' : 'there';
      if (found === 'there') return found;
      if (found === 'ignored') best = found;
    }
    return best;
  }

  async #matching(folder: string, part: string): Promise<readonly string[]> {
    if (!isPattern(part)) return [part];
    const listed = await this.#files.list(resolvePath(this.folder, folder));
    return [...listed?.keys() ?? []].filter((name) => matchesGlob(part, name) ?? true);
  }

  /** The last pattern that speaks of the path or of a folder above it decides; a folder with something let in again stays. */
  #isLeftOut(path: string, isFolder: boolean): boolean {
    let out = false;
    for (const { negated, matcher } of this.#patterns) if (matcher.ignores(path)) out = !negated;
    return out && !(isFolder && this.#patterns.some(({ negated, text }) => negated && mayMatchBelow(text, path)));
  }
}

/** Whether a pattern may speak of something within a folder. */
function mayMatchBelow(pattern: string, folder: string): boolean {
  const parts = pattern.split('/');
  const names = folder.split('/');
  for (const [index, name] of names.entries()) {
    const part = parts[index];
    if (part === undefined || !(matchesGlob(part, name) ?? true)) return false;
    if (part === '**') return true;
  }
  return parts.length > names.length;
}

/** True for a source with `*`, `?` or `[`. */
export function isPattern(source: string): boolean {
  return /[*?[]/.test(source);
}

/** Unlike git's, these patterns begin at the root, and a file may be let in again below a folder that is left out. */
function readPatterns(text: string): readonly Pattern[] {
  return text.split(/\r?\n/, patternLimit).flatMap((line): Pattern[] => {
    const trimmed = line.trim();
    if (trimmed === '' || line.startsWith('#')) return [];
    const negated = trimmed.startsWith('!');
    const pattern = resolvePath('/', negated ? trimmed.slice(1).trim() : trimmed);
    if (pattern === '/') return [];
    return [{ negated, text: pattern.slice(1), matcher: ignore({ ignorecase: false }).add(pattern) }];
  });
}
