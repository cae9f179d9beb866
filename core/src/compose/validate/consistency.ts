// What Compose asks of the services that take part once everything is merged (compose-go, checkConsistency), as far as
// it concerns one service or one resource by itself.

import type { Resource, Service } from '#core/compose/model.ts';
import { byteSize } from '#core/compose/format/bytes.ts';
import { Findings, placeOf, type TreeProblem } from '#core/compose/validate/findings.ts';
import { isTrue } from '#core/compose/validate/resource-rules.ts';
import { entries, entry, get, items, isNull, textOf, type Entry, type YamlNode } from '#core/yaml/node.ts';

/** What was found in services, by their nodes. */
export type ConsistentServices = WeakMap<YamlNode, readonly TreeProblem[]>;

/** Checks the active services and all secrets of a project. `known` remembers services from one call to the next. */
export function validateConsistency(services: Iterable<Service>, secrets: Iterable<Resource>, problem: (problem: TreeProblem) => void, known: ConsistentServices = new WeakMap()): void {
  for (const { active, node } of services) {
    if (!active) continue;
    let problems = known.get(node);
    if (problems === undefined) {
      const findings = new Findings();
      checkService(node, findings);
      ({ problems } = findings);
      known.set(node, problems);
    }
    for (const each of problems) problem(each);
  }
  const findings = new Findings();
  for (const secret of secrets) checkSecret(secret, findings);
  for (const each of findings.problems) problem(each);
}

/** Every key is looked at once, and each question is asked where the key is that it cannot do without. */
function checkService(service: YamlNode, findings: Findings): void {
  let isScaled = false;
  let isLimited = false;
  let deploy: YamlNode | undefined;
  for (const { key, value } of entries(service)) {
    switch (key.content) {
      case 'network_mode': checkNetworkMode(service, value, findings); break;
      case 'build': if (value.kind === 'mapping') checkBuild(service, value, findings); break;
      case 'healthcheck': checkHealthTest(get(value, 'test'), findings); break;
      case 'develop': case 'x-develop': for (const rule of items(get(value, 'watch'))) checkWatch(rule, findings); break;
      case 'env_file': for (const file of items(value)) checkFormat(file, findings); break;
      case 'secrets': case 'configs': checkSources(key.content, value, findings); break;
      case 'deploy': deploy = value; break;
      case 'scale': isScaled = true; break;
      case 'cpus': case 'mem_limit': case 'mem_reservation': case 'pids_limit': isLimited = true; break;
    }
  }
  if (isScaled || deploy !== undefined) checkScale(service, findings);
  if (isLimited && deploy !== undefined) checkLimits(service, findings);
}

/** Without `source` a mount means the secret or config without a name, which no project defines. */
function checkSources(kind: string, mounts: YamlNode, findings: Findings): void {
  for (const mount of items(mounts)) {
    if (mount.kind === 'mapping' && entry(mount, 'source') === undefined) findings.report('missing-property', placeOf(mount), `A mount of a ${kind.slice(0, -1)} needs "source": its name`, { absent: true });
  }
}

function checkNetworkMode(service: YamlNode, value: YamlNode, findings: Findings): void {
  if (!isBlank(value)) exclude(service, 'network_mode', 'networks', 'the mode decides about the network alone', findings);
}

function checkBuild(service: YamlNode, build: YamlNode, findings: Findings): void {
  for (const { key, value } of entries(build)) if (key.content === 'secrets') checkSources('secrets', value, findings);
  if (says(build, 'dockerfile') && says(build, 'dockerfile_inline')) exclude(build, 'dockerfile', 'dockerfile_inline', 'Compose takes one of them', findings);
  const platform = textOf(get(service, 'platform'));
  const platforms = items(get(build, 'platforms'));
  if (platform === undefined || platform.value === '' || platforms.length === 0 || platform.unresolved.length > 0) return;
  if (platforms.some((each) => each.kind === 'scalar' && (each.content === platform.value || each.text.unresolved.length > 0))) return;
  findings.report('conflicting-keys', platform, `build.platforms does not hold ${platform.value}: the service could not run what is built`);
}

function checkHealthTest(test: YamlNode | undefined, findings: Findings): void {
  const [first] = items(test);
  if (first?.kind !== 'scalar' || ['CMD', 'CMD-SHELL', 'NONE'].includes(first.content)) return;
  const upper = first.content.toUpperCase();
  findings.reportFault(first, { message: `A health check in a list begins with CMD, CMD-SHELL or NONE, and this one begins with "${first.content}"`, ...(['CMD', 'CMD-SHELL', 'NONE'].includes(upper) ? { instead: upper } : {}) }, 'CMD, CMD-SHELL or NONE');
}

function checkScale(service: YamlNode, findings: Findings): void {
  const scale = entry(service, 'scale');
  const replicas = entry(get(service, 'deploy'), 'replicas');
  const [one, other] = [numberOf(scale?.value), numberOf(replicas?.value)];
  if (scale !== undefined && replicas !== undefined && one !== undefined && other !== undefined && one !== other) {
    conflict(scale, replicas, `scale is ${one} and deploy.replicas is ${other}: they must be the same, or one of them go`, findings);
  }
  for (const each of [scale, replicas]) {
    if (each !== undefined && (numberOf(each.value) ?? 0) < 0) findings.report('invalid-value', placeOf(each.value), `${each.key.content} must be 0 or more`);
  }
  const name = entry(service, 'container_name');
  const many = one ?? other ?? 1;
  const by = one === undefined ? replicas : scale;
  if (many > 1 && name !== undefined && by !== undefined && !isNull(name.value) && textOf(name.value)?.value !== '') {
    conflict(name, by, `container_name is for one container, and ${by === scale ? 'scale' : 'deploy.replicas'} asks for ${many}: Compose refuses the project`, findings);
  }
}

/** Limits that stand at the service and below `deploy`: both must say the same. */
function checkLimits(service: YamlNode, findings: Findings): void {
  const resources = get(get(service, 'deploy'), 'resources');
  const [limits, reservations] = [get(resources, 'limits'), get(resources, 'reservations')];
  compare(service, 'cpus', limits, 'limits.cpus', numberOf, findings);
  compare(service, 'mem_limit', limits, 'limits.memory', bytesOf, findings);
  compare(service, 'mem_reservation', reservations, 'reservations.memory', bytesOf, findings);
  compare(service, 'pids_limit', limits, 'limits.pids', numberOf, findings);
}

function compare(service: YamlNode, name: string, section: YamlNode | undefined, path: string, read: (node: YamlNode | undefined) => number | undefined, findings: Findings): void {
  const own = entry(service, name);
  const value = read(own?.value);
  if (own === undefined || section?.kind !== 'mapping' || value === undefined || value === 0) return;
  const other = entry(section, path.slice(path.indexOf('.') + 1));
  const there = other === undefined || isNull(other.value) ? 0 : read(other.value);
  if (there === undefined || Math.fround(there) === Math.fround(value)) return;
  const text = own.value.kind === 'scalar' ? own.value.content : '';
  const says = other?.value.kind === 'scalar' ? `says ${other.value.content}` : 'says nothing';
  findings.report('conflicting-keys', { value: own, file: own.key.file, span: own.key.span }, `${name} says ${text} and deploy.resources.${path} ${says}: they must be the same, or one of them go`, other === undefined ? {} : { related: { at: { value: other, file: other.key.file, span: other.key.span }, message: 'The other limit' } });
}

function checkWatch(rule: YamlNode, findings: Findings): void {
  const action = textOf(get(rule, 'action'));
  if (action === undefined || action.value === 'rebuild' || action.value === 'restart' || action.unresolved.length > 0 || says(rule, 'target')) return;
  findings.report('missing-property', action, `A watch rule with ${action.value} needs "target": where the files go in the container`, { absent: true });
}

function checkFormat(file: YamlNode, findings: Findings): void {
  const format = get(file, 'format');
  const required = get(file, 'required');
  if (format?.kind !== 'scalar' || format.content === 'raw' || format.content === '' || format.text.unresolved.length > 0) return;
  if (required?.kind === 'scalar' && /^(?:false|no|n|off)$/i.test(required.content)) return;
  findings.reportFault(format, { message: `"${format.content}" is no format of an env file: there is raw, and nothing for the usual one`, instead: 'raw' }, 'raw');
}

/** A secret without a source: a driver is none by itself, and neither is an empty name of a variable. */
function checkSecret({ node, key }: Resource, findings: Findings): void {
  const external = get(node, 'external');
  if (node.kind !== 'mapping' || (external !== undefined && isTrue(external)) || entry(node, 'file') !== undefined || says(node, 'environment')) return;
  // Without any of these keys it is said already.
  if (!['driver', 'external', 'environment'].some((name) => entry(node, name) !== undefined)) return;
  findings.report('missing-property', { value: key, file: key.file, span: key.span }, `The secret "${key.content}" has no source: it needs "file" or "environment"`, { absent: true });
}

function exclude(node: YamlNode, first: string, second: string, why: string, findings: Findings): void {
  const [one, other] = [entry(node, first), entry(node, second)];
  if (one === undefined || other === undefined || isBlank(other.value)) return;
  conflict(one, other, `"${first}" cannot stand beside "${second}": ${why}`, findings);
}

function conflict(one: Entry, other: Entry, message: string, findings: Findings): void {
  findings.report('conflicting-keys', { value: one, file: one.key.file, span: one.key.span }, message, {
    related: { at: { value: other, file: other.key.file, span: other.key.span }, message: `"${other.key.content}" stands here` },
  });
}

function isBlank(node: YamlNode): boolean {
  return node.kind === 'scalar' ? node.value === null || node.content === '' : node.kind === 'mapping' ? node.entries.length === 0 : node.items.length === 0;
}

/** True where a key is there with a text in it. */
function says(node: YamlNode, name: string): boolean {
  const value = get(node, name);
  return value?.kind === 'scalar' && value.value !== null && value.content !== '';
}

function numberOf(node: YamlNode | undefined): number | undefined {
  if (node?.kind !== 'scalar' || node.value === null || node.content === '') return undefined;
  const value = Number(node.value);
  return Number.isNaN(value) ? undefined : value;
}

const multipliers: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4, p: 1024 ** 5 };

function bytesOf(node: YamlNode | undefined): number | undefined {
  if (node?.kind !== 'scalar' || node.value === null || byteSize.fault(node.content) !== undefined) return undefined;
  const match = /^([\d.eE+-]+?) ?([bkmgtp]?)(?:i?b)?$/i.exec(node.content);
  return match === null ? undefined : Math.trunc(Number(match[1]) * (multipliers[(match[2] ?? '').toLowerCase()] ?? 1));
}

