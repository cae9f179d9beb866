// What a container is told to run: `command`, `entrypoint`, and whatever else has their two forms.

import type { Service } from '#core/compose/model.ts';
import { get, textOf, type YamlNode } from '#core/yaml/node.ts';
import { part, type Text } from '#core/yaml/span.ts';

/** The texts of a command: one for a command in one line, one for each item of a list. */
export function commandTexts(node: YamlNode | undefined): readonly Text[] {
  const all = node?.kind === 'sequence' ? node.items : node === undefined ? [] : [node];
  return all.flatMap((item) => textOf(item) ?? []);
}

/** The texts of a service's `entrypoint` and `command`. */
export function commandOf({ node }: Pick<Service, 'node'>): readonly Text[] {
  return [...commandTexts(get(node, 'entrypoint')), ...commandTexts(get(node, 'command'))];
}

/** Bytes of a longer text are not cut into words: nobody writes such a command by hand. */
const longest = 65_536;

/** The words of a text as a shell parts them, near enough: at blanks, quotes and what joins commands. */
export function shellWords(text: Text): readonly Text[] {
  if (text.value.length > longest) return [];
  return [...text.value.matchAll(/[^\s"'`;|&()<>]+/g)].map((match) => part(text, match.index, match.index + match[0].length));
}
