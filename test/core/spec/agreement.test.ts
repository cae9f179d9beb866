// Compose itself on every attribute of the specification: what the tables take it takes, what they refuse it refuses.
// What is right is asked about together, each as a service or resource of its own; what is wrong one by one.

import assert from 'node:assert/strict';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { neverCancelled } from '#core/outside.ts';
import { askCompose, requireCompose } from '../../support/compose-oracle.ts';
import { fixtureFiles, fixtureRoot } from '../../support/fixture.ts';
import { cases, type Case, type Kind } from './cases.ts';
import { isKnownDifference } from './known-differences.ts';

/** What the cases name, so that no name leads nowhere. */
const named: Readonly<Record<Kind, readonly string[]>> = {
  services: ['a: {image: x}', 'text: {image: x}'], networks: ['a: {}', 'text: {}'], volumes: ['a: {}', 'text: {}'],
  secrets: ['a: {file: ./text}', 'text: {file: ./text}'], configs: ['a: {file: ./text}', 'text: {file: ./text}'], models: [],
};
const codes = new Set(['unknown-key', 'wrong-type', 'invalid-value', 'missing-property', 'conflicting-keys']);
const otherFiles = { text: '# nothing\n', a: '# nothing\n' };

/** A service that takes no part: its form is judged, and not what it refers to. */
function inactive(body: string): string {
  return !body.startsWith('{') || body.includes('profiles:') ? body : `{profiles: [off]${body === '{}' ? '' : ', '}${body.slice(1)}`;
}

/** A project of many cases, one below the other. */
function projectOf(all: readonly Case[]): string {
  const parts = Object.entries(named).map(([kind, entries]) => {
    const own = all.flatMap((each, index) => (each.kind === kind ? [`c${index}: ${kind === 'services' && all.length > 1 ? inactive(each.body) : each.body}`] : []));
    const lines = [...entries, ...own];
    return lines.length === 0 ? '' : `${kind}:\n${lines.map((line) => `  ${line}\n`).join('')}`;
  });
  return parts.join('');
}

async function problemsOf(one: Case): Promise<readonly string[]> {
  const path = `${fixtureRoot}/compose.yaml`;
  const files = fixtureFiles({ files: new Map([[path, projectOf([one])], ...Object.entries(otherFiles).map(([name, text]) => [`${fixtureRoot}/${name}`, text] as const)]), folders: new Set([fixtureRoot]) });
  const project = await loadProject({ name: 'test', mode: 'other', directory: fixtureRoot, files: [path], envFiles: [], profiles: [] }, files, new ParsedFiles(), neverCancelled);
  return project.problems.filter(({ code }) => codes.has(code)).map(({ code, message }) => `${code}: ${message}`);
}

/** Compose's errors for those cases that it refuses; halves are asked about until the culprit is alone. */
async function refused(all: readonly Case[]): Promise<readonly string[]> {
  const verdict = await askCompose({ files: { ...otherFiles, 'compose.yaml': projectOf(all) } });
  if (verdict.ok) return [];
  const [only] = all;
  if (all.length === 1 && only !== undefined) return isElsewhere(verdict.error) ? [] : [`${only.path} = ${only.value}: ${verdict.error.replaceAll(/\s+/g, ' ').slice(0, 200)}`];
  const half = all.length >> 1;
  return [...await refused(all.slice(0, half)), ...await refused(all.slice(half))];
}

/** What is not asked of the tables: references, files, and which services have an image. */
function isElsewhere(error: string): boolean {
  return /undefined (?:network|volume|service|secret|config|model|build secret)|neither an image|no such (?:file|service)|not found|dependency cycle|is a directory/.test(error);
}

describe('Compose agrees on the specification', function () {
  this.timeout(120_000);
  const right: Case[] = [];
  const wrong: Case[] = [];

  before(requireCompose);
  before(async () => {
    let last = '';
    let taken = { right: 0, wrong: [] as Case[] };
    const finish = (): void => {
      const { wrong: candidates } = taken;
      const one = candidates[(wrong.length * 7) % Math.max(1, candidates.length)];
      if (one !== undefined) wrong.push(one);
      taken = { right: 0, wrong: [] };
    };
    for (const each of cases()) {
      if (each.path !== last) finish();
      last = each.path;
      if (isKnownDifference(each) || (taken.right >= 4 && taken.wrong.length >= 3)) continue;
      if ((await problemsOf(each)).length > 0) taken.wrong.push(each);
      else if (taken.right < 4) {
        right.push(each);
        taken.right += 1;
      }
    }
    finish();
  });

  it('what is right', async () => {
    assert.ok(right.length > 400, `only ${right.length} cases`);
    assert.deepEqual(await refused(right), []);
  });

  it('what is wrong', async () => {
    const waiting = wrong.filter((_, index) => index % 5 === 0);
    assert.ok(waiting.length > 60, `only ${waiting.length} cases`);
    const accepted: string[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const verdict = await askCompose({ files: { ...otherFiles, 'compose.yaml': projectOf([next]) } });
        if (verdict.ok) accepted.push(`${next.path} = ${next.value}: ${(await problemsOf(next)).join(', ')}`);
      }
    };
    await Promise.all([work(), work()]);
    assert.deepEqual(accepted.toSorted(), []);
  });
});
