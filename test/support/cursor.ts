// A workspace as a fixture in which `¦` stands for the cursor: the file that it is in, and the projects as they are loaded.

import assert from 'node:assert/strict';
import type { Project } from '#core/compose/model.ts';
import { neverCancelled, type FileSystem } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import { fixtureFiles, fixtureRoot, readFixture } from './fixture.ts';

export interface Cursor {
  readonly file: YamlFile;
  readonly offset: number;
  /** Those that the file is a part of. */
  readonly projects: readonly Project[];
  readonly parsed: ParsedFiles;
  readonly files: FileSystem;
}

/** Reads a fixture with a cursor. Without one it is at the start of `compose.yaml`. */
export async function cursorIn(text: string): Promise<Cursor> {
  const fixture = readFixture(text);
  const [path, marked] = [...fixture.files].find(([, each]) => each.includes('¦')) ?? [`${fixtureRoot}/compose.yaml`, fixture.files.get(`${fixtureRoot}/compose.yaml`) ?? ''];
  const offset = Math.max(0, marked.indexOf('¦'));
  const texts = new Map([...fixture.files, [path, marked.replace('¦', '')]]);
  const files = fixtureFiles({ files: texts, folders: fixture.folders });
  const parsed = new ParsedFiles();
  const projects: Project[] = [];
  for (const environment of await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled)) {
    projects.push(await loadProject(environment, files, parsed, neverCancelled));
  }
  const file = await parsed.get(path, files);
  assert.ok(file);
  return { file, offset, projects: projects.filter((project) => project.files.includes(file)), parsed, files };
}
