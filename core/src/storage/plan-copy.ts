// Whether the content of one volume may be copied into another, and how the other is made where it is not there yet: as
// Compose would make it, so that it takes it for its own.

import type { Project } from '#core/compose/model.ts';
import { realNameOf } from '#core/compose/real-name.ts';
import { isUp, projectLabel, volumeLabel, type StorageFacts, type VolumeFacts } from '#core/storage/facts.ts';
import { entries, get, items, textOf, type YamlNode } from '#core/yaml/node.ts';

/** A volume that is to be made. */
export interface NewVolume {
  readonly name: string;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

export interface CopyPlan {
  readonly from: string;
  readonly to: string;
  /** Undefined where it is there; it must be empty then. */
  readonly make: NewVolume | undefined;
  readonly bytes: number | undefined;
  /** Why it is not done. */
  readonly refused: readonly string[];
}

/** `compose` is the version of Compose, which it writes on its volumes. */
export function planCopy(from: string, to: string, { volumes }: Pick<StorageFacts, 'volumes'>, project: Pick<Project, 'name' | 'volumes'>, compose: string): CopyPlan {
  const [source, target] = [from, to].map((name) => volumes.find((volume) => volume.name === name));
  const make = target === undefined ? declaredVolume(to, project, compose) : undefined;
  const refused = [
    ...(source === undefined ? [`there is no volume ${from}`] : usedBy(source)),
    ...(from === to ? ['a volume cannot be copied into itself'] : []),
    ...(target === undefined ? (make === undefined ? [`there is no volume ${to}, and no file of ${project.name} declares it`] : []) : usedBy(target)),
  ];
  return { from, to, make, bytes: source?.bytes, refused };
}

/**
 * A volume as Compose would make it (C5), also one that no active service mounts; undefined for what the project does not declare,
 * does not make itself, or describes by variables without a value.
 */
export function declaredVolume(name: string, { name: project, volumes }: Pick<Project, 'name' | 'volumes'>, compose: string): NewVolume | undefined {
  const resource = [...volumes.values()].find((each) => !each.external && realNameOf(each, project) === name);
  if (resource === undefined) return undefined;
  const [driver, options, labels] = [textOf(get(resource.node, 'driver')), textsIn(get(resource.node, 'driver_opts')), textsIn(get(resource.node, 'labels'))];
  if (options === undefined || labels === undefined || (driver?.unresolved.length ?? 0) > 0) return undefined;
  return {
    name, driver: driver?.value ?? 'local', options,
    labels: { ...labels, [projectLabel]: project, [volumeLabel]: resource.name, 'com.docker.compose.version': compose },
  };
}

/** Whoever writes meanwhile would be copied in part, and whoever runs would not see what changes below it. */
function usedBy({ name, users }: VolumeFacts): readonly string[] {
  return users.filter(isUp).map(({ container }) => `${container} uses ${name}: stop it first`);
}

/** A mapping, or a list of `key=value`; undefined where something in it depends on a variable without a value. */
function textsIn(node: YamlNode | undefined): Readonly<Record<string, string>> | undefined {
  const pairs = [
    ...entries(node).map(({ key, value }) => [key.content, textOf(value)] as const),
    ...items(node).map((item) => {
      const text = textOf(item);
      const [, key = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(text?.value ?? '') ?? [];
      return [key, text && { ...text, value }] as const;
    }),
  ];
  return pairs.some(([, text]) => (text?.unresolved.length ?? 0) > 0) ? undefined : Object.fromEntries(pairs.map(([key, text]) => [key, text?.value ?? '']));
}
