// The examples of every rule's page: what is wrong is reported exactly as the page shows it, what is right is
// not, and every fix works.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { rules } from '#core/rules/index.ts';
import { assertFixesWork, checkFixture, isAdvice } from '../../support/checked-fixture.ts';
import { format, readFixture, withMarkers } from '../../support/fixture.ts';

interface Example {
  readonly text: string;
  readonly wrong: boolean;
}

function examplesOf(page: string): readonly Example[] {
  const examples: Example[] = [];
  let wrong = false;
  for (const match of page.matchAll(/^## (\w+).*$|^```yaml\n([\s\S]*?)^```$/gm)) {
    if (match[1] !== undefined) wrong = match[1] === 'Wrong';
    else examples.push({ text: match[2] ?? '', wrong });
  }
  return examples;
}

describe('rule pages', () => {
  for (const rule of rules) {
    const path = new URL(`../../../core/src/rules/${rule.code}/rule.md`, import.meta.url);
    const page = readFileSync(path, 'utf8');
    const examples = examplesOf(page);

    it(`${rule.code} has a wrong example and a right one`, () => {
      assert.ok(examples.some((example) => example.wrong), 'no example under "## Wrong"');
      assert.ok(examples.some((example) => !example.wrong), 'no example under "## Right"');
    });

    for (const [index, example] of examples.entries()) {
      it(`${rule.code}: ${example.wrong ? 'wrong' : 'right'} example ${index + 1}`, async () => {
        const fixture = readFixture(example.text);
        // Examples of other rules use variables without values as what cannot be known, and need not follow all advice.
        const diagnostics = (await checkFixture(fixture)).filter((each) => each.code === rule.code || (each.code !== 'undefined-variable' && !isAdvice(each)));
        const actual = format(diagnostics, fixture);
        if (process.env['UPDATE'] === '1' && example.wrong) {
          writeFileSync(path, readFileSync(path, 'utf8').replace(example.text, () => withMarkers(fixture, actual)));
          return;
        }
        // A page shows files in the order in which they are read, findings come in that of their names.
        assert.deepEqual(actual.toSorted(), fixture.expected.toSorted(), withMarkers(fixture, actual));
        if (!example.wrong) return;
        assert.ok(diagnostics.some(({ code }) => code === rule.code), `the example does not show ${rule.code}`);
        const tried = await assertFixesWork(fixture, diagnostics);
        if (rule.fixable) assert.ok(tried > 0, 'the rule is fixable and offered no fix');
      });
    }
  }
});
