// What a plan has to know of a loaded project.

import type { Project } from '#core/compose/model.ts';
import type { Place } from '#core/environments/plan.ts';

/** The project's environment, name and active services. */
export function placeOf({ environment, name, services }: Project): Place {
  return { environment, project: name, services: [...services.values()].filter(({ active }) => active).map((service) => service.name) };
}
