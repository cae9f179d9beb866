// Short texts for people, as plain data: a client that shows Markdown gets Markdown, any other the words alone.

/** A run of text: words, or something that is code, stands out, or leads elsewhere. */
export type Run =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly link: string; readonly text: string };

/** A paragraph, several lines of YAML, or a list of paragraphs. */
export type Block = readonly Run[] | { readonly yaml: string } | { readonly list: readonly (readonly Run[])[] };

/** The blocks as Markdown in which nothing that came from a file is markup. */
export function toMarkdown(blocks: readonly Block[]): string {
  return blocks.map((block) => {
    if ('yaml' in block) return fenced(block.yaml);
    return 'list' in block ? block.list.map((each) => `- ${inMarkdown(each)}`).join('\n') : inMarkdown(block);
  }).join('\n\n');
}

/** The blocks as plain text. */
export function toPlainText(blocks: readonly Block[]): string {
  return blocks.map((block) => {
    if ('yaml' in block) return block.yaml;
    return 'list' in block ? block.list.map((each) => `- ${inWords(each)}`).join('\n') : inWords(block);
  }).join('\n\n');
}

/** Runs with a separator between them. */
export function joined(parts: readonly (readonly Run[])[], separator = ', '): readonly Run[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
}

function inMarkdown(runs: readonly Run[]): string {
  return runs.map((run) => {
    if (typeof run === 'string') return escaped(run);
    if ('code' in run) return code(run.code);
    return 'strong' in run ? `**${escaped(run.strong)}**` : `[${escaped(run.text)}](${run.link})`;
  }).join('');
}

function inWords(runs: readonly Run[]): string {
  return runs.map((run) => {
    if (typeof run === 'string') return run;
    if ('code' in run) return run.code;
    return 'strong' in run ? run.strong : run.link;
  }).join('');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*[\]<>#|~]|(?<!\w)_|_(?!\w)/g, '\\$&').replaceAll('&', '&amp;').replaceAll('\n', ' ');
}

/** On one line, in more backticks than it holds in a row. */
function code(text: string): string {
  const line = text.replace(/\n+$/, '').replaceAll(/\s*\n\s*/g, ' ');
  if (line.trim() === '') return line === '' ? '""' : `"${line}"`;
  const ticks = '`'.repeat(longestRow(line) + 1);
  const blank = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${blank}${line}${blank}${ticks}`;
}

function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRow(text) + 1));
  return `${fence}yaml\n${text.trimEnd()}\n${fence}`;
}

function longestRow(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([row]) => row.length));
}
