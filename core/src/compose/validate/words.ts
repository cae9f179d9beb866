// The words of the messages: what a value is, and what it should be.

import type { Attribute } from '#core/compose/spec/attribute.ts';
import type { Scalar, YamlNode } from '#core/yaml/node.ts';

/** What a value is: "a list", "the number 5". */
export function described(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'mapping' ? 'a mapping' : 'a list';
  switch (typeof node.value) {
    case 'number': return `the number ${node.content}`;
    case 'boolean': return `the truth value ${node.content}`;
    default: return node.value === null ? 'empty' : node.content.length > 40 || node.content.includes('\n') ? 'text' : `the text "${node.content}"`;
  }
}

/** What an attribute may be: "text or a list". */
export function wanted(attribute: Attribute): string {
  const forms: string[] = [];
  if (attribute.mapping !== undefined) forms.push('a mapping');
  if (attribute.list !== undefined) forms.push('a list');
  if (attribute.scalar !== undefined && attribute.scalar.what !== 'nothing') forms.push(attribute.scalar.what);
  return forms.length < 2 ? forms.join('') : `${forms.slice(0, -1).join(', ')} or ${forms.at(-1)}`;
}

/** The right form, as the end of a sentence. */
export function asIn({ example }: Attribute): string {
  return example === undefined || example === '' ? '' : `, as in ${example}`;
}

/** With a capital at the beginning. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a sentence is about: the value of a key, or one of the entries of a list, which has no key of its own. */
export function subject(name: string, key: Scalar | undefined): string {
  return key === undefined && name !== '' ? `An entry of ${name}` : name;
}

/** The same within a sentence. */
export function object(name: string, key: Scalar | undefined): string {
  return key === undefined && name !== '' ? `an entry of ${name}` : name;
}
