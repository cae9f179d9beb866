// A service as a list of attributes that can be laid beside those of another environment: each with a name, a text and a
// place. What Compose takes in several forms has one name here: `ports.80/tcp`, `volumes./data`, `environment.LOG_LEVEL`.

import type { Project, Service } from '#core/compose/model.ts';
import { effective, type Variable } from '#core/compose/service-addresses.ts';
import type { Show } from '#core/drift/hiding.ts';
import { entries, textOf, type Entry, type YamlNode } from '#core/yaml/node.ts';
import type { Located, Text } from '#core/yaml/span.ts';

/** What an environment says of one attribute. */
export interface Said {
  /** What is compared; undefined where it depends on what cannot be known. */
  readonly value: string | undefined;
  /** The same as it may be shown: a secret is hidden. */
  readonly shown: string;
  /** Where a person would change it. */
  readonly at: Located<unknown>;
}

/** The attributes of a service. `fromFiles` are the variables of its env files; undefined where one of them cannot be read. */
export function attributesOf(service: Service, fromFiles: readonly Variable[] | undefined, show: Show): ReadonlyMap<string, Said> {
  const found = new Map<string, Said>();
  for (const entry of entries(service.node)) {
    if (!apart.has(entry.key.content) && !entry.key.content.startsWith('x-')) addNode(found, entry.key.content, entry.value, entry, show);
  }
  addVariables(found, service, fromFiles, show);
  addParts(found, service, show);
  return found;
}

/** Whether an absent variable may come from an env file that cannot be read, or from nowhere. */
export function mayHave(service: Service, attribute: string, fromFiles: readonly Variable[] | undefined): boolean {
  return fromFiles === undefined && service.envFiles.length > 0 && attribute.startsWith('environment.');
}

/** Those that are read in their own way, and those that say nothing by themselves. */
const apart = new Set(['environment', 'env_file', 'ports', 'volumes', 'networks', 'depends_on', 'secrets', 'configs', 'models', 'profiles', 'extends']);

/** Lists of `name=value`. */
const pairs = new Set(['labels', 'annotations', 'sysctls', 'args', 'extra_hosts']);

/** Lists whose order counts. */
const words = new Set(['command', 'entrypoint', 'test']);

/** Deeper trees are compared as texts. */
const deepest = 5;

function addNode(found: Map<string, Said>, name: string, node: YamlNode, { key }: Entry, show: Show): void {
  const at: Located<unknown> = key.text;
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (name === 'build' && node.kind === 'scalar') return addNode(found, 'build.context', node, { key, value: node, merged: undefined }, show);
  if (node.kind === 'scalar') {
    if (node.value !== null) found.set(name, said(node.text, node.text.value, name, show));
    return;
  }
  if (node.kind === 'mapping' && name.split('.').length < deepest) {
    for (const entry of node.entries) addNode(found, `${name}.${entry.key.content}`, entry.value, entry, show);
    return;
  }
  if (node.kind === 'sequence' && pairs.has(last)) {
    for (const item of node.items) {
      const text = textOf(item);
      const cut = text?.value.search(/[=:]/) ?? -1;
      if (text !== undefined) {
        const own = `${name}.${cut < 0 ? text.value : text.value.slice(0, cut)}`;
        found.set(own, said(text, cut < 0 ? '' : text.value.slice(cut + 1), own, show));
      }
    }
    return;
  }
  const { texts, unresolved } = plain(node);
  const value = words.has(last) ? texts.join(' ') : texts.toSorted().join(', ');
  found.set(name, { value: unresolved ? undefined : value, shown: show(last, value), at });
}

/** The variables of the container, wherever they are set. */
function addVariables(found: Map<string, Said>, service: Service, fromFiles: readonly Variable[] | undefined, show: Show): void {
  const file = service.envFiles.at(-1)?.path;
  const paths = service.envFiles.map(({ path }) => path);
  if (file !== undefined) found.set('env_file', { value: paths.some(({ unresolved }) => unresolved.length > 0) ? undefined : paths.map(({ value }) => value).join(', '), shown: paths.map(({ value }) => value).join(', '), at: file });
  for (const { name, content, value } of effective(service, fromFiles ?? [])) {
    const known = content === undefined || value === undefined || value.unresolved.length > 0 ? undefined : content;
    found.set(`environment.${name}`, { value: known, shown: show(name, content ?? ''), at: value ?? file ?? service.key.text });
  }
}

function addParts(found: Map<string, Said>, service: Service, show: Show): void {
  const add = (name: string, text: string, parts: readonly (Text | undefined)[], at: Located<unknown>): void => {
    const before = found.get(name);
    const value = parts.some((part) => (part?.unresolved.length ?? 0) > 0) || (before !== undefined && before.value === undefined) ? undefined : text;
    const own = show(name, text);
    found.set(name, before === undefined ? { value, shown: own, at } : { value: value && [before.value, text].toSorted().join(', '), shown: [before.shown, own].toSorted().join(', '), at: before.at });
  };
  for (const { at, address, publishedText, targetText, protocol } of service.ports) {
    const host = [address?.value, publishedText?.value].filter((each) => each !== undefined && each !== '').join(':');
    add(`ports.${targetText?.value ?? ''}/${protocol}`, host === '' ? 'any host port' : host, [address, publishedText, targetText], publishedText ?? at);
  }
  for (const { at, type, source, target, readOnly } of service.mounts) {
    add(`volumes.${target?.value ?? ''}`, `${source?.value ?? type}${readOnly ? ' (read-only)' : ''}`, [source, target], source ?? at);
  }
  for (const { key, service: other, condition } of service.references) {
    if (key === 'depends_on') add(`depends_on.${other.value}`, condition?.value ?? 'service_started', [other, condition], other);
  }
  for (const kind of ['networks', 'secrets', 'configs', 'models'] as const) for (const name of service[kind]) add(`${kind}.${name.value}`, 'used', [name], name);
}

function said(text: Text, value: string, name: string, show: Show): Said {
  return { value: text.unresolved.length > 0 ? undefined : value, shown: show(name.slice(name.lastIndexOf('.') + 1), value), at: text };
}

/** The texts of a list, those of what is nested in one line. */
function plain(node: YamlNode): { readonly texts: readonly string[]; readonly unresolved: boolean } {
  if (node.kind === 'scalar') return { texts: [node.content], unresolved: node.text.unresolved.length > 0 };
  const parts = node.kind === 'sequence' ? node.items.map((item) => ['', plain(item)] as const) : node.entries.map(({ key, value }) => [`${key.content}: `, plain(value)] as const);
  return { texts: parts.map(([name, { texts }]) => name + (texts.length > 1 ? `[${texts.join(', ')}]` : texts.join(''))), unresolved: parts.some(([, { unresolved }]) => unresolved) };
}

/** The `services` key of an environment's own file: where a service would stand that it lacks. */
export function placeOfServices({ environment, files }: Project): Located<unknown> | undefined {
  for (const path of environment.files.toReversed()) {
    const file = files.find((each) => each.file === path);
    for (const document of file?.documents ?? []) {
      const services = entries(document).find(({ key }) => key.content === 'services');
      if (services !== undefined) return services.key.text;
    }
  }
  return undefined;
}
