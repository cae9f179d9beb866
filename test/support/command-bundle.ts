// The command as the build makes it, in a file of the suite's own: dist/ may be in use.

import { rmSync } from 'node:fs';
import { chmod, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { productBundles } from '../../scripts/bundles.ts';

const built = new Map<'command', Promise<string>>();

/** The path of the bundle, built once for a run and gone with it; other users may read it. */
export function bundledCommand(): Promise<string> {
  const known = built.get('command') ?? build();
  built.set('command', known);
  return known;
}

async function build(): Promise<string> {
  const options = productBundles({ dev: false }).find(({ outfile }) => outfile === 'dist/cli.js');
  if (options === undefined) throw new Error('the build makes no dist/cli.js');
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), 'composure-bundle-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = path.join(folder, 'cli.js');
  await esbuild.build({ ...options, outfile });
  await chmod(folder, 0o755);
  return outfile;
}
