// Names within texts that Compose does not read: a service as a host name in an address, a secret by the path at which
// containers find it. Nobody can be sure of them, so that a rename only proposes to change them.

import type { Scope, ScopedFile } from '#core/language/scope.ts';
import type { FilePath } from '#core/outside.ts';
import { entries, get, type YamlNode } from '#core/yaml/node.ts';
import type { Span } from '#core/yaml/span.ts';

/** A name within a text. */
export interface TextMention {
  readonly file: FilePath;
  readonly span: Span;
}

/** The places in a scope's files where a service seems to be addressed: `//db`, `@db`, `db:5432`, or a value of `environment` that says `db` alone. */
export function hostMentions({ files }: Scope, name: string): readonly TextMention[] {
  const host = escaped(name);
  const address = String.raw`(?<=//|@)${host}(?![\w.-])|(?<=^["']?|[\s=,;"'])${host}(?=:\d)`;
  const alone = String.raw`(?<=^["']?|=["']?)${host}(?=["']?$)`;
  return [...files.values()].flatMap((file) => texts(file).flatMap(({ span, isValue }) => found(file, span, new RegExp(isValue ? `${address}|${alone}` : address, 'g'))));
}

/** The places in a scope's files that name the file of a secret: `/run/secrets/name`. */
export function secretPathMentions({ files }: Scope, name: string): readonly TextMention[] {
  const path = new RegExp(String.raw`(?<=/run/secrets/)${escaped(name)}(?![\w.-])`, 'g');
  return [...files.values()].flatMap((file) => texts(file).flatMap(({ span }) => found(file, span, path)));
}

function escaped(name: string): string {
  return name.replaceAll(/[^\w]/g, String.raw`\$&`);
}

function found(file: ScopedFile, [from, to]: Span, pattern: RegExp): readonly TextMention[] {
  return [...file.text.slice(from, to).matchAll(pattern)].map(({ index, 0: name }) => ({ file: file.path, span: [from + index, from + index + name.length] }));
}

interface Written {
  readonly span: Span;
  /** True for the value of a variable. */
  readonly isValue: boolean;
}

const addressing = ['environment', 'command', 'entrypoint', 'healthcheck'];

/** The texts of a file that may address something: of all services, and the values of an env file. */
function texts({ yaml, text }: ScopedFile): readonly Written[] {
  if (yaml === undefined) return [...text.matchAll(/^([ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=)([^\r\n]*)/gm)].map(({ index, 1: name = '', 2: value = '' }) => ({ span: [index + name.length, index + name.length + value.length], isValue: true }));
  const all: Written[] = [];
  const add = (node: YamlNode, isValue: boolean): void => {
    if (node.alias !== undefined) return;
    if (node.kind === 'scalar') all.push({ span: [node.span[0], node.span[1]], isValue });
    else if (node.kind === 'sequence') for (const item of node.items) add(item, isValue);
    else for (const each of node.entries) if (each.merged === undefined) add(each.value, isValue);
  };
  const attributes = (service: YamlNode): void => {
    for (const { key, value, merged } of entries(service)) if (merged === undefined && addressing.includes(key.content)) add(value, key.content === 'environment');
  };
  for (const document of yaml.documents) {
    for (const { value } of entries(get(document, 'services'))) attributes(value);
    // What services take by alias stands here: attributes of a service, or what one of them holds.
    for (const { key, value } of entries(document)) if (key.content.startsWith('x-')) add(value, /env/i.test(key.content));
  }
  return all;
}
