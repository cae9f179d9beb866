// The compose files of a public collection, which Compose itself has judged: what it accepts has no load error.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkJson, repository } from '../support/command.ts';

const corpus = path.join(repository, '../shared/corpus');

interface Verdict {
  readonly file: string;
  readonly verdict: string;
}

describe('the corpus', () => {
  it('is judged in one process in under 10 s, without a load error where Compose accepts the file', async function () {
    assert.ok(existsSync(path.join(corpus, 'verdicts.jsonl')), 'the corpus is missing: it belongs into ../shared/corpus beside the checkout');
    this.timeout(30_000);
    const lines = (await readFile(path.join(corpus, 'verdicts.jsonl'), 'utf8')).trim().split('\n');
    const accepted = lines.map((line) => JSON.parse(line) as Verdict).filter(({ verdict }) => verdict === 'ok').map(({ file }) => path.join(corpus, 'awesome-compose', file));
    const start = performance.now();
    const { projects, diagnostics, stderr } = await checkJson([path.join(corpus, 'awesome-compose')]);
    const seconds = (performance.now() - start) / 1000;
    assert.equal(stderr, '');
    assert.equal(projects.length, 39);
    assert.ok(accepted.length > 30, 'the verdicts name hardly any file');
    const wrong = diagnostics.filter(({ code, stage, severity, file }) => code === 'internal-error' || (stage === 'load' && severity === 'error' && accepted.includes(file)));
    assert.deepEqual(wrong, []);
    assert.ok(seconds < 10, `it took ${seconds.toFixed(1)} s`);
  });
});
