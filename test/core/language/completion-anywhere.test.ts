// Completion anywhere: at every place of real files, whole and cut off there, and in texts that nobody writes. It never
// throws, and what it replaces is one line around the cursor.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { complete } from '#core/language/completion/complete.ts';
import { neverCancelled } from '#core/outside.ts';
import { generateCompose } from '../../bench/generate-compose.ts';
import { fixtureFiles, readFixture } from '../../support/fixture.ts';
import { workspace } from './completion-cases.ts';

const files = fixtureFiles(readFixture(workspace));

async function labelsAt(text: string, offset: number): Promise<readonly string[]> {
  const found = await complete({
    file: '/project/compose.yaml', text, offset, projects: [], files, images: () => ['nginx:1.27'], engine: undefined, cancellation: neverCancelled,
    dockerfile: async () => undefined,
  });
  for (const each of found.all) {
    const [from, to] = each.replace ?? found.replace;
    assert.ok(from <= offset && offset <= to && to <= text.length && !text.slice(from, to).includes('\n'), `${each.label} at ${offset} of ${JSON.stringify(text.slice(Math.max(0, offset - 60), offset + 20))} replaces ${from} to ${to}`);
  }
  return found.all.map(({ label }) => label);
}

const root = path.resolve(import.meta.dirname, '../../fixtures/model-stack');

describe('completion anywhere', () => {
  for (const name of ['docker-compose.yml', 'docker-compose.production.yml', 'docker-compose.dev.yml']) {
    it(`at every place of ${name}, whole and cut off`, async () => {
      const text = readFileSync(path.join(root, name), 'utf8');
      for (let offset = 0; offset <= text.length; offset += 1) {
        await labelsAt(text, offset);
        await labelsAt(text.slice(0, offset), offset);
        await labelsAt(text.slice(0, offset).replaceAll('\n', '\r\n'), text.slice(0, offset).replaceAll('\n', '\r\n').length);
      }
    });
  }

  it('on a new line behind each line of a service', async () => {
    const lines = readFileSync(path.join(root, 'docker-compose.yml'), 'utf8').split('\n');
    let asked = 0;
    const services = lines.indexOf('services:');
    for (const [index, line] of lines.entries()) {
      if (index > services && /^\w/.test(line)) break;
      if (!/^ {4}\w+:/.test(line)) continue;
      const before = [...lines.slice(0, index), '    '].join('\n');
      assert.ok((await labelsAt([before, ...lines.slice(index)].join('\n'), before.length)).includes('privileged'), `before line ${index + 1}`);
      asked += 1;
    }
    assert.ok(asked > 10);
  });

  const hostile: Readonly<Record<string, string>> = {
    'blanks in one line': `a${' '.repeat(100_000)}b: `,
    'brackets': '['.repeat(50_000),
    'braces': '{a: '.repeat(20_000),
    'dashes': `${'- '.repeat(50_000)}x`,
    'quotes': '"'.repeat(100_001),
    'dollars': '${'.repeat(50_000),
    'deep keys': Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    'colons': ':'.repeat(100_000),
    'anchors': `x-a: ${'&a '.repeat(30_000)}`,
    'one long flow': `services: { a: { ports: [${'"80:80", '.repeat(30_000)}`,
  };
  for (const [name, text] of Object.entries(hostile)) {
    it(`in time: ${name}`, async () => {
      const from = performance.now();
      await labelsAt(text, text.length);
      await labelsAt(text, Math.floor(text.length / 2));
      assert.ok(performance.now() - from < 1_000);
    });
  }

  it('in time: five hundred services', async () => {
    const text = generateCompose(500);
    await labelsAt(`${text}\n`, text.length);
    const from = performance.now();
    for (let round = 0; round < 10; round += 1) await labelsAt(`${text}${' '.repeat(round)}\n`, Math.floor(text.length / 2));
    assert.ok(performance.now() - from < 2_000);
  });
});
