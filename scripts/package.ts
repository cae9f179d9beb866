// npm run package: makes composure-<version>.vsix in the root, lists what it
// holds, and fails if it holds anything unexpected, lacks something or reaches 1 MB.
import { globSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from './build.ts';
import { root } from './bundles.ts';
import { captureProgram } from './run-program.ts';

const limitBytes = 1024 * 1024;
const expected = /^(dist\/(extension|docker|work|server|graph-layout|(language-client|engine)-library|shared-\w+)\.js|media\/((monitor|overviews|walkthrough)\/)?[\w-]+\.(svg|png|css|js)|docs\/((rules|walkthroughs)\/)?(README|[a-z-]+)\.md|l10n\/.*\.json|schemas\/.*\.json|package\.json|package\.nls.*\.json|README\.md|CHANGELOG\.md|SECURITY\.md|LICENSE)$/;
const vsce = join(root, 'node_modules/@vscode/vsce/vsce');

interface Package {
  readonly file: string;
  readonly files: readonly string[];
  readonly bytes: number;
}

if (import.meta.main) {
  await build({ dev: false });
  const { file, files, bytes } = await packageExtension(root);
  for (const path of files) console.log(`${String((await stat(join(root, path))).size).padStart(9)} ${path}`);
  console.log(`${file}: ${files.length} files, ${(bytes / 1024).toFixed(0)} KB`);
}

/**
 * Puts what was built into a .vsix in this folder.
 * @throws Error where it would hold too much, or `vsce` has something to object.
 */
export async function packageExtension(folder: string): Promise<Package> {
  const { version, repository } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string; repository?: unknown };
  const file = join(folder, `composure-${version}.vsix`);
  // Copied first: `vsce` looks at every file of the folder it is in, and here that takes it a minute.
  const kept = (await readFile(join(root, '.vscodeignore'), 'utf8')).split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const files = globSync(kept, { cwd: root }).toSorted();
  const surprises = files.filter((path) => !expected.test(path));
  if (surprises.length > 0) throw new Error(`${file} would hold what it does not need: ${surprises.join(', ')}`);
  // Links become those of the repository where package.json names one.
  const links = repository === undefined ? ['--allow-missing-repository', '--no-rewrite-relative-links'] : [];
  const copy = await mkdtemp(join(tmpdir(), 'composure-files-'));
  let said: string;
  try {
    for (const path of ['.vscodeignore', ...files]) await cp(join(root, path), join(copy, path));
    said = await captureProgram(process.execPath, [vsce, 'package', '--no-dependencies', ...links, '--out', file], { cwd: copy, errors: true });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  const warnings = said.split('\n').filter((line) => /\b(WARNING|ERROR)\b/.test(line));
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
  const { size: bytes } = await stat(file);
  if (bytes >= limitBytes) throw new Error(`${file} has ${bytes} bytes, the limit is ${limitBytes}`);
  return { file, files, bytes };
}
