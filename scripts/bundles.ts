// What esbuild makes of the sources: the extension, the language server and
// the command, each one file that needs no node_modules, and the API suite.
import { globSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

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
    plugins: [withoutUnusedTransports],
  };
  return [
    { ...shared, entryPoints: ['client/src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'], plugins: [lateLibraries, withoutUnusedTransports], supported: { 'dynamic-import': false } },
    ...lateParts.map((name): BuildOptions => ({ ...shared, entryPoints: [`client/src/${name}.ts`], outfile: `dist/${name}.js`, external: ['vscode'], plugins: [lateLibraries, withoutUnusedTransports], supported: { 'dynamic-import': false } })),
    ...Object.entries(late).map(([library, name]): BuildOptions => ({ ...shared, stdin: { contents: `module.exports = require('${library}');`, resolveDir: root }, outfile: `dist/${name}.js`, external: ['vscode'] })),
    { ...shared, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.js' },
    { ...shared, entryPoints: ['cli/src/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  ];
}

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
    plugins: [withoutUnusedTransports],
  });
  return join(apiSuiteFolder, 'index.js');
}

/** Libraries that the extension imports late, in files of their own: the editor reads the whole of a file before it starts. */
const late: Readonly<Record<string, string>> = { 'vscode-languageclient/node': 'language-client-library', dockerode: 'engine-library' };

/** Parts of the extension itself that it imports late, for the same reason. */
const lateParts = globSync('client/src/*-library.ts', { cwd: root }).map((file) => basename(file, '.ts')).toSorted();

const lateLibraries: Plugin = {
  name: 'late-libraries',
  setup(build) {
    build.onResolve({ filter: /^#client\/[a-z-]+-library\.ts$/ }, ({ path, kind }) => (kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.js`, external: true } : undefined));
    build.onResolve({ filter: /^(vscode-languageclient\/node|dockerode)$/ }, ({ path, kind }) => (kind === 'dynamic-import' ? { path: `./${late[path]}.js`, external: true } : undefined));
  },
};

/**
 * dockerode loads ssh2 (with a native module), gRPC and protobufjs at its start,
 * for engines behind ssh and for BuildKit sessions. Composure uses none of them:
 * it reaches ssh engines by `docker system dial-stdio`, and `docker compose` builds.
 */
const withoutUnusedTransports: Plugin = {
  name: 'without-unused-transports',
  setup(build) {
    const unused = /^(ssh2|cpu-features|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs)$/;
    build.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused-transport' }));
    build.onLoad({ filter: /.*/, namespace: 'unused-transport' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => function () {
        throw new Error('${path} is not part of Composure: ' + String(name) + ' cannot be used');
      } });`,
    }));
  },
};
