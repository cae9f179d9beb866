// The JSON schema of `composure.yaml`, made from its table, for editors and programs that do not ask our server. Draft 7,
// which editors' YAML support reads. What depends on other files, such as the name of a service, is for our own checks.

import type { Attribute, MappingForm, ScalarForm } from '#core/compose/spec/attribute.ts';
import { configurationAttribute } from '#core/configuration/attribute.ts';
import type { TextForm } from '#core/configuration/text-form.ts';

/** A part of a schema. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

/** Where the published schema stands. */
export const schemaPath = 'schemas/composure.schema.json';

/** The schema of the whole file. */
export function configurationSchema(): Schema {
  return new SchemaOf(configurationAttribute).schema();
}

/** Makes a schema; mappings that stand in several places are written once, below `definitions`. */
class SchemaOf {
  readonly #attribute: Attribute;
  readonly #uses = new Map<MappingForm, number>();
  readonly #names = new Map<MappingForm, string>();
  readonly #definitions: Record<string, Schema> = {};

  constructor(attribute: Attribute) {
    this.#attribute = attribute;
    this.#count(attribute);
  }

  schema(): Schema {
    const { mapping, docs } = this.#attribute;
    const root = mapping === undefined ? {} : this.#mapping(mapping);
    return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'composure.yaml', description: docs, ...root, definitions: this.#definitions };
  }

  #count({ mapping, list }: Attribute): void {
    if (list !== undefined) this.#count(list.item);
    if (mapping === undefined) return;
    this.#uses.set(mapping, (this.#uses.get(mapping) ?? 0) + 1);
    if (this.#uses.get(mapping) === 1) for (const each of [...mapping.keys.values(), ...mapping.others === undefined ? [] : [mapping.others]]) this.#count(each);
  }

  #of({ scalar, list, mapping, docs, example, never = [] }: Attribute): Schema {
    const forms: Schema[] = [
      ...scalar === undefined ? [] : scalarSchemas(scalar),
      ...list === undefined ? [] : [{ type: 'array', items: this.#of(list.item) }],
      ...mapping === undefined ? [] : [this.#mappingOrReference(mapping)],
    ];
    const [only] = forms;
    const isPlain = forms.length === 1 && typeof only === 'object' && !('$ref' in only);
    return {
      description: example === undefined || example === '' || scalar?.values !== undefined ? docs : `${docs}. As in ${example}`,
      ...isPlain ? only : { anyOf: forms },
      ...never.length === 0 ? {} : { not: never.length === 1 ? never[0] : { anyOf: never } },
    };
  }

  #mappingOrReference(form: MappingForm): { readonly [keyword: string]: unknown } {
    if (this.#uses.get(form) === 1) return this.#mapping(form);
    let name = this.#names.get(form);
    if (name === undefined) {
      name = `${form.what.replace(/^an? /, '').replaceAll(/\W+/g, '-')}-${this.#names.size + 1}`;
      this.#names.set(form, name);
      this.#definitions[name] = this.#mapping(form);
    }
    return { $ref: `#/definitions/${name}` };
  }

  #mapping({ keys, others, names, extensions, open, required, needsOneOf, exclusive, together }: MappingForm): { readonly [keyword: string]: unknown } {
    const either = [...needsOneOf.length === 0 ? [] : [{ anyOf: needsOneOf.map((key) => ({ required: [key] })) }], ...exclusive.map(exclusiveSchema)];
    return {
      type: 'object',
      ...keys.size === 0 ? {} : { properties: Object.fromEntries([...keys].map(([key, attribute]) => [key, this.#of(attribute)])) },
      ...extensions ? { patternProperties: { '^x-': true } } : {},
      ...typeof names === 'object' && 'pattern' in names ? { propertyNames: { pattern: names.pattern } } : {},
      additionalProperties: others === undefined ? open : this.#of(others),
      ...required.length === 0 ? {} : { required },
      ...together.length === 0 ? {} : { dependencies: Object.fromEntries(together.flatMap((all) => all.map((key) => [key, all.filter((other) => other !== key)]))) },
      ...either.length === 0 ? {} : { allOf: either },
    };
  }
}

function scalarSchemas(form: ScalarForm): readonly Schema[] {
  const { values, number, boolean, text, known, format, min, max } = form;
  const bounds = { ...min === undefined ? {} : { minimum: min }, ...max === undefined ? {} : { maximum: max } };
  const plain: Schema[] = [
    ...boolean ? [{ type: 'boolean' }] : [],
    ...number === 'none' ? [] : [{ type: number === 'whole' ? 'integer' : 'number', ...bounds }],
    ...form.empty ? [{ type: 'null' }] : [],
  ];
  if (!text) return plain;
  if (values !== undefined) return [...plain, { enum: [...values] }];
  if (format !== undefined) {
    const pattern = 'pattern' in format ? { pattern: (format as TextForm).pattern } : {};
    return [...plain, { type: 'string', ...pattern, ...known.length > 0 ? { examples: known } : {} }];
  }
  // What YAML reads as a number or a truth value is a text all the same.
  return [{ type: ['string', 'number', 'boolean', ...form.empty ? ['null'] : []], ...form.empty ? {} : { minLength: 1 }, ...known.length > 0 ? { examples: known } : {} }];
}

/** No two of these keys. */
function exclusiveSchema(keys: readonly string[]): Schema {
  const pairs = keys.flatMap((one, index) => keys.slice(index + 1).map((other) => ({ required: [one, other] })));
  return { not: pairs.length === 1 ? pairs[0] : { anyOf: pairs } };
}
