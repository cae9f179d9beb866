// A rename changes nothing but the name: each name of real and generated projects gets a new one, and the merged project
// is the same but for it. Our own reading judges all of them, since it agrees with Compose; Compose judges some.

import assert from 'node:assert/strict';
import path from 'node:path';
import type { Mention } from '#core/language/mention.ts';
import { Names } from '#core/language/names.ts';
import { rename } from '#core/language/rename.ts';
import { neverCancelled } from '#core/outside.ts';
import { composeEnvironment } from '#core/project/choose-environments.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { ComposeAnswers } from './compose-answers.ts';
import { generateProject } from './generate/project.ts';
import { folder, type OracleProject } from './oracle-project.ts';
import { filesOf, ourAnswer } from './our-answer.ts';
import { projectsOnDisk } from './sources.ts';

const fresh = 'zzfresh';

interface Renamed {
  readonly project: OracleProject;
  readonly mention: Mention;
}

/** The names around a project's first file. */
async function namesOf(project: OracleProject): Promise<Names | undefined> {
  const files = filesOf(project);
  const parsed = new ParsedFiles();
  const options = { files: project.composeFiles.map((file) => `${folder}/${file}`), directory: undefined, envFiles: [], profiles: project.profiles };
  const environment = await composeEnvironment(options, folder, files, parsed, neverCancelled);
  const [first] = environment?.files ?? [];
  return environment === undefined || first === undefined ? undefined : Names.around(first, [{ environment, dependencies: new Set() }], files, parsed);
}

/** The project once for each of its names, with a new one in its place. */
async function* renames(project: OracleProject): AsyncGenerator<Renamed> {
  const names = await namesOf(project);
  const met = new Set<Mention>();
  for (const mention of names?.files().flatMap(({ mentions }) => mentions) ?? []) {
    if (names === undefined || met.has(mention)) continue;
    const group = names.group(mention);
    for (const each of group) met.add(each);
    const edits = rename(names, mention, fresh);
    // What is said of a variable is that more changes than its name.
    if ('refused' in edits || edits.some(({ note }) => note?.label === 'Rename a variable')) continue;
    const files = { ...project.files };
    for (const { file, span, text, note } of edits.toSorted((a, b) => b.span[0] - a.span[0])) {
      const name = file.slice(folder.length + 1);
      const before = files[name] ?? '';
      if (note?.unsure !== true) files[name] = before.slice(0, span[0]) + text + before.slice(span[1]);
    }
    yield { project: { ...project, name: `${project.name} ${mention.kind} ${mention.name}`, files }, mention };
  }
}

/** What a project comes to, with the old name for the new one, and in an order that no name has a say in. */
function comparable(json: unknown, { name }: Mention): unknown {
  return ordered(JSON.parse(JSON.stringify(json).replaceAll(fresh, name)));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, ordered(each)]));
}

describe('a rename changes nothing but the name', function () {
  this.timeout(120_000);

  for (const [name, projects] of [['of real projects', projectsOnDisk()], ['of generated projects', Array.from({ length: 60 }, (_, index) => generateProject(11, index * 2))]] as const) {
    it(name, async () => {
      let count = 0;
      for (const project of projects) {
        const before = await ourAnswer(project);
        if (before.json === undefined) continue;
        for await (const { project: renamed, mention } of renames(project)) {
          const after = await ourAnswer(renamed);
          assert.deepEqual(after.errors.map(({ code, message }) => `${code}: ${message}`), [], renamed.name);
          assert.deepEqual(comparable(after.json, mention), comparable(before.json, mention), renamed.name);
          count += 1;
        }
      }
      assert.ok(count > 50, `only ${count} renames`);
    });
  }

  it('to Compose too', async () => {
    const answers = await ComposeAnswers.open(path.resolve(import.meta.dirname, '../../.cache/oracle/answers'));
    let count = 0;
    for (let number = 0; number < 16; number += 2) {
      const project = generateProject(12, number);
      const before = await answers.ask(project);
      if (!before.ok) continue;
      for await (const { project: renamed, mention } of renames(project)) {
        const after = await answers.ask(renamed);
        assert.ok(after.ok, `${renamed.name}: ${after.ok ? '' : after.error}`);
        assert.deepEqual(comparable(after.json, mention), comparable(before.json, mention), renamed.name);
        count += 1;
      }
    }
    assert.ok(count > 50, `only ${count} renames`);
  });
});
