// `include`: another project's resources become part of this one (compose-go, loader/include.go).

import type { Variables } from '#core/compose/interpolate.ts';
import { mergeTrees } from '#core/compose/merge.ts';
import type { FilePath } from '#core/outside.ts';
import { isRemote } from '#core/project/extends.ts';
import { startingIn, type Loading } from '#core/project/loading.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import { entries, entry, get, items, Scalar, textOf, type Entry, type YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** A project's files and what they are read with. */
export interface Model {
  readonly paths: readonly FilePath[];
  readonly directory: FilePath;
  readonly variables: Variables;
  /** The files on the way here: one of them again is a cycle. */
  readonly chain: readonly FilePath[];
}

/** Longer chains, and more models in one project, are not followed: nobody has them, and two includes in each of thirty files are a billion. */
const chainLimit = 100;
const modelLimit = 1_000;

type LoadModel = (model: Model, loading: Loading) => Promise<YamlNode | undefined>;

const kinds = ['services', 'jobs', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** A tree with all that it includes. `load` is how a model is loaded. */
export async function applyIncludes(tree: YamlNode, within: Model, loading: Loading, load: LoadModel): Promise<YamlNode> {
  const included = entry(tree, 'include');
  if (included === undefined || tree.kind !== 'mapping') return tree;
  let result: YamlNode = { ...tree, entries: tree.entries.filter((each) => each !== included) };
  for (const item of items(included.value)) {
    if (within.chain.length > chainLimit || loading.models >= modelLimit) {
      loading.partial = true;
      break;
    }
    loading.models += 1;
    const model = await modelOf(item, within, loading);
    const imported = model && await load(model, loading);
    if (imported !== undefined && model !== undefined) result = importInto(result, model.directory === within.directory ? imported : startingIn(withContexts(imported), model.directory), loading);
  }
  return result;
}

/** A build without a context is built in the included project's folder, not in the one that includes it. */
function withContexts(imported: YamlNode): YamlNode {
  return inMapping(imported, 'services', (services) => (services.kind === 'mapping' ? { ...services, entries: services.entries.map((each) => ({ ...each, value: inMapping(each.value, 'build', withContext) })) } : services));
}

function withContext(build: YamlNode, at: Entry): YamlNode {
  if (build.kind !== 'mapping' || entry(build, 'context') !== undefined) return build;
  const scalar = (value: string): Scalar => Scalar.made(at.key.file, at.key.span, value);
  return { ...build, entries: [...build.entries, { key: scalar('context'), value: scalar('.'), merged: undefined }] };
}

function inMapping(node: YamlNode, key: string, change: (value: YamlNode, at: Entry) => YamlNode): YamlNode {
  return node.kind === 'mapping' ? { ...node, entries: node.entries.map((each) => (each.key.content === key ? { ...each, value: change(each.value, each) } : each)) } : node;
}

/** What an item of `include` means; undefined, and said, where it cannot be read. */
async function modelOf(item: YamlNode, within: Model, loading: Loading): Promise<Model | undefined> {
  const path = item.kind === 'mapping' ? get(item, 'path') : item;
  const texts = path?.kind === 'sequence' ? path.items.flatMap((each) => textOf(each) ?? []) : [textOf(path)].filter((text) => text !== undefined);
  const [main] = texts;
  if (main === undefined) return undefined;
  // A number is no path: that it has the wrong type is said already.
  if ((path?.kind === 'sequence' ? path.items : [path]).some((each) => each?.kind === 'scalar' && typeof each.value !== 'string')) return undefined;
  if (texts.some((text) => text.unresolved.length > 0 || isRemote(text.value))) {
    loading.partial = true;
    return undefined;
  }
  const paths: FilePath[] = [];
  for (const text of texts) {
    const target = resolvePath(within.directory, text.value);
    if (text === main && within.chain.includes(target)) {
      loading.report({ code: 'dependency-cycle', at: text, message: `${text.value} includes itself in the end: Compose refuses the project` });
      return undefined;
    }
    if (await loading.file(target, text) === undefined) {
      loading.partial = true;
      loading.report({ code: 'include-missing', at: text, message: await loading.files.stat(target) === 'directory' ? `${text.value} is a folder: name the compose file in it` : `${text.value} does not exist: Compose refuses the project` });
      return undefined;
    }
    paths.push(target);
    loading.included.add(target);
  }
  const given = textOf(get(item, 'project_directory'));
  const directory = given === undefined || given.value === '' ? folderOf(paths[0] ?? within.directory) : resolvePath(within.directory, given.value);
  return { paths, directory, variables: await variablesOf(item, directory, within, loading), chain: within.chain };
}

/** The variables of an included project: those of the including one, then its own env files'. */
async function variablesOf(item: YamlNode, directory: FilePath, within: Model, loading: Loading): Promise<Variables> {
  const given = get(item, 'env_file');
  const texts: readonly Text[] = given?.kind === 'sequence' ? given.items.flatMap((each) => textOf(each) ?? []) : [textOf(given)].filter((text) => text !== undefined);
  const paths: FilePath[] = [];
  for (const text of texts) {
    if (text.value === '/dev/null' || text.unresolved.length > 0) continue;
    const path = resolvePath(within.directory, text.value);
    if (await loading.files.stat(path) === 'file') paths.push(path);
    else loading.report({ code: 'env-file-missing', at: text, message: `${text.value} does not exist: Compose refuses the project` });
  }
  const own = await loading.variables(texts.length === 0 ? [resolvePath(directory, '.env')] : paths, within.variables);
  loading.cancellation.throwIfAborted();
  return own.size === 0 ? within.variables : loading.parsed.layered(within.variables, own);
}

/** What both define is merged, and the including project's word counts more. */
function importInto(tree: YamlNode, imported: YamlNode, loading: Loading): YamlNode {
  if (tree.kind !== 'mapping') return tree;
  const merged = new Map<string, Entry>(tree.entries.map((each) => [each.key.content, each]));
  for (const kind of kinds) {
    const from = entry(imported, kind);
    if (from === undefined || from.value.kind !== 'mapping') continue;
    const to = merged.get(kind);
    if (to === undefined || to.value.kind !== 'mapping') {
      merged.set(kind, from);
      continue;
    }
    const own = new Map<string, Entry>(to.value.entries.map((each) => [each.key.content, each]));
    for (const each of entries(from.value)) {
      const local = own.get(each.key.content);
      if (local?.value.tag === '!reset') own.delete(each.key.content);
      else if (local === undefined) own.set(each.key.content, each);
      else own.set(each.key.content, { ...local, value: mergeTrees(each.value, local.value, (problem) => loading.report({ ...problem, code: 'include-conflict' }), [kind, each.key.content]) });
    }
    merged.set(kind, { ...to, value: { ...to.value, entries: [...own.values()] } });
  }
  return { ...tree, entries: [...merged.values()] };
}
