// Completion in env files: names that compose files use and that this file does not set, and those of its neighbours.

import { readDotenv } from '#core/compose/dotenv.ts';
import { pathSuggestions } from '#core/language/completion/host-paths.ts';
import { namedVariables, usedVariables, variableAt } from '#core/language/completion/variables.ts';
import type { Question } from '#core/language/completion/question.ts';
import { nothing, type Suggestion, type Suggestions } from '#core/language/completion/suggestion.ts';
import { folderOf, nameOf } from '#core/project/path.ts';

/** Variables by which Compose itself is told something (docs.docker.com, "Pre-defined environment variables"). */
const predefined: readonly string[] = ['COMPOSE_PROJECT_NAME', 'COMPOSE_FILE', 'COMPOSE_PROFILES', 'COMPOSE_ENV_FILES', 'COMPOSE_PATH_SEPARATOR', 'COMPOSE_IGNORE_ORPHANS', 'COMPOSE_PARALLEL_LIMIT', 'COMPOSE_REMOVE_ORPHANS'];

/** Neighbours that are read for their names. */
const neighbourLimit = 20;

/** Whether a file is an env file by its name. */
export function isEnvFile(name: string): boolean {
  return /^\.env(?:\.|$)|\.env$|^[\w-]+\.env\./.test(name) && !/\.ya?ml$/.test(name);
}

/** What may be written at a cursor in an env file. */
export async function envFileSuggestions(question: Question): Promise<Suggestions> {
  const { text, offset } = question;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  if (before.trimStart().startsWith('#')) return nothing;
  const variable = variableAt(text, offset);
  if (variable !== undefined) {
    const above = new Map(readDotenv(text.slice(0, start)).assignments.map(({ name }) => [name, { detail: 'set above', rank: 0 }]));
    return namedVariables(text, offset, variable, above);
  }
  const told = /^\s*(?:export\s+)?(COMPOSE_FILE|COMPOSE_ENV_FILES|COMPOSE_PROFILES)\s*=\s*["']?(.*)$/.exec(before);
  if (told !== null) return valuesOf(question, told[1] ?? '', told[2] ?? '');
  const name = /^\s*(?:export\s+)?([\w.-]*)$/.exec(before);
  if (name === null) return nothing;
  const from = offset - (name[1]?.length ?? 0);
  const end = offset + (/^[\w.-]*/.exec(text.slice(offset))?.[0].length ?? 0);
  const isAssigned = /^[ \t]*[=:]/.test(text.slice(end));
  const all = await missingNames(question, from);
  return { replace: [from, end], all: all.map((each) => ({ ...each, text: isAssigned ? each.label : `${each.label}=` })) };
}

/** Values of the variables by which Compose is told something: paths, or profiles, one behind the other. */
async function valuesOf(question: Question, name: string, typed: string): Promise<Suggestions> {
  const { text, offset, projects } = question;
  const from = offset - (typed.length - 1 - Math.max(typed.lastIndexOf(','), name === 'COMPOSE_FILE' ? Math.max(typed.lastIndexOf(':'), typed.lastIndexOf(';')) : -1));
  const end = offset + (/^[^\s,:;"']*/.exec(text.slice(offset, offset + 500))?.[0].length ?? 0);
  if (name !== 'COMPOSE_PROFILES') return { replace: [from, end], all: await pathSuggestions(question, [from, end], { folders: 'too', dotted: false, likely: name === 'COMPOSE_FILE' ? /\.ya?ml$/i : /env/i }) };
  const taken = new Set(typed.split(','));
  const profiles = new Set(projects.flatMap(({ services }) => [...services.values()].flatMap((service) => service.profiles.map(({ value }) => value))));
  return { replace: [from, end], all: [...profiles].filter((each) => !taken.has(each)).map((label) => ({ label, kind: 'value', text: label })) };
}

async function missingNames({ file, text, files, projects, cancellation, ...question }: Question, at: number): Promise<readonly Suggestion[]> {
  const set = new Set(readDotenv(text).assignments.filter(({ span }) => at < span[0] || at > span[1]).map(({ name }) => name));
  const all = new Map<string, Suggestion>();
  const add = (name: string, detail: string, rank: number): void => {
    if (!set.has(name) && !all.has(name)) all.set(name, { label: name, kind: 'variable', text: name, detail, rank });
  };
  for (const name of usedVariables({ ...question, file, text, files, projects, cancellation })) if (name !== 'COMPOSE_PROJECT_NAME') add(name, 'used by the project', 0);
  const folder = folderOf(file);
  const neighbours = [...await files.list(folder) ?? []].filter(([name, kind]) => kind === 'file' && isEnvFile(name) && name !== nameOf(file)).slice(0, neighbourLimit);
  for (const [name] of neighbours) {
    const other = await files.readText(`${folder}/${name}`);
    if (cancellation.aborted) return [];
    for (const assignment of readDotenv(other ?? '').assignments) add(assignment.name, `set in ${name}`, 1);
  }
  if (nameOf(file).startsWith('.env')) predefined.forEach((name) => add(name, 'read by Compose', 2));
  return [...all.values()];
}
