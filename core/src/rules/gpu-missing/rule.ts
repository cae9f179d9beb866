import type { Service } from '#core/compose/model.ts';
import type { Rule } from '#core/rules/rule.ts';
import { entry, get, items, textOf } from '#core/yaml/node.ts';
import type { Located } from '#core/yaml/span.ts';

/** Engine: `could not select device driver "nvidia" with capabilities: [[gpu]]`, `Unknown runtime specified nvidia`. */
export const gpuMissing: Rule = {
  code: 'gpu-missing',
  title: 'The engine cannot give a GPU to a service that wants one',
  stage: 'start',
  severity: 'error',
  speed: 'live',
  fixable: false,
  *check(project, { engine }) {
    if (engine === undefined) return;
    for (const service of project.services.values()) {
      if (!service.active) continue;
      const runtime = textOf(get(service.node, 'runtime'));
      if (runtime !== undefined && /^nvidia[\w-]*$/.test(runtime.value) && !engine.runtimes.includes(runtime.value)) {
        yield { at: runtime, message: `This engine has no runtime ${runtime.value}: ${service.name} could not start before the NVIDIA Container Toolkit is set up` };
      }
      const [device] = gpusOf(service);
      if (device !== undefined && engine.gpu === false) {
        yield { at: device, message: `This engine has no GPU to give: ${service.name} could not start before the NVIDIA Container Toolkit is set up` };
      }
    }
  },
};

/** Where a service asks for NVIDIA's GPUs: those of others come by drivers of which the engine tells nothing. */
function gpusOf({ node }: Service): readonly Located<unknown>[] {
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
