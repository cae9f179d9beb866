// Examines an environment: asks Docker, the disk and the rules at the same time, each with its own time limit, and hands
// what was told to core's checks. It changes nothing.

import type { Project } from '#core/compose/model.ts';
import type { DoctorReport } from '#core/doctor/check.ts';
import { report } from '#core/doctor/checks.ts';
import { dataFoldersOf } from '#core/doctor/data-folders.ts';
import type { Told } from '#core/doctor/facts.ts';
import { findingsOn } from '#core/doctor/findings.ts';
import type { EngineFacts, FileSystem } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { diskRoom } from '#host/doctor/disk-room.ts';
import { folderStates } from '#host/doctor/folder-states.ts';
import { askImageUsage } from '#host/doctor/image-usage.ts';
import { askMachine } from '#host/doctor/machine.ts';
import { failing, told } from '#host/doctor/told.ts';
import { environmentFor } from '#host/engine/endpoint.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askFacts, processPorts } from '#host/engine/facts.ts';
import { run } from '#host/process/run.ts';

/** What is examined. */
export interface Patient {
  readonly project: Project;
  /** All environments of its folder, this one among them. */
  readonly beside: readonly Project[];
}

export interface ExamineOptions {
  readonly files: FileSystem;
  readonly parsed: ParsedFiles;
  readonly engine: Engine;
  /** The name or path of the docker command; `docker` if left out. */
  readonly dockerCommand?: string;
  /** Milliseconds that each question may take, 8000 if left out. */
  readonly timeLimit?: number;
  readonly signal?: AbortSignal;
}

/** @throws the signal's reason when cancelled. What Docker or the disk refuse is part of the report. */
export async function examine(patient: Patient, options: ExamineOptions): Promise<DoctorReport> {
  const { engine, timeLimit = 8000, signal, dockerCommand = 'docker' } = options;
  const { project } = patient;
  const ask = <T>(question: (signal: AbortSignal) => Promise<T>): Promise<Told<T>> => told(question, timeLimit, signal);
  const machine = ask((each) => askMachine(engine, each));
  const live = ask((each) => askFacts(engine, each));
  const [docker, compose, disks, usage, folders, findings] = await Promise.all([
    ask((each) => dockerVersion(dockerCommand, each)),
    ask(async (each) => new ComposeCli({ command: [dockerCommand, 'compose'], environment: await pinned(engine) }).version(each)),
    machine.then((at) => ask(() => diskRoom(project.directory, valueOf(at)?.dataFolder))),
    ask((each) => askImageUsage(engine, each)),
    machine.then((at) => ask(() => folderStates(dataFoldersOf(project).keys(), valueOf(at)?.makesForRoot ?? false))),
    live.then((facts) => findingsOf(patient, options, valueOf(facts))),
  ]);
  signal?.throwIfAborted();
  return report({ project, findings, docker, compose, engine: await machine, live: await live, disks, usage, folders, freeMemory: valueOf(await machine)?.freeMemory });
}

/** What the rules find. Without an engine the ports that processes hold can be told all the same, and nothing else of what live rules look at. */
export async function findingsOf({ project, beside }: Patient, { files, parsed, engine, signal }: ExamineOptions, facts: EngineFacts | undefined): ReturnType<typeof findingsOn> {
  const cancellation = signal ?? new AbortController().signal;
  if (facts !== undefined) return findingsOn(project, beside, rules, files, parsed, cancellation, facts);
  const isHere = await engine.endpoint().then(({ connection }) => connection.kind === 'unix', failing(false));
  const ports = isHere ? await processPorts() : [];
  const alone: EngineFacts = { ports, networks: [], volumes: [], cpus: 0, memory: 0, runtimes: [], gpu: undefined, swarm: false, containers: [] };
  return findingsOn(project, beside, rules.filter(({ speed, code }) => speed !== 'live' || code === 'port-in-use'), files, parsed, cancellation, alone);
}

/** Compose has to talk to the very engine that was asked; where none is found it says so in its own words. */
function pinned(engine: Engine): Promise<NodeJS.ProcessEnv> {
  return engine.endpoint().then((endpoint) => environmentFor(endpoint), failing(process.env));
}

/** `20.10.24+dfsg1` of `Docker version 20.10.24+dfsg1, build 297e128`. */
async function dockerVersion(command: string, signal: AbortSignal): Promise<string> {
  const { stdout } = await run(command, ['--version'], { directory: '/', signal });
  return /\bversion ([^\s,]+)/.exec(stdout)?.[1] ?? stdout.trim();
}

function valueOf<T>(answer: Told<T>): T | undefined {
  return answer.told ? answer.value : undefined;
}
