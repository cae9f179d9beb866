// What an engine says of its volumes and of who uses them, with what is known of the folders that projects have: facts for
// the storage report, for cleaning and for destroying. Plain data, whoever asked for it.

import type { FilePath } from '#core/outside.ts';

/** A volume of the engine. */
export interface VolumeFacts {
  readonly name: string;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /**
   * As the engine says it; undefined where it does not. Before 23.0 that is when something last came to or went from the
   * volume's root: while nobody writes, another time means another volume, and it says nothing else.
   */
  readonly createdAt: string | undefined;
  /** Undefined while it was not asked for, and for what the engine cannot measure. */
  readonly bytes: number | undefined;
  /** Every container that has it mounted, running or not, of whichever project. */
  readonly users: readonly VolumeUser[];
}

/** A container that has a volume mounted. */
export interface VolumeUser {
  readonly container: string;
  /** Empty for what Compose did not make. */
  readonly project: string;
  /** Empty for what Compose did not make. */
  readonly service: string;
  readonly target: string;
  readonly state: string;
}

/** A container of the engine, as far as its project's data goes by it. */
export interface StoredContainer {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly service: string;
  readonly state: string;
  readonly image: string;
  readonly workingDirectory: FilePath | undefined;
  /** Where it has something mounted, and for a volume its name; empty for what is none. */
  readonly volumes: readonly { readonly name: string; readonly target: string }[];
  /** What has no mount goes with the container: bytes that it wrote; undefined while it was not asked for. */
  readonly written: number | undefined;
}

export interface NetworkFacts {
  readonly id: string;
  readonly name: string;
  readonly project: string;
}

/** An engine's belongings that data hangs on. */
export interface StorageFacts {
  /** The engine's own id. */
  readonly engine: string;
  readonly volumes: readonly VolumeFacts[];
  readonly containers: readonly StoredContainer[];
  readonly networks: readonly NetworkFacts[];
}

export const projectLabel = 'com.docker.compose.project';
export const volumeLabel = 'com.docker.compose.volume';

/** What made the helpers that read and write volumes: they are nobody's containers. */
export const helperLabel = 'dev.composure.helper';

/** The project that Compose wrote on a volume; undefined for one that Compose did not make. */
export function projectOf({ labels }: Pick<VolumeFacts, 'labels'>): string | undefined {
  const project = labels[projectLabel];
  return project === '' ? undefined : project;
}

/** The key by which its project's files name it. */
export function keyOf({ labels }: Pick<VolumeFacts, 'labels'>): string | undefined {
  return labels[volumeLabel];
}

/** The engine calls a volume without a name by 64 hexadecimal digits; from 23.0 on it labels it as well. */
export function isAnonymous({ name, labels }: Pick<VolumeFacts, 'name' | 'labels'>): boolean {
  return projectOf({ labels }) === undefined && (labels['com.docker.volume.anonymous'] !== undefined || /^[0-9a-f]{64}$/.test(name));
}

/** A volume that is a folder or a share of its own: its content outlives its removal (B3). */
export function isBacked({ driver, options }: Pick<VolumeFacts, 'driver' | 'options'>): boolean {
  return driver === 'local' && options['device'] !== undefined && options['device'] !== 'tmpfs';
}

/** `db (/var/lib/postgresql/data)`; containers of no service by their own name. */
export function userText({ container, service, target }: VolumeUser): string {
  return `${service === '' ? container : service} (${target})`;
}

/** Whether a container holds what it has mounted in use now. */
export function isUp({ state }: Pick<VolumeUser, 'state'>): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting';
}
