// Whole workspaces as one text: `#- path` starts a file, a trailing `/` makes a folder, and caret lines say what is
// reported on the line above them. The same form stands in test files and in the examples of rule pages.

import type { Diagnostic } from '#core/check/run.ts';
import type { EntryKind, FilePath, FileSystem } from '#core/outside.ts';

export interface Fixture {
  readonly files: ReadonlyMap<FilePath, string>;
  readonly folders: ReadonlySet<FilePath>;
  /** What the caret lines say, as `format` writes it. */
  readonly expected: readonly string[];
}

/** The folder that a fixture's files are in. */
export const fixtureRoot = '/project';

/** Reads a fixture. Text before the first `#- path` belongs to `compose.yaml`. */
export function readFixture(text: string): Fixture {
  const files = new Map<FilePath, string>();
  const folders = new Set<FilePath>([fixtureRoot]);
  const expected: string[] = [];
  let path = `${fixtureRoot}/compose.yaml`;
  let kept: string[] = [];
  const finish = (): void => {
    if (kept.some((line) => line.trim() !== '') || files.has(path)) files.set(path, `${kept.join('\n')}\n`);
    kept = [];
  };
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const header = /^#- (\S.*)$/.exec(line);
    const marker = /^#(<|[ \t]*)(\^+) (.+)$/.exec(line);
    if (header !== null) {
      finish();
      path = `${fixtureRoot}/${(header[1] ?? '').replace(/\/$/, '')}`;
      if (line.endsWith('/')) folders.add(path);
      else files.set(path, '');
    } else if (marker !== null) {
      const column = marker[1] === '<' ? 0 : 1 + (marker[1] ?? '').length;
      expected.push(`${path.slice(fixtureRoot.length + 1)}:${kept.length}:${column + 1}-${column + 1 + (marker[2] ?? '').length} ${marker[3]}`);
    } else kept.push(line);
  }
  finish();
  for (const file of [...files.keys(), ...folders]) {
    for (let folder = file.slice(0, file.lastIndexOf('/')); folder.length > fixtureRoot.length; folder = folder.slice(0, folder.lastIndexOf('/'))) folders.add(folder);
  }
  return { files, folders, expected };
}

/** Diagnostics in the form of a fixture's caret lines: `file:line:from-to severity code: message`. */
export function format(diagnostics: readonly Diagnostic[], fixture: Fixture): readonly string[] {
  return diagnostics.map(({ file, span, severity, code, message }) => {
    const text = fixture.files.get(file) ?? '';
    const start = text.lastIndexOf('\n', span[0] - 1) + 1;
    const line = text.slice(0, span[0]).split('\n').length;
    const lineEnd = text.indexOf('\n', span[0]);
    const end = Math.min(span[1], lineEnd === -1 ? text.length : lineEnd);
    return `${file.slice(fixtureRoot.length + 1)}:${line}:${span[0] - start + 1}-${end - start + 1} ${severity} ${code}: ${message}`;
  });
}

/** A fixture's text with caret lines for what is reported, for people and for UPDATE=1. */
export function withMarkers(fixture: Fixture, actual: readonly string[]): string {
  const out: string[] = [];
  for (const [path, text] of fixture.files) {
    const name = path.slice(fixtureRoot.length + 1);
    out.push(`#- ${name}`);
    const marks = actual.flatMap((each) => {
      const match = /^(.*?):(\d+):(\d+)-(\d+) ([\s\S]*)$/.exec(each);
      return match !== null && match[1] === name ? [{ line: Number(match[2]), from: Number(match[3]), to: Number(match[4]), said: match[5] ?? '' }] : [];
    });
    for (const [index, line] of text.replace(/\n$/, '').split('\n').entries()) {
      out.push(line);
      for (const mark of marks.filter((each) => each.line === index + 1)) {
        const carets = '^'.repeat(Math.max(1, mark.to - mark.from));
        out.push(mark.from === 1 ? `#<${carets} ${mark.said}` : `#${' '.repeat(mark.from - 2)}${carets} ${mark.said}`);
      }
    }
  }
  const inFiles = new Set([...fixture.files.keys()].map((path) => path.slice(0, path.lastIndexOf('/'))));
  for (const folder of fixture.folders) if (folder !== fixtureRoot && !inFiles.has(folder)) out.push(`#- ${folder.slice(fixtureRoot.length + 1)}/`);
  return `${out.join('\n')}\n`;
}

/** A file system that holds a fixture. */
export function fixtureFiles(fixture: Pick<Fixture, 'files' | 'folders'>): FileSystem {
  const kind = (path: FilePath): EntryKind | undefined => (fixture.files.has(path) ? 'file' : fixture.folders.has(path) || fixtureRoot.startsWith(`${path}/`) || path === '/' ? 'directory' : undefined);
  return {
    readText: async (path) => fixture.files.get(path),
    stat: async (path) => kind(path),
    list: async (path) => {
      if (kind(path) !== 'directory') return undefined;
      const prefix = path === '/' ? '/' : `${path}/`;
      const names = new Map<string, EntryKind>();
      for (const each of [...fixture.files.keys(), ...fixture.folders]) {
        if (!each.startsWith(prefix)) continue;
        const name = each.slice(prefix.length).split('/', 1)[0] ?? '';
        names.set(name, kind(prefix + name) ?? 'directory');
      }
      return names;
    },
  };
}
