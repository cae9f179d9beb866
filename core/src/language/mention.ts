// A name where it stands in a file: a service where it is defined, a volume where it is mounted, a variable within a text.

import type { FilePath } from '#core/outside.ts';
import type { Span } from '#core/yaml/span.ts';

/** The kinds of a Compose file's top-level entries that have a name each. */
export const resourceKinds = { services: 'service', networks: 'network', volumes: 'volume', secrets: 'secret', configs: 'config', models: 'model' } as const;

export type NameKind = (typeof resourceKinds)[keyof typeof resourceKinds] | 'profile' | 'container' | 'variable' | 'anchor' | 'stage' | 'file';

/** One place where something is named. */
export interface Mention {
  readonly kind: NameKind;
  readonly name: string;
  readonly file: FilePath;
  /** Of the name alone, in the text that the file had when it was read: it does not move with later texts. */
  readonly span: Span;
  readonly role: 'definition' | 'use';
  /** Where the name is also the name of a container's variable: `- NAME` in a list, `NAME:` in a mapping. */
  readonly bare?: 'item' | 'key';
  /** What `extends` says beside the service: its file as written, or an empty text for the file itself. */
  readonly extendsFile?: string;
  /** How the build is described that a stage or Dockerfile belongs to. */
  readonly build?: BuildText;
  /** Where the anchor stands that an alias or anchor belongs to. */
  readonly anchor?: number;
  /** Where a use gives the name to those who find the thing by it: a file's path in containers, an id in Dockerfiles, the names of variables. */
  readonly foundBy?: 'path' | 'id' | 'variables';
  /** What a definition says of itself that a new name would change. */
  readonly says?: { readonly name: boolean; readonly external: boolean };
}

/** A build as written: nothing is interpolated. */
export interface BuildText {
  readonly context: string;
  readonly dockerfile: string;
  /** Where `dockerfile_inline` stands. */
  readonly inline: Span | undefined;
}

/** True when an offset lies at a mention; behind its last character too. */
export function isAt({ span }: Pick<Mention, 'span'>, offset: number): boolean {
  return offset >= span[0] && offset <= span[1];
}

/** Every `$NAME` and `${NAME…}` between two offsets of a text, each where its name stands; `$$` is none. */
export function variablesBetween(text: string, from: number, to: number): readonly { readonly name: string; readonly span: Span }[] {
  return [...text.slice(from, to).matchAll(/\$(?:\$|(\{?)([_a-z][_a-z0-9]*))/gi)].flatMap(({ index, 1: brace = '', 2: name }) => {
    if (name === undefined) return [];
    const start = from + index + 1 + brace.length;
    return [{ name, span: [start, start + name.length] as const }];
  });
}
