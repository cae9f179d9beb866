// Several compose files, or several documents of one, become one tree: compose-go's override and uniqueness
// rules (override/merge.go, override/uncity.go). Nodes keep the place they came from.

import { readMount } from '#core/compose/mounts.ts';
import { readPort } from '#core/compose/ports.ts';
import { isNull, type Entry, type Mapping, type Sequence, type YamlNode } from '#core/yaml/node.ts';

type Path = readonly string[];

/** Puts an overriding tree over a base. */
export function mergeTrees(base: YamlNode, over: YamlNode): YamlNode {
  return merge(base, over, []);
}

function merge(base: YamlNode, over: YamlNode, path: Path): YamlNode {
  if (over.tag === '!reset' || over.tag === '!override') return over;
  if (isNull(over)) return base;
  if (isNull(base) || replaces(path)) return over;
  const [first, second] = sameShape(base, over, path);
  if (first.kind === 'mapping' && second.kind === 'mapping') return mergeMappings(first, second, path);
  if (first.kind === 'sequence' && second.kind === 'sequence') return unique({ ...second, items: [...first.items, ...second.items] }, path);
  return over;
}

function mergeMappings(base: Mapping, over: Mapping, path: Path): Mapping {
  const merged = new Map<string, Entry>(base.entries.map((entry) => [entry.key.content, entry]));
  for (const entry of over.entries) {
    const name = entry.key.content;
    const earlier = merged.get(name);
    if (entry.value.tag === '!reset') merged.delete(name);
    else if (earlier === undefined) merged.set(name, entry);
    else {
      const value = merge(earlier.value, entry.value, [...path, name]);
      // A key's place is where a person would look for what counts: the file that says it last, unless that says nothing new.
      merged.set(name, { key: value === earlier.value || path.length === 1 ? earlier.key : entry.key, value, merged: entry.merged });
    }
  }
  return { ...over, entries: [...merged.values()] };
}

/** Values that an override replaces as a whole. */
function replaces(path: Path): boolean {
  if (path[0] !== 'services') return false;
  const key = path.slice(2).join('.');
  return key === 'command' || key === 'entrypoint' || key === 'healthcheck.test' || key.startsWith('ulimits.');
}

/** Two ways to write one thing in one shape: a list beside a mapping, `build: .` beside `build: {…}`. */
function sameShape(base: YamlNode, over: YamlNode, path: Path): readonly [YamlNode, YamlNode] {
  if (base.kind === over.kind) return [base, over];
  const key = path[0] === 'services' ? path.slice(2).join('.') : '';
  if (key === 'build') return [withKey(base, 'context'), withKey(over, 'context')];
  if (key === 'env_file' || key === 'dns' || key === 'dns_search' || key === 'tmpfs' || key === 'label_file') return [listOf(base), listOf(over)];
  if (key === 'depends_on' || key === 'networks' || key === 'models') return [keysOf(base), keysOf(over)];
  if (key === 'extends') return [withKey(base, 'service'), withKey(over, 'service')];
  return [pairsOf(base), pairsOf(over)];
}

function withKey(node: YamlNode, name: string): YamlNode {
  if (node.kind !== 'scalar') return node;
  const key = node.with({ value: name, text: { ...node.text, value: name, pieces: undefined } });
  return { kind: 'mapping', file: node.file, span: node.span, tag: undefined, alias: undefined, flow: true, entries: [{ key, value: node, merged: undefined }] };
}

function listOf(node: YamlNode): YamlNode {
  if (node.kind === 'sequence') return node;
  return { kind: 'sequence', file: node.file, span: node.span, tag: undefined, alias: undefined, flow: true, items: [node] };
}

/** `[db]` as `db: {condition: service_started}`: each item becomes a key without a value. */
function keysOf(node: YamlNode): YamlNode {
  if (node.kind !== 'sequence') return node;
  const entries = node.items.flatMap((item): Entry[] => item.kind === 'scalar'
    ? [{ key: item, value: item.with({ value: null, text: { ...item.text, value: '', pieces: undefined } }), merged: undefined }]
    : []);
  return { ...node, kind: 'mapping', entries };
}

/** `[A=1]` as `A: 1`. */
function pairsOf(node: YamlNode): YamlNode {
  if (node.kind !== 'sequence') return node;
  const entries = node.items.flatMap((item): Entry[] => {
    if (item.kind !== 'scalar') return [];
    const { text } = item;
    const equals = text.value.indexOf('=');
    const name = equals === -1 ? text.value : text.value.slice(0, equals);
    const key = item.with({ value: name, text: { ...text, value: name } });
    const value = equals === -1 ? null : text.value.slice(equals + 1);
    return [{ key, value: item.with({ value, text: { ...text, value: value ?? '', pieces: undefined } }), merged: undefined }];
  });
  return { ...node, kind: 'mapping', entries };
}

/** Of the entries that mean the same thing the last one stays, at the place of the first. */
function unique(sequence: Sequence, path: Path): Sequence {
  if (path[0] !== 'services') return sequence;
  const identify = identities[path.slice(2).join('.')];
  if (identify === undefined) return sequence;
  const kept = new Map<string | YamlNode, YamlNode>();
  for (const item of sequence.items) kept.set(identify(item) ?? item, item);
  return { ...sequence, items: [...kept.values()] };
}

const content = (node: YamlNode): string | undefined => (node.kind === 'scalar' ? node.content : undefined);
const nameOf = (node: YamlNode): string | undefined => content(node)?.split('=', 1)[0];

/** What tells two entries of a list apart. */
const identities: Readonly<Record<string, (node: YamlNode) => string | undefined>> = {
  volumes: (node) => readMount(node)?.target?.value,
  ports: (node) => {
    const port = readPort(node);
    return port && `${port.address?.value ?? ''}:${port.publishedText?.value ?? ''}:${port.targetText?.value ?? ''}/${port.protocol}`;
  },
  environment: nameOf,
  labels: nameOf,
  annotations: nameOf,
  sysctls: nameOf,
  'build.args': nameOf,
  'build.labels': nameOf,
  expose: content,
  cap_add: content,
  cap_drop: content,
  links: content,
  profiles: content,
  dns: content,
  dns_opt: content,
  dns_search: content,
  tmpfs: content,
  env_file: content,
  label_file: content,
};
