// What differs between environments: each service and attribute of which two of them say something different, or one says
// nothing. What the rule `environment-drift` takes for an accident, and what the team has decided, is told with it.

import type { Project, Service } from '#core/compose/model.ts';
import type { Variable } from '#core/compose/service-addresses.ts';
import { attributesOf, mayHave, placeOfServices, type Said } from '#core/drift/attributes.ts';
import type { Show } from '#core/drift/hiding.ts';
import { decisionAbout, serviceAttribute, type Decision } from '#core/drift/decision.ts';
import { groupBy } from '#core/words/group-by.ts';
import type { Located } from '#core/yaml/span.ts';

/** An environment that is compared. */
export interface Compared {
  readonly project: Project;
  /** The variables that a service has from its env files; undefined where one of them cannot be read. */
  fromFiles(service: Service): readonly Variable[] | undefined;
  readonly show: Show;
}

/** What one environment says. */
export interface DriftValue {
  readonly environment: string;
  /** As it may be shown; undefined where the environment says nothing. */
  readonly text: string | undefined;
  /** False where it depends on what cannot be known, and is not compared. */
  readonly known: boolean;
  /** Values of one number are the same, though both may be hidden; undefined where it is not known. */
  readonly group: number | undefined;
  /** Where it stands, or where it would. */
  readonly at: Located<unknown> | undefined;
}

export interface Difference {
  readonly service: string;
  /** `image`, `environment.LOG_LEVEL`, or `service` where an environment lacks the whole of it. */
  readonly attribute: string;
  /** Differences of one number are the same in all their services, though their values may be hidden. */
  readonly same: number;
  /** One for each environment that is compared, in their order. */
  readonly values: readonly DriftValue[];
  /** Why the team wants it so; undefined where nothing is decided. */
  readonly because: string | undefined;
}

/** The differences in the order of services and attributes. A service that one environment lacks is one difference. */
export function driftOf(environments: readonly Compared[], decisions: readonly Decision[]): readonly Difference[] {
  if (environments.length < 2) return [];
  const names = [...new Set(environments.flatMap(({ project }) => [...project.services.values()].filter(({ active }) => active).map(({ name }) => name)))].toSorted();
  const numbers = new Map<string, number>();
  return names.flatMap((service) => serviceDrift(service, environments, decisions, numbers));
}

/** The differences of one service; `numbers` are those of what was found in others. */
export function serviceDrift(name: string, environments: readonly Compared[], decisions: readonly Decision[], numbers = new Map<string, number>()): readonly Difference[] {
  const found = environments.map(({ project, fromFiles, show }) => {
    const service = project.services.get(name);
    const files = service?.active === true ? fromFiles(service) : undefined;
    return { project, service: service?.active === true ? service : undefined, files, attributes: service?.active === true ? attributesOf(service, files, show) : undefined };
  });
  const differences: Difference[] = [];
  const add = (attribute: string, said: readonly (Said | 'unknown' | undefined)[]): void => {
    const values = valuesOf(said, environments.map(({ project }) => project), (index) => found[index]?.service?.key.text ?? placeOfServices(found[index]?.project ?? missing()));
    const decision = decisionAbout(name, attribute, decisions);
    if (new Set(values.flatMap(({ group }) => group ?? [])).size < 2) return;
    // Where only some may differ, the others have to be the same all the same.
    const rest = decision?.environments === undefined ? [] : values.filter(({ environment }) => decision.environments?.includes(environment) !== true);
    const isDecided = decision !== undefined && new Set(rest.flatMap(({ group }) => group ?? [])).size < 2;
    const because = isDecided ? decision.because : undefined;
    const told = JSON.stringify([attribute, because, said.map((each, index) => (each === 'unknown' ? [] : [each?.value, values[index]?.text]))]);
    const same = numbers.get(told) ?? numbers.size;
    numbers.set(told, same);
    differences.push({ service: name, attribute, same, values, because });
  };
  if (found.some(({ service }) => service === undefined)) {
    add(serviceAttribute, found.map(({ project, service }) => (service === undefined ? project.partial ? 'unknown' : undefined : { value: 'defined', shown: 'defined', at: service.key.text })));
  }
  const having = found.filter(({ service }) => service !== undefined);
  for (const attribute of new Set(having.flatMap(({ attributes }) => [...attributes?.keys() ?? []]))) {
    // Of an environment without the service it is said once that it lacks it.
    add(attribute, found.map(({ project, service, files, attributes }) => {
      if (service === undefined) return 'unknown';
      return attributes?.get(attribute) ?? (project.partial || mayHave(service, attribute, files) ? 'unknown' : undefined);
    }));
  }
  return differences;
}

function valuesOf(said: readonly (Said | 'unknown' | undefined)[], projects: readonly Project[], elsewhere: (index: number) => Located<unknown> | undefined): readonly DriftValue[] {
  const groups = new Map<string | undefined, number>();
  const groupOf = (value: string | undefined): number => {
    const group = groups.get(value) ?? groups.size;
    groups.set(value, group);
    return group;
  };
  return projects.map(({ environment: { name } }, index): DriftValue => {
    const each = said[index];
    if (each === 'unknown') return { environment: name, text: undefined, known: false, group: undefined, at: elsewhere(index) };
    if (each === undefined) return { environment: name, text: undefined, known: true, group: groupOf(undefined), at: elsewhere(index) };
    const known = each.value !== undefined;
    return { environment: name, text: each.shown, known, group: known ? groupOf(each.value) : undefined, at: each.at };
  });
}

/** The environments that say the same, in the order of the first of each; what is not known is left out. */
export function groupsOf<Value extends Pick<DriftValue, 'group'>>({ values }: { readonly values: readonly Value[] }): readonly (readonly Value[])[] {
  return [...groupBy(values.filter(({ group }) => group !== undefined), ({ group }) => group).values()];
}

function missing(): never {
  throw new Error('each environment that is compared was looked into');
}
