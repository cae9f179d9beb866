// What an environment is made of and asks for, as one row of the matrix. What runs and what is saved is told from outside.

import { variablesIn } from '#core/compose/interpolate.ts';
import { limitsOf } from '#core/compose/limits.ts';
import type { Project, Service } from '#core/compose/model.ts';
import type { Port } from '#core/compose/ports.ts';
import { connectionOf } from '#core/compose/service-networks.ts';
import { gpuCountOf, machineOf, type Machine } from '#core/configuration/machine.ts';
import { isSecretName } from '#core/language/masking.ts';
import type { FilePath } from '#core/outside.ts';
import { environmentKey } from '#core/project/discover.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import type { Mode } from '#core/protocol.ts';
import { replicasOf } from '#core/rules/port-conflict/host-ports.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import type { YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';

/** One environment. Services that its profiles leave out are not counted. */
export interface MatrixRow {
  readonly id: string;
  readonly name: string;
  readonly mode: Mode;
  readonly project: string;
  /** The folder in which it was found. */
  readonly folder: FilePath;
  readonly directory: FilePath;
  readonly files: readonly FilePath[];
  readonly envFiles: readonly FilePath[];
  readonly profiles: readonly string[];
  readonly services: readonly string[];
  readonly networks: readonly string[];
  /** Host ports with the address and the protocol where these are not the usual ones: `8080`, `127.0.0.1:53/udp`. */
  readonly ports: readonly string[];
  /** What its containers may use together in bytes and what is reserved for them, and the services that have no limit. */
  readonly memory: { readonly limit: number; readonly reserved: number; readonly unlimited: readonly string[]; /** What the machine has for it, where `composure.yaml` says so. */ readonly machine: Machine['memory'] };
  /** The services that ask for a GPU. */
  readonly gpu: readonly string[];
  /** How many of them one service wants at most, and what the machine has, where `composure.yaml` says so. */
  readonly gpus: { readonly wanted: number; readonly machine: Machine['gpus'] };
  /** The variables that its files use, and those that `composure.yaml` describes. */
  readonly variables: readonly string[];
  /** Those of them that have neither a value nor a default. */
  readonly unset: readonly string[];
  /** The secrets that its services use, and the variables that are called or described as one. */
  readonly secrets: readonly string[];
  /** Files that cannot be read, or lie elsewhere: there may be more than is told. */
  readonly partial: boolean;
}

/** The row of a project; `configuration` is the `composure.yaml` that holds for it. */
export function matrixRow(project: Project, configuration?: YamlFile): MatrixRow {
  const { environment, files, problems } = project;
  const services = [...project.services.values()].filter(({ active }) => active);
  const described = readVariables(configuration);
  const used = unique(files.flatMap(({ documents }) => documents.flatMap(variablesUsedIn)));
  const variables = unique([...used, ...described.keys()]);
  const machine = machineOf(environment.name, configuration);
  const sum = (of: 'memory' | 'reservedMemory'): number => services.reduce((total, service) => total + (limitsOf(service)[of]?.amount ?? 0) * replicasOf(service), 0);
  return {
    id: environmentKey(environment), name: environment.name, mode: environment.mode, project: project.name,
    folder: folderFoundIn(environment), directory: project.directory, files: environment.files, envFiles: environment.envFiles, profiles: environment.profiles,
    services: services.map(({ name }) => name),
    networks: unique(services.flatMap(networksOf)),
    ports: [...new Set(services.flatMap(({ ports }) => ports.flatMap((port) => portText(port) ?? [])))].toSorted(byNumber),
    memory: {
      limit: sum('memory'), reserved: sum('reservedMemory'),
      unlimited: services.filter((service) => limitsOf(service).memory === undefined).map(({ name }) => name),
      machine: machine.memory,
    },
    gpu: services.filter((service) => gpuCountOf(service) > 0).map(({ name }) => name),
    gpus: { wanted: Math.max(0, ...services.map(gpuCountOf)), machine: machine.gpus },
    variables,
    unset: unique(problems.filter(({ code }) => code === 'undefined-variable' || code === 'required-variable').flatMap(({ message }) => variables.filter((name) => message === name || message.startsWith(`${name} `)))),
    secrets: unique([...services.flatMap(({ secrets }) => secrets.map(({ value }) => value)), ...variables.filter((name) => described.get(name)?.secret ?? isSecretName(name))]),
    partial: project.partial || project.unreadable.length > 0,
  };
}

/** A host port as people write it; undefined where the engine chooses, or a variable may choose. */
export function portText({ address, published, publishedText, protocol }: Port): string | undefined {
  if (publishedText === undefined || published === undefined || published.first === 0) return undefined;
  const host = address === undefined || address.value === '' || address.value === '0.0.0.0' ? '' : `${address.value.includes(':') ? `[${address.value}]` : address.value}:`;
  return `${host}${published.first === published.last ? published.first : `${published.first}-${published.last}`}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}

function networksOf(service: Service): readonly string[] {
  const connection = connectionOf(service);
  return connection.kind === 'networks' ? connection.networks.map(({ name }) => name) : connection.kind === 'host' ? ['host'] : [];
}

const known = new WeakMap<YamlNode, readonly string[]>();

/** Files are shared by environments, and most of their services stay as they are. */
function variablesUsedIn(node: YamlNode | undefined): readonly string[] {
  if (node === undefined) return [];
  if (node.kind === 'scalar') return node.content.includes('$') ? variablesIn(node).map(({ name }) => name) : [];
  const before = known.get(node);
  if (before !== undefined) return before;
  const found = unique((node.kind === 'sequence' ? node.items : node.entries.map(({ value }) => value)).flatMap(variablesUsedIn));
  known.set(node, found);
  return found;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}

function byNumber(one: string, other: string): number {
  const port = (text: string): number => Number(/(\d+)(?:-\d+)?(?:\/\w+)?$/.exec(text)?.[1] ?? 0);
  return port(one) - port(other) || (one < other ? -1 : 1);
}
