// A project is checked again after each keystroke with everything that was read before. Nobody must be able to tell:
// after any row of edits each finding stands where a first check of the same text would put it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { checkFolder } from '#core/check/check-folder.ts';
import { neverCancelled } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { fixtureFiles, fixtureRoot, readFixture, type Fixture } from '../../support/fixture.ts';
import { random, type Random } from '../../support/random.ts';

const editsPerExample = 8;

/** The examples of a rule's page, and one text that holds faults of many kinds in files over one another. */
function examples(code: string): readonly string[] {
  const page = readFileSync(new URL(`../../../core/src/rules/${code}/rule.md`, import.meta.url), 'utf8');
  return [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? '');
}

/** What moves services without changing them, and what changes one. */
function edited(text: string, { below }: Random): string {
  const lines = text.split(/(?<=\n)/);
  const at = below(lines.length + 1);
  switch (below(5)) {
    case 0: return `# a comment\n${text}`;
    case 1: return lines.toSpliced(at, 0, '# between\n').join('');
    case 2: return lines.toSpliced(at, 0, '\n').join('');
    case 3: return lines.length > 2 ? lines.toSpliced(at, 1).join('') : `\n${text}`;
    default: return lines.with(Math.min(at, lines.length - 1), (lines[at] ?? '').replace(/[a-z](?=\n)/, 'x')).join('');
  }
}

/** All that is said, with the fixes' titles and places. */
async function findings(fixture: Fixture, parsed: ParsedFiles): Promise<readonly unknown[]> {
  const { diagnostics } = await checkFolder(fixtureRoot, rules, fixtureFiles(fixture), parsed, neverCancelled);
  return Promise.all(diagnostics.map(async ({ fixes, ...each }) => ({
    ...each,
    fixes: (await fixes()).map(({ title, edits }) => [title, edits.map((edit) => ('at' in edit ? [...edit.at.span] : edit.kind))]),
  })));
}

describe('a project checked again', () => {
  const texts = rules.flatMap(({ code }) => examples(code).map((text, index) => [`${code} ${index + 1}`, text] as const));

  for (const [seed, [name, text]] of texts.entries()) {
    it(`says what a first check says: ${name}`, async () => {
      const chance = random(seed);
      const parsed = new ParsedFiles();
      let fixture = readFixture(text);
      await findings(fixture, parsed);
      for (let count = 0; count < editsPerExample; count += 1) {
        const compose = [...fixture.files.keys()].filter((path) => /\.ya?ml$/.test(path));
        const path = chance.pick(compose);
        fixture = { ...fixture, files: new Map([...fixture.files, [path, edited(fixture.files.get(path) ?? '', chance)]]) };
        assert.deepEqual(await findings(fixture, parsed), await findings(fixture, new ParsedFiles()), `after edit ${count} of ${path}:\n${fixture.files.get(path)}`);
      }
    });
  }
});
