import type { LoadProblem, Project } from '#core/compose/model.ts';
import { loadProblems } from '#core/rules/load-problems.ts';
import type { Fix, Rule } from '#core/rules/rule.ts';
import type { Span } from '#core/yaml/span.ts';

/** compose-go refuses a key that stands twice in one mapping, a second `<<` too (loader/reset.go). */
export const duplicateKey: Rule = {
  code: 'duplicate-key',
  title: 'A key stands twice in one mapping',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  check: (project) => loadProblems(project, 'duplicate-key', (problem) => withoutSecond(project, problem)),
};

function withoutSecond(project: Project, { mend, related }: LoadProblem): readonly Fix[] {
  const text = project.files.find((each) => each.file === mend?.at.file)?.text;
  if (mend === undefined || text === undefined) return [];
  const at = { ...mend.at, span: withSurroundings(text, mend.at.span) };
  const isSafe = related !== undefined && related.at.file === mend.at.file && saysTheSame(text, related.at.span[0], mend.at.span);
  return [{ title: mend.title, safety: isSafe ? 'safe' : 'ask', edits: [{ kind: 'replace', at, text: '' }] }];
}

/** True where the first entry is, letter by letter, the second, and both are on one line. */
function saysTheSame(text: string, first: number, [start, end]: Span): boolean {
  const second = text.slice(start, end).trimEnd();
  if (second.includes('\n') || !text.startsWith(second, first)) return false;
  const behind = text.slice(first + second.length);
  const column = first - text.lastIndexOf('\n', first - 1) - 1;
  const next = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ \t]*)/.exec(behind);
  return next === null ? /^\s*[,}]/.test(behind) : (next[1] ?? '').length <= column;
}

/** An entry on lines of its own goes with them, an entry between braces with the comma before it. */
function withSurroundings(text: string, [start, end]: Span): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const contentEnd = start + text.slice(start, end).trimEnd().length;
  const behind = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(text.slice(contentEnd));
  if (behind !== null && text.slice(lineStart, start).trim() === '') return [lineStart, contentEnd + behind[0].length];
  const before = /,\s*$/.exec(text.slice(0, start));
  return before === null ? [start, contentEnd] : [start - before[0].length, contentEnd];
}
