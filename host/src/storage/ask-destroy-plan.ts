// Asks for all that the plan of a destruction is made of.

import type { FilePath, FileSystem } from '#core/outside.ts';
import type { StorageFacts } from '#core/storage/facts.ts';
import { planDestroy, type DestroyPlan } from '#core/storage/plan-destroy.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askKnowledge, type StorageSubject } from '#host/storage/ask-report.ts';

/** What would go of a project, with sizes. @throws Failure as every question to the engine does. */
export async function askDestroyPlan(subject: StorageSubject, engine: Engine, signal?: AbortSignal): Promise<DestroyPlan> {
  const { project, beside, files } = subject;
  const { facts, backups } = await askKnowledge(subject, engine, { sizes: true, signal });
  return planDestroy(project, beside, facts, backups, await otherFolders(project.name, project.directory, facts, files, (await engine.endpoint()).connection.kind === 'unix'));
}

/**
 * Folders beside the project's own from which a project of that name was started, as its containers tell. One that is gone from
 * this disk was this one before it was moved; on an engine elsewhere it may be another person's.
 */
async function otherFolders(project: string, directory: FilePath, { containers }: StorageFacts, files: FileSystem, isHere: boolean): Promise<readonly FilePath[]> {
  const real = async (folder: FilePath): Promise<FilePath> => await files.realPath?.(folder) ?? folder;
  const own = await real(directory);
  const told = [...new Set(containers.filter((each) => each.project === project).flatMap(({ workingDirectory }) => workingDirectory ?? []))];
  const judged = await Promise.all(told.map(async (folder) => ({ folder, isOther: await real(folder) !== own && (!isHere || await files.stat(folder) === 'directory') })));
  return judged.filter(({ isOther }) => isOther).map(({ folder }) => folder);
}
