// What each variable is worth in one environment: what its env files say stays, then comes what composure.yaml says, then
// what is made. Where the randomness comes from is not known here.

import { interpolateText } from '#core/compose/interpolate.ts';
import { publicName, saidFor, type Derived, type KeyAlgorithm, type Variable } from '#core/variables/variable.ts';
import type { Variables } from '#core/variables/read-variables.ts';

/** New values, of a source that nobody can guess. */
export interface Fresh {
  text(length: number, characters: string): string;
  uuid(): string;
  /** PKCS #8 and SPKI, in PEM. */
  keyPair(algorithm: KeyAlgorithm): { readonly private: string; readonly public: string };
  /** The public part of a private key in PEM; undefined for a text that is none. */
  publicKey(privateKey: string): string | undefined;
}

/** What one environment has now. */
export interface Present {
  readonly environment: string;
  /** The values of its env files, later ones over earlier ones. */
  readonly values: ReadonlyMap<string, string>;
  /** Names that take their value from the shell. */
  readonly bare: ReadonlySet<string>;
  /** The private keys that lie in files, by variable; undefined where there is no file yet. */
  readonly keyFiles: ReadonlyMap<string, { readonly path: string; readonly text: string | undefined }>;
}

export interface Wishes {
  /** A variable whose value is made anew, with all that follows from it and nothing else. */
  readonly rotate?: string;
  /** Takes over what composure.yaml says for the environment where a file says something else; never for secrets. */
  readonly update?: boolean;
}

/** `kept`: what the env files say; `set`: what composure.yaml says, or follows from others; `generated`: made now. */
export type Action = 'kept' | 'set' | 'generated';

export interface Value {
  readonly name: string;
  /** Undefined for one that the shell gives. */
  readonly value: string | undefined;
  readonly action: Action;
  readonly secret: boolean;
  readonly description: string | undefined;
}

export interface Resolved {
  /** In the order of composure.yaml. */
  readonly values: readonly Value[];
  /** Variables without a value. */
  readonly missing: readonly Variable[];
  /** Private keys for files, by path: made now. */
  readonly keys: ReadonlyMap<string, string>;
}

/** Works it out. */
export function resolveVariables(variables: Variables, present: Present, wishes: Wishes, fresh: Fresh): Resolved {
  const resolving = new Resolving(variables, present, wishes, fresh);
  const values = [...variables.values()].flatMap((variable) => [...resolving.valueOf(variable), ...resolving.publicOf(variable)]);
  const known = new Set(values.map(({ name }) => name));
  return {
    values, keys: resolving.keys,
    missing: [...variables.values()].filter(({ name }) => !known.has(name)),
  };
}

/** A template with its variables filled in, as Compose does it; undefined where one of them has no value. */
export function derivedFrom({ template, uses }: Derived, valueOf: (name: string) => string | undefined): string | undefined {
  const values = new Map<string, string>();
  for (const name of uses) {
    const value = valueOf(name);
    if (value !== undefined) values.set(name, value);
  }
  const text = interpolateText(template.text, values, () => undefined);
  return text.unresolved.length > 0 ? undefined : text.value;
}

class Resolving {
  readonly keys = new Map<string, string>();
  readonly #variables: Variables;
  readonly #present: Present;
  readonly #wishes: Wishes;
  readonly #fresh: Fresh;
  readonly #known = new Map<string, Value | undefined>();
  readonly #publicKeys = new Map<string, string>();
  /** What is being worked out now: what leads back to it has no value. */
  readonly #within = new Set<string>();

  constructor(variables: Variables, present: Present, wishes: Wishes, fresh: Fresh) {
    this.#variables = variables;
    this.#present = present;
    this.#wishes = wishes;
    this.#fresh = fresh;
  }

  valueOf(variable: Variable): readonly Value[] {
    const { name } = variable;
    if (!this.#known.has(name)) {
      if (this.#within.has(name)) return [];
      this.#within.add(name);
      const worked = this.#work(variable);
      this.#within.delete(name);
      this.#known.set(name, worked && { name, secret: variable.secret, description: variable.description, ...worked });
    }
    const value = this.#known.get(name);
    return value === undefined ? [] : [value];
  }

  /** The public part of a key pair, as a variable of its own. */
  publicOf({ name, generate }: Variable): readonly Value[] {
    if (generate?.kind !== 'key-pair' || this.#variables.has(publicName(name))) return [];
    const own = publicName(name);
    const present = this.#present.values.get(own);
    const made = this.#publicKeys.get(name);
    const file = this.#present.keyFiles.get(name);
    const value = made ?? this.#fresh.publicKey(file === undefined ? this.#known.get(name)?.value ?? '' : file.text ?? '') ?? present;
    if (value === undefined) return [];
    return [{ name: own, value, action: value.trim() === present?.trim() ? 'kept' : made === undefined ? 'set' : 'generated', secret: false, description: undefined }];
  }

  #work(variable: Variable): { readonly value: string | undefined; readonly action: Action } | undefined {
    const { name, generate, secret, required } = variable;
    const { environment, values, bare } = this.#present;
    const present = values.get(name);
    if (generate?.kind === 'from' && this.#followsRotated(generate)) {
      const value = this.#derived(generate);
      if (value !== undefined) return { value, action: value === present ? 'kept' : 'set' };
    }
    if (this.#wishes.rotate !== undefined && this.#wishes.rotate !== name && present === undefined && !bare.has(name)) return undefined;
    if (this.#wishes.rotate !== name) {
      if (bare.has(name)) return { value: undefined, action: 'kept' };
      const own = variable.environments.get(environment)?.content;
      if (this.#wishes.update === true && !secret && own !== undefined && present !== undefined && own !== present) return { value: own, action: 'set' };
      const isFilled = present !== undefined && (present !== '' || !required);
      if (isFilled) return { value: present, action: this.#keyIsMade(variable) ? 'generated' : 'kept' };
      const said = saidFor(variable, environment);
      if (said !== undefined && (said !== '' || present === undefined)) return { value: said, action: 'set' };
      if (present === '' && (said === '' || generate === undefined)) return said === '' ? { value: '', action: 'kept' } : undefined;
    }
    switch (generate?.kind) {
      case undefined: return undefined;
      case 'from': {
        const value = this.#derived(generate);
        return value === undefined ? undefined : { value, action: 'set' };
      }
      case 'uuid': return { value: this.#fresh.uuid(), action: 'generated' };
      case 'text': return { value: this.#fresh.text(generate.length, generate.characters), action: 'generated' };
      case 'key-pair': {
        const file = this.#present.keyFiles.get(name);
        if (file?.text !== undefined && this.#wishes.rotate !== name) return { value: file.path, action: 'set' };
        const privateKey = this.#makeKey(name, generate.algorithm);
        if (file === undefined) return { value: privateKey, action: 'generated' };
        this.keys.set(name, privateKey);
        return { value: file.path, action: 'generated' };
      }
    }
  }

  /** Makes the key that a variable names the file of, where that file is not there. */
  #keyIsMade({ name, generate }: Variable): boolean {
    const file = this.#present.keyFiles.get(name);
    if (generate?.kind !== 'key-pair' || file === undefined || file.text !== undefined || this.#present.values.get(name) !== file.path) return false;
    this.keys.set(name, this.#makeKey(name, generate.algorithm));
    return true;
  }

  #makeKey(name: string, algorithm: KeyAlgorithm): string {
    const pair = this.#fresh.keyPair(algorithm);
    this.#publicKeys.set(name, pair.public);
    return pair.private;
  }

  /** Whether a value follows from the one that is made anew. */
  #followsRotated({ uses }: Derived, seen: ReadonlySet<string> = new Set()): boolean {
    const { rotate } = this.#wishes;
    if (rotate === undefined) return false;
    return uses.some((each) => {
      if (each === rotate || each === publicName(rotate)) return true;
      const generate = this.#variables.get(each)?.generate;
      return generate?.kind === 'from' && !seen.has(each) && this.#followsRotated(generate, new Set([...seen, each]));
    });
  }

  /** The template with its variables filled in; undefined where one of them has no value. */
  #derived(derived: Derived): string | undefined {
    return derivedFrom(derived, (name) => {
      const variable = this.#variables.get(name);
      return variable === undefined ? this.#foreign(name) : this.valueOf(variable)[0]?.value;
    });
  }

  /** A variable that composure.yaml does not describe: a public key, or one that an env file has all the same. */
  #foreign(name: string): string | undefined {
    const owner = [...this.#variables.values()].find((each) => each.generate?.kind === 'key-pair' && publicName(each.name) === name);
    if (owner === undefined) return this.#present.values.get(name);
    this.valueOf(owner);
    return this.publicOf(owner)[0]?.value;
  }
}
