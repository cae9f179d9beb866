// Where a service's data is, as its image, its command, its variables and its configuration say together; undefined where
// that cannot be known, or where it keeps none.

import { commandTexts, shellWords } from '#core/compose/command.ts';
import { environmentOf } from '#core/compose/environment.ts';
import type { Project, Service } from '#core/compose/model.ts';
import { cleanTarget, type Mount } from '#core/compose/mounts.ts';
import { statefulImage, type StatefulImage } from '#core/images/stateful.ts';
import { isInside, resolveText } from '#core/project/path.ts';
import { namesFile } from '#core/rules/file-or-folder.ts';
import { baseImage } from '#core/rules/ephemeral-data/base-image.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import { get, type YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** Where data is. */
export interface DataPaths {
  readonly image: StatefulImage;
  /** A volume on any of them is enough. */
  readonly paths: readonly string[];
  /** The folder that the image declares a volume, where the data is within it. */
  readonly volume: string | undefined;
}

/** Where a service keeps its data. */
export async function dataPathsOf(project: Project, service: Service, context: RuleContext): Promise<DataPaths | undefined> {
  const base = await baseImage(project, service, context);
  const image = base === undefined ? undefined : statefulImage(base.reference);
  if (base === undefined || image === undefined || get(service.node, 'volumes_from') !== undefined) return undefined;
  const words = serverWords(service, base.command, image);
  if (words === undefined || image.variables?.some((name) => base.variables.has(name)) === true) return undefined;
  const environment = environmentOf(service);
  const texts = [...words, ...environment.flatMap(({ value }) => value ?? [])];
  if (words.some(({ unresolved }) => unresolved.length > 0) || /type=mem\b/.test(joined(words))) return undefined;
  if (image.asked !== undefined && !image.asked.test(joined(texts))) return undefined;
  // A database of another service has it; a file or the memory is none.
  if (environment.some(({ name, content = '' }) => image.elsewhere?.includes(name) === true && !/^(?:sqlite3?|dev-file|dev-mem|h2|filesystem)?$/.test(content))) return undefined;
  const moved = [
    ...environment.filter(({ name }) => image.variables?.includes(name)).map(({ value }) => value),
    ...(image.flags ?? []).map((flag) => valueOf(flag, words)),
  ].find((text) => text !== undefined && (text.value !== '' || text.unresolved.length > 0));
  if (moved !== undefined) {
    if (moved.unresolved.length > 0 || !moved.value.startsWith('/')) return undefined;
    const path = cleanTarget(moved.value.replace(/[{,].*$/, ''));
    return { image, paths: [path], volume: image.volume !== undefined && isInside(image.volume, path) ? image.volume : undefined };
  }
  const paths = image.configured === true ? await configuredPaths(project, service, image, words, context) : image.paths;
  if (paths === undefined || paths.length === 0 || service.mounts.some((mount) => isNamed(mount, texts))) return undefined;
  return { image, paths, volume: image.volume };
}

function joined(texts: readonly Text[]): string {
  return texts.map(({ value }) => value).join(' ');
}

function wordsOf(node: YamlNode | undefined): readonly Text[] {
  const texts = commandTexts(node);
  return node?.kind === 'sequence' ? texts : texts.flatMap(shellWords);
}

/** The words that run the server, with its options; undefined where something else is run, or where that is not known. */
function serverWords({ node }: Service, built: readonly string[] | undefined, image: StatefulImage): readonly Text[] | undefined {
  const [entrypoint, command] = [get(node, 'entrypoint'), get(node, 'command')];
  const words = [...wordsOf(entrypoint), ...wordsOf(command)];
  const isServer = ({ value }: Text): boolean => image.servers?.includes(value) === true || image.servers?.includes(value.slice(value.lastIndexOf('/') + 1)) === true;
  const [first] = words;
  if (first === undefined) return built === undefined || built.some((word) => image.servers?.includes(word) === true) ? [] : undefined;
  if (entrypoint === undefined && (/^[-+]/.test(first.value) || isServer(first))) return words;
  const isShell = /(?:^|\/)(?:ba|da)?sh$/.test(first.value) && words.slice(1, 3).some(({ value }) => /^-[a-z]*c$/.test(value));
  if (!isShell && !/(?:^|\/)(?:docker-)?entrypoint\.sh$/.test(first.value)) return undefined;
  // What a shell runs is the last of what it is told.
  const said = words.slice(1).flatMap(shellWords);
  const at = said.findIndex(isServer);
  return at === -1 ? undefined : said.slice(at);
}

/** `--flag=value` or `--flag value`; options between the two belong to themselves. */
function valueOf(flag: string, words: readonly Text[]): Text | undefined {
  const whole = words.find(({ value }) => value.startsWith(`${flag}=`));
  if (whole !== undefined) return { ...whole, value: whole.value.slice(flag.length + 1) };
  const at = words.findIndex(({ value }) => value === flag);
  return at === -1 ? undefined : words.slice(at + 1).find(({ value }) => value.startsWith('/'));
}

/** A writable mount that the command or a variable speaks of: the data was moved there by an option that is not known here. */
function isNamed({ source, target, readOnly }: Mount, texts: readonly Text[]): boolean {
  if (source === undefined || target === undefined || readOnly || /^\/(?:etc|run)(?:\/|$)/.test(target.value) || namesFile(source.value, target.value)) return false;
  const path = cleanTarget(target.value);
  return texts.some(({ value }) => value.includes(path));
}

const objectStorage = /\b(?:s3|gcs|azure|swift|cos|bos|oss)\s*:|backend:\s*["']?(?:s3|gcs|azure|swift)/;
const pathKeys = /\b(?:path|path_prefix|dir|directory|[a-z_]+_(?:dir|directory))\s*:\s*["']?(\/[\w./-]+)/g;

/** What a configuration file of the project says; the usual places without one, and undefined where it cannot be read or names a cloud. */
async function configuredPaths(project: Project, { mounts }: Service, image: StatefulImage, words: readonly Text[], context: RuleContext): Promise<readonly string[] | undefined> {
  const file = (valueOf('-config.file', words) ?? valueOf('--config.file', words))?.value;
  if (file === undefined) return mounts.length === 0 && words.length === 0 ? image.paths : undefined;
  for (const { type, source, target } of mounts) {
    const at = cleanTarget(target?.value ?? '');
    if (type !== 'bind' || source === undefined || source.unresolved.length > 0 || !isInside(at, file)) continue;
    const text = await context.files.readText(resolveText(project.directory, source) + file.slice(at.length));
    if (text === undefined || objectStorage.test(text)) return undefined;
    const named = [...text.matchAll(pathKeys)].map((match) => match[1] ?? '').filter((path) => !path.startsWith('/etc'));
    return named.length === 0 ? image.paths : [common(named)];
  }
  return undefined;
}

/** The folder that several paths have in common, below the root. */
function common(paths: readonly string[]): string {
  const parts = paths.map((path) => path.split('/').filter((part) => part !== ''));
  const [first = []] = parts;
  const same = first.findIndex((part, index) => parts.some((other) => other[index] !== part));
  return `/${first.slice(0, same === -1 ? first.length : Math.max(same, 1)).join('/')}`;
}
