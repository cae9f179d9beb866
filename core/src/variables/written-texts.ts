// The texts of the files that are made whole of an environment's variables. Strings are written as JSON writes them,
// which is YAML too.

import { interpolateText } from '#core/compose/interpolate.ts';
import { get, type YamlNode } from '#core/yaml/node.ts';
import type { Outputs, ServiceLimits } from '#core/variables/read-outputs.ts';

/** A variable's name and value. */
export type Pair = readonly [name: string, value: string];

const made = '# Made by composure env generate from composure.yaml: what is changed here is lost\n';

/** The secrets as one JSON object. */
export function secretsJson(secrets: readonly Pair[]): string {
  return `${JSON.stringify(Object.fromEntries(secrets), undefined, 2)}\n`;
}

/** The secrets as a manifest of Kubernetes, which encodes `stringData` itself. */
export function kubernetesSecret({ name, namespace }: NonNullable<Outputs['kubernetes']>, secrets: readonly Pair[]): string {
  return [
    `${made}apiVersion: v1`, 'kind: Secret', 'metadata:', `  name: ${JSON.stringify(name)}`,
    ...(namespace === undefined ? [] : [`  namespace: ${JSON.stringify(namespace)}`]),
    'type: Opaque', secrets.length === 0 ? 'stringData: {}' : 'stringData:', ...secrets.map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`), '',
  ].join('\n');
}

/** A compose file that goes over the others. `serviceNode` is what they say of a service. */
export function limitsOverride(services: ReadonlyMap<string, ServiceLimits>, serviceNode: (name: string) => YamlNode | undefined): string {
  return `${made}services:\n${[...services].map(([name, limits]) => `  ${keyText(name)}:\n${serviceLines(limits, serviceNode(name)).map((line) => `    ${line}\n`).join('')}`).join('')}`;
}

/** A name as a key, in quotes where it would be something else than text. */
function keyText(name: string): string {
  return /^[A-Za-z][\w-]+$/.test(name) && !/^(?:yes|no|on|off|true|false|null)$/i.test(name) ? name : JSON.stringify(name);
}

/** Compose takes a limit in one of two places only: where the service has it already. */
function serviceLines({ memory, cpus, gpu, ports }: ServiceLimits, node: YamlNode | undefined): readonly string[] {
  const short = (key: string, value: string | undefined): readonly string[] => (value !== undefined && get(node, key) !== undefined ? [`${key}: ${JSON.stringify(value)}`] : []);
  const own = [...short('mem_limit', memory), ...short('cpus', cpus)];
  const limits = [
    ...(cpus === undefined || get(node, 'cpus') !== undefined ? [] : [`cpus: ${JSON.stringify(cpus)}`]),
    ...(memory === undefined || get(node, 'mem_limit') !== undefined ? [] : [`memory: ${JSON.stringify(memory)}`]),
  ];
  const resources = [
    ...(limits.length === 0 ? [] : ['limits:', ...limits.map((line) => `  ${line}`)]),
    ...(gpu === undefined ? [] : ['reservations:', '  devices: !override', '    - driver: nvidia', `      count: ${gpu}`, '      capabilities: [gpu]']),
  ];
  return [
    // Lists of two files are otherwise one behind the other: both ports would be published.
    ...(ports === undefined ? [] : ports.length === 0 ? ['ports: !override []'] : ['ports: !override', ...ports.map((port) => `  - ${JSON.stringify(port)}`)]),
    ...own,
    ...(resources.length === 0 ? [] : ['deploy:', '  resources:', ...resources.map((line) => `    ${line}`)]),
  ];
}

/** A template filled in, or why it cannot be. */
export type Filled = { readonly text: string } | { readonly unknown: readonly string[] } | { readonly wrong: string };

/** Characters: what interpolation takes. */
const longestTemplate = 65_000;

/** Fills in `${NAME}`, as Compose does, and nothing else: `$host` is nginx's own. `$${NAME}` stays, with one dollar. */
export function filledTemplate(template: string, values: ReadonlyMap<string, string>): Filled {
  if (template.length > longestTemplate) return { wrong: `it is longer than ${longestTemplate} characters` };
  const wrong: string[] = [];
  const unknown = new Set<string>();
  const value = template.replaceAll(/\$\$(?=\{)|\$(?!\{)/g, '$$$$');
  const { value: text } = interpolateText({ value, file: '', span: [0, 0], pieces: undefined, unresolved: [] }, values, ({ code, message, at }) => {
    if (code === 'interpolation-syntax') wrong.push(message);
    else unknown.add(/\w+/.exec(at.value)?.[0] ?? at.value);
  });
  const [first] = wrong;
  if (first !== undefined) return { wrong: first };
  if (unknown.size > 0) return { unknown: [...unknown] };
  return text.length > longestTemplate ? { wrong: `what it becomes is longer than ${longestTemplate} characters` } : { text };
}
