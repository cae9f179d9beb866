// What esbuild makes of the sources: the extension in parts, the language server and the command, each one file, none of
// which needs node_modules; and the API suite.
import { globSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import * as esbuild from 'esbuild';
import type { BuildOptions, Plugin } from 'esbuild';

export const root = join(import.meta.dirname, '..');
/** Where the bundled API suite lies; its entry is index.js. */
export const apiSuiteFolder = join(root, '.cache/editor-tests/api');

export interface BundleOptions {
  /** Readable code with source maps, for debugging. */
  readonly dev: boolean;
}

/** The bundles of dist/, each as options for esbuild. */
export function productBundles({ dev }: BundleOptions): BuildOptions[] {
  const shared: BuildOptions = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: !dev,
    sourcemap: dev,
    // The sources of a map would be most of it; the paths are enough beside the checkout.
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
    mainFields: ['module', 'main'],
    plugins: [withoutUnusedParts],
  };
  return [
    {
      ...shared, entryPoints: extensionParts, outdir: 'dist', chunkNames: 'shared-[hash]', external: ['vscode'],
      splitting: true, format: 'esm', write: false, sourcemap: dev ? 'inline' : false, plugins: [withoutUnusedParts, writtenAsCommonJs({ dev })],
    },
    { ...shared, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.js' },
    { ...shared, entryPoints: ['cli/src/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  ];
}

/**
 * The extension and what it imports late, each a file: an editor compiles the whole of a file before it starts it. What
 * several of them need stands once, in files `shared-….js`, so that a class is the same in all of them.
 */
const extensionParts: Readonly<Record<string, string>> = {
  extension: 'client/src/extension.ts',
  docker: 'client/src/docker.ts',
  work: 'client/src/work.ts',
  'graph-layout': 'client/src/views/overviews/graph-layout.ts',
  'language-client-library': 'client/src/language-client-library.ts',
  'engine-library': 'dockerode',
};

/** Bundles each test file of the API suite for the extension host, which takes CommonJS and brings `vscode`. */
export async function bundleApiSuite(): Promise<string> {
  await rm(apiSuiteFolder, { recursive: true, force: true });
  await mkdir(apiSuiteFolder, { recursive: true });
  const tests = globSync('test/editor/api/**/*.test.ts', { cwd: root });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/editor/api/index.ts', ...tests],
    outdir: apiSuiteFolder,
    outbase: 'test/editor/api',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
    external: ['vscode', 'mocha'],
    plugins: [withoutUnusedParts],
  });
  return join(apiSuiteFolder, 'index.js');
}

const isShared = (path: string): boolean => /^shared-\w+\.js$/.test(basename(path));

/** esbuild splits ES modules only, and an extension is CommonJS: each part is rewritten when all are made. */
const writtenAsCommonJs = ({ dev }: BundleOptions): Plugin => ({
  name: 'written-as-commonjs',
  setup(build) {
    build.onEnd(async ({ outputFiles = [] }) => {
      if (outputFiles.length === 0) return;
      const folder = dirname(outputFiles[0]?.path ?? '');
      await mkdir(folder, { recursive: true });
      // What is shared comes first: an editor that starts now finds what the parts ask for.
      for (const { path, text } of outputFiles.toSorted((a, b) => Number(isShared(b.path)) - Number(isShared(a.path)))) {
        // As an import, `vscode` would be copied name by name for each module that uses it: most of the time that a start takes.
        const plain = text.replaceAll(/\bimport ?\* ?as ([\w$]+) from ?"vscode";/g, 'const $1 = require("vscode");');
        const { code } = await esbuild.transform(plain, {
          format: 'cjs', platform: 'node', target: 'node20', minify: !dev, sourcemap: dev ? 'inline' : false, sourcesContent: false, supported: { 'dynamic-import': false },
        });
        await writeFile(path, code);
      }
      const made = new Set(outputFiles.map(({ path }) => basename(path)));
      for (const name of await readdir(folder)) if (isShared(name) && !made.has(name)) await rm(join(folder, name), { force: true });
    });
  },
});

/**
 * dockerode loads ssh2 (with a native module), gRPC, protobufjs and tar-fs at its start, for engines behind ssh, for
 * BuildKit sessions and for build contexts. Composure uses none of them: it reaches ssh engines by
 * `docker system dial-stdio`, and `docker compose` builds.
 */
const withoutUnusedParts: Plugin = {
  name: 'without-unused-parts',
  setup(build) {
    const unused = /^(ssh2|cpu-features|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs|tar-fs)$/;
    build.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused-part' }));
    build.onLoad({ filter: /.*/, namespace: 'unused-part' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => function () {
        throw new Error('${path} is not part of Composure: ' + String(name) + ' cannot be used');
      } });`,
    }));
  },
};
