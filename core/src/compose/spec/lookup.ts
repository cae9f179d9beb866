// From a place in the tree to what the specification says of it: for completion, hover and documentation.

import { extension } from '#core/compose/spec/container.ts';
import { project } from '#core/compose/spec/project.ts';
import type { Attribute } from '#core/compose/spec/attribute.ts';

/** An attribute at one place, with where to read more. */
export interface DescribedAttribute {
  readonly attribute: Attribute;
  /** The part of the reference that describes it. */
  readonly link: string;
}

const reference = 'https://docs.docker.com/reference/compose-file/';

/**
 * What may stand at a path, such as `['services', 'web', 'ports', '0', 'target']`: items of a list count from 0, also where names
 * that a person gives may stand in its place.
 */
export function attributeAt(path: readonly string[]): DescribedAttribute | undefined {
  let attribute = project;
  let page = '';
  let anchor = '';
  for (const key of path) {
    const next = attribute.mapping?.keys.get(key) ?? (/^\d+$/.test(key) ? attribute.list?.item : undefined) ?? attribute.mapping?.others
      ?? (attribute.mapping !== undefined && key.startsWith('x-') ? extension : undefined);
    if (next === undefined) return undefined;
    const isKey = attribute.mapping?.keys.has(key) === true;
    if (next.page !== undefined) [page, anchor] = [next.page, next.anchor ?? ''];
    else if (next.anchor !== undefined) anchor = next.anchor;
    else if (isKey && anchor === '') anchor = key;
    attribute = next;
  }
  return { attribute, link: `${reference}${page}${anchor === '' ? '' : `#${anchor}`}` };
}

/** The keys that Compose knows at a path, without those that are spelled otherwise today. */
export function keysAt(path: readonly string[]): ReadonlyMap<string, Attribute> {
  const keys = attributeAt(path)?.attribute.mapping?.keys ?? new Map<string, Attribute>();
  return new Map([...keys].filter(([key]) => !key.startsWith('x-')));
}
