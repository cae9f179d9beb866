// What one file says within a project, from its text as it is now: services with their variables filled in, and the folder
// where its paths begin. It needs of the project what changes seldom, so that it is right between two checks too.

import { interpolateTree } from '#core/compose/interpolate.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { readServices } from '#core/compose/read.ts';
import { isSecretName, mask, shown } from '#core/language/masking.ts';
import { variablesFor, wayInto } from '#core/language/origins.ts';
import { nodeAt, placeAt } from '#core/language/place.ts';
import type { FilePath } from '#core/outside.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import { get, isNull, items, textOf, type Scalar, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Text } from '#core/yaml/span.ts';

/** One file as a part of one project. */
export interface FilePart {
  readonly project: Project;
  readonly file: YamlFile;
  /** Whether the project was checked with this very text, so that its places are those of the file. */
  readonly isCurrent: boolean;
  /** Where its relative paths begin. */
  readonly directory: FilePath;
  /** Its documents, with the variables filled in. */
  readonly documents: readonly YamlNode[];
  /** The services as this file alone has them. */
  readonly services: readonly Service[];
}

/** What a file says in a project. `file` may be newer than the project. */
export function partOf(project: Project, file: YamlFile, parsed: ParsedFiles): FilePart {
  const variables = variablesFor(project, file.file);
  const documents = file.documents.flatMap((document) => (document === undefined ? [] : [parsed.interpolated.tree(document, variables, () => undefined)]));
  const services = documents.flatMap((document) => [...readServices(document, new Set(['*']), parsed.services).values()]);
  return { project: withCurrent(project, file), file, isCurrent: project.files.some((each) => each.file === file.file && each.text === file.text), directory: directoryOf(project, file.file), documents, services };
}

/** The project with a newer text of one of its files. What was merged stays. */
function withCurrent(project: Project, file: YamlFile): Project {
  if (project.files.includes(file)) return project;
  return { ...project, files: project.files.map((each) => (each.file === file.file ? file : each)) };
}

/** The folder in which the relative paths of a file begin. */
function directoryOf(project: Project, path: FilePath): FilePath {
  const way = wayInto(project, path);
  if (way === 'named') return project.directory;
  const include = way === 'include' ? includeOf(project, path) : undefined;
  if (include === undefined) return folderOf(path);
  const { item, within } = include;
  const given = textOf(get(item, 'project_directory'));
  if (given !== undefined && given.value !== '') return resolvePath(within, given.value);
  const paths = get(item, 'path') ?? item;
  const first = textOf(items(paths)[0] ?? paths);
  return folderOf(first === undefined ? path : resolvePath(within, first.value));
}

/** The item of `include` that brought a file in, and the folder where its paths begin; not of a file that an included one extends. */
function includeOf(project: Project, path: FilePath): { readonly item: YamlNode; readonly within: FilePath } | undefined {
  const by = project.broughtBy.get(path);
  const file = project.files.find((each) => each.file === by?.file);
  const place = by && file && placeAt(file, by.span[0]);
  const item = place?.path[0] === 'include' ? nodeAt(place.nodes[0], place.path.slice(0, 2)) : undefined;
  return item && { item, within: directoryOf(project, by?.file ?? path) };
}

/** The env files that set the variables of a file, the ones that count more first. */
export function envFilesFor({ project, file, directory }: FilePart): readonly FilePath[] {
  const { environment } = project;
  const main = environment.envFiles.length === 0 ? [resolvePath(project.directory, '.env')] : environment.envFiles.toReversed();
  const include = includeOf(project, file.file);
  if (include === undefined) return main;
  const given = get(include.item, 'env_file');
  const own = (given?.kind === 'sequence' ? given.items : [given]).flatMap((each) => textOf(each) ?? []).map(({ value }) => resolvePath(include.within, value));
  return [...main, ...given === undefined ? [resolvePath(directory, '.env')] : own.toReversed()];
}

/** A scalar of any file of a project as it may be shown. `name` is what it is the value of. */
function shownText(project: Project, scalar: Scalar, name: string): string {
  const { text } = scalar;
  const source = project.files.find(({ file }) => file === scalar.file)?.text ?? '';
  const { pieces } = text;
  // What cannot be told apart is hidden as a whole.
  if (pieces === undefined) return namesSecretVariable(source.slice(scalar.span[0], scalar.span[1])) ? mask : shown(name, text.value);
  const value = pieces.map((piece) => {
    const value = text.value.slice(piece.from, piece.to);
    return piece.verbatim || value === '' || !namesSecretVariable(source.slice(piece.span[0], piece.span[1])) ? value : mask;
  }).join('');
  return shown(name, value);
}

function namesSecretVariable(written: string): boolean {
  return written.includes('$') && [...written.matchAll(/\$\{?(\w+)/g)].some(([, name = '']) => isSecretName(name));
}

/** The text at a path as it may be shown: of an item of a list, `KEY=value` by its key. */
export function shownAt(project: Project, scalar: Scalar, path: readonly string[]): string {
  const name = path.at(-1) ?? '';
  return /^\d*$/.test(name) ? shownPair(project, scalar) : shownText(project, scalar, name);
}

/** A value of any file with its variables filled in; as it is written where one of them is unknown. */
export function valueOf(project: Project, scalar: Scalar): Scalar {
  const filled = interpolateTree(scalar, variablesFor(project, scalar.file), () => undefined);
  return filled.kind === 'scalar' && filled.text.unresolved.length === 0 ? filled : scalar;
}

/** The text of `KEY=value` as it may be shown. */
function shownPair(project: Project, scalar: Scalar): string {
  const text = shownText(project, scalar, '');
  const equals = text.indexOf('=');
  return equals === -1 ? text : `${text.slice(0, equals)}=${shown(text.slice(0, equals), text.slice(equals + 1))}`;
}

/** A tree as it may be shown, in block style; cut behind so many lines. */
export function shownTree(project: Project, node: YamlNode, name: string, lines = 24): string {
  const all = [...linesOf(project, node, name, '')];
  return all.length <= lines ? all.join('\n') : [...all.slice(0, lines - 1), `# ${all.length - lines + 1} lines more`].join('\n');
}

function* linesOf(project: Project, node: YamlNode, name: string, indent: string): Generator<string> {
  if (node.kind === 'scalar') yield indent + scalarText(project, node, name);
  else if (node.kind === 'sequence') for (const item of node.items) {
    const [first = '', ...rest] = item.kind === 'scalar' ? [scalarText(project, item, '')] : [...linesOf(project, item, '', '')];
    yield `${indent}- ${first}`;
    for (const line of rest) yield `${indent}  ${line}`;
  }
  else for (const { key, value } of node.entries) {
    const isEmpty = value.kind === 'sequence' ? value.items.length === 0 : value.kind === 'mapping' && value.entries.length === 0;
    if (isNull(value)) yield `${indent}${key.content}:`;
    else if (value.kind === 'scalar' || isEmpty) yield `${indent}${key.content}: ${value.kind === 'scalar' ? scalarText(project, value, key.content) : value.kind === 'sequence' ? '[]' : '{}'}`;
    else {
      yield `${indent}${key.content}:`;
      yield* linesOf(project, value, key.content, `${indent}  `);
    }
  }
}

function scalarText(project: Project, scalar: Scalar, name: string): string {
  const text = name === '' ? shownPair(project, scalar) : shownText(project, scalar, name);
  if (typeof scalar.value !== 'string') return text;
  return text === '' || /^[\s>|@`"'%&*!?{}[\]#,-]|: |\s#|\n|:$|\s$|^(?:true|false|null|yes|no|on|off|~|[\d.]+)$/i.test(text) ? JSON.stringify(text) : text;
}

/** The text of a scalar where it says something that is known; undefined where it depends on what nobody knows. */
export function known(text: Text | undefined): Text | undefined {
  return text === undefined || text.unresolved.length > 0 || text.value === '' ? undefined : text;
}

/** Whether an image is one that the project builds: then `image` is only its name. */
export function isBuilt({ project }: FilePart, { name, build }: Service): boolean {
  return build !== undefined || project.services.get(name)?.build !== undefined;
}
