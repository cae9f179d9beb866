// Inline ignores: `# composure-ignore dead-mount-source -- made by deploy.sh`, on the line or above it.
// An ignore that hides nothing is a finding itself, or it would outlive its reason.

import type { Project } from '#core/compose/model.ts';
import type { Diagnostic } from '#core/check/run.ts';
import type { FilePath } from '#core/outside.ts';
import type { Rule } from '#core/rules/rule.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { entries } from '#core/yaml/node.ts';
import { pathTo } from '#core/yaml/patch.ts';
import type { Span } from '#core/yaml/span.ts';
import { groupBy } from '#core/words/group-by.ts';

/** One code that a comment ignores on one line. */
export interface Ignore {
  readonly file: FilePath;
  readonly code: string;
  /** The code within the comment. */
  readonly span: Span;
  /** The line whose diagnostics are ignored: where it starts and ends. */
  readonly line: Span;
}

/** Codes of one file that count. Nobody writes more. */
const ignoreLimit = 1_000;

/** The code of a finding about an ignore that hides nothing. */
export const unusedIgnore = 'unused-ignore';

const comment = /(^|[ \t])#[ \t]*composure-ignore[ \t]+([^\r\n]*)/gm;

/** The ignores of a file: a compose file, or a Dockerfile that a project is built from (which has no `documents`). */
export function ignoresIn(file: Pick<YamlFile, 'file' | 'text'> & Partial<Pick<YamlFile, 'documents'>>): readonly Ignore[] {
  const { text } = file;
  if (!text.includes('composure-ignore')) return [];
  const ignores: Ignore[] = [];
  const lineOf = commentedLines(text);
  for (const match of text.matchAll(comment)) {
    if (ignores.length >= ignoreLimit) break;
    if (isText(file, match.index + (match[1] ?? '').length)) continue;
    const line = lineOf(match.index, match[1] ?? '');
    const list = (match[2] ?? '').split(/\s--(?:\s|$)/, 1)[0] ?? '';
    const from = match.index + match[0].length - (match[2] ?? '').length;
    for (const word of list.matchAll(/[^\s,]+/g)) {
      const start = from + word.index;
      ignores.push({ file: file.file, code: word[0], span: [start, start + word[0].length], line });
    }
  }
  return ignores;
}

/** True for a # in quotes or within a block scalar: no comment, whatever it looks like, but for a line of a Dockerfile in one. */
function isText({ text, documents = [] }: Parameters<typeof ignoresIn>[0], at: number): boolean {
  const path = pathTo({ documents }, [at, at + 1]);
  const node = path.at(-1);
  if (node?.kind !== 'scalar' || node.style === 'plain' || node.style === 'empty') return false;
  if (node.style !== 'block') return true;
  const isDockerfile = entries(path.at(-2)).some(({ key, value }) => key.content === 'dockerfile_inline' && value === node);
  if (isDockerfile && text.slice(text.lastIndexOf('\n', at) + 1, at).trim() === '') return false;
  return text.slice(node.span[0], at).includes('\n');
}

/** Finds a comment's own line, or the next line with content where the comment stands alone. It is asked in the order of the text. */
function commentedLines(text: string): (at: number, before: string) => Span {
  // Comments that stand above each other mean the same line: it is looked for once.
  let next = 0;
  return (at, before) => {
    const start = text.lastIndexOf('\n', at + before.length - 1) + 1;
    if (text.slice(start, at + before.length).trim() !== '') return [start, after(text, start)];
    if (next <= start) {
      next = start;
      do next = after(text, next);
      while (next < text.length && /^[ \t]*(?:#.*)?\r?$/.test(text.slice(next, after(text, next)).replace(/\n$/, '')));
    }
    return [next, after(text, next)];
  };
}

function after(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** The diagnostics that no comment ignores, and one for each comment that ignores nothing. */
export function withoutIgnored(found: readonly Diagnostic[], ignores: readonly Ignore[], project: Project, rules: readonly Rule[]): readonly Diagnostic[] {
  if (ignores.length === 0) return found;
  const used = new Set<Ignore>();
  const byCode = groupBy(ignores, ({ file, code }) => `${code}\n${file}`);
  const left = found.filter((diagnostic) => {
    const hiding = (byCode.get(`${diagnostic.code}\n${diagnostic.file}`) ?? []).filter(({ line }) => diagnostic.span[0] >= line[0] && diagnostic.span[0] < line[1]);
    for (const ignore of hiding) used.add(ignore);
    return hiding.length === 0;
  });
  const unused = ignores.filter((ignore) => !used.has(ignore));
  return [...left, ...unused.map((ignore): Diagnostic => ({
    code: unusedIgnore, severity: 'information', stage: 'policy',
    message: rules.some((rule) => rule.code === ignore.code) ? `Nothing here is ${ignore.code}: this comment ignores nothing` : `There is no rule ${ignore.code}`,
    file: ignore.file, span: ignore.span, related: [], project: project.name, environment: project.environment.name, fixes: async () => [],
  }))];
}
