// npm run package: makes composure-<version>.vsix in the root, lists what it
// holds, and fails if it holds anything unexpected or reaches 1 MB.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { build } from './build.ts';
import { root } from './bundles.ts';
import { captureProgram } from './run-program.ts';

const limitBytes = 1024 * 1024;
const expected = /^(dist\/(extension|docker|work|server|(language-client|engine)-library|shared-\w+)\.js|media\/.*|docs\/rules\/(README|[a-z-]+)\.md|package\.json|package\.nls.*\.json|README\.md|CHANGELOG\.md|LICENSE)$/;

await build({ dev: false });
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
const file = `composure-${version}.vsix`;
const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
const options = { cwd: root };

const listing = await captureProgram(process.execPath, [vsce, 'ls', '--no-dependencies'], options);
const files = listing.split('\n').filter((line) => line !== '');
for (const path of files) console.log(`${String((await stat(join(root, path))).size).padStart(9)} ${path}`);
const surprises = files.filter((path) => !expected.test(path));
if (surprises.length > 0) throw new Error(`${file} would hold what it does not need: ${surprises.join(', ')}`);

await captureProgram(process.execPath, [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', file], options);
const { size } = await stat(join(root, file));
console.log(`${file}: ${files.length} files, ${(size / 1024).toFixed(0)} KB`);
if (size >= limitBytes) throw new Error(`${file} has ${size} bytes, the limit is ${limitBytes}`);
