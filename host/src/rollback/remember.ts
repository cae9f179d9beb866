// Remembers an environment that is ready as its last working state. Only what runs exactly as its files say is remembered:
// the hash that Compose wrote on each container is the one that it gives the files now.

import { randomBytes } from 'node:crypto';
import type { Place } from '#core/environments/plan.ts';
import type { ResolvedProject } from '#core/environments/resolved-project.ts';
import { objectOf, resolvedProjectCall, stringOf } from '#core/environments/resolved-project.ts';
import { Failure } from '#core/failure.ts';
import { neverCancelled, type FilePath } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { resolveText } from '#core/project/path.ts';
import { keptStates } from '#core/rollback/kept-states.ts';
import type { RememberedFile, RunningImage, WorkingState } from '#core/rollback/working-state.ts';
import { isSameState, newStateId, pinnedImage } from '#core/rollback/working-state.ts';
import { containerHashes } from '#host/compose/container-hashes.ts';
import type { Machinery } from '#host/compose/run-plan.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { run } from '#host/process/run.ts';
import { imagesOf, pin, unpin } from '#host/rollback/images.ts';
import { WorkingStates } from '#host/rollback/working-states.ts';

export interface RememberOptions {
  /** How many states are kept of each environment; what `composure.yaml` says, or 5, if left out. */
  readonly keep?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The folder for states; the user's own if left out. */
  readonly folder?: FilePath | undefined;
}

/** `remembered`: a new state, or one that was known. `differs`: what runs is not what the files say, or not all of it runs. */
export type Remembered =
  | { readonly kind: 'remembered'; readonly state: WorkingState; readonly isNew: boolean }
  | { readonly kind: 'differs'; readonly services: readonly string[] };

const readingLimit = 30_000;

/** Remembers what runs, if it runs as it should. @throws Failure where the engine or Compose does not answer. */
export async function remember({ environment, project }: Place, { cli, engine }: Machinery, options: RememberOptions = {}): Promise<Remembered> {
  const { signal } = options;
  const limits = { signal, timeLimit: readingLimit };
  const [resolved, files] = [await cli.run(resolvedProjectCall(environment), limits), await filesOf(environment)];
  const running = await imagesOf(engine, project, signal);
  const hashes = await containerHashes(environment, resolved, running, cli, signal);
  const services = Object.keys(resolved.services);
  const differing = services.filter((service) => !isAsItShould(running.filter((one) => one.service === service), hashes.get(service), scaleOf(resolved, service)));
  if (differing.length > 0) return { kind: 'differs', services: differing };

  const states = new WorkingStates(await engine.id(signal), project, options.folder);
  const known = (await states.list()).filter((state) => state.environment.name === environment.name && state.environment.directory === environment.directory);
  const id = newStateId(new Date(), randomBytes(2).toString('hex'));
  const { name, mode, directory, envFiles, profiles } = environment;
  const state: WorkingState = {
    version: 1, id, at: Date.now(), project, resolved, files, commit: await commitOf(directory),
    environment: { name, mode, directory, files: environment.files, envFiles, profiles },
    services: services.flatMap((service) => {
      const container = running.find((one) => one.service === service);
      if (container === undefined) return [];
      return [{ name: service, image: stringOf(resolved.services[service]?.['image']) ?? container.image, imageId: container.imageId, pinned: pinnedImage(project, service, id), configHash: container.configHash }];
    }),
  };
  const same = known.find((one) => isSameState(one, state));
  const kept = same === undefined ? state : { ...same, at: state.at };
  await pin(engine, kept.services, signal);
  try {
    await states.save(kept);
  } catch (error) {
    if (same === undefined) await unpin(engine, state.services);
    throw error;
  }
  const keep = Math.max(1, options.keep ?? (await keptStates(environment, nodeFileSystem(), new ParsedFiles())).count);
  for (const old of known.filter((one) => one !== same).slice(keep - 1)) {
    await states.forget(old);
    await unpin(engine, old.services);
  }
  return { kind: 'remembered', state: kept, isNew: same === undefined };
}

/** A job that has ended well is as it should be, and so is a service that is scaled to none. */
function isAsItShould(containers: readonly RunningImage[], hash: string | undefined, scale: number): boolean {
  if (containers.length === 0) return scale === 0;
  const [first] = containers;
  return containers.every(({ configHash, workingState, imageId, state, exitCode }) => (
    (hash === undefined || configHash === hash) && workingState === undefined && imageId === first?.imageId && (state === 'running' || (state === 'exited' && exitCode === 0))
  ));
}

function scaleOf({ services }: ResolvedProject, service: string): number {
  const said = services[service]?.['scale'] ?? objectOf(services[service]?.['deploy'])['replicas'];
  return typeof said === 'number' ? said : 1;
}

/** The compose files with all that they bring in, and the env files. */
async function filesOf(environment: Place['environment']): Promise<readonly RememberedFile[]> {
  const disk = nodeFileSystem();
  const project = await loadProject(environment, disk, new ParsedFiles(), neverCancelled);
  const services = [...project.services.values()].filter(({ active }) => active);
  const envFiles = [
    ...(environment.envFiles.length > 0 ? environment.envFiles : [`${environment.directory}/.env`]),
    ...services.flatMap((service) => service.envFiles.map(({ path }) => resolveText(project.directory, path))),
  ];
  const read = await Promise.all([...new Set(envFiles)].map(async (path) => {
    const text = await disk.readText(path);
    return text === undefined ? [] : [{ path, text }];
  }));
  return [...project.files.map(({ file, text }) => ({ path: file, text })), ...read.flat()];
}

/** What Git has checked out; nothing where there is no Git or no repository. */
async function commitOf(directory: FilePath): Promise<WorkingState['commit']> {
  // A repository's own settings could name programs to run.
  const git = (...args: readonly string[]): ReturnType<typeof run> => run('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args], {
    directory, timeLimit: 5000, environment: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
  });
  try {
    const head = await git('rev-parse', '--verify', 'HEAD');
    if (head.exitCode !== 0) return undefined;
    const status = await git('status', '--porcelain', '--', '.');
    return { id: head.stdout.trim(), clean: status.exitCode === 0 && status.stdout === '' };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
