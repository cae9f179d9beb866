// The rooms are kept apart by tools, not by attention: each import that breaks them is tried in a copy of the house, and
// the compiler or the linter must refuse it, with a message that says where to read why.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const rooms = ['core', 'host', 'server', 'client', 'cli'] as const;

/** What stands in the broken file, and what the linter says of it besides pointing to ARCHITECTURE.md. */
const lintBreaches: readonly (readonly [room: (typeof rooms)[number], code: string, rule: string])[] = [
  ['core', 'import \'node:fs\';', 'core knows Compose and nothing else'],
  ['core', 'import \'node:fs/promises\';', 'core knows Compose and nothing else'],
  ['core', 'import \'vscode\';', 'core knows Compose and nothing else'],
  ['core', 'import \'vscode-languageserver/node\';', 'core knows Compose and nothing else'],
  ['core', 'import \'dockerode\';', 'core knows Compose and nothing else'],
  ['core', 'import \'#host/node/file-system.ts\';', 'core knows Compose and nothing else'],
  ['core', 'import \'#server/main.ts\';', 'core knows Compose and nothing else'],
  ['core', 'export type { Dirent } from \'node:fs\';', 'core knows Compose and nothing else'],
  ['host', 'import \'vscode\';', 'host carries out what core plans'],
  ['host', 'import \'#server/main.ts\';', 'host carries out what core plans'],
  ['host', 'import \'#client/extension.ts\';', 'host carries out what core plans'],
  ['server', 'import \'vscode\';', 'server speaks LSP and never to Docker'],
  ['server', 'import \'dockerode\';', 'server speaks LSP and never to Docker'],
  ['server', 'import \'#client/extension.ts\';', 'server speaks LSP and never to Docker'],
  ['server', 'import \'#host/engine/engine.ts\';', 'server uses host\'s node files only'],
  ['server', 'import \'#host/compose/cli.ts\';', 'server uses host\'s node files only'],
  ['client', 'import \'#server/main.ts\';', 'client shows what core and host know'],
  ['client', 'import \'#cli/main.ts\';', 'client shows what core and host know'],
  ['client', 'import \'dockerode\';', 'client shows what core and host know'],
  ['client', 'import \'vscode-languageserver/node\';', 'client shows what core and host know'],
  ['cli', 'import \'vscode\';', 'cli shows what core and host know'],
  ['cli', 'import \'dockerode\';', 'cli shows what core and host know'],
  ['cli', 'import \'#server/main.ts\';', 'cli shows what core and host know'],
  ['cli', 'import \'#client/extension.ts\';', 'cli shows what core and host know'],
  ...rooms.map((room) => [room, 'let state = 0;\nexport const next = (): number => { state += 1; return state; };', 'State at module level is a singleton'] as const),
  ['core', 'export let state = 0;', 'State at module level is a singleton'],
];

/** What a translation could not reach, which the client may not say. */
const unlocalised: readonly string[] = [
  'import * as vscode from \'vscode\';\nexport const say = (): unknown => vscode.window.showInformationMessage(\'The backup is done\');',
  'export const title = (name: string): string => `Restoring ${name} now`;',
  'export const button = \'Restore…\';',
  'import * as vscode from \'vscode\';\nexport const say = (name: string): string => vscode.l10n.t(`Restoring ${name}`);',
  'export const cell = (name: string): string => `<td title="${name}">is not there</td>`;',
];

/** What must stay allowed, or the table above says nothing. */
const lintKeeps: readonly (readonly [room: (typeof rooms)[number], code: string])[] = [
  ['core', 'import { parseYaml } from \'#core/yaml/parse.ts\';\nexport const parse = parseYaml;'],
  ['host', 'import \'node:fs\';\nimport \'dockerode\';\nimport \'#core/outside.ts\';'],
  ['server', 'import \'#host/node/file-system.ts\';\nimport \'vscode-languageserver/node\';'],
  ['client', 'import \'vscode\';\nimport \'#host/engine/engine.ts\';'],
  ['cli', 'import \'#host/node/file-system.ts\';\nimport \'#core/outside.ts\';'],
  ['cli', 'export const said = \'The backup is done\';'],
  ['client', 'import * as vscode from \'vscode\';\nexport const say = (log: vscode.LogOutputChannel, name: string): string => { log.info(`Restoring ${name} now`); return vscode.l10n.t(\'Restoring {0}\', name); };'],
  ['client', 'export const key = \'composure.hasEnvironments\';\nexport class Gone extends Error { readonly why = new Error(\'it is gone\'); }'],
];

/** What the compiler must refuse, and the code of its error. */
const typeBreaches: readonly (readonly [room: (typeof rooms)[number], code: string, error: RegExp])[] = [
  ['core', 'export const home = process.cwd();', /TS2591|TS2580|TS2304/],
  ['core', 'import { readFileSync } from \'node:fs\';\nexport const read = readFileSync;', /TS2591|TS2307/],
  ['core', 'export const wait = setTimeout;', /TS2304/],
  ['core', 'export const say = console.log;', /TS2584|TS2304/],
  ['core', 'import { breach } from \'#host/breach.ts\';\nexport const use = breach;', /TS6307|TS6059/],
  ['host', 'import { breach } from \'#server/breach.ts\';\nexport const use = breach;', /TS6307|TS6059/],
  ['server', 'import { breach } from \'#client/breach.ts\';\nexport const use = breach;', /TS6307|TS6059/],
  ['client', 'import { breach } from \'#server/breach.ts\';\nexport const use = breach;', /TS6307|TS6059/],
  ['cli', 'import { breach } from \'#client/breach.ts\';\nexport const use = breach;', /TS6307|TS6059/],
];

describe('the rooms', function () {
  this.timeout(60_000);
  const copies: string[] = [];

  /** A house with the same rules and, in each room, only the files that are given. */
  function house(files: Readonly<Record<string, string>>): string {
    const copy = realpathSync(mkdtempSync(path.join(tmpdir(), 'composure-rooms-')));
    copies.push(copy);
    symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
    for (const file of ['package.json', 'tsconfig.base.json', '.oxlintrc.json']) cpSync(path.join(root, file), path.join(copy, file));
    cpSync(path.join(root, 'scripts/lint'), path.join(copy, 'scripts/lint'), { recursive: true });
    for (const room of rooms) {
      mkdirSync(path.join(copy, room, 'src'), { recursive: true });
      cpSync(path.join(root, room, 'tsconfig.json'), path.join(copy, room, 'tsconfig.json'));
    }
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(copy, file), `${text}\n`);
    return copy;
  }

  function run(program: string, args: readonly string[], cwd: string): string {
    const { stdout, stderr, error } = spawnSync(path.join(root, 'node_modules/.bin', program), args, { cwd, encoding: 'utf8' });
    if (error !== undefined) throw error;
    return `${stdout}${stderr}`;
  }

  after(() => {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  });

  interface Finding {
    readonly filename: string;
    readonly message: string;
    readonly help?: string;
  }

  const linted = (cases: readonly (readonly [room: string, code: string, ...unknown[]])[]): readonly (readonly string[])[] => {
    const files = Object.fromEntries(cases.map(([room, code], index) => [`${room}/src/case-${index}.ts`, code]));
    const copy = house(files);
    const { diagnostics } = JSON.parse(run('oxlint', ['--format', 'json', ...rooms], copy)) as { diagnostics: readonly Finding[] };
    return Object.keys(files).map((file) => diagnostics.filter(({ filename }) => filename.endsWith(file)).map(({ message, help }) => `${message} ${help ?? ''}`));
  };

  it('the linter refuses what breaks them, and says where to read why', () => {
    const findings = linted(lintBreaches);
    for (const [index, [room, code, rule]] of lintBreaches.entries()) {
      const said = (findings[index] ?? []).filter((each) => each.includes(rule));
      assert.equal(said.length, 1, `${room}: ${code} → ${JSON.stringify(findings[index])}`);
      assert.match(said[0] ?? '', /ARCHITECTURE\.md/, `${room}: ${code}`);
    }
  });

  it('the linter finds what the extension says in one language alone', () => {
    const findings = linted(unlocalised.map((code) => ['client', code]));
    assert.deepEqual(findings.map((said) => said.filter((each) => each.includes('CONTRIBUTING.md')).length), unlocalised.map(() => 1), JSON.stringify(findings));
  });

  it('the linter lets pass what does not', () => {
    assert.deepEqual(linted(lintKeeps).map((said, index) => [lintKeeps[index]?.[0], said]), lintKeeps.map(([room]) => [room, []]));
  });

  it('the compiler refuses what breaks them', () => {
    const exported = 'export const breach = 1;';
    const files = Object.fromEntries(typeBreaches.map(([room, code], index) => [`${room}/src/case-${index}.ts`, code]));
    const copy = house({ ...files, ...Object.fromEntries(rooms.map((room) => [`${room}/src/breach.ts`, exported])) });
    const said = rooms.map((room) => run('tsc', ['-p', room, '--pretty', 'false', '--noEmit'], copy)).join('\n').split('\n');
    for (const [index, [room, code, error]] of typeBreaches.entries()) {
      const errors = said.filter((line) => line.includes(`${room}/src/case-${index}.ts`));
      assert.ok(errors.some((line) => error.test(line)), `${room}: ${code} → ${JSON.stringify(errors)}`);
    }
  });

  it('ARCHITECTURE.md has the chapters that the messages name', () => {
    const page = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
    for (const chapter of ['Map of rooms', 'Invariants']) assert.match(page, new RegExp(`^#+ .*${chapter}`, 'm'));
  });

  it('nothing of this test is left behind', () => {
    for (const room of rooms) assert.deepEqual(readdirSync(path.join(root, room, 'src')).filter((name) => name.startsWith('case-')), []);
  });
});
