// Reads a walkthrough: a Markdown page whose blocks can be carried out one after the other on a copy of an example.

/** One block of a page, and where its text stands in it. */
export interface Step {
  /** The line of the page that the block begins at, from 1. */
  readonly line: number;
  readonly kind: 'console' | 'diff' | 'file' | 'fixes';
  /** The text between the fences; of fixes, what they change in all, as a diff. */
  readonly text: string;
  /** Where `text` stands in the page. */
  readonly span: readonly [start: number, end: number];
  /** The file that a block holds. */
  readonly file: string;
  readonly fixes: readonly QuickFix[];
}

/** A list item: `docker/compose.yaml:8` **Use dockerfiles/api.Dockerfile**. */
export interface QuickFix {
  readonly file: string;
  readonly line: number;
  readonly title: string;
}

export interface Page {
  readonly text: string;
  /** The name of the folder below examples/ that the page links to first. */
  readonly example: string;
  readonly steps: readonly Step[];
}

const item = /^- `([^`:]+):(\d+)` \*\*(.+)\*\*$/gm;

/**
 * The steps of a page: `console` blocks, `diff` blocks, blocks with a file name behind their language, and lists of quick
 * fixes that a `diff` block follows, which shows what they do. Other blocks are only read by people.
 */
export function readPage(text: string): Page {
  const example = /\]\(\.\.\/\.\.\/examples\/([\w-]+)\)/.exec(text)?.[1];
  if (example === undefined) throw new Error('the page links to no folder of examples/');
  const steps: Step[] = [];
  let read = 0;
  for (const match of text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)) {
    const [all, language = '', file = '', body = ''] = match;
    const start = match.index + all.indexOf('\n') + 1;
    const fixes = [...text.slice(read, match.index).matchAll(item)].map(([, path = '', line = '', title = '']) => ({ file: path, line: Number(line), title }));
    if (fixes.length > 0 && language !== 'diff') throw new Error('a list of fixes needs a diff block behind it');
    const kind = fixes.length > 0 ? 'fixes' : language === 'console' || language === 'diff' ? language : file === '' ? undefined : 'file';
    if (kind !== undefined) steps.push({ line: text.slice(0, match.index).split('\n').length, kind, text: body, span: [start, start + body.length], file, fixes });
    read = match.index + all.length;
  }
  return { text, example, steps };
}

/** A line behind a `$`, and what is printed below it. */
export interface Command {
  readonly command: string;
  readonly output: string;
}

/** The commands of a console block. */
export function commandsOf(text: string): readonly Command[] {
  return [...text.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(([, command = '', output = '']) => ({ command, output }));
}
