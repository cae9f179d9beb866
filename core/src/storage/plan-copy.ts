// Whether the content of one volume may be copied into another, and how the other is made where it is not there yet: as
// Compose would make it, so that it takes it for its own.

import { mapObject, objectOf, stringOf, type Json, type ResolvedProject } from '#core/environments/resolved-project.ts';
import { isUp, projectLabel, volumeLabel, type StorageFacts, type VolumeFacts } from '#core/storage/facts.ts';

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
export function planCopy(from: string, to: string, { volumes }: Pick<StorageFacts, 'volumes'>, resolved: ResolvedProject, compose: string): CopyPlan {
  const [source, target] = [from, to].map((name) => volumes.find((volume) => volume.name === name));
  const make = target === undefined ? declaredVolume(to, resolved, compose) : undefined;
  const refused = [
    ...(source === undefined ? [`there is no volume ${from}`] : usedBy(source)),
    ...(from === to ? ['a volume cannot be copied into itself'] : []),
    ...(target === undefined ? (make === undefined ? [`there is no volume ${to}, and no file of ${resolved.name} declares it`] : []) : usedBy(target)),
  ];
  return { from, to, make, bytes: source?.bytes, refused };
}

/** A volume as Compose would make it (C5); undefined for what the project does not declare, or does not make itself. */
export function declaredVolume(name: string, { name: project, volumes }: ResolvedProject, compose: string): NewVolume | undefined {
  const found = Object.entries(objectOf(volumes)).map(([key, value]) => ({ key, ...objectOf(value) })).find((each) => stringOf(objectOf(each)['name']) === name);
  const volume = objectOf(found);
  if (found === undefined || volume['external'] !== undefined && volume['external'] !== false) return undefined;
  return {
    name, driver: stringOf(volume['driver']) ?? 'local', options: texts(volume['driver_opts']),
    labels: { ...texts(volume['labels']), [projectLabel]: project, [volumeLabel]: found.key, 'com.docker.compose.version': compose },
  };
}

/** Whoever writes meanwhile would be copied in part, and whoever runs would not see what changes below it. */
function usedBy({ name, users }: VolumeFacts): readonly string[] {
  return users.filter(isUp).map(({ container }) => `${container} uses ${name}: stop it first`);
}

/** Compose resolves both ways of writing them to an object of texts and numbers. */
function texts(value: Json | undefined): Readonly<Record<string, string>> {
  return mapObject(value, (each) => (typeof each === 'object' ? undefined : String(each)));
}
