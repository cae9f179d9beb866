// The language servers that are laid side by side: how each is started, and what it wants to be told.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, '.cache/bench-peers');
const installed = path.join(folder, 'node_modules');

/** A language server as it ships: none of its settings is turned for the bench. */
export interface Peer {
  readonly name: string;
  readonly command: readonly string[];
  /** Milliseconds that it waits after a keystroke before it looks at the text. */
  readonly debounce: number;
  /** What it is told when it asks for a section of the settings. */
  readonly settings: (section: string) => unknown;
}

/** Composure first, then what its users have today. `schema` is Compose's JSON schema, for the server that has none. */
export function peers(schema: string | undefined): readonly Peer[] {
  return [
    // server/src/workspace.ts, typingPause
    { name: 'Composure', command: [path.join(root, 'dist/server.js'), '--stdio'], debounce: 25, settings: () => null },
    // lib/service/providers/DiagnosticProvider
    { name: 'compose-language-service 1.0.0', command: [path.join(installed, '@microsoft/compose-language-service/dist/cjs/server.js'), '--stdio'], debounce: 1000, settings: () => null },
    {
      name: 'yaml-language-server 2.0.0', command: [path.join(installed, 'yaml-language-server/bin/yaml-language-server'), '--stdio'], debounce: 200,
      settings: (section) => (section === 'yaml' ? { ...schema === undefined ? {} : { schemas: { [pathToFileURL(schema).toString()]: ['*.yaml'] } }, schemaStore: { enable: false }, customTags: composeTags } : null),
    },
  ];
}

const composeTags = ['reset', 'override'].flatMap((tag) => ['scalar', 'sequence', 'mapping'].map((kind) => `!${tag} ${kind}`));

/** Puts the peers of package-lock.json in place, apart from the product's packages. */
export function install(): void {
  mkdirSync(folder, { recursive: true });
  const isNew = ['package.json', 'package-lock.json'].map((name) => {
    const [wanted, there] = [path.join(import.meta.dirname, name), path.join(folder, name)];
    const same = existsSync(there) && readFileSync(there, 'utf8') === readFileSync(wanted, 'utf8');
    copyFileSync(wanted, there);
    return !same;
  });
  if (!isNew.includes(true) && existsSync(path.join(installed, '.package-lock.json'))) return;
  execFileSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
}

/** Compose's own schema, out of the library that Compose is made of; or why there is none. */
export function composeSchema(): { readonly file: string } | { readonly missing: string } {
  try {
    const said = execFileSync('go', ['mod', 'download', '-json', 'github.com/compose-spec/compose-go/v2@v2.16.2'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], cwd: import.meta.dirname });
    return { file: path.join((JSON.parse(said) as { Dir: string }).Dir, 'schema/compose-spec.json') };
  } catch (error) {
    return { missing: `without Compose's schema, which comes as a Go module: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` };
  }
}
