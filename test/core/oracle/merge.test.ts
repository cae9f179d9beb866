// Compose itself on the table of merges. What an override makes of a service must be what Compose makes of it: our merged
// tree is written out as one file, and Compose must say the same of that file as of the two.

import assert from 'node:assert/strict';
import { checkFolder } from '#core/check/check-folder.ts';
import { canonicalProject } from '#core/compose/canonical/canonical.ts';
import { mergeTrees } from '#core/compose/merge.ts';
import { neverCancelled } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { clashes, merges } from '../compose/merge-cases.ts';
import { askCompose, askComposeAll, requireCompose } from '../../support/compose-oracle.ts';
import { fixtureFiles } from '../../support/fixture.ts';
import { meaning } from '../../support/yaml-tree.ts';

/** What the services need around them. */
const around = `networks: {n1: , n2: }
secrets: {s1: {file: ./s1}, s2: {file: ./s2}}
configs: {c1: {file: ./c1}}
`;

function fileOf(services: readonly string[], base: boolean): string {
  const bodies = services.map((body, index) => `  s${index}:\n${base ? '    image: x\n' : ''}    ${body}\n`).join('');
  return `services:\n${bodies}${base ? `  d1: {image: x}\n  d2: {image: x}\n${around}` : ''}`;
}

describe('Compose agrees on merges', function () {
  this.timeout(60_000);
  before(requireCompose);

  it('what two files together are', async () => {
    const cases = Object.entries(merges);
    const base = fileOf(cases.map(([, [body]]) => body), true);
    const over = fileOf(cases.map(([, [, body]]) => body), false);
    const [first] = parseYaml('/base.yaml', base).documents;
    const [second] = parseYaml('/over.yaml', over).documents;
    assert.ok(first && second);
    // A name from a list has no value in the tree; as an entry of a mapping Compose wants its condition said.
    const merged = JSON.stringify(meaning(mergeTrees(first, second)), (key, value: unknown) => (/^d\d$/.test(key) && value === null ? { condition: 'service_started' } : value));
    const args = ['--profile', '*'];
    const [theirs, ours] = await Promise.all([
      askCompose({ files: { 'compose.yaml': base, 'over.yaml': over }, args: [...args, '-f', 'compose.yaml', '-f', 'over.yaml'] }),
      askCompose({ files: { 'compose.yaml': merged }, args }),
    ]);
    assert.ok(theirs.ok, JSON.stringify(theirs));
    assert.ok(ours.ok, JSON.stringify(ours));
    const services = (verdict: typeof theirs): Record<string, unknown> => verdict.project['services'] as Record<string, unknown>;
    for (const [index, [name, pair]] of cases.entries()) {
      assert.deepEqual(services(ours)[`s${index}`], services(theirs)[`s${index}`], `${name}: ${pair.join(' + ')}`);
    }
    assert.deepEqual(ours.project, theirs.project);
  });

  it('which files cannot be merged', async () => {
    const cases = Object.values(clashes);
    const verdicts = await askComposeAll(cases.map(([base, over]) => ({
      files: { 'compose.yaml': fileOf([base], true), 'over.yaml': fileOf([over], false) }, args: ['-f', 'compose.yaml', '-f', 'over.yaml'],
    })));
    assert.deepEqual(verdicts.map(({ ok }) => ok), cases.map(() => false));
  });
});

describe('Compose agrees on networks in two files', function () {
  this.timeout(60_000);
  before(requireCompose);

  const a = '{subnet: 10.1.0.0/16, gateway: 10.1.0.1}';
  const b = '{subnet: 10.2.0.0/16, ip_range: 10.2.1.0/24}';
  const c = '{subnet: 10.3.0.0/16, gateway: 10.3.0.9}';
  const lists = [[], [a], [b], [a, b], [b, a], [a, b, c], ['{subnet: 10.1.0.0/16, gateway: 10.1.0.2}'], ['{gateway: 10.9.0.1}']].map((list) => `[${list.join(', ')}]`);

  it('in which subnets are left', async () => {
    const pairs = lists.flatMap((base) => lists.map((over) => [base, over] as const));
    const fixtures = pairs.map(([base, over]) => ({ 'compose.yaml': `services: {a: {image: x, networks: [n]}}\nnetworks: {n: {ipam: {config: ${base}}}}\n`, 'compose.override.yaml': `networks: {n: {ipam: {config: ${over}}}}\n` }));
    const verdicts = await askComposeAll(fixtures.map((files) => ({ files })));
    for (const [index, pair] of pairs.entries()) {
      const files = new Map(Object.entries(fixtures[index] ?? {}).map(([path, text]) => [`/project/${path}`, text]));
      const world = fixtureFiles({ files, folders: new Set(['/project']) });
      const { projects: [project], diagnostics } = await checkFolder('/project', rules, world, new ParsedFiles(), neverCancelled);
      const verdict = verdicts[index];
      assert.deepEqual(diagnostics.filter(({ stage, severity }) => stage === 'load' && severity === 'error').map(({ code }) => code), verdict?.ok === true ? [] : ['wrong-type'], pair.join(' and '));
      if (verdict?.ok !== true || project === undefined) continue;
      const networks = ({ networks: { n } }: { readonly networks: Record<string, { readonly ipam: unknown }> }): unknown => n?.ipam;
      const ours = (await canonicalProject(project, world, neverCancelled))?.json as Parameters<typeof networks>[0];
      assert.deepEqual(networks(ours), networks(verdict.project as Parameters<typeof networks>[0]), pair.join(' and '));
    }
  });
});

describe('Compose agrees on resources from elsewhere in two files', function () {
  this.timeout(60_000);
  before(requireCompose);

  const forms = { 'an old name': '{external: {name: foo}}', 'another old name': '{external: {name: bar}}', external: '{external: true}', 'a name': '{external: true, name: baz}', 'the same name': '{external: true, name: foo}' };
  const pairs = Object.entries(forms).flatMap(([first, base]) => Object.entries(forms).map(([second, over]) => [`${first}, then ${second}`, base, over] as const));

  it('which it takes, and by which name', async () => {
    const fixtures = pairs.map(([, base, over]) => ({ 'compose.yaml': `services: {a: {image: x, networks: [n]}}\nnetworks: {n: ${base}}\n`, 'compose.override.yaml': `networks: {n: ${over}}\n` }));
    const verdicts = await askComposeAll(fixtures.map((files) => ({ files })));
    for (const [index, [name]] of pairs.entries()) {
      const files = new Map(Object.entries(fixtures[index] ?? {}).map(([path, text]) => [`/project/${path}`, text]));
      const { projects: [project], diagnostics } = await checkFolder('/project', rules, fixtureFiles({ files, folders: new Set(['/project']) }), new ParsedFiles(), neverCancelled);
      const verdict = verdicts[index];
      assert.deepEqual(diagnostics.filter(({ stage, severity }) => stage === 'load' && severity === 'error').map(({ code }) => code), verdict?.ok === true ? [] : ['conflicting-keys'], name);
      if (verdict?.ok !== true || project?.root === undefined) continue;
      const { n } = verdict.project['networks'] as Record<string, { readonly name: string }>;
      const ours = (await canonicalProject(project, fixtureFiles({ files, folders: new Set() }), neverCancelled))?.json as { readonly networks: Record<string, { readonly name: string }> } | undefined;
      assert.equal(ours?.networks['n']?.name, n?.name, name);
    }
  });
});
