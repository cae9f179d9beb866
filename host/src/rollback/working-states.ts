// The working states that are remembered, in the user's own folder: one folder for each project on each engine, one file for
// each state. They hold the values of env files: nobody else can read them.

import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FilePath } from '#core/outside.ts';
import { readWorkingState, type WorkingState } from '#core/rollback/working-state.ts';
import { toFilePath, toOsPath } from '#host/node/file-path.ts';
import { stateFolder } from '#host/node/state-folder.ts';
import { writePrivate } from '#host/node/write-private.ts';

/** The states of one project on one engine. */
export class WorkingStates {
  readonly folder: FilePath;

  /** `engine` is the engine's own id. */
  constructor(engine: string, project: string, root: FilePath = stateFolder()) {
    const key = createHash('sha256').update(`${engine}\0${project}`).digest('hex').slice(0, 32);
    this.folder = `${root}/working-states/${key}`;
  }

  /** The newest first. A file that cannot be read is none. */
  async list(): Promise<readonly WorkingState[]> {
    const names = await readdir(toOsPath(this.folder)).catch(unlessMissing);
    const texts = await Promise.all((names ?? []).filter((name) => name.endsWith('.state.json')).map((name) => readFile(path.join(toOsPath(this.folder), name), 'utf8').catch(unlessMissing)));
    const states = texts.flatMap((text) => (text === undefined ? undefined : readWorkingState(text)) ?? []);
    return states.toSorted((one, other) => other.at - one.at);
  }

  async save(state: WorkingState): Promise<void> {
    await writePrivate(`${this.folder}/${state.id}.state.json`, `${JSON.stringify(state)}\n`);
  }

  /** Where the document of a rollback to a state lies, which its containers name as their file. */
  documentOf(state: Pick<WorkingState, 'id'>): FilePath {
    return toFilePath(`${this.folder}/${state.id}.compose.json`);
  }

  async forget(state: Pick<WorkingState, 'id'>): Promise<void> {
    for (const kind of ['state', 'compose']) await rm(toOsPath(`${this.folder}/${state.id}.${kind}.json`), { force: true });
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
