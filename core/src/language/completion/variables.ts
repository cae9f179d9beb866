// Variables within `${…}`: those that env files set, and those that other places of the project name.

import { environmentOf } from '#core/compose/environment.ts';
import { checkedServices, serviceName, type Asked, type Question } from '#core/language/completion/question.ts';
import { nothing, type Suggestion, type Suggestions } from '#core/language/completion/suggestion.ts';
import type { FilePath } from '#core/outside.ts';

/** The beginning of a variable before the cursor. */
export interface VariableAt {
  readonly from: number;
  readonly isBraced: boolean;
}

/** The variable whose name ends at an offset; undefined where none is begun. */
export function variableAt(text: string, offset: number): VariableAt | undefined {
  const before = text.slice(Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - 200), offset);
  const match = /(?<!\$)(?:\$\$)*(\$\{?)([A-Za-z_]\w*)?$/.exec(before);
  if (match === null) return undefined;
  return { from: offset - (match[2]?.length ?? 0), isBraced: match[1] === '${' };
}

/** Variables for a place where one is begun. */
export function variableSuggestions(question: Question, at: VariableAt): Suggestions {
  return namedVariables(question.text, question.offset, at, knownVariables(question));
}

/** These variables, written as the place needs them. */
export function namedVariables(text: string, offset: number, at: VariableAt, known: ReadonlyMap<string, KnownVariable>): Suggestions {
  const end = offset + (/^\w*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
  // The brace may be there, or an operator, which belongs to the variable too.
  const isClosed = /^[}:?+-]/.test(text.slice(end, end + 1));
  const all = [...known].map(([name, { detail, rank }]): Suggestion => ({
    label: name, kind: 'variable', detail, rank,
    ...(at.isBraced ? { text: isClosed ? name : `${name}}` } : { text: `\${${name}}`, filter: `$${name}` }),
  }));
  return all.length === 0 ? nothing : { replace: [at.isBraced ? at.from : at.from - 1, end], all };
}

/** What is known of a variable. */
export interface KnownVariable {
  readonly detail: string;
  readonly rank: number;
}

/** The variables of the projects by name: set ones first. */
export function knownVariables(question: Question): ReadonlyMap<string, KnownVariable> {
  const all = new Map<string, KnownVariable>();
  for (const { variables } of question.projects) {
    for (const name of variables.keys()) if (!all.has(name)) all.set(name, name.startsWith('COMPOSE_') ? { detail: 'set by Compose', rank: 2 } : { detail: 'set in an env file', rank: 0 });
  }
  for (const name of usedVariables(question)) if (!all.has(name)) all.set(name, { detail: 'used elsewhere', rank: 1 });
  return all;
}

/** Every name that the compose files of the projects mention with a dollar, without the one at the cursor. */
export function usedVariables({ file, text, offset, projects }: Question): ReadonlySet<string> {
  const names = new Set<string>();
  const texts = new Map<FilePath, string>(projects.flatMap(({ files }) => files.map((each) => [each.file, each.text] as const)));
  if (texts.has(file) || projects.length === 0) texts.set(file, text);
  for (const [path, each] of texts) {
    for (const match of each.matchAll(/\$(?:\$|\{?([A-Za-z_]\w*))/g)) {
      const end = match.index + match[0].length;
      if (match[1] !== undefined && !(path === file && offset > match.index && offset <= end)) names.add(match[1]);
    }
  }
  return names;
}

/** Names for `environment`: those that other files set for the service, those of env files, and those of other services. */
export function environmentSuggestions(asked: Asked, write: (name: string) => string): readonly Suggestion[] {
  const taken = new Set([...asked.place.others].map((each) => each.replace(/=.*$/s, '')));
  const all = new Map<string, KnownVariable>();
  const own = checkedServices(asked).flatMap(({ service }) => environmentOf(service).filter(({ at }) => at.file !== asked.file));
  for (const { name } of own) all.set(name, { detail: 'set by another file', rank: -1 });
  for (const [name, known] of knownVariables(asked)) if (known.rank < 2 && !all.has(name)) all.set(name, known);
  for (const { services } of asked.projects) {
    for (const service of services.values()) {
      if (service.name === serviceName(asked)) continue;
      for (const { name } of environmentOf(service)) if (!all.has(name)) all.set(name, { detail: `set for ${service.name}`, rank: 1.5 });
    }
  }
  return [...all].filter(([name]) => name !== '' && !taken.has(name)).map(([name, { detail, rank }]) => ({ label: name, kind: 'variable', text: write(name), detail, rank }));
}
