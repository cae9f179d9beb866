// What the doctor finds that keeps an environment from starting, asked for right before a start: it leaves out what takes
// long and keeps nobody from it.

import type { Project } from '#core/compose/model.ts';
import type { Check } from '#core/doctor/check.ts';
import { failingBeforeStart } from '#core/doctor/checks.ts';
import { dataFoldersOf } from '#core/doctor/data-folders.ts';
import type { Told } from '#core/doctor/facts.ts';
import type { EngineFacts } from '#core/outside.ts';
import { diskRoom } from '#host/doctor/disk-room.ts';
import { findingsOf, type ExamineOptions } from '#host/doctor/examine.ts';
import { folderStates } from '#host/doctor/folder-states.ts';
import { askMachine } from '#host/doctor/machine.ts';
import { told } from '#host/doctor/told.ts';
import { askFacts } from '#host/engine/facts.ts';

const notAsked = { told: false, kind: 'unfinished', why: 'nobody has asked' } as const;

/**
 * The checks that fail; `leaving` are the projects that are stopped first, and give back their ports.
 * @throws the signal's reason when cancelled.
 */
export async function failingChecks(project: Project, leaving: readonly string[], options: Omit<ExamineOptions, 'dockerCommand'>): Promise<readonly Check[]> {
  const { engine, timeLimit = 8000, signal } = options;
  const ask = <T>(question: (signal: AbortSignal) => Promise<T>): Promise<Told<T>> => told(question, timeLimit, signal);
  const asked = ask((each) => askMachine(engine, each));
  const [machine, live] = await Promise.all([asked, ask(async (each) => without(leaving, await askFacts(engine, each)))]);
  const { dataFolder, makesForRoot = false, freeMemory } = machine.told ? machine.value : {};
  const [disks, folders, findings] = await Promise.all([
    ask(() => diskRoom(project.directory, dataFolder)),
    ask(() => folderStates(dataFoldersOf(project).keys(), makesForRoot)),
    findingsOf({ project, beside: [project] }, options, live.told ? live.value : undefined),
  ]);
  signal?.throwIfAborted();
  return failingBeforeStart({ project, findings, docker: notAsked, compose: notAsked, usage: notAsked, engine: machine, live, disks, folders, freeMemory });
}

function without(projects: readonly string[], facts: EngineFacts): EngineFacts {
  return { ...facts, ports: facts.ports.filter(({ holder }) => holder.kind === 'process' || !projects.includes(holder.project)) };
}
