// How the data of a service that would not survive comes into a volume with a name: the fix of `ephemeral-data` changes the
// files, and what the service's volume without a name holds is copied first.

import type { Project } from '#core/compose/model.ts';
import { cleanTarget } from '#core/compose/mounts.ts';
import { realNameOf } from '#core/compose/real-name.ts';
import { isAnonymous, isUp, type StorageFacts } from '#core/storage/facts.ts';
import { declaredVolume, type CopyPlan } from '#core/storage/plan-copy.ts';
import { counted, listed } from '#core/words/listed.ts';

/** A mount that the fix has made. */
export interface NamedMount {
  readonly key: string;
  readonly target: string;
}

export interface MovePlan {
  readonly service: string;
  /** In the container. */
  readonly target: string;
  readonly copy: CopyPlan;
  /** The containers that are stopped while it is copied. */
  readonly stops: readonly string[];
}

/** The volume that a fixed project gives a service at a place where it had none with a name. */
export function namedMount(service: string, before: Project, after: Project): NamedMount | undefined {
  const named = (project: Project): readonly NamedMount[] => (project.services.get(service)?.mounts ?? []).flatMap(({ type, source, target }) => (
    type === 'volume' && source !== undefined && target !== undefined ? [{ key: source.value, target: cleanTarget(target.value) }] : []
  ));
  const known = new Set(named(before).map(({ target }) => target));
  return named(after).find(({ target }) => !known.has(target));
}

/** Plans the move, or says why there is none. `compose` is the version of Compose. */
export function planMove(service: string, { key, target }: NamedMount, after: Project, facts: StorageFacts, compose: string): MovePlan | { readonly refused: string } {
  const containers = facts.containers.filter((each) => each.project === after.name && each.service === service);
  if (containers.length === 0) return { refused: `${service} has no container, and so no data that could be moved: the fix in the file is enough` };
  const nameless = new Set(facts.volumes.filter(isAnonymous).map(({ name }) => name));
  const from = new Set(containers.flatMap(({ volumes }) => volumes.filter((each) => cleanTarget(each.target) === target && nameless.has(each.name)).map(({ name }) => name)));
  const [only] = from;
  if (only === undefined) return { refused: `${listed(containers.map(({ name }) => name))} ${containers.length === 1 ? 'has' : 'have'} no volume on ${target}: what is there goes with the container, and has to be copied out of it` };
  if (from.size > 1) return { refused: `${counted(from.size, 'container')} of ${service} have a volume each on ${target}, and only one of them could be kept` };
  const resource = after.volumes.get(key);
  const to = resource && realNameOf(resource, after.name);
  if (to === undefined) return { refused: `what the engine calls the volume ${key} is not known` };
  const stranger = facts.containers.find(({ project, volumes }) => project !== after.name && volumes.some(({ name }) => name === only || name === to));
  if (stranger !== undefined) return { refused: `${stranger.name}, which is not of ${after.name}, uses it too` };
  const there = facts.volumes.find(({ name }) => name === to);
  const make = there === undefined ? declaredVolume(to, after, compose) : undefined;
  if (there === undefined && make === undefined) return { refused: `${to} does not exist, and Compose would not make it` };
  const stops = facts.containers.filter((each) => isUp(each) && each.volumes.some(({ name }) => name === only || name === to)).map(({ name }) => name);
  return { service, target, stops, copy: { from: only, to, make, bytes: facts.volumes.find(({ name }) => name === only)?.bytes, refused: [] } };
}
