// Many fixes one after the other: none undoes another, and what does not help is left.

import assert from 'node:assert/strict';
import { checkFolder } from '#core/check/check-folder.ts';
import { fixAll, type FixedAll } from '#core/check/fix-all.ts';
import type { Diagnostic } from '#core/check/run.ts';
import { neverCancelled } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import type { Fix } from '#core/rules/rule.ts';
import { lineChanges, linesWithBreaks, textChanges } from '#core/words/line-diff.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';
import { random } from '../../support/random.ts';

async function fixed(text: string, choose: (diagnostic: Diagnostic) => Promise<Fix | undefined>): Promise<FixedAll> {
  const parsed = new ParsedFiles();
  return fixAll({ check: (files) => checkFolder(fixtureRoot, rules, files, parsed, neverCancelled), choose, parsed }, fixtureFiles(readFixture(text)), neverCancelled);
}

const first = (code: string) => async (diagnostic: Diagnostic): Promise<Fix | undefined> => (diagnostic.code === code ? (await diagnostic.fixes())[0] : undefined);
const textOf = ({ files }: FixedAll, name = 'compose.yaml'): string | undefined => files.texts.get(`${fixtureRoot}/${name}`)?.after;

describe('fixing all', () => {
  it('gives each of many that want one port a port of its own', async () => {
    const services = Array.from({ length: 12 }, (_, index) => `  s${index}:\n    image: x:1\n    ports: ["8080:80"] # ${index}\n`).join('');
    const result = await fixed(`services:\n${services}`, first('port-conflict'));
    const ports = [...(textOf(result) ?? '').matchAll(/"(\d+):80"\] # (\d+)/g)].map(([, port]) => port);
    assert.deepEqual([ports.length, new Set(ports).size], [12, 12]);
    assert.deepEqual(result.left.diagnostics.filter(({ code }) => code === 'port-conflict'), []);
  });

  it('makes one mapping for many definitions', async () => {
    const result = await fixed('services:\n  a: { image: "x:1", networks: [one, two] }\n  b: { image: "x:1", networks: [two, three] }\n', async (diagnostic) => (await diagnostic.fixes()).find(({ title }) => title.startsWith('Define the network')));
    assert.equal(textOf(result)?.match(/^networks:$/gm)?.length, 1);
    assert.deepEqual(result.left.diagnostics.filter(({ code }) => code === 'undefined-network'), []);
  });

  it('makes files that the next check sees', async () => {
    const result = await fixed('services:\n  a:\n    image: x:1\n    env_file: conf/a.env\n  b:\n    image: x:1\n    env_file: conf/a.env\n', first('env-file-missing'));
    assert.deepEqual([...result.files.texts], [[`${fixtureRoot}/conf/a.env`, { before: undefined, after: '' }]]);
    assert.equal(await result.files.stat(`${fixtureRoot}/conf`), 'directory');
    assert.deepEqual([...(await result.files.list(`${fixtureRoot}/conf`)) ?? []], [['a.env', 'file']]);
  });

  it('leaves a finding whose fix does not help, and mends the others', async () => {
    const result = await fixed('services:\n  a:\n    image: x:1\n    networks: [one]\n    imgae: y\n  b:\n    enviroment: {}\n    image: x:1\n', async (diagnostic) => {
      if (diagnostic.code !== 'undefined-network') return (await diagnostic.fixes())[0];
      return { title: 'Help nothing', safety: 'safe', edits: [{ kind: 'replace', at: { value: '', file: diagnostic.file, span: [diagnostic.span[0], diagnostic.span[0]] }, text: 'x' }] };
    });
    assert.ok(textOf(result)?.includes('environment: {}'));
    assert.ok(textOf(result)?.includes('networks: [one]'));
    assert.deepEqual(result.mended.map(({ title }) => title), ['Use "environment"']);
  });

  it('mends what comes into sight behind a finding', async () => {
    const result = await fixed('services:\n  a:\n    image: x:1\n    helthcheck:\n      tset: [CMD, "true"]\n      intreval: 10s\n', first('unknown-key'));
    assert.equal(textOf(result), 'services:\n  a:\n    image: x:1\n    healthcheck:\n      test: [CMD, "true"]\n      interval: 10s\n');
  });

  it('ends though two fixes undo each other', async () => {
    const turn = (diagnostic: Diagnostic, text: string): Fix => ({ title: 'Turn', safety: 'safe', edits: [{ kind: 'replace', at: { value: '', file: diagnostic.file, span: diagnostic.span }, text }] });
    const result = await fixed('services:\n  a:\n    image: x:1\n    networks: [one]\n', async (diagnostic) => (diagnostic.code === 'undefined-network' ? turn(diagnostic, diagnostic.message.includes('"one"') ? 'two' : 'one') : undefined));
    assert.deepEqual([result.mended.length, result.files.texts.size], [0, 0]);
  });
});

describe('the difference of two texts', () => {
  it('turns one into the other, whatever they are', () => {
    const { below, pick } = random(7);
    for (let round = 0; round < 500; round += 1) {
      const make = (): string => Array.from({ length: below(12) }, () => `${pick(['a', 'b', 'c', ''])}${pick(['\n', '\n', '\r\n', ''])}`).join('');
      const [before, after] = [make(), make()];
      const result = textChanges(before, after).toReversed().reduce((text, { span, text: put }) => text.slice(0, span[0]) + put + text.slice(span[1]), before);
      assert.equal(result, after);
    }
  });

  it('touches no line that stays', () => {
    const changes = lineChanges(linesWithBreaks('a\nb\nc\nd\ne\n'), linesWithBreaks('a\nx\nc\ne\nf\n'));
    assert.deepEqual(changes.map(({ before, after }) => [before.from, before.to, after.from, after.to]), [[1, 2, 1, 2], [3, 4, 3, 3], [5, 5, 4, 5]]);
  });
});
