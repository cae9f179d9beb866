// A variable in a text: what it is worth in each environment, which file says so, and whether the default counts.

import { readDotenv } from '#core/compose/dotenv.ts';
import type { VariableUse } from '#core/compose/interpolate.ts';
import { envFilesFor, shownAt, type FilePart } from '#core/language/effective.ts';
import type { HoverSubject } from '#core/language/hover/hover.ts';
import { agreed, inProjects } from '#core/language/hover/in-projects.ts';
import { cut } from '#core/language/hover/value.ts';
import { whereIs } from '#core/language/hover/where.ts';
import { shown } from '#core/language/masking.ts';
import { variablesFor } from '#core/language/origins.ts';
import { nodeAt } from '#core/language/place.ts';
import type { Block, Run } from '#core/language/prose.ts';
import type { FileSystem } from '#core/outside.ts';
import type { Scalar, YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Span } from '#core/yaml/span.ts';

/** One `${NAME…}` of a text. */
export interface WrittenVariable extends Pick<VariableUse, 'name' | 'operator'> {
  /** From the `$` on. */
  readonly span: Span;
  /** What stands behind the operator, as it is written. */
  readonly argument: string;
}

/** The variable at an offset of a scalar, the innermost one where they are nested. */
export function variableAt(file: YamlFile, scalar: Scalar, offset: number): WrittenVariable | undefined {
  return writtenVariables(file, scalar).findLast(({ span }) => offset >= span[0] && offset <= span[1]);
}

/** The variables of a scalar at their places, found in the text as it is written: block scalars and escapes too. */
export function writtenVariables({ text }: YamlFile, scalar: Scalar): readonly WrittenVariable[] {
  if (!scalar.content.includes('$')) return [];
  const [from, to] = scalar.span;
  return [...text.slice(from, to).matchAll(/\$(?:\$|(\{?)([_a-z][_a-z0-9]*)(:?[-?+])?)/gi)].flatMap((match): WrittenVariable[] => {
    const [, brace = '', name, sign] = match;
    if (name === undefined) return [];
    const isBraced = brace !== '';
    const operator = (isBraced ? sign ?? '' : '') as WrittenVariable['operator'];
    const start = from + match.index;
    const end = start + 1 + brace.length + name.length;
    const close = isBraced ? closing(text, end, to) : end;
    return [{ name, operator, argument: isBraced ? text.slice(end + operator.length, close - 1) : '', span: [start, close] }];
  });
}

function closing(text: string, from: number, limit: number): number {
  let open = 1;
  for (let at = from; at < limit; at += 1) {
    if (text.charAt(at) === '}') open -= 1;
    else if (text.startsWith('${', at)) open += 1;
    if (open === 0) return at + 1;
  }
  return limit;
}

/** What there is to say of a variable. */
export async function describeVariable(variable: WrittenVariable, { place, parts, files }: HoverSubject): Promise<readonly Block[]> {
  const values = agreed(parts, await Promise.all(parts.map((part) => valueOf(variable, part, files))));
  const whole = place.node.kind === 'scalar' && (variable.span[0] > place.node.text.span[0] || variable.span[1] < place.node.text.span[1])
    ? inProjects(parts, (part) => wholeText(part, place.path, place.node))
    : [];
  return [...values, ...whole];
}

async function valueOf({ name, operator, argument }: WrittenVariable, part: FilePart, files: FileSystem): Promise<readonly Run[]> {
  const variables = variablesFor(part.project, part.file.file);
  const value = variables.get(name);
  const isSet = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  const subject: Run = { code: name };
  const from = value === undefined ? [] : await source(name, part, files);
  if (isSet && operator.at(-1) === '+') return [subject, ' is set', ...from, ': ', { code: argument }, ' stands here'];
  if (isSet) return [subject, ' is ', value === '' ? 'empty' : { code: shown(name, value ?? '') }, ...from, ...operator.at(-1) === '-' ? [': the default does not count'] : []];
  const state: readonly Run[] = value === '' ? [subject, ' is empty', ...from] : [subject, ' is set in no env file'];
  switch (operator.at(-1)) {
    case '-': return [...state, ': the default ', ...argument === '' ? ['is nothing'] : [{ code: shown(name, argument) }, ' counts']];
    case '+': return [...state, ': nothing stands here'];
    case '?': return [...state, ': Compose refuses the project'];
    default: return [...state, ': Compose puts nothing here'];
  }
}

/** ", from .env, line 3". */
async function source(name: string, part: FilePart, files: FileSystem): Promise<readonly Run[]> {
  for (const path of envFilesFor(part)) {
    const text = await files.readText(path);
    const found = text === undefined ? undefined : readDotenv(text).assignments.findLast((each) => each.name === name && each.value !== undefined);
    if (text !== undefined && found !== undefined) return [', from ', ...whereIs(part.file.file, path, text, found.span[0])];
  }
  return name === 'COMPOSE_PROJECT_NAME' ? [', the name of the project'] : [];
}

function wholeText({ project, documents }: FilePart, path: readonly string[], written: YamlNode): readonly Run[] | undefined {
  const found = documents.map((document) => nodeAt(document, path)).find((each) => each?.span[0] === written.span[0]);
  return found?.kind !== 'scalar' ? undefined : ['The whole text is ', { code: cut(shownAt(project, found, path)) }];
}
