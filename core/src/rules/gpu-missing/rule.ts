import { gpuRuntimeOf, gpusOf } from '#core/compose/gpus.ts';
import type { Rule } from '#core/rules/rule.ts';

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
      const runtime = gpuRuntimeOf(service);
      if (runtime !== undefined && !engine.runtimes.includes(runtime.value)) {
        yield { at: runtime, message: `This engine has no runtime ${runtime.value}: ${service.name} could not start before the NVIDIA Container Toolkit is set up` };
      }
      const [device] = gpusOf(service);
      if (device !== undefined && engine.gpu === false) {
        yield { at: device, message: `This engine has no GPU to give: ${service.name} could not start before the NVIDIA Container Toolkit is set up` };
      }
    }
  },
};
