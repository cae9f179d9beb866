// One value of the tree against its attribute, and all that is below it. Where nothing is wrong nothing is made: a
// keystroke in a large project passes here thousands of times.

import type { Attribute, ListForm, MappingForm, NameForm } from '#core/compose/spec/attribute.ts';
import { checkScalar, reportEmpty } from '#core/compose/validate/check-scalar.ts';
import { placeOf, type Findings } from '#core/compose/validate/findings.ts';
import { reportUnknownKey } from '#core/compose/validate/unknown-key.ts';
import { asIn, capital, described, subject, wanted } from '#core/compose/validate/words.ts';
import type { Entry, Mapping, Scalar, Sequence, YamlNode } from '#core/yaml/node.ts';

/** One walk over a tree. */
export class Walk {
  readonly findings: Findings;
  /** The mappings around the place where the walk is. */
  readonly around: MappingForm[] = [];
  /** What aliases in free parts stand for, so that none is walked twice. */
  readonly #seen = new WeakSet<object>();

  constructor(findings: Findings) {
    this.findings = findings;
  }

  /** `name` is how a person calls the value, `key` what stands before it. */
  value(node: YamlNode, attribute: Attribute, name: string, key?: Scalar): void {
    switch (node.kind) {
      case 'scalar':
        if (attribute.scalar !== undefined) checkScalar(node, attribute.scalar, attribute, name, key, this.findings);
        else if (node.value === null) reportEmpty(node, attribute, name, key, this.findings);
        else this.#wrongKind(node, attribute, name, key);
        return;
      case 'sequence':
        if (attribute.list === undefined) this.#wrongKind(node, attribute, name, key);
        else this.#list(node, attribute.list, name);
        return;
      case 'mapping':
        if (attribute.mapping === undefined) this.#wrongKind(node, attribute, name, key);
        else this.mapping(node, attribute.mapping, key);
    }
  }

  mapping(node: Mapping, form: MappingForm, key?: Scalar): void {
    this.around.push(form);
    for (const each of node.entries) this.#entry(each, node, form);
    this.around.pop();
    for (const required of form.required) {
      if (!has(node, required)) this.findings.report('missing-property', placeOf(node, key), `${capital(form.what)} needs "${required}"`, { absent: true });
    }
    if (form.needsOneOf.length > 0 && !form.needsOneOf.some((each) => has(node, each))) this.findings.report('missing-property', placeOf(node, key), `${capital(form.what)} needs ${form.needsOneOf.map((each) => `"${each}"`).join(' or ')}`, { absent: true });
    for (const exclusive of form.exclusive) this.#exclusive(node, exclusive);
  }

  /** A part that Compose passes over: it must be YAML that JSON can hold, and nothing else. */
  free(node: YamlNode): void {
    if (node.kind === 'scalar') {
      if (typeof node.value === 'number' && !Number.isFinite(node.value)) this.findings.report('invalid-value', placeOf(node), `${node.content} is no number that Compose can use`);
      return;
    }
    const content = node.kind === 'sequence' ? node.items : node.entries;
    if (node.alias !== undefined) {
      if (this.#seen.has(content)) return;
      this.#seen.add(content);
    }
    if (node.kind === 'sequence') for (const item of node.items) this.free(item);
    else for (const { key, value } of node.entries) if (this.key(key)) this.free(value);
  }

  /** Keys are text. */
  key(key: Scalar): boolean {
    if (typeof key.value === 'string') return true;
    const at = { value: key, file: key.file, span: key.span };
    if (key.value === null && key.content === '') this.findings.report('wrong-type', at, 'A key is missing before ":"');
    else this.findings.report('wrong-type', at, `${key.content} is ${key.value === null ? 'null' : typeof key.value === 'number' ? 'a number' : 'a truth value'} to YAML, and a key must be text: write "${key.content}"`, { mend: { title: `Write "${key.content}"`, at, text: `"${key.content}"` } });
    return false;
  }

  /** A key that a person chose, such as a service's name. */
  name(key: Scalar, form: MappingForm): void {
    if (this.key(key) && form.names !== 'any') this.#name(key, key.content, form.names, form.what);
  }

  #entry(each: Entry, node: Mapping, form: MappingForm): void {
    const { key, value } = each;
    if (typeof key.value !== 'string' && !this.key(key)) return;
    const name = key.content;
    const known = form.keys.get(name);
    if (known !== undefined) return this.value(value, known, name, key);
    if (form.others !== undefined) {
      if (form.names !== 'any') this.#name(key, name, form.names, form.what);
      return this.value(value, form.others, name, key);
    }
    if (form.open || (form.extensions && name.startsWith('x-'))) return this.free(value);
    reportUnknownKey(each, node, this.around, this.findings);
  }

  #name(key: Scalar, name: string, names: NameForm, what: string): void {
    if (names === 'name' ? isName(name) : names === 'some' ? name !== '' : names !== 'any' && names.fault(name) === undefined) return;
    const at = { value: key, file: key.file, span: key.span };
    this.findings.report('invalid-value', at, names === 'name' ? `"${name}" is no name that Compose takes: use letters, digits, ".", "-" and "_"` : names === 'some' ? `${capital(what)} cannot have an empty key` : `"${name}" is no host name`);
  }

  #list(node: Sequence, form: ListForm, name: string): void {
    const { items } = node;
    for (const each of items) this.value(each, form.item, name);
    if (form.unique && items.length > 1) this.#unique(items, name);
  }

  #unique(items: readonly YamlNode[], name: string): void {
    const seen = items.length > 16 ? new Set<unknown>() : undefined;
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      if (item?.kind !== 'scalar') continue;
      const { value } = item;
      let repeated = false;
      if (seen === undefined) for (let before = 0; before < index && !repeated; before += 1) repeated = sameScalar(items[before], value);
      else repeated = seen.has(value) || seen.add(value) === undefined;
      if (repeated) this.findings.report('invalid-value', placeOf(item), `"${item.content}" stands twice in ${name}: Compose refuses the project`);
    }
  }

  #exclusive(node: Mapping, keys: readonly string[]): void {
    const [first, second] = node.entries.filter(({ key }) => keys.includes(key.content));
    if (first === undefined || second === undefined) return;
    this.findings.report('conflicting-keys', { value: second, file: second.key.file, span: second.key.span }, `"${second.key.content}" cannot stand beside "${first.key.content}": Compose takes one of them`, {
      related: { at: { value: first, file: first.key.file, span: first.key.span }, message: `"${first.key.content}" stands here` },
    });
  }

  #wrongKind(node: YamlNode, attribute: Attribute, name: string, key: Scalar | undefined): void {
    this.findings.report('wrong-type', placeOf(node, key), `${subject(name, key)} is ${described(node)} and must be ${wanted(attribute)}${asIn(attribute)}`);
  }
}

function has(node: Mapping, name: string): boolean {
  for (const { key } of node.entries) if (key.content === name) return true;
  return false;
}

function sameScalar(node: YamlNode | undefined, value: unknown): boolean {
  return node?.kind === 'scalar' && node.value === value;
}

/** Letters, digits, dot, dash and underscore. */
function isName(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isPart = (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 45 || code === 46 || code === 95;
    if (!isPart) return false;
  }
  return text !== '';
}
