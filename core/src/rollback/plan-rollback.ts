// What has to be done to bring an environment, or one service of it, back to a state that worked. Compose is given what was
// remembered, with each image by the name that kept it; the files of the workspace stay as they are.

import type { JsonObject, ResolvedProject } from '#core/environments/resolved-project.ts';
import { objectOf, resolvedArguments, stringOf, without } from '#core/environments/resolved-project.ts';
import type { Plan, PlanStep } from '#core/environments/plan.ts';
import type { ComposeCall } from '#core/environments/compose-call.ts';
import type { FilePath } from '#core/outside.ts';
import type { RememberedFile, RememberedService, RunningImage, WorkingState } from '#core/rollback/working-state.ts';
import { stateLabel } from '#core/rollback/working-state.ts';

/** How things stand beside a remembered state. */
export interface RollbackFacts {
  readonly state: WorkingState;
  /** The containers of the project. */
  readonly running: readonly RunningImage[];
  /** The hash that each service would have now, if it were made as the state has it. */
  readonly hashes: Hashes;
  /** The digest of each image that is there, by the names and digests that the state knows. */
  readonly images: ReadonlyMap<string, string>;
  /** The remembered files whose text on the disk is another one now, or that are gone. */
  readonly changedFiles: readonly RememberedFile[];
}

export type Hashes = ReadonlyMap<string, string>;

/** `files`: made of other files or values. `image`: of another image. `stopped`: the same, and does not run. */
export type Difference = 'files' | 'image' | 'stopped' | 'absent';

export interface ServiceRollback {
  readonly name: string;
  readonly differs: readonly Difference[];
}

export interface Rollback {
  readonly state: WorkingState;
  /** What will be made anew or started. */
  readonly services: readonly ServiceRollback[];
  /** What runs and is no part of the state: its containers are removed, if the whole environment is rolled back. */
  readonly removed: readonly string[];
  /** Those whose image is gone: nothing can be begun. */
  readonly missing: readonly RememberedService[];
  /** Images that have lost the name that kept them, and get it again. */
  readonly unpinned: readonly RememberedService[];
  readonly changedFiles: readonly FilePath[];
  /** What Compose is given. */
  readonly document: ResolvedProject;
}

/** Works out a rollback of all services, or of one. */
export function planRollback({ state, running, hashes, images, changedFiles }: RollbackFacts, only?: string): Rollback {
  const wanted = state.services.filter(({ name }) => only === undefined || name === only);
  const differing = wanted.flatMap((service): readonly ServiceRollback[] => {
    const differs = differencesOf(service, state, running, hashes);
    return differs.length === 0 ? [] : [{ name: service.name, differs }];
  });
  const names = withDependants(differing.map(({ name }) => name), state, only === undefined);
  const services = names.map((name) => differing.find((one) => one.name === name) ?? { name, differs: ['files'] as const });
  const used = state.services.filter(({ name }) => names.includes(name));
  return {
    state, services,
    removed: only === undefined ? [...new Set(running.map(({ service }) => service))].filter((name) => state.resolved.services[name] === undefined) : [],
    missing: used.filter(({ imageId }) => !images.has(imageId)),
    unpinned: used.filter(({ pinned, imageId }) => images.has(imageId) && images.get(pinned) !== imageId),
    changedFiles: changedFiles.map(({ path }) => path),
    document: pinnedDocument(state, names),
  };
}

/** Whether there is nothing to do. */
export function isDone({ services, removed }: Pick<Rollback, 'services' | 'removed'>): boolean {
  return services.length === 0 && removed.length === 0;
}

/** The call of Compose that carries a rollback out; `file` holds the document. */
export function rollbackSteps({ state, services, removed }: Rollback, file: FilePath, only?: string): Plan {
  const { environment } = state;
  const title = `Rolling ${only ?? environment.name} back`;
  const names = services.map(({ name }) => name);
  const all = only === undefined ? state.services.map(({ name }) => name) : names;
  const call = (own: string, ...args: readonly string[]): ComposeCall<void> => ({
    title: own, directory: environment.directory, output: 'progress', parse: () => undefined,
    args: [...resolvedArguments(environment.directory, state.project, file), ...args],
  });
  // Neither is built nor pulled: only what is remembered counts. What is right already is left alone, whoever needs it.
  const up: readonly PlanStep[] = names.length === 0 ? [] : [{
    action: 'up', environment, title, call: call(title, 'up', '--detach', '--no-build', '--no-deps', ...names), awaits: { project: state.project, services: all },
  }];
  const remove = `Removing ${removed.join(', ')}`;
  const rm: readonly PlanStep[] = removed.length === 0 ? [] : [{
    action: 'remove', environment, title: remove, awaits: undefined,
    call: { ...call(remove), directory: '/', args: ['--project-name', state.project, 'rm', '--stop', '--force', ...removed] },
  }];
  return { title, steps: [...up, ...rm] };
}

/** Whether a state is another one than what runs now, in one service if only that counts. */
export function isOther({ state, running, hashes }: Pick<RollbackFacts, 'state' | 'running' | 'hashes'>, only?: string): boolean {
  const differing = state.services.filter((service) => differencesOf(service, state, running, hashes).length > 0);
  if (only !== undefined) return differing.some(({ name }) => name === only);
  return differing.length > 0 || running.some(({ service }) => state.resolved.services[service] === undefined);
}

function differencesOf(service: RememberedService, state: WorkingState, running: readonly RunningImage[], hashes: Hashes): readonly Difference[] {
  const own = running.filter((one) => one.service === service.name);
  if (own.length === 0) return ['absent'];
  const isImage = own.every(({ imageId }) => imageId === service.imageId);
  const isFiles = own.every(({ configHash, workingState }) => (
    workingState === undefined ? configHash === service.configHash || configHash === hashes.get(service.name) : workingState === state.id
  ));
  if (isImage && isFiles) return own.some(isUp) ? [] : ['stopped'];
  return [...(isFiles ? [] : ['files' as const]), ...(isImage ? [] : ['image' as const])];
}

/** A job that has ended well is as it should be. */
function isUp({ state, exitCode }: RunningImage): boolean {
  return state === 'running' || (state === 'exited' && exitCode === 0);
}

/** Those that live in another one's network or process space have to be made anew with it, in the order of the files. */
function withDependants(names: readonly string[], { resolved, services }: WorkingState, all: boolean): readonly string[] {
  const wanted = new Set(names);
  if (!all) return names;
  for (let size = -1; size !== wanted.size;) {
    size = wanted.size;
    for (const { name } of services) {
      const service = objectOf(resolved.services[name]);
      const shares = ['network_mode', 'pid', 'ipc'].flatMap((key) => /^service:(.+)$/.exec(stringOf(service[key]) ?? '')?.[1] ?? []);
      if (shares.some((other) => wanted.has(other))) wanted.add(name);
    }
  }
  return services.map(({ name }) => name).filter((name) => wanted.has(name));
}

/** Compose refuses to build or pull what has neither `build` nor a policy that pulls. */
function pinnedDocument({ id, resolved, services }: WorkingState, names: readonly string[]): ResolvedProject {
  const pinned = (name: string, service: JsonObject): JsonObject => {
    const known = services.find((one) => one.name === name);
    if (known === undefined || !names.includes(name)) return service;
    return { ...without(service, 'build', 'develop'), image: known.pinned, pull_policy: 'never', labels: { ...objectOf(service['labels']), [stateLabel]: id } };
  };
  return { ...resolved, services: Object.fromEntries(Object.entries(resolved.services).map(([name, service]) => [name, pinned(name, objectOf(service))])) };
}
