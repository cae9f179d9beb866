// What is remembered of an environment that was ready: enough to bring it back after its files were edited and its images
// were built again and pruned. Plain data, as it lies on the disk.

import type { ResolvedProject } from '#core/environments/resolved-project.ts';
import { objectOf } from '#core/environments/resolved-project.ts';
import type { FilePath } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';

/** A state in which all services were ready. */
export interface WorkingState {
  readonly version: 1;
  /** Tells it from others of its project, and is the tag of its images: `20261121-050112-3fa2`. */
  readonly id: string;
  /** When it was last seen ready, in milliseconds since 1970. */
  readonly at: number;
  readonly project: string;
  readonly environment: Pick<Environment, 'name' | 'mode' | 'directory' | 'files' | 'envFiles' | 'profiles'>;
  /** The files as Compose resolved them, with all values. */
  readonly resolved: ResolvedProject;
  /** The compose and env files as they were. */
  readonly files: readonly RememberedFile[];
  /** Those that had a container. */
  readonly services: readonly RememberedService[];
  /** The Git commit that was checked out; `clean` where nothing else lay in the folder. */
  readonly commit?: { readonly id: string; readonly clean: boolean } | undefined;
}

export interface RememberedFile {
  readonly path: FilePath;
  readonly text: string;
}

export interface RememberedService {
  readonly name: string;
  /** The image's own name, as the files say it. */
  readonly image: string;
  /** Its digest on this engine, which never means another image. */
  readonly imageId: string;
  /** The name by which it is kept from being pruned (C12). */
  readonly pinned: string;
  /** As Compose wrote it on the container. */
  readonly configHash: string | undefined;
}

/** What a container shows of the state that it is in. */
export interface RunningImage {
  readonly service: string;
  /** The container's. */
  readonly id: string;
  readonly state: string;
  readonly exitCode: number | undefined;
  readonly image: string;
  readonly imageId: string;
  readonly configHash: string | undefined;
  /** The state to which it was rolled back. */
  readonly workingState: string | undefined;
}

/** The label of a container that was rolled back: the id of the state. */
export const stateLabel = 'composure.working-state';

/** A new state's id: when it was made, to the second, and a random word. */
export function newStateId(now: Date, word: string): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${word}`;
}

/**
 * The name under which a service's image is kept. A part of an image's name is lower case with single separators
 * (github.com/distribution/reference), which a service's or project's name need not be.
 */
export function pinnedImage(project: string, service: string, state: string): string {
  return `composure/${imagePart(project)}/${imagePart(service)}:${state}`;
}

function imagePart(name: string): string {
  if (/^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/.test(name)) return name;
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  const code = Array.from(name, (each) => each.codePointAt(0) ?? 0).reduce((sum, each) => (Math.imul(sum, 31) + each) >>> 0, 7);
  return `${plain === '' ? '' : `${plain}--`}${code.toString(36)}`;
}

/** Whether two states are one: the same files, values and images, whenever it was. */
export function isSameState(one: WorkingState, other: WorkingState): boolean {
  const essence = ({ environment, resolved, files, services }: WorkingState): string => (
    JSON.stringify([environment, resolved, files, services.map(({ name, imageId }) => [name, imageId])])
  );
  return essence(one) === essence(other);
}

/** Reads what `JSON.stringify` made of a state; undefined for anything else, also for what a later version writes. */
export function readWorkingState(text: string): WorkingState | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const state = read as Partial<WorkingState> | null;
  const isState = typeof state === 'object' && state?.version === 1 && typeof state.id === 'string' && typeof state.at === 'number'
    && typeof state.project === 'string' && typeof state.environment?.directory === 'string' && Array.isArray(state.files) && Array.isArray(state.services)
    && Object.keys(objectOf(state.resolved?.services)).length > 0;
  return isState ? state as WorkingState : undefined;
}
