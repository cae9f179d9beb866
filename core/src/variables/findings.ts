// What the env files of an environment lack or have wrong, held against what composure.yaml describes. No finding says the
// value of a secret.

import { readDotenv, type Assignment } from '#core/compose/dotenv.ts';
import type { Project } from '#core/compose/model.ts';
import type { FilePath, FileSystem } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import { nameOf } from '#core/project/path.ts';
import { envFilesOf } from '#core/variables/env-file-of.ts';
import type { Variables } from '#core/variables/read-variables.ts';
import { derivedFrom } from '#core/variables/resolve.ts';
import { publicName, saidFor, type Variable } from '#core/variables/variable.ts';
import { wrongValue } from '#core/variables/value-type.ts';
import { isWanted } from '#core/variables/wanted.ts';
import { nearest } from '#core/words/nearest.ts';
import type { Span } from '#core/yaml/span.ts';

/** One finding about one variable. */
export interface VariableFinding {
  /** `wrong`: not of its type; `differs`: another value than composure.yaml says; `undescribed`: composure.yaml does not know it. */
  readonly kind: 'missing' | 'wrong' | 'differs' | 'undescribed';
  readonly name: string;
  /** Undefined for one that is not described. */
  readonly variable: Variable | undefined;
  /** Where it stands, or would; undefined where there is no file to hold it. */
  readonly at: { readonly file: FilePath; readonly span: Span } | undefined;
  readonly message: string;
  /** The value that mends it, where it is known and may be shown. */
  readonly instead: string | undefined;
}

export interface EnvironmentFindings {
  readonly file: FilePath;
  /** Whether the env file is there. */
  readonly exists: boolean;
  /** Whether the environment names it, so that Compose reads it. */
  readonly isNamed: boolean;
  readonly findings: readonly VariableFinding[];
}

interface Standing {
  readonly file: FilePath;
  readonly text: string;
  readonly assignment: Assignment;
}

/** Reads the env files of an environment and says what is to be said. */
export async function findingsOf(project: Project, beside: readonly Environment[], variables: Variables, files: FileSystem): Promise<EnvironmentFindings> {
  const { environment } = project;
  const { own, before, isNamed } = await envFilesOf(environment, beside, files);
  const standing = new Map<string, Standing>();
  let values: ReadonlyMap<string, string> = new Map();
  for (const file of [...before, own]) {
    const text = await files.readText(file) ?? '';
    const { assignments } = readDotenv(text, values);
    for (const assignment of assignments) standing.set(assignment.name, { file, text, assignment });
    values = new Map([...values, ...assignments.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]))]);
  }
  const exists = await files.stat(own) === 'file';
  const findings: VariableFinding[] = [];
  for (const variable of variables.values()) {
    const found = standing.get(variable.name);
    const about = found === undefined || (found.assignment.value === '' && variable.required)
      ? isWanted(variable, project, variables) ? lacking(variable, environment.name, own, exists ? found : undefined) : undefined
      : standingWrong(variable, environment.name, found, variables, values);
    if (about !== undefined) findings.push(about);
  }
  for (const { file, assignment: { name, span } } of standing.values()) {
    if (file !== own || variables.has(name) || isKnown(name, variables)) continue;
    const near = nearest(name, variables.keys());
    findings.push({ kind: 'undescribed', name, variable: undefined, at: { file, span }, message: `composure.yaml describes no ${name}${near === undefined ? '' : `: did you mean ${near}?`}`, instead: undefined });
  }
  return { file: own, exists, isNamed, findings };
}

/** Variables of Compose itself, and public parts of key pairs, need no description. */
function isKnown(name: string, variables: Variables): boolean {
  return /^(?:COMPOSE|DOCKER|BUILDKIT|BUILDX)_/.test(name) || [...variables.values()].some((each) => each.generate?.kind === 'key-pair' && publicName(each.name) === name);
}

function lacking(variable: Variable, environment: string, own: FilePath, found: Standing | undefined): VariableFinding | undefined {
  const { name, generate, secret } = variable;
  const said = saidFor(variable, environment);
  if (said === '' && found !== undefined) return undefined;
  const makes = said !== undefined ? `composure env generate writes what composure.yaml says` : generate === undefined ? undefined : 'composure env generate makes one';
  return {
    kind: 'missing', name, variable, at: found && { file: found.file, span: found.assignment.span },
    message: `${nameOf(own)} has no ${found === undefined ? '' : 'value of '}${name}, which composure.yaml describes${makes === undefined ? '' : `: ${makes}`}`,
    instead: secret ? undefined : said,
  };
}

function standingWrong(variable: Variable, environment: string, { file, text, assignment }: Standing, variables: Variables, values: ReadonlyMap<string, string>): VariableFinding | undefined {
  const { name, secret, generate } = variable;
  const { value, written } = assignment;
  // One without a value takes it from the shell, and one that is made of others may be anything there.
  if (value === undefined || value === '') return undefined;
  const about = { name, variable, at: { file, span: written } };
  const isExpanded = text.slice(...written).includes('$') && !text.slice(...written).startsWith('\'');
  const wrong = isExpanded ? undefined : wrongValue(variable, value);
  if (wrong !== undefined) return { ...about, kind: 'wrong', message: `${name} is ${secret ? 'not' : `"${value}", not`} ${wrong}`, instead: secret ? undefined : nearest(value, variable.values) };
  const said = variable.environments.get(environment)?.content;
  if (said !== undefined && !secret && !isExpanded && said !== value) {
    return { ...about, kind: 'differs', message: `${name} is "${value}", and "${said}" for ${environment} in composure.yaml: what stands here counts`, instead: said };
  }
  if (generate?.kind !== 'from' || isExpanded || saidFor(variable, environment) !== undefined) return undefined;
  const derived = derivedFrom(generate, (each) => values.get(each));
  return derived === undefined || derived === value || generate.uses.some((each) => !variables.has(each) && !values.has(each)) ? undefined
    : { ...about, kind: 'differs', message: `${name} is not what ${generate.uses.join(' and ')} ${generate.uses.length === 1 ? 'makes' : 'make'} of it in composure.yaml: what stands here counts`, instead: secret ? undefined : derived };
}
