// Reads an environment and those beside it from the disk, which is what Docker reads, for commands that work on their data.

import { neverCancelled } from '#core/outside.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import type { StorageSubject } from '#host/storage/ask-report.ts';
import type { EnvironmentPicture } from '#client/environment-picture.ts';

/** `all` are those of the window, in any order. */
export async function loadedEnvironment({ summary }: EnvironmentPicture, all: readonly EnvironmentPicture[]): Promise<StorageSubject> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const load = (each: EnvironmentSummary): ReturnType<typeof loadProject> => loadProject(each, files, parsed, neverCancelled);
  const project = await load(summary);
  const others = all.flatMap((each) => (each.summary.id !== summary.id && each.summary.directory === summary.directory ? [each.summary] : []));
  return { project, beside: [project, ...await Promise.all(others.map(load))], files, parsed };
}
