// A new name for a service, an environment or a variable, in all places of a `composure.yaml`.

import { namesAt, type NamedKind } from '#core/configuration/names.ts';
import { placesIn, type Place } from '#core/configuration/places.ts';
import { variablesBetween } from '#core/language/mention.ts';
import { textOf, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { textEdits, type TextEdit } from '#core/yaml/patch.ts';
import { settled, touches, type Span } from '#core/yaml/span.ts';

/** What is named there and can be renamed. */
export type ConfiguredKind = Extract<NamedKind, 'service' | 'environment'> | 'variable';

/** A name in `composure.yaml`, in the text that the file had when it was read. */
export interface ConfiguredName {
  readonly kind: ConfiguredKind;
  readonly name: string;
  readonly span: Span;
}

/** The name at an offset; undefined for what has none that can be renamed. */
export function configuredNameAt(file: YamlFile, offset: number): ConfiguredName | undefined {
  for (const each of configuredNames(file)) if (touches(each.span, offset)) return each;
  return undefined;
}

/** Where a name stands. */
export function configuredPlaces(file: YamlFile, kind: ConfiguredKind, name: string): readonly (ConfiguredName & { readonly isPart: boolean })[] {
  return [...configuredNames(file)].filter((each) => each.kind === kind && each.name === name);
}

/** The edits that rename it. */
export function configuredEdits(file: YamlFile, kind: ConfiguredKind, name: string, to: string): readonly TextEdit[] {
  return configuredPlaces(file, kind, name).flatMap(({ span, isPart }) => (
    isPart ? [{ file: file.file, span, text: to }] : textEdits({ kind: 'rewrite', at: { value: name, file: file.file, span }, text: to }, file) ?? []));
}

/** All names; `isPart`: one within a text, which nothing quotes. */
function* configuredNames(file: YamlFile): Iterable<ConfiguredName & { readonly isPart: boolean }> {
  for (const place of placesIn(file)) {
    for (const { kind, name, node } of namesAt(place)) {
      if (kind === 'service' || kind === 'environment') yield* named(kind, name, node);
    }
    yield* definition(place);
    if (place.shape !== 'variables.*.generate.from') continue;
    const span = settled(place.node.alias ?? place.node.span);
    for (const each of variablesBetween(file.text, ...span)) yield { kind: 'variable', ...each, isPart: true };
  }
}

function definition({ entry, shape }: Place): Iterable<ConfiguredName & { readonly isPart: boolean }> {
  if (entry === undefined || (shape !== 'environments.*' && shape !== 'variables.*')) return [];
  return named(shape === 'environments.*' ? 'environment' : 'variable', entry.key.content, entry.key);
}

function named(kind: ConfiguredKind, name: string, node: YamlNode): readonly (ConfiguredName & { readonly isPart: boolean })[] {
  const text = textOf(node);
  return text === undefined || node.alias !== undefined ? [] : [{ kind, name, span: [text.span[0], text.span[1]], isPart: false }];
}
