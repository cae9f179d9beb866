// What the containers that the product makes for itself have in common: what they mount, and the labels by which they are
// known and swept away.

import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type Dockerode from 'dockerode';
import { Failure } from '#core/failure.ts';
import { ownStart } from '#host/backup/process-identity.ts';

/** What a helper has mounted: one thing, because a link in one volume would lead into another (A10). */
export type HelperMount =
  | { readonly kind: 'volume'; readonly name: string }
  /** A path of the engine's machine. */
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string };

/** The root of a volume's or a folder's archive. */
export const archiveRoot = 'data';

/** On each container that the product makes for itself, with a nonce as its value. */
export const helperLabel = 'dev.composure.helper';

/** Whose it is: host, process and when that began. */
export const ownerLabel = 'dev.composure.owner';

/** The labels of a container of the product's own; none of Compose's, by which it would be an orphan of a project. */
export async function helperLabels(): Promise<Record<string, string>> {
  return { [helperLabel]: randomBytes(8).toString('hex'), [ownerLabel]: `${hostname()}|${process.pid}|${await ownStart() ?? ''}` };
}

/** The mount as the engine's API takes it. An image's own content does not go into the volume; a file is mounted by its folder. */
export function mountSettings(mount: HelperMount): Dockerode.MountConfig[number] {
  const target = { Target: `/${archiveRoot}` };
  if (mount.kind === 'volume') return { Type: 'volume', Source: mount.name, ...target, VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } } };
  return { Type: 'bind', Source: mount.kind === 'folder' ? mount.path : mount.path.replace(/[\\/][^\\/]*$/, '') || '/', ...target };
}

/** Whether the engine answered with a status of HTTP. */
export function isAnswer(error: unknown, status: number): boolean {
  const cause = error instanceof Failure ? error.cause : error;
  return cause instanceof Error && 'statusCode' in cause && cause.statusCode === status;
}
