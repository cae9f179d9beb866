// What a person reads who points at a line of an env file: what its variable is worth in each environment, and who takes it.

import { readDotenv } from '#core/compose/dotenv.ts';
import type { Hover } from '#core/language/hover/hover.ts';
import { grouped } from '#core/language/hover/in-projects.ts';
import { containersWith, usersOf } from '#core/language/hover/users.ts';
import { cut } from '#core/language/hover/value.ts';
import { whereIs } from '#core/language/hover/where.ts';
import { isSecretName, mask, shown } from '#core/language/masking.ts';
import type { Mention } from '#core/language/mention.ts';
import type { Names } from '#core/language/names.ts';
import { joined, type Block, type Run } from '#core/language/prose.ts';
import { envFilesOf, type Scope, type ScopedFile } from '#core/language/scope.ts';
import type { FilePath } from '#core/outside.ts';

/** What there is to say at an offset of an env file: at its names, and anywhere on the line that sets one. */
export function hoverInEnvFile(names: Names, path: FilePath, offset: number): Hover | undefined {
  const file = names.files().find((each) => each.path === path);
  if (file === undefined || file.yaml !== undefined) return undefined;
  const at = names.at(path, offset);
  const mention = at === undefined || at.kind === 'file' ? settingAt(file, offset) : at;
  if (mention?.kind === 'profile') {
    const users = usersOf(names, mention);
    return { span: mention.span, blocks: users.length === 0 ? [] : [['Profile ', { code: mention.name }, ' of'], { list: users }] };
  }
  if (mention?.kind !== 'variable') return undefined;
  const scopes = names.scopes.filter(({ files }) => files.has(path));
  const values = grouped(scopes.map(({ environment }) => environment.name), scopes.map((scope) => valueOf(scope, mention)));
  return { span: mention.span, blocks: [...values, ...uses(names, scopes, mention)] };
}

/** The name that the line of an offset sets, if that is in no comment. */
function settingAt({ text, mentions }: ScopedFile, offset: number): Mention | undefined {
  const found = mentions.findLast(({ role, span }) => role === 'definition' && span[0] <= offset);
  return found === undefined || /\n|\s#/.test(text.slice(found.span[1], offset)) ? undefined : found;
}

function valueOf(scope: Scope, { name, role, file, span }: Mention): readonly Run[] {
  const subject: Run = { code: name };
  if (scope.files.get(file)?.role === 'example') return ['Only an example: a copy of this file sets ', subject];
  const main = envFilesOf(scope.environment);
  const last = (main.includes(file) ? main : [file]).flatMap((path) => settings(scope, path)).findLast((each) => each.name === name && each.value !== undefined);
  if (last?.value === undefined) return role === 'definition' ? [subject, ' takes its value from the shell'] : [subject, ' is set in no env file'];
  const value = last.isWhole ? shown(name, last.value) : shown(name, withoutSecrets(scope, main.includes(file) ? scope.meaning(`\${${name}}`) ?? '' : last.value));
  const isHere = last.path === file && last.span[0] === span[0];
  const from = isHere ? [] : [', from ', ...whereIs(file, last.path, last.text, last.span[0]), ...role === 'definition' ? [': this line does not count'] : []];
  return [subject, ' is ', value === '' ? 'empty' : { code: cut(value) }, ...from];
}

interface Setting {
  readonly path: FilePath;
  readonly text: string;
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Mention['span'];
  /** False where the value is made of other variables. */
  readonly isWhole: boolean;
}

function settings(scope: Scope, path: FilePath): readonly Setting[] {
  const file = scope.files.get(path);
  if (file === undefined || file.yaml !== undefined) return [];
  const { assignments } = readDotenv(file.text);
  return assignments.map(({ name, value, span }, index) => (
    { path, text: file.text, name, value, span, isWhole: !file.text.slice(span[1], assignments[index + 1]?.span[0]).includes('$') }
  ));
}

/** A value that is made of others, without those that are secrets. */
function withoutSecrets(scope: Scope, value: string): string {
  const secrets = [...scope.files.keys()].flatMap((path) => settings(scope, path)).flatMap((each) => (isSecretName(each.name) && each.value !== undefined && each.value !== '' ? [each.value] : []));
  return secrets.toSorted((a, b) => b.length - a.length).reduce((text, secret) => text.replaceAll(secret, mask), value);
}

function uses(names: Names, scopes: readonly Scope[], mention: Mention): readonly Block[] {
  const users = usersOf(names, mention);
  const containers = mention.role === 'definition' ? containersWith(scopes, mention.file) : [];
  const given: readonly Block[] = containers.length === 0 ? [] : [['In the containers of ', ...joined(containers.map((code) => [{ code }])), ', by ', { code: 'env_file' }]];
  if (users.length > 0) return [['Used by'], { list: users }, ...given];
  if (given.length > 0) return given;
  if (/^(?:COMPOSE|DOCKER)_/.test(mention.name)) return [['Read by Compose itself']];
  const isKnown = mention.role === 'definition' && names.files().every(({ yaml }) => yaml === undefined || yaml.problems.length === 0) && names.files().some(({ yaml }) => yaml !== undefined);
  return isKnown ? [['No compose file here uses it']] : [];
}
