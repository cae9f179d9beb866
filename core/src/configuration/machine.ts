// What an environment asks of its machine, held against what `composure.yaml` says that the machine has for it. No engine
// is asked: the environment may be meant for another machine.

import { gpuRuntimeOf, gpusOf } from '#core/compose/gpus.ts';
import { bytesOf, limitsOf } from '#core/compose/limits.ts';
import type { LoadProblem, Project, Service } from '#core/compose/model.ts';
import { configurationCode } from '#core/project/configured-environments.ts';
import { replicasOf } from '#core/rules/port-conflict/host-ports.ts';
import { sized } from '#core/words/size.ts';
import { get, items, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Located } from '#core/yaml/span.ts';

/** What `composure.yaml` says that the machine of an environment has; `some`: GPUs, nobody says how many. */
export interface Machine {
  readonly memory: number | undefined;
  readonly gpus: number | 'some' | undefined;
}

/** What it says of one. */
export function machineOf(environment: string, file: YamlFile | undefined): Machine {
  const node = get(get(file?.documents[0], 'environments'), environment);
  const [memory, gpu] = [textOf(get(node, 'memory')), get(node, 'gpu')];
  return { memory: memory && bytesOf(memory.value), gpus: gpu && gpusIn(gpu) };
}

/** What is more than there is, said where `composure.yaml` says what there is. */
export function machineProblems(project: Project, file: YamlFile | undefined): readonly LoadProblem[] {
  const environment = get(get(file?.documents[0], 'environments'), project.environment.name);
  const [memory, gpu] = [get(environment, 'memory'), get(environment, 'gpu')];
  if (project.partial) return [];
  return [...memory === undefined ? [] : memoryProblem(project, memory), ...gpu === undefined ? [] : gpuProblem(project, gpu)];
}

function memoryProblem({ services, environment }: Project, node: YamlNode): readonly LoadProblem[] {
  const there = textOf(node);
  const bytes = there && bytesOf(there.value);
  const limited = [...services.values()].filter(({ active }) => active).flatMap((service) => {
    const limit = limitsOf(service).memory;
    return limit === undefined ? [] : [{ name: service.name, limit, bytes: limit.amount * replicasOf(service) }];
  });
  const sum = limited.reduce((total, each) => total + each.bytes, 0);
  const [largest] = limited.toSorted((a, b) => b.bytes - a.bytes);
  if (there === undefined || bytes === undefined || sum <= bytes || largest === undefined) return [];
  return [{
    code: configurationCode, at: there, message: `The services of ${environment.name} may use ${sized(sum)} of memory together, and its machine has ${sized(bytes)} for them: it could run out`,
    related: { at: largest.limit.at, message: `${largest.name} may use ${sized(largest.bytes)}` },
  }];
}

function gpuProblem({ services, environment }: Project, node: YamlNode): readonly LoadProblem[] {
  const there = textOf(node);
  const count = gpusIn(node);
  if (there === undefined || typeof count !== 'number') return [];
  for (const service of services.values()) {
    const [asked] = service.active ? placesOfGpus(service) : [];
    const wanted = gpuCountOf(service);
    if (asked === undefined || wanted <= count) continue;
    const [wants, has] = [wanted === 1 ? 'a GPU' : `${wanted} GPUs`, count === 0 ? 'none' : `${count}`];
    return [{ code: configurationCode, at: there, message: `${service.name} wants ${wants}, and the machine of ${environment.name} has ${has}: it cannot start there`, related: { at: asked, message: `${service.name} asks for ${wants} here` } }];
  }
  return [];
}

function gpusIn(node: YamlNode): Machine['gpus'] {
  if (node.kind !== 'scalar') return undefined;
  if (typeof node.value === 'boolean') return node.value ? 'some' : 0;
  const count = Number(node.content);
  return Number.isNaN(count) ? undefined : count;
}

function placesOfGpus(service: Service): readonly Located<unknown>[] {
  return [gpuRuntimeOf(service), ...gpusOf(service)].filter((each) => each !== undefined);
}

/** How many GPUs one container wants; all that there are count as one. */
export function gpuCountOf(service: Service): number {
  if (placesOfGpus(service).length === 0) return 0;
  const { node } = service;
  const devices = [...items(get(node, 'gpus')), ...items(get(get(get(get(node, 'deploy'), 'resources'), 'reservations'), 'devices'))];
  const counts = devices.map((device) => {
    const said = textOf(get(device, 'count'))?.value ?? '';
    return /^\d{1,3}$/.test(said) ? Number(said) : items(get(device, 'device_ids')).length;
  });
  return Math.max(1, ...counts);
}
