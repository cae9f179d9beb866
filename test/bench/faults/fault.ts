// A fault as the bench plants it: what is changed in a clean project, and where exactly the finding must stand.
// The marks « and » in a new text say so, and ‹ and › where one of several places is right; they are gone before
// anything is judged.

/** A change to one path of a project. */
export type Change =
  /** The text `find`, which stands in the file once, becomes `put`. */
  | { readonly kind: 'text'; readonly file: string; readonly find: string; readonly put: string }
  | { readonly kind: 'gone'; readonly path: string }
  | { readonly kind: 'made'; readonly path: string; readonly text: string };

/** One fault in one project, or, without a code, a change that is none. */
export interface Case {
  readonly project: string;
  /** What must be reported; undefined where nothing may be. */
  readonly code: string | undefined;
  /** What is special about it: the place, the form of the syntax. */
  readonly form: string;
  readonly changes: readonly Change[];
  /** Codes of what rightly follows from the fault elsewhere. */
  readonly also: readonly string[];
}

/** In a file, this text becomes that one; without `put` it only gets the marks. */
export function text(file: string, find: string, put?: string): Change {
  return { kind: 'text', file, find: put === undefined ? find.replaceAll(/[«»‹›]/g, '') : find, put: put ?? find };
}

/** A file or a folder goes. */
export function gone(path: string): Change {
  return { kind: 'gone', path };
}

/** A new file, or a folder where the path ends in a slash. */
export function made(path: string, content = ''): Change {
  return { kind: 'made', path, text: content };
}

/** The cases of one project: `fault(code, form, ...changes)` and `sound(form, ...changes)`. */
export interface Planting {
  readonly cases: Case[];
  fault(code: string, form: string, ...changes: readonly Change[]): void;
  /** A fault from which findings of other codes follow. */
  faultWith(code: string, also: readonly string[], form: string, ...changes: readonly Change[]): void;
  sound(form: string, ...changes: readonly Change[]): void;
}

export function plantIn(project: string): Planting {
  const cases: Case[] = [];
  return {
    cases,
    fault: (code, form, ...changes) => { cases.push({ project, code, form, changes, also: [] }); },
    faultWith: (code, also, form, ...changes) => { cases.push({ project, code, form, changes, also }); },
    sound: (form, ...changes) => { cases.push({ project, code: undefined, form, changes, also: [] }); },
  };
}

/** A place where a finding must stand. */
export interface Place {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  /** True where one of the places that are marked so is enough. */
  readonly either: boolean;
}

/** The texts of a project after a case's changes; null for what is gone. @throws where a change does not fit the project. */
export function planted(one: Case, read: (file: string) => string): { readonly texts: ReadonlyMap<string, string | null>; readonly places: readonly Place[] } {
  const marked = new Map<string, string | null>();
  for (const change of one.changes) {
    if (change.kind === 'gone') marked.set(change.path, null);
    else if (change.kind === 'made') marked.set(change.path, change.text);
    else {
      const before = marked.get(change.file) ?? read(change.file);
      const crlf = before.includes('\r\n');
      const [find, put] = [change.find, change.put].map((each) => (crlf ? each.replaceAll(/\r?\n/g, '\r\n') : each)) as [string, string];
      const parts = before.split(find);
      if (parts.length !== 2) throw new Error(`${one.project}, ${one.form}: ${JSON.stringify(find)} stands ${parts.length - 1} times in ${change.file}`);
      marked.set(change.file, parts.join(put));
    }
  }
  const places: Place[] = [];
  const texts = new Map<string, string | null>();
  for (const [file, content] of marked) {
    if (content === null) {
      texts.set(file, null);
      continue;
    }
    let plain = '';
    const starts: number[] = [];
    for (const piece of content.split(/([«»‹›])/)) {
      if (piece === '«' || piece === '‹') starts.push(plain.length);
      else if (piece === '»' || piece === '›') places.push({ file, from: starts.pop() ?? 0, to: plain.length, either: piece === '›' });
      else plain += piece;
    }
    texts.set(file, plain);
  }
  if (one.code !== undefined && places.length === 0) throw new Error(`${one.project}, ${one.code}, ${one.form}: no place is marked`);
  return { texts, places };
}
