// Finds out what a backup is planned by: what Compose resolves, what the engine has, what stands on the disk. It reads and
// never changes.

import { stat } from 'node:fs/promises';
import type Dockerode from 'dockerode';
import type { BackupContainer, BackupFacts, BackupPath, BackupVolume, DeclaredService, DeclaredVolume, OtherContainer } from '#core/backup/facts.ts';
import type { BackupPolicy } from '#core/backup/policy.ts';
import type { Only, Subject } from '#core/backup/subject.ts';
import { listOf, objectOf, resolvedProjectCall, stringOf, type ResolvedProject } from '#core/environments/resolved-project.ts';
import { Failure } from '#core/failure.ts';
import type { ContainerMount, FilePath } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { resolvePath, resolveText } from '#core/project/path.ts';
import { helperLabel } from '#core/storage/facts.ts';
import type { Machinery } from '#host/compose/run-plan.ts';
import { pathSize } from '#host/backup/path-size.ts';
import { projectLabel } from '#host/engine/container-facts.ts';
import type { Engine } from '#host/engine/engine.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { askStorage } from '#host/storage/ask-storage.ts';

/** Milliseconds in which Compose reads an environment. */
const readingLimit = 30_000;

/** Milliseconds for the sizes of volumes, without which a backup can be made as well. */
const sizesLimit = 20_000;

/** What there is to know. @throws Failure where the engine does not answer. */
export async function askBackupFacts(subject: Subject, { engine, cli }: Machinery, policy: BackupPolicy, options: { readonly only?: Only | undefined; readonly signal?: AbortSignal | undefined } = {}): Promise<BackupFacts> {
  const { signal } = options;
  const endpoint = await engine.endpoint();
  const isLocal = endpoint.connection.kind === 'unix';
  const [id, version, listed, volumes, resolved, compose] = await Promise.all([
    engine.id(signal),
    engine.ask((docker) => docker.version(), signal),
    engine.ask((docker, abortSignal) => docker.listContainers({ all: true, abortSignal }), signal),
    askVolumes(engine, signal),
    resolve(subject, cli, signal),
    cli.version(signal),
  ]);
  const users = listed.filter(({ Labels }) => !(helperLabel in (Labels ?? {})));
  const own = users.filter(({ Labels }) => Labels?.[projectLabel] === subject.project);
  const containers = (await Promise.all(own.map(({ Id }) => inspect(engine, Id, signal)))).filter((one) => one !== undefined);
  const services = resolved.project === undefined ? [] : servicesOf(resolved.project);
  const isRead = [
    ...services.flatMap(({ binds }) => binds.map(({ source }) => source)),
    ...containers.flatMap(({ mounts }) => mounts.filter(({ type }) => type === 'bind').map(({ source }) => source)),
    ...policy.include.filter((each) => each.includes('/') || each.startsWith('.')).map((each) => resolvePath(policy.from ?? subject.directory, each)),
    ...options.only?.binds ?? [],
  ];
  return {
    project: subject.project, environment: subject.environment, directory: subject.directory,
    engine: { id, address: endpoint.address, context: endpoint.context, version: version.Version },
    compose, isLocal, containers, services, volumes,
    others: users.filter((each) => !own.includes(each)).map(otherOf),
    declaredVolumes: resolved.project === undefined ? [] : declaredVolumes(resolved.project),
    paths: new Map(await Promise.all([...new Set(isRead)].map(async (path) => [path, isLocal ? await lookAt(path, signal) : unknownPath] as const))),
    files: await filesOf(subject, resolved.project),
    images: await imagesOf(engine, containers, signal),
    unread: resolved.why,
  };
}

const unknownPath: BackupPath = { kind: 'unknown', bytes: undefined };

/** Where Compose refuses the files, what the engine has of the project can still be saved. */
async function resolve({ loaded }: Subject, cli: Machinery['cli'], signal: AbortSignal | undefined): Promise<{ readonly project: ResolvedProject | undefined; readonly why: string | undefined }> {
  if (loaded === undefined) return { project: undefined, why: undefined };
  try {
    return { project: await cli.run(resolvedProjectCall(loaded.environment), { signal, timeLimit: readingLimit }), why: undefined };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'command-failed' || signal?.aborted === true) throw error;
    return { project: undefined, why: error.message };
  }
}

async function askVolumes(engine: Engine, signal: AbortSignal | undefined): Promise<readonly BackupVolume[]> {
  const limit = AbortSignal.timeout(sizesLimit);
  try {
    return (await askStorage(engine, { sizes: true, signal: AbortSignal.any([limit, ...(signal === undefined ? [] : [signal])]) })).volumes;
  } catch (error) {
    signal?.throwIfAborted();
    if (!limit.aborted) throw error;
    return (await askStorage(engine, { sizes: false, signal })).volumes;
  }
}

/** Undefined for one that has gone since it was listed. */
async function inspect(engine: Engine, id: string, signal: AbortSignal | undefined): Promise<BackupContainer | undefined> {
  const inspected = await engine.ask(async (docker, abortSignal) => {
    try {
      return await docker.getContainer(id).inspect({ abortSignal });
    } catch (error) {
      if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return undefined;
      throw error;
    }
  }, signal);
  if (inspected === undefined) return undefined;
  const { Config: { Labels, Image }, State, HostConfig, Mounts, Name } = inspected;
  const hasEnded = State.Status === 'exited' || State.Status === 'dead';
  return {
    id, name: Name.replace(/^\//, ''), service: Labels['com.docker.compose.service'] ?? '', state: State.Status,
    exitCode: hasEnded ? State.ExitCode : undefined, image: Image, imageId: inspected.Image,
    configHash: Labels['com.docker.compose.config-hash'] ?? '', autoRemove: HostConfig.AutoRemove === true,
    mounts: Mounts.map((mount) => mountOf(mount)), needs: needsOf(Labels['com.docker.compose.depends_on'] ?? ''),
  };
}

/** `db:service_healthy:false,cache:service_started:true` (Compose 2.26.1, C5). */
function needsOf(label: string): BackupContainer['needs'] {
  return label.split(',').map((each) => each.split(':')).flatMap(([service = '', condition]) => (service === '' ? [] : [{ service, healthy: condition === 'service_healthy' }]));
}

interface EngineMount {
  readonly Type?: string | undefined;
  readonly Name?: string | undefined;
  readonly Source: string;
  readonly Destination: string;
  readonly RW: boolean;
}

function mountOf({ Type, Name, Source, Destination, RW }: EngineMount): ContainerMount {
  return { type: Type as ContainerMount['type'], source: Type === 'volume' ? Name ?? '' : Source, target: Destination, readOnly: !RW };
}

function otherOf({ Names, Id, Labels, State, Mounts }: Dockerode.ContainerInfo): OtherContainer {
  return {
    id: Id, name: (Names.find((name) => name.lastIndexOf('/') === 0) ?? Names[0] ?? Id.slice(0, 12)).replace(/^\//, ''),
    project: Labels?.[projectLabel] ?? '', running: State === 'running' || State === 'restarting',
    mounts: (Mounts ?? []).map((mount) => mountOf(mount)),
  };
}

function servicesOf(project: ResolvedProject): readonly DeclaredService[] {
  return Object.entries(project.services).map(([name, service]) => ({
    name, image: stringOf(service['image']) ?? '',
    binds: listOf(service['volumes']).map(objectOf).flatMap((mount) => {
      const source = stringOf(mount['source']);
      return mount['type'] === 'bind' && source !== undefined ? [{ source: toFilePath(source), target: stringOf(mount['target']) ?? '', readOnly: mount['read_only'] === true }] : [];
    }),
  }));
}

function declaredVolumes(project: ResolvedProject): readonly DeclaredVolume[] {
  return Object.entries(objectOf(project['volumes'])).map(([key, said]) => {
    const volume = objectOf(said);
    return { key, name: stringOf(volume['name']) ?? key, external: volume['external'] === true };
  });
}

async function lookAt(path: FilePath, signal: AbortSignal | undefined): Promise<BackupPath> {
  const kind = await nodeFileSystem().stat(path);
  return { kind, bytes: kind === 'file' || kind === 'directory' ? await pathSize(path, signal) : undefined };
}

/** The texts that the project is made of: those that can be read. */
async function filesOf({ loaded }: Subject, resolved: ResolvedProject | undefined): Promise<BackupFacts['files']> {
  if (loaded === undefined) return [];
  const { environment, directory } = loaded;
  const services = [...loaded.services.values()];
  const named = (kind: 'configs' | 'secrets'): readonly FilePath[] => Object.values(objectOf(resolved?.[kind])).flatMap((each) => stringOf(objectOf(each)['file']) ?? []).map((each) => toFilePath(each));
  const dockerfiles = Object.values(resolved?.services ?? {}).flatMap((service) => {
    const build = objectOf(service['build']);
    const context = stringOf(build['context']);
    return context === undefined || !context.startsWith('/') || build['dockerfile_inline'] !== undefined ? [] : [resolvePath(toFilePath(context), stringOf(build['dockerfile']) ?? 'Dockerfile')];
  });
  const all: readonly (readonly [BackupFacts['files'][number]['role'], readonly FilePath[]])[] = [
    ['compose', [...environment.files, ...loaded.files.map(({ file }) => file)]],
    ['composure', [resolvePath(environment.foundIn ?? directory, configurationName)]],
    ['env', environment.envFiles.length > 0 ? environment.envFiles : [resolvePath(directory, '.env')]],
    ['env_file', services.flatMap((service) => service.envFiles.filter(({ path }) => path.unresolved.length === 0).map(({ path }) => resolveText(directory, path)))],
    ['config', named('configs')],
    ['secret', named('secrets')],
    ['dockerfile', dockerfiles],
  ];
  const seen = new Set<FilePath>();
  const found: BackupFacts['files'][number][] = [];
  for (const [role, paths] of all) {
    for (const path of paths) {
      const bytes = seen.has(path) ? undefined : await fileSize(path);
      seen.add(path);
      if (bytes !== undefined) found.push({ path, role, bytes });
    }
  }
  return found;
}

/** Undefined for what is no file, or may not be looked at. */
async function fileSize(path: FilePath): Promise<number | undefined> {
  try {
    const stats = await stat(toOsPath(path));
    return stats.isFile() ? stats.size : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** An image that is gone while its container is there has nothing to be saved. */
async function imagesOf(engine: Engine, containers: readonly BackupContainer[], signal: AbortSignal | undefined): Promise<BackupFacts['images']> {
  const found = await Promise.all([...new Set(containers.map(({ imageId }) => imageId))].map((id) => engine.ask(async (docker) => {
    try {
      const { RepoTags, RepoDigests, Size } = await docker.getImage(id).inspect();
      return [{ id, references: RepoTags ?? [], digests: RepoDigests ?? [], bytes: Size }];
    } catch (error) {
      if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return [];
      throw error;
    }
  }, signal)));
  return found.flat();
}
