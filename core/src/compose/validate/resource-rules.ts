// What Compose wants of one network, volume, secret or config beyond the form of each value (compose-go, validation/
// and transform/external.go).

import { placeOf, type Findings } from '#core/compose/validate/findings.ts';
import { entry, get, type Entry, type Mapping, type Scalar, type YamlNode } from '#core/yaml/node.ts';
import type { Located } from '#core/yaml/span.ts';

type Kind = 'networks' | 'volumes' | 'secrets' | 'configs';

const sources: Readonly<Record<'secrets' | 'configs', readonly string[]>> = { secrets: ['file', 'environment'], configs: ['file', 'environment', 'content'] };

/** Checks one entry of a kind of resources. */
export function checkResourceRules(kind: Kind, key: Scalar, node: YamlNode, findings: Findings): void {
  if (node.kind !== 'mapping') return;
  const external = entry(node, 'external');
  if (external !== undefined) checkNames(node, external, findings);
  if (kind === 'volumes' && external !== undefined && isTrue(external.value)) checkAlone(node, external, findings);
  if (kind === 'secrets' || kind === 'configs') checkSource(kind, key, node, findings);
}

/** `external: {name: a}` beside another `name`. */
function checkNames(node: Mapping, external: Entry, findings: Findings): void {
  const inner = get(external.value, 'name');
  const outer = entry(node, 'name');
  if (inner?.kind !== 'scalar' || outer?.value.kind !== 'scalar' || inner.value === outer.value.value) return;
  findings.report('conflicting-keys', placeOf(inner), `external.name says ${inner.content} and name says ${outer.value.content}: write name alone`, { related: { at: placeOf(outer.value), message: 'The other name' } });
}

/** An external volume is what it is: nothing can be said of it but its name. */
function checkAlone(node: Mapping, external: Entry, findings: Findings): void {
  for (const each of node.entries) {
    const name = each.key.content;
    if (each === external || name === 'name' || name.startsWith('x-')) continue;
    findings.report('conflicting-keys', at(each.key), `"${name}" cannot stand beside external: true: the volume is there already, with a ${name} of its own`, { related: { at: at(external.key), message: 'The volume is external' } });
  }
}

function checkSource(kind: 'secrets' | 'configs', key: Scalar, node: Mapping, findings: Findings): void {
  const one = kind === 'secrets' ? 'secret' : 'config';
  const given = node.entries.filter((each) => sources[kind].includes(each.key.content));
  const [first, second] = given;
  if (first !== undefined && second !== undefined) {
    findings.report('conflicting-keys', at(second.key), `"${second.key.content}" cannot stand beside "${first.key.content}": a ${one} has one source`, { related: { at: at(first.key), message: 'The other source' } });
  } else if (first === undefined && !node.entries.some((each) => each.key.content === 'external' || each.key.content === 'driver')) {
    findings.report('missing-property', at(key), `The ${one} "${key.content}" has no source: it needs ${kind === 'secrets' ? '"file" or "environment"' : '"file", "environment" or "content"'}`, { absent: true });
  }
}

/** Whether `external` says yes, in one of the ways in which it can. */
export function isTrue(node: YamlNode): boolean {
  return node.kind === 'mapping' || (node.kind === 'scalar' && (node.value === true || /^(?:true|yes|y|on)$/i.test(node.content)));
}

function at(key: Scalar): Located<unknown> {
  return { value: key, file: key.file, span: key.span };
}
