// A part of the bench of planted faults: every control, and of each kind of fault one in each project. The whole, with
// figures, is `npm run bench:faults`.

import assert from 'node:assert/strict';
import { cases } from '../bench/faults/cases/index.ts';
import { findingsOf, judge, type Found } from '../bench/faults/judge.ts';

const said = ({ file, from, code, message }: Found): string => `${file}@${from} ${code}: ${message}`;

describe('planted faults', () => {
  const projects = [...new Set(cases.map(({ project }) => project))];
  const clean = new Map<string, readonly Found[]>();
  before(async () => {
    for (const project of projects) clean.set(project, await findingsOf(project));
  });

  it('stand in projects without any finding', () => {
    assert.deepEqual([...clean.values()].flat().map(said), []);
  });

  for (const project of projects) {
    it(`${project}: nothing is reported of changes that are none`, async () => {
      for (const one of cases.filter((each) => each.project === project && each.code === undefined)) {
        assert.deepEqual((await judge(one, [])).extra.map(said), [], one.form);
      }
    });

    it(`${project}: one of each kind is found where it is, and nothing else`, async () => {
      const own = cases.filter((each) => each.project === project && each.code !== undefined);
      for (const one of own.filter(({ code }, index) => own.findIndex((each) => each.code === code) === index)) {
        const { exact, extra, said: reported } = await judge(one, []);
        assert.deepEqual({ exact, extra: extra.map(said) }, { exact: true, extra: [] }, `${one.code}, ${one.form}; reported: ${reported.map(said).join('; ')}`);
      }
    });
  }
});
