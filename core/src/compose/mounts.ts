// Mounts in short and long syntax. Short syntax is split as compose-go does it (format/volume.go).

import { entry, get, textOf, type YamlNode } from '#core/yaml/node.ts';
import { part, type Located, type Text } from '#core/yaml/span.ts';

export type MountType = 'bind' | 'volume' | 'tmpfs' | 'npipe' | 'cluster' | 'image';

/** One entry of `volumes` in a service. */
export interface Mount {
  /** The whole entry. */
  readonly at: Located<unknown>;
  /** A type that Compose does not know is kept as written. */
  readonly type: MountType | (string & {});
  /** The host path of a bind or the name of a volume; without one a volume is anonymous. */
  readonly source: Text | undefined;
  readonly target: Text | undefined;
  readonly readOnly: boolean;
  /** What stands behind the second colon of short syntax, `rw,z` in two. */
  readonly options: readonly string[];
  /** False where a missing source stops the start; else the engine makes a folder of root's. */
  readonly createHostPath: boolean;
}

/** Reads one entry of a service's `volumes`. */
export function readMount(node: YamlNode): Mount | undefined {
  const at: Located<unknown> = { value: node, file: node.file, span: node.alias ?? node.span };
  if (node.kind === 'mapping') {
    const createHostPath = get(get(node, 'bind'), 'create_host_path');
    return {
      at,
      type: textOf(get(node, 'type'))?.value ?? 'volume',
      source: textOf(get(node, 'source')),
      target: textOf(get(node, 'target')),
      readOnly: truth(get(node, 'read_only')),
      options: [],
      createHostPath: createHostPath === undefined ? entry(node, 'bind') === undefined : truth(createHostPath),
    };
  }
  const text = textOf(node);
  return text === undefined ? undefined : { at, ...readShort(text) };
}

function readShort(text: Text): Omit<Mount, 'at'> {
  const parts = text.value.length <= 2 ? [text] : split(text);
  const [first, second, options] = parts;
  if (second === undefined) return { type: 'volume', source: undefined, target: first, readOnly: false, options: [], createHostPath: true };
  const modes = options?.value.split(',') ?? [];
  const unknown = first !== undefined && first.unresolved.length > 0 && first.value === '';
  return {
    type: first !== undefined && (unknown || isHostPath(first.value)) ? 'bind' : 'volume',
    source: first, target: second,
    readOnly: modes.findLast((mode) => mode === 'ro' || mode === 'rw') === 'ro',
    options: modes,
    createHostPath: true,
  };
}

/** Whether Compose takes a short source for a path on the host; anything else is a volume's name. */
export function isHostPath(source: string): boolean {
  return /^(?:[./~]|\\\\|\p{L}:)/u.test(source);
}

function split(text: Text): readonly Text[] {
  const parts: Text[] = [];
  for (let from = 0; from <= text.value.length;) {
    const end = endOfPart(text.value, from);
    parts.push(part(text, from, end));
    from = end + 1;
  }
  return parts;
}

/** Where the part of a short mount ends that begins at an offset: at a colon, except the one behind a single letter, which is a Windows drive to Compose: `v:/data` is one path. */
function endOfPart(short: string, from: number): number {
  let colon = short.indexOf(':', from);
  // Compose takes every letter before a colon for a drive: in `a:/b` no volume `a` is mounted.
  if (colon - from === 1 && /\p{L}/u.test(short.charAt(from))) colon = short.indexOf(':', colon + 1);
  return colon === -1 ? short.length : colon;
}

/** The target of an entry of `volumes`, as it is written; to ask this costs less than to read the mount. */
export function targetIn(node: YamlNode): string | undefined {
  if (node.kind !== 'scalar') return textOf(get(node, 'target'))?.value;
  if (node.value === null) return undefined;
  const short = node.content;
  if (short.length <= 2) return short;
  const first = endOfPart(short, 0);
  return first === short.length ? short : short.slice(first + 1, endOfPart(short, first + 1));
}

/** Booleans as Compose casts them, also out of an interpolated text. */
function truth(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && (node.value === true || /^(?:true|y|yes|on|1)$/i.test(node.content));
}

/** A target as Compose compares it, by Go's path.Clean: no doubled slashes, no `.`, `..` worked out, no slash at the end. */
export function cleanTarget(path: string): string {
  if (path === '') return '.';
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push(part);
  }
  const joined = parts.join('/');
  return rooted ? `/${joined}` : joined === '' ? '.' : joined;
}
