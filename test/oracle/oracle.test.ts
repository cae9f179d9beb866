// A small part of `npm run test:oracle`: the corpus, the pages of the rules, and some generated projects.

import assert from 'node:assert/strict';
import path from 'node:path';
import { ComposeAnswers } from './compose-answers.ts';
import { faults } from './generate/faults/index.ts';
import { generateProject } from './generate/project.ts';
import type { OracleProject } from './oracle-project.ts';
import { judgeAll } from './run.ts';
import { projectsOfPages, projectsOnDisk } from './sources.ts';

const seed = 7;
const generated = 150;

describe('Composure agrees with Docker Compose', function () {
  this.timeout(120_000);
  const open = (): Promise<ComposeAnswers> => ComposeAnswers.open(path.resolve(import.meta.dirname, '../../.cache/oracle/answers'));

  async function agree(projects: readonly OracleProject[]): Promise<void> {
    const judged = await judgeAll(projects, await open());
    assert.deepEqual(judged.flatMap(({ project, comparison }) => (comparison.outcome === 'disagree' ? [[project.name, comparison.about, ...comparison.details]] : [])), []);
  }

  it('on the projects of the examples, the fixtures and the corpus', () => agree(projectsOnDisk()));

  it('on the examples of the rules\' pages', async () => agree(await projectsOfPages()));

  it(`on ${generated} generated projects`, () => agree(Array.from({ length: generated }, (_, number) => generateProject(seed, number))));

  it('on projects that are the same for the same seed', () => {
    assert.deepEqual(generateProject(seed, 3), generateProject(seed, 3));
    assert.notDeepEqual(generateProject(seed, 3).files, generateProject(seed + 1, 3).files);
  });

  it('with a place for every fault', () => {
    const without = faults.map((fault, index) => ({ kind: `${fault.code}: ${fault.kind}`, fault: generateProject(seed, 2 * index + 1).fault })).filter((each) => each.fault === undefined);
    assert.deepEqual(without, []);
  });
});
