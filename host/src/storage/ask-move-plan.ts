// Finds the fix that gives a service's data a volume with a name, and asks for what moving the data is planned by.

import { contextOf } from '#core/check/run.ts';
import { EditedFiles } from '#core/check/edited-files.ts';
import type { Project } from '#core/compose/model.ts';
import { neverCancelled, type FileSystem } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { ephemeralData } from '#core/rules/ephemeral-data/rule.ts';
import type { Fix } from '#core/rules/rule.ts';
import type { MovedText } from '#core/storage/move-journal.ts';
import { namedMount, planMove, type MovePlan } from '#core/storage/plan-move.ts';
import type { ComposeCli } from '#host/compose/cli.ts';
import type { Engine } from '#host/engine/engine.ts';
import { askStorage } from '#host/storage/ask-storage.ts';

/** A move, and what the files say before and after it. */
export interface PlannedMove {
  readonly plan: MovePlan;
  /** Of the fix. */
  readonly title: string;
  readonly texts: readonly MovedText[];
}

/** Plans to move the data of a service, or says why it cannot be. @throws Failure as every question to the engine does. */
export async function askMovePlan(service: string, project: Project, files: FileSystem, { engine, cli }: { readonly engine: Engine; readonly cli: ComposeCli }, signal?: AbortSignal): Promise<PlannedMove | { readonly refused: string }> {
  for await (const report of ephemeralData.check(project, contextOf(files, new ParsedFiles(), neverCancelled, undefined))) {
    // The last one makes a volume of its own; those before it would take one that was forgotten, with what is in it.
    for (const fix of (await report.fixes?.() ?? []).toReversed()) {
      const fixed = await applied(fix, project, files);
      const mount = fixed && namedMount(service, project, fixed.project);
      if (fixed === undefined || mount === undefined) continue;
      const plan = planMove(service, mount, fixed.project, await askStorage(engine, { sizes: true, signal }), await cli.version(signal));
      return 'refused' in plan ? plan : { plan, title: fix.title, texts: fixed.texts };
    }
  }
  return { refused: `${service} keeps no data, as far as is known, that would not survive` };
}

/** The project as a fix makes it; undefined where the fix cannot be applied. */
async function applied(fix: Fix, project: Project, files: FileSystem): Promise<{ readonly project: Project; readonly texts: PlannedMove['texts'] } | undefined> {
  const disk = new EditedFiles(files);
  const edits = await disk.editsOf(fix, new ParsedFiles());
  if (edits === undefined) return undefined;
  const edited = await disk.with(edits, [fix]);
  const texts = [...edited.texts].flatMap(([path, { before, after }]) => (before === undefined ? [] : [{ path, before, after }]));
  return { project: await loadProject(project.environment, edited, new ParsedFiles(), neverCancelled), texts };
}
