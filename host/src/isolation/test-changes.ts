// Starts the files as they are now in a copy beside what runs, has it judged, and takes it away whatever happens.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Place, Plan } from '#core/environments/plan.ts';
import type { ResolvedProject } from '#core/environments/resolved-project.ts';
import { printResolvedProject, resolvedArguments, resolvedProjectCall } from '#core/environments/resolved-project.ts';
import { Failure } from '#core/failure.ts';
import type { MountChoice } from '#core/isolation/isolate.ts';
import { isolate, refusals } from '#core/isolation/isolate.ts';
import { treatmentOf, writablePaths } from '#core/isolation/copied-mounts.ts';
import type { ContainerFacts, FilePath } from '#core/outside.ts';
import { folderOf } from '#core/project/path.ts';
import type { Machinery, PlanOutcome, RunPlanOptions } from '#host/compose/run-plan.ts';
import { runPlan } from '#host/compose/run-plan.ts';
import { copyPath, measure } from '#host/isolation/path-copies.ts';
import { copyLabels, removeImages, takeAway, takeAwayLeftovers } from '#host/isolation/take-away.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';

/** A copy that runs. */
export interface RunningCopy {
  /** What it was made of, with the host ports of the original. */
  readonly original: ResolvedProject;
  readonly project: string;
  readonly containers: readonly ContainerFacts[];
}

export interface TestOptions<Verdict> extends RunPlanOptions {
  /** Judges a copy whose containers are ready; it is taken away when this is done. */
  readonly judge: (copy: RunningCopy, signal: AbortSignal | undefined) => Promise<Verdict>;
  /** Called when the copy is about to be taken away. */
  readonly onTakeAway?: () => void;
  /** Leaves the images that were built, so that another build finds their layers; whoever asks for it removes them. */
  readonly keepImages?: boolean;
}

export interface TestResult<Verdict> {
  /** The copy's name. */
  readonly project: string;
  readonly outcome: PlanOutcome;
  /** Undefined where the copy did not become ready. */
  readonly verdict: Verdict | undefined;
  /** As they were at the end, before they were taken away. */
  readonly containers: readonly ContainerFacts[];
  readonly notes: readonly string[];
  /** Images of the copy that are still there. */
  readonly images: readonly string[];
  /** What could not be taken away. */
  readonly leftBehind: readonly string[];
}

/** What a copy would be, for a person to look at. */
export interface TestPlan {
  readonly project: string;
  readonly plan: Plan;
  readonly notes: readonly string[];
  /** Why there can be none. */
  readonly refusals: readonly string[];
}

/** Milliseconds in which Compose reads an environment. */
const readingLimit = 30_000;

/** Says what a copy would be. Nothing is copied or started. */
export async function planTest(place: Place, machinery: Machinery, signal?: AbortSignal): Promise<TestPlan> {
  const original = await resolve(place, machinery, signal);
  const { copy, plan, notes } = await prepare(place, original, machinery, '000000', undefined, signal);
  return { project: copy.name, plan, notes, refusals: refusals(original) };
}

/**
 * Tests the files of an environment in a copy. What could not be copied before the start fails, what runs is untouched.
 * @throws Failure `command-failed` where no copy can run beside the original, and what Compose says of its files.
 * @throws the signal's reason when cancelled, after the copy was taken away.
 */
export async function testChanges<Verdict>(place: Place, machinery: Machinery, options: TestOptions<Verdict>): Promise<TestResult<Verdict>> {
  const { signal } = options;
  const { engine } = machinery;
  const original = await resolve(place, machinery, signal);
  const [refusal] = refusals(original);
  if (refusal !== undefined) throw new Failure('command-failed', `${place.environment.name} cannot run twice: ${refusal}`);
  await takeAwayLeftovers(engine, place.project);
  const run = randomBytes(3).toString('hex');
  const scratch = toFilePath(await mkdtemp(path.join(tmpdir(), 'composure-copy-')));
  let images: readonly string[] = [];
  let containers: readonly ContainerFacts[] = [];
  let leftBehind: readonly string[] = [];
  const tested = async (): Promise<Pick<TestResult<Verdict>, 'project' | 'outcome' | 'verdict' | 'notes'>> => {
    const prepared = await prepare(place, original, machinery, run, scratch, signal);
    ({ images } = prepared);
    const { copy, plan, notes } = prepared;
    const outcome = await runPlan(plan, machinery, options);
    containers = await engine.containersOf(copy.name, signal);
    const verdict = outcome.ok ? await options.judge({ original, project: copy.name, containers }, signal) : undefined;
    return { project: copy.name, outcome, verdict, notes };
  };
  try {
    const result = await tested();
    options.onTakeAway?.();
    const keeps = options.keepImages === true && result.outcome.ok;
    leftBehind = await clear(engine, run, keeps ? [] : images, scratch);
    return { ...result, containers, images: keeps ? images : [], leftBehind };
  } catch (error) {
    options.onTakeAway?.();
    await clear(engine, run, images, scratch);
    throw error;
  }
}

async function clear(engine: Machinery['engine'], run: string, images: readonly string[], scratch: FilePath): Promise<readonly string[]> {
  try {
    const left = await takeAway(engine, run);
    return [...left, ...await removeImages(engine, images)];
  } finally {
    await removeFolder(scratch);
  }
}

/** What containers wrote into a copied folder belongs to their users, who may be others. */
async function removeFolder(folder: FilePath): Promise<void> {
  await rm(toOsPath(folder), { recursive: true, force: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
  });
}

function resolve({ environment }: Place, { cli }: Machinery, signal: AbortSignal | undefined): Promise<ResolvedProject> {
  return cli.run(resolvedProjectCall(environment), { signal, timeLimit: readingLimit });
}

interface Prepared {
  readonly copy: ResolvedProject;
  readonly plan: Plan;
  readonly notes: readonly string[];
  readonly images: readonly string[];
}

/** Copies what has to be copied into `scratch`; where there is none, nothing. */
async function prepare(place: Place, original: ResolvedProject, { engine }: Machinery, run: string, scratch: FilePath | undefined, signal: AbortSignal | undefined): Promise<Prepared> {
  const { environment } = place;
  const isLocal = (await engine.endpoint()).connection.kind === 'unix';
  const repository = await repositoryOf(environment.directory);
  const mounts = new Map<FilePath, MountChoice>();
  for (const [source, targets] of writablePaths(original)) {
    const measured = isLocal ? await measure(source, signal) : { kind: 'unknown' as const, bytes: undefined };
    const treatment = treatmentOf(source, targets, repository, measured);
    if (treatment !== 'copied') mounts.set(source, { treatment });
    else mounts.set(source, { treatment, copy: scratch === undefined ? source : await copyPath(source, `${scratch}/${mounts.size}`, signal) });
  }
  const { project: copy, notes, images } = isolate(original, { project: `${original.name}-test-${run}`, labels: copyLabels(run, original.name), mounts });
  const title = `Starting a copy of ${environment.name}`;
  const args = [...resolvedArguments(environment.directory, copy.name), 'up', '--detach', '--build'];
  const awaits = { project: copy.name, services: Object.keys(copy.services) };
  const call = { title, directory: environment.directory, args, input: printResolvedProject(copy), output: 'progress' as const, parse: () => undefined };
  return { copy, notes, images, plan: { title, steps: [{ action: 'up', environment, title, call, awaits }] } };
}

/** The nearest folder above that holds a Git repository, else the folder itself. */
async function repositoryOf(directory: FilePath): Promise<FilePath> {
  const files = nodeFileSystem();
  for (let folder = directory; ; folder = folderOf(folder)) {
    if (await files.stat(`${folder === '/' ? '' : folder}/.git`) !== undefined) return folder;
    if (folderOf(folder) === folder) return directory;
  }
}
