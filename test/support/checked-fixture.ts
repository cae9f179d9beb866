// Runs the rules over a fixture, and every fix over it: the report must go, and nothing new may come.

import assert from 'node:assert/strict';
import { checkEnvironments } from '#core/check/check-folder.ts';
import type { Diagnostic } from '#core/check/run.ts';
import { neverCancelled, type EngineFacts, type FilePath } from '#core/outside.ts';
import { discoverEnvironments, environmentKey } from '#core/project/discover.ts';
import type { Environment } from '#core/project/environment.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import type { Fix } from '#core/rules/rule.ts';
import { textEdits, type TextEdit } from '#core/yaml/patch.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { fixtureFiles, fixtureRoot, format, type Fixture } from './fixture.ts';

/** The file of a fixture that stands for what an engine says: facts that differ from those of one that has nothing. */
const engineFile = `${fixtureRoot}/engine.json`;

const emptyEngine: EngineFacts = { ports: [], networks: ['bridge', 'host', 'none'], volumes: [], cpus: 4, memory: 16 * 1024 ** 3, runtimes: ['runc'], gpu: false, swarm: false, containers: [] };

/** What all rules report on all environments of a fixture, live ones where it has an engine. */
export async function checkFixture(fixture: Pick<Fixture, 'files' | 'folders'>): Promise<readonly Diagnostic[]> {
  const said = fixture.files.get(engineFile);
  const engine = said === undefined ? undefined : { ...emptyEngine, ...JSON.parse(said) as Partial<EngineFacts> };
  const files = fixtureFiles({ ...fixture, files: new Map([...fixture.files].filter(([path]) => path !== engineFile)) });
  const parsed = new ParsedFiles();
  const environments = new Map<string, Environment>();
  for (const folder of new Set([fixtureRoot, ...fixture.folders])) {
    for (const environment of await discoverEnvironments(folder, files, parsed, neverCancelled)) environments.set(environmentKey(environment), environment);
  }
  return (await checkEnvironments([...environments.values()], rules, files, parsed, neverCancelled, engine)).diagnostics;
}

/** True for what an example about something else need not follow: a team's policy, and that stores keep their data. */
export function isAdvice({ code, stage }: Diagnostic): boolean {
  return stage === 'policy' || code === 'ephemeral-data';
}

/** Applies a fix to a fixture. */
export function applyFix(fixture: Fixture, fix: Fix): Fixture {
  const files = new Map(fixture.files);
  const folders = new Set(fixture.folders);
  const edits: TextEdit[] = [];
  for (const edit of fix.edits) {
    if (edit.kind === 'create-file') addFile(files, folders, edit.path, edit.text);
    else if (edit.kind === 'create-folder') folders.add(edit.path);
    else {
      const path = edit.kind === 'add' ? edit.file : edit.at.file;
      const found = textEdits(edit, parseYaml(path, files.get(path) ?? ''));
      assert.ok(found, `"${fix.title}" speaks of a place that is not there`);
      edits.push(...found);
    }
  }
  for (const { file, span, text } of edits.toReversed().toSorted((a, b) => b.span[0] - a.span[0])) {
    const before = files.get(file) ?? '';
    files.set(file, before.slice(0, span[0]) + text + before.slice(span[1]));
  }
  return { ...fixture, files, folders };
}

function addFile(files: Map<FilePath, string>, folders: Set<FilePath>, path: FilePath, text: string): void {
  files.set(path, text);
  for (let folder = path.slice(0, path.lastIndexOf('/')); folder.length > fixtureRoot.length; folder = folder.slice(0, folder.lastIndexOf('/'))) folders.add(folder);
}

/** Every fix of every diagnostic: afterwards the diagnostic is gone and there is none that was not there before. */
export async function assertFixesWork(fixture: Fixture, diagnostics: readonly Diagnostic[]): Promise<number> {
  let tried = 0;
  for (const diagnostic of diagnostics) {
    for (const fix of await diagnostic.fixes()) {
      const mended = applyFix(fixture, fix);
      const after = await checkFixture(mended);
      const said = (each: Diagnostic): string => `${each.file} ${each.code}: ${each.message}`;
      const before = diagnostics.map(said);
      // A mended text may be the first that advice is for.
      const left = after.filter((each) => each.code === diagnostic.code || !isAdvice(each)).map(said);
      const text = [...mended.files.values()].join('\n');
      assert.ok(left.filter((each) => each === said(diagnostic)).length < before.filter((each) => each === said(diagnostic)).length, `"${fix.title}" leaves ${said(diagnostic)}\n${text}`);
      // A mended text may be the first that names a variable.
      assert.deepEqual(left.filter((each) => !before.includes(each) && !each.includes(' undefined-variable: ')), [], `"${fix.title}" brings something new\n${text}\n${format(after, mended).join('\n')}`);
      tried += 1;
    }
  }
  return tried;
}
