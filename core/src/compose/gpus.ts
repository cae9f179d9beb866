// Which services ask for a GPU, and where.

import type { Service } from '#core/compose/model.ts';
import { entry, get, items, textOf } from '#core/yaml/node.ts';
import type { Located, Text } from '#core/yaml/span.ts';

/** NVIDIA's runtime, where a service names it. */
export function gpuRuntimeOf({ node }: Pick<Service, 'node'>): Text | undefined {
  const runtime = textOf(get(node, 'runtime'));
  return runtime !== undefined && /^nvidia[\w-]*$/.test(runtime.value) ? runtime : undefined;
}

/** Where a service asks for NVIDIA's GPUs: those of others come by drivers of which the engine tells nothing. */
export function gpusOf({ node }: Pick<Service, 'node'>): readonly Located<unknown>[] {
  const short = entry(node, 'gpus');
  const all = textOf(short?.value);
  if (short !== undefined && all !== undefined) return all.unresolved.length > 0 ? [] : [short.key.text];
  const devices = [...items(short?.value), ...items(get(get(get(get(node, 'deploy'), 'resources'), 'reservations'), 'devices'))];
  return devices.flatMap((device) => {
    const driver = textOf(get(device, 'driver'));
    const capability = items(get(device, 'capabilities')).map(textOf).find((text) => text?.value === 'gpu');
    const isNvidia = driver === undefined || driver.value === '' || driver.value === 'nvidia';
    if (!isNvidia) return [];
    const at = capability ?? (short === undefined ? undefined : short.key.text);
    return at === undefined ? [] : [at];
  });
}
