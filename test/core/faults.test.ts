// A part of the bench of planted faults: every control, and one fault of each kind. The whole, with figures, is
// `npm run bench:faults`.

import assert from 'node:assert/strict';
import { rules } from '#core/rules/index.ts';
import { cases } from '../bench/faults/cases/index.ts';
import { findingsOf, judge, type Found } from '../bench/faults/judge.ts';
import { knownMisses, nameOf } from '../bench/faults/known-misses.ts';

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
  }

  it('are found where they are, one of each kind, and nothing else is', async () => {
    const known = cases.filter((one) => one.code !== undefined && !knownMisses.has(nameOf(one)) && rules.some(({ code }) => code === one.code));
    for (const one of known.filter(({ code }, index) => known.findIndex((each) => each.code === code) === index)) {
      const { exact, extra, said: reported } = await judge(one, []);
      assert.deepEqual({ exact, extra: extra.map(said) }, { exact: true, extra: [] }, `${nameOf(one)}; reported: ${reported.map(said).join('; ')}`);
    }
  });

  it('are known by name where they are missed', async () => {
    assert.deepEqual([...knownMisses.keys()].filter((name) => !cases.some((one) => nameOf(one) === name)), []);
    for (const one of cases.filter((each) => knownMisses.has(nameOf(each)))) {
      const { exact, extra } = await judge(one, []);
      assert.ok(!exact || extra.length > 0, `${nameOf(one)} is found now: take it from the list`);
    }
  });
});
