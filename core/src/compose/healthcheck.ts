// A service's `healthcheck`: whether it is there, whether it is switched off, and what it runs.

import { commandTexts } from '#core/compose/command.ts';
import type { Service } from '#core/compose/model.ts';
import { entries, entry, get, isNull, textOf } from '#core/yaml/node.ts';
import type { Located, Text } from '#core/yaml/span.ts';

/** What `healthcheck` says. */
export interface Healthcheck {
  /** The key. */
  readonly at: Located<unknown>;
  /**
   * `off` by `disable: true` or `NONE`; `own` with a test; `image` where only intervals are set, so that the image's test
   * runs; `unknown` where a variable decides, or where it is no mapping.
   */
  readonly kind: 'off' | 'own' | 'image' | 'unknown';
  /** What it runs, without `CMD` and `CMD-SHELL`. */
  readonly command: readonly Text[];
}

/** A service's health check; undefined where the service says nothing of one. */
export function healthcheckOf({ node }: Pick<Service, 'node'>): Healthcheck | undefined {
  const said = entry(node, 'healthcheck');
  if (said === undefined) return undefined;
  const at: Located<unknown> = { value: 'healthcheck', file: said.key.file, span: said.key.span };
  if (said.value.kind !== 'mapping' && !isNull(said.value)) return { at, kind: 'unknown', command: [] };
  if (entries(said.value).length === 0) return undefined;
  const disable = textOf(get(said.value, 'disable'));
  const test = get(said.value, 'test');
  const texts = commandTexts(test);
  const [first, ...rest] = texts;
  if (disable?.value.toLowerCase() === 'true' || first?.value === 'NONE') return { at, kind: 'off', command: [] };
  if ((disable?.unresolved.length ?? 0) > 0) return { at, kind: 'unknown', command: [] };
  // Docker: an empty test inherits the image's.
  if (first === undefined || first.value === '') return { at, kind: (first?.unresolved.length ?? 0) > 0 ? 'unknown' : 'image', command: [] };
  return { at, kind: 'own', command: test?.kind === 'sequence' ? rest : texts };
}
