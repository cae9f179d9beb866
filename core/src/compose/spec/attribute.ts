// The notation of the specification's tables. Every union in Compose is told apart by the kind of YAML node, so an
// attribute has at most one form as a single value, one as a list and one as a mapping.

import type { Format } from '#core/compose/format/format.ts';

/** What may stand behind one key, or as one item of a list. */
export interface Attribute {
  /** One line for a person who asks what it does. */
  readonly docs: string;
  readonly scalar: ScalarForm | undefined;
  readonly list: ListForm | undefined;
  readonly mapping: MappingForm | undefined;
  /** The right form as it is written behind "as in", for messages. */
  readonly example: string | undefined;
  /** The Compose version that brought it. */
  readonly since: string | undefined;
  /** What to write in its place. */
  readonly deprecated: string | undefined;
  /** The page of the reference, where it is another one than that of the mapping around it: "build/". */
  readonly page: string | undefined;
  /** The heading on that page; a key of a page's first level is its own heading. */
  readonly anchor: string | undefined;
  /** Refused where it is missing. */
  readonly required: boolean;
  /** JSON schemas of what a reader refuses beside these forms; a schema that is made of them says so too. */
  readonly never?: readonly object[];
}

/** A single value. */
export interface ScalarForm {
  /** With its article, for messages: "a duration". */
  readonly what: string;
  readonly number: 'none' | 'whole' | 'any';
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly boolean: boolean;
  /** Whether nothing may stand there: `command:`. */
  readonly empty: boolean;
  /** False where text is refused, in quotes and out of variables too. */
  readonly text: boolean;
  /** How the text is read; any text is right without one. */
  readonly format: Format | undefined;
  /** The only texts that Compose takes. */
  readonly values: ReadonlySet<string> | undefined;
  /** Texts worth offering; others are right too. */
  readonly known: readonly string[];
}

export interface ListForm {
  readonly item: Attribute;
  /** Whether Compose refuses an item that stands twice. */
  readonly unique: boolean;
}

export interface MappingForm {
  /** The keys that Compose knows. */
  readonly keys: ReadonlyMap<string, Attribute>;
  /** What stands behind the keys that a person names; undefined where there are none. */
  readonly others: Attribute | undefined;
  /** How those keys must look. */
  readonly names: NameForm;
  /** Whether `x-` keys may stand here. */
  readonly extensions: boolean;
  /** Whether Compose passes over keys that it does not know. */
  readonly open: boolean;
  /** Whether any of the three lists that follow holds something. */
  readonly needs: boolean;
  readonly required: readonly string[];
  /** Keys of which one must stand here. */
  readonly needsOneOf: readonly string[];
  /** Keys of which only one may stand here. */
  readonly exclusive: readonly (readonly string[])[];
  /** Keys that stand here all or not at all. */
  readonly together: readonly (readonly string[])[];
  /** What the mapping describes, with its article: "a service". */
  readonly what: string;
}

/** `name`: letters, digits, dot, dash and underscore. `some`: anything but nothing. */
export type NameForm = 'any' | 'some' | 'name' | Format;

interface Options {
  readonly since?: string;
  readonly deprecated?: string;
  readonly page?: string;
  readonly anchor?: string;
  readonly example?: string;
  readonly required?: boolean;
}

interface TextOptions extends Options {
  readonly format?: Format;
  readonly known?: readonly string[];
  readonly empty?: boolean;
}

interface NumberOptions extends Options {
  readonly min?: number;
  readonly max?: number;
}

function attribute(docs: string, forms: Partial<Pick<Attribute, 'scalar' | 'list' | 'mapping'>>, options: Options): Attribute {
  return {
    docs, scalar: forms.scalar, list: forms.list, mapping: forms.mapping,
    example: options.example ?? forms.scalar?.format?.example, since: options.since, deprecated: options.deprecated,
    page: options.page, anchor: options.anchor, required: options.required ?? false,
  };
}

const nothing: ScalarForm = { what: 'text', number: 'none', min: undefined, max: undefined, boolean: false, empty: false, text: false, format: undefined, values: undefined, known: [] };

/** Text. A number or a truth value must be quoted. */
export function text(docs: string, options: TextOptions = {}): Attribute {
  return attribute(docs, { scalar: { ...nothing, what: options.format?.what ?? 'text', text: true, format: options.format, known: options.known ?? [], empty: options.empty ?? false } }, options);
}

/** One of these texts and no other. */
export function choice(docs: string, values: readonly string[], options: Options = {}): Attribute {
  return attribute(docs, { scalar: { ...nothing, what: values.length === 1 ? String(values[0]) : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`, text: true, values: new Set(values), known: values } }, options);
}

/** True or false; also in quotes, in every spelling of YAML 1.1. */
export function flag(docs: string, truth: Format, options: Options = {}): Attribute {
  return attribute(docs, { scalar: { ...nothing, what: 'true or false', boolean: true, text: true, format: truth, known: ['true', 'false'] } }, options);
}

/** True or false and nothing else: text is refused, in quotes and out of a variable. */
export function strictFlag(docs: string, options: Options = {}): Attribute {
  return attribute(docs, { scalar: { ...nothing, what: 'true or false', boolean: true, known: ['true', 'false'] } }, options);
}

/** True, false or text. */
export function flagOrText(docs: string, options: TextOptions = {}): Attribute {
  return attribute(docs, { scalar: { ...nothing, what: 'true, false or text', boolean: true, text: true, known: ['true', 'false', ...options.known ?? []] } }, options);
}

/** A number, plain or as text that the format reads. `whole` refuses a plain 1.5, `any` takes it. */
export function number(docs: string, kind: 'whole' | 'any', format: Format, options: NumberOptions = {}): Attribute {
  return attribute(docs, { scalar: { ...nothing, what: format.what, number: kind, text: true, format, min: options.min, max: options.max } }, options);
}

/** A plain number: text is refused. */
export function plainNumber(docs: string, kind: 'whole' | 'any', options: NumberOptions = {}): Attribute {
  return attribute(docs, { scalar: { ...nothing, what: kind === 'whole' ? 'a whole number' : 'a number', number: kind, min: options.min, max: options.max } }, options);
}

/** Text or a plain number. */
export function textOrNumber(docs: string, kind: 'whole' | 'any', options: TextOptions & NumberOptions & { readonly what?: string; readonly boolean?: boolean } = {}): Attribute {
  return attribute(docs, { scalar: { ...nothing, what: options.what ?? options.format?.what ?? 'text or a number', number: kind, min: options.min, max: options.max, text: true, format: options.format, known: options.known ?? [], empty: options.empty ?? false, boolean: options.boolean ?? false } }, options);
}

/** A list. */
export function list(docs: string, item: Attribute, options: Options & { readonly unique?: boolean } = {}): Attribute {
  return attribute(docs, { list: { item, unique: options.unique ?? false } }, options);
}

/** A list of texts without repeats. */
export function texts(docs: string, options: TextOptions & { readonly repeats?: boolean } = {}): Attribute {
  const item = text(docs, { ...options.format === undefined ? {} : { format: options.format }, ...options.known === undefined ? {} : { known: options.known } });
  return list(docs, item, { ...options, unique: options.repeats !== true });
}

/** One text, or a list of them. */
export function textOrTexts(docs: string, options: TextOptions & { readonly repeats?: boolean } = {}): Attribute {
  return either(docs, [text(docs, options), texts(docs, options)], options);
}

/** `KEY: value` or `- KEY=value`. A value may be left out. */
export function pairs(docs: string, options: Options & { readonly item?: Format; readonly repeats?: boolean } = {}): Attribute {
  const value = textOrNumber(docs, 'any', { boolean: true, empty: true, what: 'text, a number, true or false' });
  return either(docs, [mapOf(docs, value, { names: 'some' }), texts(docs, { repeats: options.repeats ?? false, ...options.item === undefined ? {} : { format: options.item } })], { example: 'KEY: value', ...options });
}

/** A mapping whose keys Compose knows. */
export function record(docs: string, keys: Readonly<Record<string, Attribute>>, options: Options & Partial<Pick<MappingForm, 'what' | 'extensions' | 'open' | 'exclusive' | 'needsOneOf' | 'together'>> = {}): Attribute {
  const known = new Map(Object.entries(keys));
  const required = [...known].flatMap(([key, each]) => (each.required ? [key] : []));
  return attribute(docs, { mapping: { keys: known, others: undefined, names: 'any', extensions: options.extensions ?? true, open: options.open ?? false, needs: required.length > 0 || options.needsOneOf !== undefined || options.exclusive !== undefined, required, needsOneOf: options.needsOneOf ?? [], exclusive: options.exclusive ?? [], together: options.together ?? [], what: options.what ?? 'a mapping' } }, options);
}

/** A mapping whose keys a person names. */
export function mapOf(docs: string, others: Attribute, options: Options & { readonly names?: NameForm; readonly what?: string } = {}): Attribute {
  return attribute(docs, { mapping: { keys: new Map(), others, names: options.names ?? 'any', extensions: false, open: false, needs: false, required: [], needsOneOf: [], exclusive: [], together: [], what: options.what ?? 'a mapping' } }, options);
}

/** A mapping that Compose passes on as it is. */
export function anything(docs: string, options: Options = {}): Attribute {
  return attribute(docs, { mapping: { keys: new Map(), others: undefined, names: 'any', extensions: true, open: true, needs: false, required: [], needsOneOf: [], exclusive: [], together: [], what: 'a mapping' } }, options);
}

/** Any of these forms: at most one is a single value, one a list and one a mapping. */
export function either(docs: string, forms: readonly Attribute[], options: Options = {}): Attribute {
  const find = <K extends 'scalar' | 'list' | 'mapping'>(kind: K): Attribute[K] => forms.find((each) => each[kind] !== undefined)?.[kind];
  return attribute(docs, { scalar: find('scalar'), list: find('list'), mapping: find('mapping') }, { example: forms.find((each) => each.example !== undefined)?.example ?? '', ...options });
}

/** The same, but nothing may stand there too: `deploy:`. */
export function orEmpty(each: Attribute): Attribute {
  return { ...each, scalar: each.scalar === undefined ? { ...nothing, what: 'nothing', empty: true } : { ...each.scalar, empty: true } };
}
