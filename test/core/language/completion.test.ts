// Completion as a table: a workspace, a file with a cursor (its last `|`), and labels that are offered or not.

import assert from 'node:assert/strict';
import { complete } from '#core/language/completion/complete.ts';
import type { Suggestion, Suggestions } from '#core/language/completion/suggestion.ts';
import { neverCancelled } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';
import { completionCases, workspace } from './completion-cases.ts';

interface Answer {
  readonly text: string;
  readonly offset: number;
  readonly found: Suggestions;
}

/** Asks at the `|` of one file of a workspace. The projects are those of the workspace before that file was edited. */
async function ask(before: string, name: string, marked: string): Promise<Answer> {
  const fixture = readFixture(before);
  const file = `${fixtureRoot}/${name}`;
  const offset = marked.lastIndexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const parsed = new ParsedFiles();
  const files = fixtureFiles(fixture);
  const environments = await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled);
  const projects = await Promise.all(environments.map((each) => loadProject(each, files, parsed, neverCancelled)));
  const naming = projects.filter(({ environment }) => environment.files.includes(file));
  const found = await complete({
    file, text, offset, files, images: () => ['redis:7'], engine: { networks: ['proxy'], volumes: [], images: ['redis:7', 'mongo:8'], ports: [], cpus: 1, memory: 1, runtimes: [], gpu: undefined, swarm: false, containers: [] }, cancellation: neverCancelled,
    projects: naming.length > 0 ? naming : projects,
    dockerfile: (path) => parsed.dockerfile(path, files),
  });
  return { text, offset, found };
}

/** The text after a suggestion is taken, by a client without snippets. */
function taken({ text, found }: Answer, each: Suggestion): string {
  const [from, to] = each.replace ?? found.replace;
  return text.slice(0, from) + (each.text ?? '') + text.slice(to);
}

describe('completion', () => {
  for (const { name, file = 'compose.yaml', text, has = [], lacks = [], first, takes, only } of completionCases) {
    it(name, async () => {
      const answer = await ask(workspace, file, text);
      const labels = answer.found.all.map(({ label }) => label);
      for (const label of has) assert.ok(labels.includes(label), `${label} is missing: ${labels.join(', ')}`);
      for (const label of lacks) assert.ok(!labels.includes(label), `${label} is offered`);
      if (only !== undefined) assert.deepEqual(labels.toSorted(), [...only].toSorted());
      if (first !== undefined) {
        const [best] = answer.found.all.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
        assert.equal(best?.label, first);
      }
      if (takes !== undefined) {
        const [label, expected] = takes;
        const each = answer.found.all.find((one) => one.label === label);
        assert.ok(each, `${label} is missing: ${labels.join(', ')}`);
        assert.ok(taken(answer, each).includes(expected), `${JSON.stringify(taken(answer, each))} does not hold ${JSON.stringify(expected)}`);
      }
      for (const each of answer.found.all) {
        const [from, to] = each.replace ?? answer.found.replace;
        assert.ok(from <= answer.offset && answer.offset <= to, `${each.label} replaces what the cursor is not in`);
        assert.ok(!answer.text.slice(from, to).includes('\n'), `${each.label} replaces more than one line`);
        assert.ok(each.text?.includes('\n') !== true, `${each.label} has several lines without a snippet`);
      }
      assert.equal(new Set(labels).size, labels.length, `something is offered twice: ${labels.join(', ')}`);
    });
  }
});
