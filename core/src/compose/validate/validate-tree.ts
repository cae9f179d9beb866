// The merged tree against the specification: what Compose's schema, its casts and its short syntaxes refuse. Whether
// names refer to something, and whether files are there, is asked elsewhere.

import { include, project } from '#core/compose/spec/project.ts';
import { job, service } from '#core/compose/spec/service.ts';
import { checkKey, checkMapping, checkName, checkValue, Walk } from '#core/compose/validate/check-value.ts';
import { Findings, placeOf, type TreeProblem } from '#core/compose/validate/findings.ts';
import { checkResourceRules } from '#core/compose/validate/resource-rules.ts';
import { checkServiceRules } from '#core/compose/validate/service-rules.ts';
import { described } from '#core/compose/validate/words.ts';
import { entries, entry, get, type Entry, type Mapping, type Scalar, type YamlNode } from '#core/yaml/node.ts';

/** What was found in services, by the service's node and the key before it: the same node has the same problems. */
export type ValidatedServices = WeakMap<YamlNode, { readonly key: Scalar; readonly problems: readonly TreeProblem[] }>;

type Report = (problem: TreeProblem) => void;

/** Checks a model as it is after one file. `known` remembers services from one call to the next; `before` is the model as it was after the file before. */
export function validateTree(root: YamlNode, problem: Report, known: ValidatedServices = new WeakMap(), before?: YamlNode): void {
  const findings = new Findings();
  if (root.kind !== 'mapping') {
    findings.report('wrong-type', placeOf(root), `A compose file is a mapping with keys such as services, and this is ${described(root)}`, { absent: root.kind === 'scalar' });
  } else checkTopLevel(root, findings, known, before);
  for (const each of findings.problems) problem(each);
}

/** Checks what cannot be seen any more once a tree is merged: `include`, what services extend, and `services:` without any. */
export function validateReferences(tree: YamlNode, problem: Report): void {
  const findings = new Findings();
  const walk = new Walk(findings);
  const included = entry(tree, 'include');
  if (included !== undefined) checkValue(included.value, include, 'include', included.key, walk);
  for (const kind of ['services', 'jobs']) {
    const workloads = entry(tree, kind);
    const form = project.mapping?.keys.get(kind);
    if (workloads !== undefined && workloads.value.kind !== 'mapping' && form !== undefined) checkValue(workloads.value, form, kind, workloads.key, walk);
  }
  const extended = service.mapping?.keys.get('extends');
  for (const { value } of entries(entry(tree, 'services')?.value)) {
    const each = value.kind === 'mapping' ? entry(value, 'extends') : undefined;
    if (each !== undefined && extended !== undefined) checkValue(each.value, extended, 'extends', each.key, walk);
  }
  for (const each of findings.problems) problem(each);
}

function checkTopLevel(root: Mapping, findings: Findings, known: ValidatedServices, before: YamlNode | undefined): void {
  const form = project.mapping;
  if (form === undefined) return;
  const walk = new Walk(findings);
  const others: Entry[] = [];
  for (const each of root.entries) {
    const kind = each.key.content;
    if ((kind === 'services' || kind === 'jobs') && each.value.kind === 'mapping') checkWorkloads(each.value, kind, walk, known, entries(get(before, kind)));
    else others.push(each);
  }
  checkMapping(others.length === root.entries.length ? root : { ...root, entries: others }, form, undefined, walk);
  for (const kind of ['networks', 'volumes', 'secrets', 'configs'] as const) {
    for (const { key, value } of entries(entry(root, kind)?.value)) checkResourceRules(kind, key, value, findings);
  }
}

function checkWorkloads(workloads: Mapping, kind: 'services' | 'jobs', walk: Walk, known: ValidatedServices, earlier: readonly Entry[]): void {
  const names = project.mapping?.keys.get(kind)?.mapping;
  if (project.mapping === undefined || names === undefined) return;
  walk.around.push(project.mapping);
  for (const [index, each] of workloads.entries.entries()) {
    if (checkKey(each.key, walk)) checkName(each.key, names, walk);
    const before = known.get(each.value);
    if (before?.key === each.key) {
      walk.findings.problems.push(...before.problems);
      continue;
    }
    if (kind === 'services' && isMisplacedKey(each)) {
      walk.findings.report('unknown-key', { value: each, file: each.key.file, span: each.key.span }, `"${each.key.content}" belongs to a service: it is not indented far enough`);
      continue;
    }
    const from = walk.findings.problems.length;
    // Merging keeps services in their order: the same one stands where it stood.
    const was = earlier[index]?.key.content === each.key.content ? earlier[index].value : undefined;
    const faultless = was !== undefined && known.get(was)?.problems.length === 0 ? was : undefined;
    checkValue(each.value, kind === 'services' ? service : job, each.key.content, each.key, walk, faultless);
    checkServiceRules(each.value, kind === 'services' ? 'service' : 'job', walk.findings);
    known.set(each.value, { key: each.key, problems: walk.findings.problems.slice(from) });
  }
  walk.around.pop();
}

/** A key of a service that stands among the services, with a value that no service has. */
function isMisplacedKey({ key, value }: Entry): boolean {
  const known = service.mapping?.keys;
  if (known?.has(key.content) !== true) return false;
  if (value.kind !== 'mapping') return value.kind === 'sequence' || value.value !== null;
  return value.entries.length > 0 && value.entries.every((each) => !known.has(each.key.content));
}
