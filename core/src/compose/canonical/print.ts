// A tree in long syntax as the plain JSON that `docker compose config` prints of it.

import { isDate, printDate } from '#core/compose/format/date.ts';
import { printDuration, printNumber, readBytes, readDuration, shellWords, singlePrecision } from '#core/compose/canonical/go-values.ts';
import { projectShape, type Field, type Shape } from '#core/compose/canonical/shapes.ts';
import { pairsOf } from '#core/compose/merge.ts';
import { entries, get, items, type Scalar, type YamlNode } from '#core/yaml/node.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A project, its extensions at the top as they are. */
export function printProject(root: YamlNode): { readonly [key: string]: Json } {
  const extensions = entries(root).filter(({ key }) => key.content.startsWith('x-'));
  return { ...print(root, projectShape) as Record<string, Json>, ...Object.fromEntries(extensions.map(({ key, value }) => [key.content, printAny(value)])) };
}

function print(node: YamlNode, shape: Shape): Json {
  if (typeof shape === 'string') return printers[shape](node);
  if ('items' in shape) return items(node).map((item) => print(item, shape.items));
  if ('values' in shape) return fromEntries(entries(node).map(({ key, value }) => [key.content, shape.open === true && isNull(value) ? null : print(value, shape.values)]));
  return fromEntries(Object.entries(shape.fields).flatMap(([name, field]): [string, Json][] => {
    const value = printField(get(node, name), field);
    return value === undefined ? [] : [[field.as ?? name, value]];
  }));
}

function printField(node: YamlNode | undefined, { shape, printed }: Field): Json | undefined {
  if (node === undefined || isNull(node)) return printed === 'always' ? empty(shape) : undefined;
  const value = print(node, shape);
  if (printed === 'unlessTrue') return value === true ? undefined : value;
  return printed === 'filled' && isZero(value, shape) ? undefined : value;
}

/** What a field prints that is not there. */
function empty(shape: Shape): Json {
  if (typeof shape === 'object') return 'fields' in shape ? fromEntries(Object.entries(shape.fields).flatMap(([name, field]): [string, Json][] => (field.printed === 'always' ? [[field.as ?? name, empty(field.shape)]] : []))) : {};
  return shape === 'text' ? '' : shape === 'boolean' ? false : shape === 'integer' ? 0 : shape === 'bytes' ? '0' : null;
}

function isZero(value: Json, shape: Shape): boolean {
  if (typeof value === 'object') return value === null || (!(typeof shape === 'object' && 'fields' in shape) && Object.keys(value).length === 0);
  if (shape === 'bytes') return value === '0';
  return shape === 'duration' ? value === '0s' : value === '' || value === 0 || value === false;
}

const printers: Readonly<Record<Extract<Shape, string>, (node: YamlNode) => Json>> = {
  any: printAny,
  text,
  boolean: (node) => node.kind === 'scalar' && (node.value === true || /^(?:true|y|yes|on|1|t)$/i.test(node.content)),
  integer: (node) => Math.trunc(number(node)),
  single: (node) => singlePrecision(number(node)),
  bytes: (node) => (node.kind === 'scalar' && typeof node.value === 'number' ? String(node.value) : String(readBytes(text(node)) ?? number(node))),
  duration: (node) => printDuration(readDuration(text(node)) ?? 0),
  count: (node) => (text(node).toLowerCase() === 'all' ? -1 : number(node)),
  mode: (node) => `0${(node.kind === 'scalar' && typeof node.value === 'string' ? Number.parseInt(node.value, 8) : number(node)).toString(8)}`,
  words: (node) => (node.kind === 'sequence' ? texts(node) : shellWords(text(node)) ?? []),
  test: (node) => (node.kind === 'sequence' ? texts(node) : ['CMD-SHELL', text(node)]),
  texts,
  pairs: (node) => fromEntries(entries(pairsOf(node)).map(({ key, value }) => [key.content, text(value)])),
  openPairs: (node) => fromEntries(entries(pairsOf(node)).map(({ key, value }) => [key.content, isNull(value) ? null : text(value)])),
  hosts,
  ulimit: (node) => {
    if (node.kind === 'scalar' && number(node) !== 0) return number(node);
    const [soft, hard] = ['soft', 'hard'].map((name) => get(node, name)).map((each) => (each === undefined ? 0 : number(each)));
    return { ...(soft === 0 ? {} : { soft: soft ?? 0 }), ...(hard === 0 ? {} : { hard: hard ?? 0 }) };
  },
  ssh: (node) => entries(node).map(({ key, value }) => (isNull(value) ? key.content : `${key.content}: ${text(value)}`)),
};

/** `host=ip` for every address, sorted; brackets around an address are left out. */
function hosts(node: YamlNode): Json {
  const all = node.kind === 'mapping'
    ? node.entries.flatMap(({ key, value }) => (value.kind === 'sequence' ? value.items : [value]).map((each) => [key.content, text(each)] as const))
    : texts(node).flatMap((said) => {
      const separator = said.includes('=') ? '=' : ':';
      const at = said.indexOf(separator);
      return said.slice(at + 1).split(',').map((address) => [said.slice(0, at), address] as const);
    });
  return all.map(([host, address]) => `${host}=${address.replace(/^\[(.+)\]$/, '$1')}`).toSorted();
}

function texts(node: YamlNode): readonly string[] {
  return node.kind === 'sequence' ? node.items.map(text) : [text(node)];
}

/** A scalar as Go writes it into a string. */
function text(node: YamlNode): string {
  if (node.kind !== 'scalar' || node.value === null) return '';
  if (isPoint(node)) return printDate(node.content);
  return typeof node.value === 'number' ? printNumber(node.value) : String(node.value);
}

function number(node: YamlNode): number {
  if (node.kind !== 'scalar') return 0;
  const value = typeof node.value === 'number' ? node.value : Number(node.content);
  return Number.isFinite(value) ? value : 0;
}

function printAny(node: YamlNode): Json {
  switch (node.kind) {
    case 'scalar': return timestamp(node) ?? (typeof node.value === 'number' && !Number.isFinite(node.value) ? null : node.value);
    case 'sequence': return node.items.map(printAny);
    case 'mapping': return fromEntries(node.entries.map(({ key, value }) => [key.content, printAny(value)]));
  }
}

function isPoint(node: Scalar): boolean {
  return node.style === 'plain' && node.tag === undefined && node.value === node.content && isDate(node.content);
}

/** go-yaml reads a plain date as a point in time. */
function timestamp(node: Scalar): string | undefined {
  return node.style === 'plain' && typeof node.value === 'string' && /^\d{4}-\d\d?-\d\d?$/.test(node.value) && node.content === node.value
    ? node.value.replace(/-(\d)(?=-|$)/g, '-0$1').concat('T00:00:00Z')
    : undefined;
}

/** An object whose keys may be any, `__proto__` too. */
function fromEntries(all: readonly (readonly [string, Json])[]): { readonly [key: string]: Json } {
  return Object.fromEntries(all);
}

function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}
