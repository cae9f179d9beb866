// What a service's `environment` sets, as a list or as a mapping, every name and value with its place. Places are worked
// out when they are asked for: most entries are never reported.

import type { Service } from '#core/compose/model.ts';
import { entries, get, items, type Scalar } from '#core/yaml/node.ts';
import { between, part, type Located, type Text } from '#core/yaml/span.ts';

/** One entry of `environment`. */
export class EnvironmentEntry {
  readonly name: string;
  /** What it says; undefined for a bare name, which takes its value from the shell. */
  readonly content: string | undefined;
  readonly #key: Scalar;
  /** In a mapping, what stands behind the key. */
  readonly #value: Scalar | undefined;

  constructor(key: Scalar, value?: Scalar) {
    this.#key = key;
    this.#value = value;
    const equals = value === undefined ? key.content.indexOf('=') : -1;
    this.name = equals === -1 ? key.content : key.content.slice(0, equals);
    this.content = value !== undefined ? (value.value === null ? undefined : value.content) : equals === -1 ? undefined : key.content.slice(equals + 1);
  }

  /** The name at its place. */
  get key(): Text {
    return part(this.#key.text, 0, this.name.length);
  }

  /** The value at its place; undefined for a bare name. */
  get value(): Text | undefined {
    if (this.content === undefined) return undefined;
    const { text } = this.#value ?? this.#key;
    return this.#value === undefined ? part(text, this.name.length + 1, text.value.length) : text;
  }

  /** The whole entry: what goes when the variable goes. */
  get at(): Located<unknown> {
    const { file, span } = this.#key;
    return { value: this.name, file, span: this.#value === undefined ? span : between(span, this.#value.alias ?? this.#value.span) };
  }
}

/** The entries of a service's `environment`, in their order and without those that have no text. Values of env files are not among them. */
export function environmentOf({ node }: Pick<Service, 'node'>): readonly EnvironmentEntry[] {
  const environment = get(node, 'environment');
  return [
    ...entries(environment).flatMap(({ key, value }) => (value.kind === 'scalar' ? [new EnvironmentEntry(key, value)] : [])),
    ...items(environment).flatMap((item) => (item.kind === 'scalar' && item.value !== null ? [new EnvironmentEntry(item)] : [])),
  ];
}
