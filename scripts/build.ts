// npm run build: makes dist/ from the sources. `-- --dev` keeps the code
// readable and adds source maps, `-- --watch` rebuilds at every change.
import { chmod, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

import * as esbuild from 'esbuild';

import { productBundles, root } from './bundles.ts';
import type { BundleOptions } from './bundles.ts';

if (import.meta.main) {
  const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } } });
  if (values.watch) await watch({ dev: true });
  else await build(values);
}

/** Makes the bundles and prints the size of each. */
export async function build(options: BundleOptions): Promise<void> {
  const results = await Promise.all(productBundles(options).map((bundle) => esbuild.build({ ...bundle, metafile: true })));
  await chmod(join(root, 'dist/cli.js'), 0o755);
  for (const file of results.flatMap(({ metafile }) => Object.keys(metafile.outputs)).filter((path) => path.endsWith('.js'))) {
    const { size } = await stat(join(root, file));
    console.log(`${basename(file).padEnd(26)} ${(size / 1024).toFixed(0).padStart(6)} KB`);
  }
}

async function watch(options: BundleOptions): Promise<void> {
  for (const bundle of productBundles(options)) {
    const context = await esbuild.context({ ...bundle, logLevel: 'info' });
    await context.watch();
  }
}
