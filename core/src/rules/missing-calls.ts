// What the automation of the repositories around some projects calls and does not have: what two rules have in common.

import type { Call, CallKind } from '#core/automation/calls.ts';
import { automationCalls, makefileAt, makefileIn, repositoryOf } from '#core/automation/repository.ts';
import type { Project } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import { folderFoundIn } from '#core/project/environment.ts';
import { folderOf, isInside, nameOf, relativePath, resolvePath } from '#core/project/path.ts';
import { candidates } from '#core/rules/path-fixes.ts';
import type { Fix, RuleContext } from '#core/rules/rule.ts';
import { nearest } from '#core/words/nearest.ts';
import { entries, get } from '#core/yaml/node.ts';

/** A call of something that is not there. */
export interface MissingCall {
  readonly project: Project;
  readonly call: Call;
  readonly fixes: () => Promise<readonly Fix[]>;
}

/** A repository, and the first of its projects: findings about it are told as that one's. */
interface Repository {
  readonly root: FilePath;
  readonly project: Project;
  readonly folders: ReadonlySet<FilePath>;
}

/** The calls of some kinds that lead nowhere, each place once. */
export async function* missingCalls(kinds: readonly CallKind[], projects: readonly Project[], context: RuleContext): AsyncGenerator<MissingCall> {
  for (const { root, project, folders } of await repositoriesOf(projects, context)) {
    const seen = new Set<string>();
    for (const call of await automationCalls(root, folders, context.files, context.yaml)) {
      if (!kinds.includes(call.kind) || !isInside(root, call.path)) continue;
      context.cancellation.throwIfAborted();
      const place = `${call.at.file}\n${call.at.span[0]}`;
      if (seen.has(place)) continue;
      const names = await namesFor(call, root, context);
      if (names === 'there') continue;
      seen.add(place);
      yield { project, call, fixes: () => fixesOf(call, names, root, context) };
    }
  }
}

async function repositoriesOf(projects: readonly Project[], { files }: RuleContext): Promise<readonly Repository[]> {
  const roots = new Map<FilePath, FilePath>();
  const found = new Map<FilePath, Repository & { readonly folders: Set<FilePath> }>();
  for (const project of projects) {
    const folder = folderFoundIn(project.environment);
    const root = roots.get(folder) ?? await repositoryOf(folder, files);
    roots.set(folder, root);
    const known = found.get(root) ?? { root, project, folders: new Set() };
    found.set(root, known);
    known.folders.add(folder);
  }
  return [...found.values()];
}

/** The names among which the missing one is; `there` for what exists, may exist, or cannot be told. A path has none. */
async function namesFor(call: Call, root: FilePath, context: RuleContext): Promise<readonly string[] | 'there' | undefined> {
  switch (call.kind) {
    case 'make-target': return targetsWithout(call, context);
    case 'npm-script': return npmScriptsWithout(call, root, context);
    default: return await isMissing(call, root, context) ? undefined : 'there';
  }
}

async function targetsWithout({ at: { value }, folder, makefile }: Call, { files }: RuleContext): Promise<readonly string[] | 'there'> {
  const found = makefile === undefined ? await makefileIn(folder, files) : await makefileAt(makefile, files);
  // A file of that name, or one from which make's own rules make it, is as good as a target.
  const isFile = [...(await files.list(folder))?.keys() ?? []].some((name) => name === value || name.startsWith(`${value}.`));
  return found?.targets === undefined || found.targets.has(value) || isFile || value.includes('/') ? 'there' : [...found.targets].filter((name) => !name.startsWith('.'));
}

/** npm looks for package.json in the folder and in those above it. */
async function npmScriptsWithout({ at: { value }, folder }: Call, root: FilePath, { files, yaml }: RuleContext): Promise<readonly string[] | 'there'> {
  for (let each = folder; isInside(root, each); each = folderOf(each)) {
    const path = resolvePath(each, 'package.json');
    if (await files.stat(path) === undefined) continue;
    const manifest = await yaml(path);
    if (manifest === undefined || manifest.problems.length > 0) return 'there';
    const names = entries(get(manifest.documents[0], 'scripts')).map(({ key }) => key.content);
    // npm start has a meaning of its own, and a restart is made of others.
    return names.includes(value) || ['start', 'restart'].includes(value) ? 'there' : names;
  }
  return 'there';
}

/** Where build tools put what they make; nobody expects it in the repository. */
const madeFolders = /^(?:build|dist|out|output|target|bin|obj|node_modules|vendor|\.?venv|env|tmp|temp|\.cache|coverage|public|_build|release|artifacts)$/i;

/** Folders of scripts: a program there is written by hand, even without an extension. */
const scriptFolders = /^(?:scripts?|tools?|hack|ci|\.ci|ops|tasks|workflows|\.github|deploy|deployment)$/i;

async function isMissing(call: Call, root: FilePath, context: RuleContext): Promise<boolean> {
  const { files } = context;
  const { path, folder, kind } = call;
  if (await files.stat(path) !== undefined || await files.stat(folder) !== 'directory') return false;
  const above = relativePath(root, folderOf(path)).split('/');
  if (above.some((name) => madeFolders.test(name))) return false;
  if (kind === 'script' && !/[^.]\.(?:sh|bash|zsh|py|js|mjs|cjs|ts|rb|pl|php)$/i.test(path) && !(scriptFolders.test(above.at(-1) ?? '') && !nameOf(path).startsWith('.'))) return false;
  if (await context.isIgnored(path) || await isOfSubmodule(path, root, context)) return false;
  for (const made of call.madeFolders) if (made !== root && isInside(made, path) && await files.stat(made) === undefined) return false;
  for (const before of call.before) if ((await textBehind(before, context)).includes(nameOf(path))) return false;
  return true;
}

async function isOfSubmodule(path: FilePath, root: FilePath, { files }: RuleContext): Promise<boolean> {
  const text = await files.readText(resolvePath(root, '.gitmodules')) ?? '';
  return [...text.matchAll(/^\s*path\s*=\s*(\S+)/gm)].some(([, each]) => isInside(resolvePath(root, each ?? ''), path));
}

/** The text of what an earlier step ran, which may make what a later one calls. */
async function textBehind({ kind, path, folder, makefile }: Call, { files }: RuleContext): Promise<string> {
  switch (kind) {
    case 'script': return await files.readText(path) ?? '';
    case 'npm-script': return await files.readText(resolvePath(folder, 'package.json')) ?? '';
    case 'make-target': return (makefile === undefined ? await makefileIn(folder, files) : await makefileAt(makefile, files))?.text ?? '';
    default: return '';
  }
}

async function fixesOf({ at, path, folder }: Call, names: readonly string[] | undefined, root: FilePath, context: RuleContext): Promise<readonly Fix[]> {
  const use = (text: string): Fix => ({ title: `Use ${text}`, safety: 'ask', edits: [{ kind: 'replace', at, text }] });
  const isPlain = (text: string): boolean => /^[\w./@+-]+$/.test(text);
  if (names !== undefined) return [nearest(at.value, names)].flatMap((name) => (name !== undefined && isPlain(name) ? [use(name)] : []));
  const found = await candidates(path, 'file', (name) => context.findByName(root, name), context);
  const stem = (each: FilePath): string => nameOf(each).replace(/\.\w+$/, '');
  const beside = [...await context.files.list(folderOf(path)) ?? []].flatMap(([name, kind]) => (kind === 'file' && stem(name) === stem(path) ? [resolvePath(folderOf(path), name)] : []));
  return [...new Set([...found, ...beside])].map((to) => {
    const relative = relativePath(folder, to);
    return at.value.startsWith('.') ? relative : relative.replace(/^\.\//, '');
  }).filter(isPlain).slice(0, 4).map(use);
}
