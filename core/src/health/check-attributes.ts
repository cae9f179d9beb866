// The attributes of a check in `composure.yaml`, each with its one reader: from a node to a value, or to what is wrong
// with it in words.

import type { StatusRange } from '#core/health/probe.ts';
import { entries, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** Thrown where an attribute cannot be followed, and caught by whoever reads the check. */
export class WrongAttribute extends Error {
  readonly node: YamlNode;
  /** A word that is meant instead, where one is likely. */
  readonly instead: string | undefined;

  constructor(node: YamlNode, message: string, instead?: string) {
    super(message);
    this.node = node;
    this.instead = instead;
  }
}

/** One text. */
export function textAt(node: YamlNode, shape: string): Text {
  const found = textOf(node);
  // One that is empty for want of a variable is not wrong: nobody can know what it would say.
  if (found === undefined || (found.value === '' && found.unresolved.length === 0)) throw new WrongAttribute(node, shape);
  return found;
}

/** One text or a list of texts. */
export function textsAt(node: YamlNode, shape: string): readonly Text[] {
  return node.kind === 'sequence' ? node.items.map((item) => textAt(item, shape)) : [textAt(node, shape)];
}

/** `200`, `2xx`, `200-299`, or a list of them. */
export function statusAt(node: YamlNode): readonly StatusRange[] {
  const shape = 'status is a code such as 200, all of a kind such as 2xx, or a list of them';
  return textsAt(node, shape).map(({ value, unresolved }): StatusRange => {
    if (unresolved.length > 0) return [0, 0];
    const [, from, to, kind] = /^(?:([1-5]\d\d)(?:-([1-5]\d\d))?|([1-5])xx)$/i.exec(value.trim()) ?? [];
    if (kind !== undefined) return [Number(kind) * 100, Number(kind) * 100 + 99];
    if (from === undefined) throw new WrongAttribute(node, shape);
    return [Number(from), Number(to ?? from)];
  });
}

/** A whole number between two others. */
export function numberAt(node: YamlNode, name: string, least: number, most: number): number {
  const shape = `${name} is a whole number from ${least} to ${most}`;
  const { value, unresolved } = textAt(node, shape);
  if (unresolved.length > 0) return least;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : -1;
  if (number < least || number > most) throw new WrongAttribute(node, shape);
  return number;
}

/** A time such as `500ms`, `5s` or `1m30s`, in milliseconds. */
export function timeAt(node: YamlNode, name: string): number {
  const shape = `${name} is a time such as 500ms, 5s or 1m30s, at most 10m`;
  const { value, unresolved } = textAt(node, shape);
  if (unresolved.length > 0) return 0;
  const [whole, minutes = '0', seconds = '0', milliseconds = '0'] = /^(?=\d)(?:(\d{1,6})m)?(?:(\d{1,6}(?:\.\d+)?)s)?(?:(\d{1,9})ms)?$/.exec(value) ?? [];
  const time = Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(milliseconds);
  if (whole === undefined || time === 0 || time > 600_000) throw new WrongAttribute(node, shape);
  return time;
}

/** `true` or `false`. */
export function truthAt(node: YamlNode, name: string): boolean {
  if (node.kind !== 'scalar' || typeof node.value !== 'boolean') throw new WrongAttribute(node, `${name} is true or false`);
  return node.value;
}

/** Header names and values. */
export function headersAt(node: YamlNode): readonly (readonly [name: string, value: Text])[] {
  if (node.kind !== 'mapping') throw new WrongAttribute(node, 'headers is a mapping of names to values');
  return entries(node).map(({ key, value }) => {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(key.content)) throw new WrongAttribute(key, `"${key.content}" is no name of a header`);
    const text = textAt(value, `The header ${key.content} is one text`);
    if (/[\r\n\0]/.test(text.value)) throw new WrongAttribute(value, `The header ${key.content} is more than one line`);
    return [key.content, text] as const;
  });
}

/** A URL in parts. */
export interface UrlParts {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** A whole URL; undefined for what is none. */
export function urlParts(text: string): UrlParts | undefined {
  const [, said = '', host = '', port, path = ''] = /^(https?):\/\/(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?([/?][^#\s]*)?(?:#.*)?$/i.exec(text) ?? [];
  if (host === '' || Number(port ?? 1) > 65_535) return undefined;
  const scheme = said.toLowerCase() === 'https' ? 'https' : 'http';
  return { scheme, host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port ?? (scheme === 'https' ? 443 : 80)), path: path.startsWith('/') ? path : `/${path}` };
}

/** A command in one line, cut at blanks outside of quotes; no shell ever sees it. */
export function commandWords(text: string): readonly string[] {
  return [...text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs)].map(([word]) => (
    word.replaceAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs, (_, double: string | undefined, single: string | undefined, escaped: string | undefined) => (
      double?.replaceAll(/\\(["\\])/g, '$1') ?? single ?? escaped ?? ''
    ))
  ));
}
