// How a team wants its backups, as it is written down in the `composure.yaml` of the folder of its environments:
//
//   backup:
//     folder: ../backups             # `backups` beside composure.yaml where nothing is said
//     include: [./reports, cache]    # mounted folders that do not look like data, other paths
//     exclude: [./data/tmp, search]  # volumes by their keys, paths as the compose file has them
//     external: [shared]             # or true: external volumes too
//     images: true
//     consistency: stop              # or pause, live, dump
//     services:
//       db: dump                     # a ready one for PostgreSQL, MySQL, MariaDB, MongoDB
//       queue: { consistency: pause, before: [redis-cli, save], after: [date] }
//       app: { dump: [app, export], load: [app, import] }
//     keep: { last: 7, daily: 14, weekly: 8 }
//     keyFile: ~/.composure.key      # encrypts

import { usualKeep, type Keep } from '#core/backup/keep.ts';
import type { Consistency } from '#core/backup/manifest.ts';
import type { LoadProblem } from '#core/compose/model.ts';
import { commandWords, numberAt, textAt, textsAt, truthAt, WrongAttribute } from '#core/health/check-attributes.ts';
import type { Cancellation, FilePath, FileSystem } from '#core/outside.ts';
import { configurationCode, configurationName } from '#core/project/configured-environments.ts';
import { folderFoundIn, type Environment } from '#core/project/environment.ts';
import type { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import { nearest } from '#core/words/nearest.ts';
import { entries, get, isNull, type Entry, type YamlNode } from '#core/yaml/node.ts';

/** What is wished of one service. */
export interface ServicePolicy {
  /** Undefined where that of all holds. */
  readonly consistency: Consistency | undefined;
  /** A command that runs in the container before its data is read, and one that runs afterwards in any case. */
  readonly before: readonly string[] | undefined;
  readonly after: readonly string[] | undefined;
  /** A command that prints the service's data, and one that reads it again. */
  readonly dump: readonly string[] | undefined;
  readonly load: readonly string[] | undefined;
}

export interface BackupPolicy {
  /** Where backups lie; undefined for `backups` in the project directory. */
  readonly folder: FilePath | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly external: 'all' | readonly string[];
  readonly images: boolean;
  readonly consistency: Consistency;
  readonly services: ReadonlyMap<string, ServicePolicy>;
  readonly keep: Keep;
  /** As it is written: `~` is the home folder. */
  readonly keyFile: string | undefined;
  /** The folder of `composure.yaml`, where the paths above begin; undefined where none is. */
  readonly from: FilePath | undefined;
  readonly problems: readonly LoadProblem[];
}

/** What holds where nothing is said. */
export const usualPolicy: BackupPolicy = {
  folder: undefined, include: [], exclude: [], external: [], images: false, consistency: 'stop', services: new Map(), keep: usualKeep,
  keyFile: undefined, from: undefined, problems: [],
};

/** The words for how a service is kept from writing. */
export const consistencies = ['stop', 'pause', 'live', 'dump'] as const satisfies readonly Consistency[];

/** Where backups of a project lie. */
export function backupsFolder({ folder }: Pick<BackupPolicy, 'folder'>, directory: FilePath): FilePath {
  return folder ?? resolvePath(directory, 'backups');
}

/** Reads what holds for an environment. */
export async function backupPolicy(environment: Environment, files: FileSystem, parsed: ParsedFiles, cancellation: Cancellation): Promise<BackupPolicy> {
  for (const folder of new Set([folderFoundIn(environment), environment.directory, ...environment.files.slice(0, 1).map(folderOf)])) {
    const file = await parsed.get(resolvePath(folder, configurationName), files);
    cancellation.throwIfAborted();
    if (file !== undefined && file.problems.length === 0) return readPolicy(get(file.documents[0], 'backup'), folder);
  }
  return usualPolicy;
}

/** What a key says is taken over where it can be followed; elsewhere the usual holds, and a problem says so. */
export function readPolicy(node: YamlNode | undefined, from: FilePath): BackupPolicy {
  if (node === undefined || isNull(node)) return { ...usualPolicy, from };
  const problems: LoadProblem[] = [];
  const tried = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof WrongAttribute)) throw error;
      problems.push(problemOf(error));
      return otherwise;
    }
  };
  const said = <T>(key: keyof typeof readers, read: (node: YamlNode) => T, otherwise: T): T => {
    const value = get(node, key);
    return value === undefined || isNull(value) ? otherwise : tried(() => read(value), otherwise);
  };
  if (node.kind !== 'mapping') tried(() => { throw new WrongAttribute(node, 'backup is a mapping of what is wished'); }, undefined);
  for (const { key } of entries(node)) tried(() => demandKnown(key.content, key, Object.keys(readers), 'backup'), undefined);
  const services = new Map<string, ServicePolicy>();
  said('services', (value) => {
    if (value.kind !== 'mapping') throw new WrongAttribute(value, 'services is a mapping of services to how each is backed up');
    for (const each of entries(value)) tried(() => { services.set(each.key.content, servicePolicy(each)); }, undefined);
  }, undefined);
  const folder = said('folder', readers.folder, undefined);
  return {
    folder: folder === undefined ? undefined : resolvePath(from, folder),
    include: said('include', readers.include, []), exclude: said('exclude', readers.exclude, []),
    external: said('external', readers.external, []), images: said('images', readers.images, false),
    consistency: said('consistency', readers.consistency, usualPolicy.consistency),
    services, keep: said('keep', readers.keep, usualKeep), keyFile: said('keyFile', readers.keyFile, undefined), from, problems,
  };
}

/** One reader for each key; a text that depends on a variable cannot be followed, as nothing is filled in here. */
const readers = {
  folder: (node: YamlNode): string | undefined => textAt(node, 'folder is one path').value,
  include: (node: YamlNode): readonly string[] => textsAt(node, 'include is a path or a list of paths').map(({ value }) => value),
  exclude: (node: YamlNode): readonly string[] => textsAt(node, 'exclude is a volume, a path or a list of them').map(({ value }) => value),
  external: (node: YamlNode): BackupPolicy['external'] => (
    node.kind === 'scalar' && typeof node.value === 'boolean' ? (node.value ? 'all' : []) : textsAt(node, 'external is true, or a list of volumes').map(({ value }) => value)
  ),
  images: (node: YamlNode): boolean => truthAt(node, 'images'),
  consistency: (node: YamlNode): Consistency => consistencyAt(node),
  services: undefined,
  keep: keepAt,
  keyFile: (node: YamlNode): string | undefined => textAt(node, 'keyFile is one path').value,
} as const;

/** The keys below `backup`. */
export const policyKeys: readonly string[] = Object.keys(readers);

const serviceKeys = ['consistency', 'before', 'after', 'dump', 'load'] as const;

function servicePolicy({ key, value }: Entry): ServicePolicy {
  const nothing = { consistency: undefined, before: undefined, after: undefined, dump: undefined, load: undefined };
  if (value.kind === 'scalar') return { ...nothing, consistency: consistencyAt(value) };
  if (value.kind !== 'mapping') throw new WrongAttribute(value, `${key.content} is one of ${consistencies.join(', ')}, or a mapping`);
  for (const each of entries(value)) demandKnown(each.key.content, each.key, serviceKeys, key.content);
  const words = (name: 'before' | 'after' | 'dump' | 'load'): readonly string[] | undefined => {
    const node = get(value, name);
    return node === undefined || isNull(node) ? undefined : wordsAt(node, name);
  };
  const consistency = get(value, 'consistency');
  const [dump, load] = [words('dump'), words('load')];
  if ((dump === undefined) !== (load === undefined)) throw new WrongAttribute(get(value, 'dump') ?? get(value, 'load') ?? value, 'dump and load come together: what one prints the other reads');
  return {
    consistency: consistency === undefined ? (dump === undefined ? undefined : 'dump') : consistencyAt(consistency),
    before: words('before'), after: words('after'), dump, load,
  };
}

function wordsAt(node: YamlNode, name: string): readonly string[] {
  const shape = `${name} is a command, in one line or as a list of words`;
  const texts = textsAt(node, shape).map(({ value }) => value);
  const words = node.kind === 'sequence' ? texts : commandWords(texts[0] ?? '');
  if (words.length === 0) throw new WrongAttribute(node, shape);
  return words;
}

function consistencyAt(node: YamlNode): Consistency {
  const { value } = textAt(node, `consistency is one of ${consistencies.join(', ')}`);
  const found = consistencies.find((each) => each === value);
  if (found === undefined) throw new WrongAttribute(node, `consistency is one of ${consistencies.join(', ')}`, nearest(value, consistencies));
  return found;
}

function keepAt(node: YamlNode): Keep {
  if (node.kind !== 'mapping') throw new WrongAttribute(node, 'keep is a mapping: { last: 7, daily: 14, weekly: 8 }');
  const keys = ['last', 'daily', 'weekly'] as const;
  for (const { key } of entries(node)) demandKnown(key.content, key, keys, 'keep');
  const number = (key: typeof keys[number]): number => {
    const found = get(node, key);
    return found === undefined ? 0 : numberAt(found, key, 0, 10_000);
  };
  const keep = { last: number('last'), daily: number('daily'), weekly: number('weekly') };
  if (keep.last + keep.daily + keep.weekly === 0) throw new WrongAttribute(node, 'keep keeps at least one backup');
  return keep;
}

function demandKnown(name: string, node: YamlNode, known: readonly string[], whose: string): void {
  if (!known.includes(name)) throw new WrongAttribute(node, `${whose} has no ${name}`, nearest(name, known));
}

function problemOf({ node, message, instead }: WrongAttribute): LoadProblem {
  const at = { value: undefined, file: node.file, span: node.alias ?? node.span };
  return {
    code: configurationCode, message: `${message}: as it is, backups are made without this`, at,
    ...(instead === undefined ? {} : { mend: { title: `Use ${instead}`, at, text: instead } }),
  };
}
