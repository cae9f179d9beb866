// One value of the tree against its attribute, and all that is below it. Where nothing is wrong nothing is made: a
// keystroke in a large project passes here thousands of times.

import { isDate } from '#core/compose/format/date.ts';
import type { Attribute, MappingForm } from '#core/compose/spec/attribute.ts';
import { checkScalar, reportEmpty } from '#core/compose/validate/check-scalar.ts';
import { placeOf, type Findings } from '#core/compose/validate/findings.ts';
import { reportUnknownKey } from '#core/compose/validate/unknown-key.ts';
import { asIn, capital, described, subject, wanted } from '#core/compose/validate/words.ts';
import type { Entry, Mapping, Scalar, YamlNode } from '#core/yaml/node.ts';

/** One walk over a tree. */
export class Walk {
  readonly findings: Findings;
  /** The mappings around the place where the walk is. */
  readonly around: MappingForm[] = [];
  /** What aliases in free parts stand for, so that none is walked twice. */
  readonly seen = new WeakSet<object>();

  constructor(findings: Findings) {
    this.findings = findings;
  }
}

/**
 * Checks a value. `name` is how a person calls it, `key` what stands before it. `faultless` is the same value before more
 * was merged into it, in which nothing was found: what it has in common with this one is not looked at again.
 */
export function checkValue(node: YamlNode, attribute: Attribute, name: string, key: Scalar | undefined, walk: Walk, faultless?: YamlNode): void {
  if (node === faultless) return;
  if (node.kind === 'scalar') {
    if (attribute.scalar !== undefined) checkScalar(node, attribute.scalar, attribute, name, key, walk.findings);
    else if (node.value === null) reportEmpty(node, attribute, name, key, walk.findings);
    else reportKind(node, attribute, name, key, walk);
  } else if (node.kind === 'mapping') {
    if (attribute.mapping === undefined) reportKind(node, attribute, name, key, walk);
    else checkMapping(node, attribute.mapping, key, walk, faultless?.kind === 'mapping' ? faultless : undefined);
  } else if (attribute.list === undefined) reportKind(node, attribute, name, key, walk);
  else {
    const { item, unique } = attribute.list;
    const before = faultless?.kind === 'sequence' ? faultless.items : [];
    for (let index = 0; index < node.items.length; index += 1) checkValue(node.items[index] as YamlNode, item, name, undefined, walk, before[index]);
    if (unique && node.items.length > 1) checkUnique(node.items, name, walk);
  }
}

/** Checks the entries of a mapping, and which of them are there. */
export function checkMapping(node: Mapping, form: MappingForm, key: Scalar | undefined, walk: Walk, faultless?: Mapping): void {
  const { keys, others } = form;
  walk.around.push(form);
  for (let index = 0; index < node.entries.length; index += 1) {
    const each = node.entries[index] as Entry;
    const before = faultless?.entries[index];
    if (before !== undefined && before.value === each.value && before.key === each.key) continue;
    const was = before?.key.content === each.key.content ? before.value : undefined;
    if ((typeof each.key.value !== 'string' || each.key.content.charCodeAt(4) === 45) && !checkKey(each.key, walk)) continue;
    const name = each.key.content;
    const known = keys.get(name);
    if (known !== undefined) checkValue(each.value, known, name, each.key, walk, was);
    else if (others !== undefined) {
      if (form.names !== 'any') checkName(each.key, form, walk);
      checkValue(each.value, others, name, each.key, walk, was);
    } else if (form.open || (form.extensions && name.startsWith('x-'))) checkFree(each.value, walk);
    else reportUnknownKey(each, node, walk.around, walk.findings);
  }
  walk.around.pop();
  if (form.needs) checkNeeds(node, form, key, walk);
}

/** A part that Compose passes over: it must be YAML that JSON can hold, and nothing else. */
function checkFree(node: YamlNode, walk: Walk): void {
  if (node.kind === 'scalar') {
    if (typeof node.value === 'number' && !Number.isFinite(node.value)) walk.findings.report('invalid-value', placeOf(node), `${node.content} is no number that Compose can use`);
    return;
  }
  const content = node.kind === 'sequence' ? node.items : node.entries;
  if (node.alias !== undefined) {
    if (walk.seen.has(content)) return;
    walk.seen.add(content);
  }
  if (node.kind === 'sequence') for (const item of node.items) checkFree(item, walk);
  else for (const { key, value } of node.entries) if (checkKey(key, walk)) checkFree(value, walk);
}

/** Keys are text; false, and said, where one is not. */
export function checkKey(key: Scalar, { findings }: Walk): boolean {
  const isTime = key.style === 'plain' && key.content.charCodeAt(4) === 45 && key.tag === undefined && isDate(key.content);
  if (typeof key.value === 'string' && !isTime) return true;
  const at = { value: key, file: key.file, span: key.span };
  if (key.value === null && key.content === '') findings.report('wrong-type', at, 'A key is missing before ":"');
  else findings.report('wrong-type', at, `${key.content} is ${isTime ? 'a date' : key.value === null ? 'null' : typeof key.value === 'number' ? 'a number' : 'a truth value'} to YAML, and a key must be text: write "${key.content}"`, { mend: { title: `Write "${key.content}"`, at, text: `"${key.content}"` } });
  return false;
}

/** A key that a person chose, such as a service's name. */
export function checkName(key: Scalar, { names, what }: MappingForm, { findings }: Walk): void {
  const name = key.content;
  if (names === 'name' ? isName(name) : names === 'some' ? name !== '' : names === 'any' || names.fault(name) === undefined) return;
  const at = { value: key, file: key.file, span: key.span };
  findings.report('invalid-value', at, names === 'name' ? `"${name}" is no name that Compose takes: use letters, digits, ".", "-" and "_"` : names === 'some' ? `${capital(what)} cannot have an empty key` : names === 'any' ? '' : names.fault(name)?.message ?? '');
}

function checkNeeds(node: Mapping, form: MappingForm, key: Scalar | undefined, { findings }: Walk): void {
  for (const required of form.required) {
    if (!has(node, required)) findings.report('missing-property', placeOf(node, key), `${capital(form.what)} needs "${required}"`, { absent: true });
  }
  const { needsOneOf } = form;
  if (needsOneOf.length > 0 && !needsOneOf.some((each) => has(node, each))) findings.report('missing-property', placeOf(node, key), `${capital(form.what)} needs ${needsOneOf.map((each) => `"${each}"`).join(' or ')}`, { absent: true });
  for (const exclusive of form.exclusive) checkExclusive(node, exclusive, findings);
}

function checkExclusive(node: Mapping, keys: readonly string[], findings: Findings): void {
  const [first, second] = node.entries.filter(({ key }) => keys.includes(key.content));
  if (first === undefined || second === undefined) return;
  findings.report('conflicting-keys', { value: second, file: second.key.file, span: second.key.span }, `"${second.key.content}" cannot stand beside "${first.key.content}": Compose takes one of them`, {
    related: { at: { value: first, file: first.key.file, span: first.key.span }, message: `"${first.key.content}" stands here` },
  });
}

function checkUnique(items: readonly YamlNode[], name: string, { findings }: Walk): void {
  const seen = items.length > 16 ? new Set<unknown>() : undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (item?.kind !== 'scalar') continue;
    const { value } = item;
    let repeated = false;
    if (seen === undefined) for (let before = 0; before < index && !repeated; before += 1) repeated = sameScalar(items[before], value);
    else if (seen.has(value)) repeated = true;
    else seen.add(value);
    if (repeated) findings.report('invalid-value', placeOf(item), `"${item.content}" stands twice in ${name}: Compose refuses the project`);
  }
}

function reportKind(node: YamlNode, attribute: Attribute, name: string, key: Scalar | undefined, { findings }: Walk): void {
  findings.report('wrong-type', placeOf(node, key), `${subject(name, key)} is ${described(node)} and must be ${wanted(attribute)}${asIn(attribute)}`);
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
