// What the build makes of the extension: an editor that starts waits for what is loaded then, so nothing may get into it unnoticed
// that only commands need; and a module that stood in two files would have classes that `instanceof` takes for different ones.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { productBundles } from '../../scripts/bundles.ts';

/** Bytes that an editor reads while the extension starts: raise it for what the sidebar or the status bar show, not for a command. */
const limitBytes = 64 * 1024;

describe('the parts of the extension', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'composure-parts-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let outputs: esbuild.Metafile['outputs'];
  const file = (output: string): string => path.join(folder, path.basename(output));
  const part = (name: string): string => Object.keys(outputs).find((output) => path.basename(output) === `${name}.js`) ?? assert.fail(`there is no ${name}.js`);
  const modules = (output: string): readonly string[] => Object.entries(outputs[output]?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([module]) => module);

  /** A part and all that it loads at once. */
  function loadedWith(output: string): ReadonlySet<string> {
    const all = new Set([output]);
    for (const each of all) for (const { path: other, kind, external } of outputs[each]?.imports ?? []) if (kind === 'import-statement' && external !== true) all.add(other);
    return all;
  }

  before(async () => {
    const options = productBundles({ dev: false }).find(({ splitting }) => splitting === true);
    assert.ok(options, 'the build makes no parts');
    ({ outputs } = (await esbuild.build({ ...options, outdir: folder, metafile: true })).metafile);
  });

  it('are all there', () => {
    assert.deepEqual(readdirSync(folder).toSorted(), Object.keys(outputs).map((output) => path.basename(output)).toSorted());
  });

  it('are all in the package', () => {
    const packaged = readFileSync(path.join(import.meta.dirname, '../../.vscodeignore'), 'utf8').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    assert.deepEqual(Object.keys(outputs).map((output) => `dist/${path.basename(output)}`).filter((file) => !packaged.some((pattern) => path.matchesGlob(file, pattern))), []);
  });

  it('load little when the extension starts', () => {
    const bytes = [...loadedWith(part('extension'))].reduce((sum, output) => sum + statSync(file(output)).size, 0);
    assert.ok(bytes < limitBytes, `${bytes} bytes`);
  });

  it('load nothing when the extension starts that reads files, talks to Docker or belongs to a command', () => {
    const needed = /^(client\/src\/|core\/src\/(environments|words)\/|core\/src\/[a-z-]+\.ts$|host\/src\/node\/file-path\.ts$)/;
    const late = /^client\/src\/(docker|work|.*-library|views\/(monitor\/|doctor-)|commands\/(?!command-names))/;
    const loaded = [...loadedWith(part('extension'))].flatMap(modules);
    assert.ok(loaded.includes('client/src/containers.ts'), loaded.join(' '));
    assert.deepEqual(loaded.filter((module) => !needed.test(module) || late.test(module)), []);
  });

  it('load no rules and no YAML to show what runs', () => {
    const loaded = [...loadedWith(part('docker'))].flatMap(modules);
    assert.ok(loaded.includes('host/src/engine/engine.ts'), loaded.join(' '));
    assert.deepEqual(loaded.filter((module) => /^node_modules\/|^core\/src\/(yaml|check|doctor|health)\/|\/rule\.ts$/.test(module)), []);
  });

  it('hold each module once', () => {
    const places = Map.groupBy(Object.keys(outputs).flatMap((output) => modules(output).map((module) => ({ module, output }))), ({ module }) => module);
    assert.deepEqual([...places].filter(([, found]) => found.length > 1).map(([module]) => module), []);
  });
});
