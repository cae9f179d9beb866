// A variable as `composure.yaml` describes it, once for all environments.

import type { Pattern } from '#core/words/pattern.ts';
import type { Scalar } from '#core/yaml/node.ts';

/** The words for what a value has to be. */
export const valueTypes = ['string', 'number', 'boolean', 'port', 'url', 'email', 'uuid', 'duration', 'bytes', 'enum'] as const;
export type ValueType = (typeof valueTypes)[number];

/** The kinds of keys that can be made. */
export const keyAlgorithms = ['ed25519', 'rsa-4096'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** How a value is made where nobody writes one. */
export type Generate =
  | { readonly kind: 'text'; readonly length: number; readonly characters: string }
  | { readonly kind: 'uuid' }
  /** The private key is the variable's value, or its file's path is; the public one is `NAME_PUBLIC`. */
  | { readonly kind: 'key-pair'; readonly algorithm: KeyAlgorithm; readonly file: string | undefined }
  | Derived;

/** A value that follows from those of other variables. */
export interface Derived {
  readonly kind: 'from';
  readonly template: Scalar;
  /** The variables that it names. */
  readonly uses: readonly string[];
}

export interface Variable {
  readonly name: string;
  readonly key: Scalar;
  readonly description: string | undefined;
  readonly type: ValueType;
  /** The only values that it may have; empty where any will do. */
  readonly values: readonly string[];
  readonly pattern: Pattern | undefined;
  /** Whether its value is never shown. */
  readonly secret: boolean;
  /** Whether an environment cannot be without it. */
  readonly required: boolean;
  readonly default: Scalar | undefined;
  /** Values by environment, in place of the default. */
  readonly environments: ReadonlyMap<string, Scalar>;
  readonly generate: Generate | undefined;
}

/** The variable that holds the public part of a key pair. */
export function publicName(name: string): string {
  return `${name}_PUBLIC`;
}

/** What is written down for an environment: its own value, else the default. */
export function saidFor({ environments, default: usual }: Variable, environment: string): string | undefined {
  return (environments.get(environment) ?? usual)?.content;
}
