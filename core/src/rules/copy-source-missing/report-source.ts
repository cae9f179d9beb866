// What is said of a source that a build does not find, and how to mend it.

import type { Build, Project, Service } from '#core/compose/model.ts';
import { isPattern, type BuildContext } from '#core/dockerfile/build-context.ts';
import type { Copy } from '#core/dockerfile/read.ts';
import { nameOf, relativePath, resolvePath } from '#core/project/path.ts';
import { candidates } from '#core/rules/path-fixes.ts';
import type { Fix, Report, RuleContext } from '#core/rules/rule.ts';
import type { Located } from '#core/yaml/span.ts';

/** A source that is not there. */
export interface MissingSource {
  readonly service: Service;
  readonly build: Build;
  readonly source: Located<string>;
  /** With variables replaced. */
  readonly value: string;
  /** True for the only source of its instruction. */
  readonly alone: boolean;
  /** The additional context that it is looked for in. */
  readonly named: string | undefined;
  readonly context: BuildContext;
  readonly found: 'missing' | 'ignored' | 'unmatched' | 'ignored-pattern';
}

/** The report on a source that a context does not hold. `isMade` is true for one that git leaves out. */
export function aboutSource(project: Project, missing: MissingSource, isMade: boolean, context: RuleContext): Report {
  const { service, build, source, value, found } = missing;
  const { folder, ignoreFile } = missing.context;
  const where = relativePath(project.directory, folder);
  const written = value === source.value ? value : `${source.value} (${value})`;
  const inContext = missing.named === undefined ? `the build context${where === '.' ? '' : ` ${where}`}` : `the context ${missing.named} (${where})`;
  const ignore = nameOf(ignoreFile ?? '.dockerignore');
  const messages = {
    missing: leavesContext(value) ? `${written} lies outside ${inContext}, in which Docker looks for ${inside(value)}: the build fails` : `${written} does not exist in ${inContext}: the build fails${isMade ? ' until somebody makes it, since git leaves it out' : ''}`,
    ignored: `${written} is left out of ${inContext} by ${ignore}: the build fails`,
    unmatched: `${written} matches nothing in ${inContext}: nothing is copied`,
    'ignored-pattern': `${written} matches nothing but what ${ignore} leaves out of ${inContext}: nothing is copied`,
  };
  return {
    at: source, message: messages[found],
    ...(isMade || isPattern(value) ? { severity: 'warning' as const } : {}),
    related: [{ at: build.contextGiven ? build.context : build.at, message: `${service.name} is built from here` }],
    fixes: async () => (found === 'missing' ? useAnother(missing, context) : found === 'unmatched' ? [] : letIn(missing, context)),
  };
}

/** "source can't be a URL for COPY", says BuildKit. */
export function aboutAddress({ keyword, flags }: Copy, source: Located<string>): Report {
  const takesFlags = [...flags].every((flag) => flag === 'chown' || flag === 'chmod' || flag === 'link');
  return {
    at: source,
    message: `${source.value} is an address, and COPY takes files only: the build fails`,
    fixes: () => (takesFlags && isExact(keyword) ? [{ title: 'Use ADD', safety: 'ask', edits: [{ kind: 'replace', at: keyword, text: 'ADD' }] }] : []),
  };
}

/** True where the file holds the text character by character. */
export function isExact({ span, value }: Located<string>): boolean {
  return span[1] - span[0] === value.length;
}

/** `..` at the start of a source is dropped (Dockerfile reference, COPY). */
function leavesContext(source: string): boolean {
  return /^(?:\.\/)*\.\.(?:\/|$)/.test(source);
}

function inside(source: string): string {
  return resolvePath('/', source).slice(1);
}

async function letIn({ value, context: { ignoreFile } }: MissingSource, context: RuleContext): Promise<readonly Fix[]> {
  if (ignoreFile === undefined) return [];
  const text = await context.files.readText(ignoreFile) ?? '';
  const at = { value: undefined, file: ignoreFile, span: [text.length, text.length] as const };
  return [{ title: `Let ${value} in again in ${nameOf(ignoreFile)}`, safety: 'ask', edits: [{ kind: 'replace', at, text: `${text === '' || text.endsWith('\n') ? '' : '\n'}!${inside(value)}\n` }] }];
}

async function useAnother({ source, value, context: within }: MissingSource, context: RuleContext): Promise<readonly Fix[]> {
  if (value !== source.value || isPattern(value) || !isExact(source)) return [];
  const { folder } = within;
  const fixes: Fix[] = [];
  for (const each of await candidates(within.pathOf(value), 'any', (name) => context.findByName(folder, name), context)) {
    const relative = relativePath(folder, each);
    const text = value.startsWith('./') ? relative : relative.replace(/^\.\//, value.startsWith('/') ? '/' : '');
    if (!relative.startsWith('..') && !/[\s"'$\\,]/.test(relative) && await within.find(relative) === 'there') fixes.push({ title: `Use ${text}`, safety: 'ask', edits: [{ kind: 'replace', at: source, text }] });
  }
  return fixes;
}
