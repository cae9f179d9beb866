// The environments that a team wrote down in `composure.yaml`. Only its key `environments` is read here:
//
//   environments:
//     dev: docker-compose.dev.yml
//     prod:
//       files: [docker-compose.yml, docker-compose.prod.yml]
//       directory: .
//       envFiles: [.env, .env.prod]
//       profiles: [web]
//       mode: prod
//
// Each attribute has one reader in `attributes`, so that another is one more line. What is not known is left to those
// who know it.

import type { LoadProblem } from '#core/compose/model.ts';
import type { FilePath } from '#core/outside.ts';
import type { Environment } from '#core/project/environment.ts';
import { modeOf } from '#core/project/file-names.ts';
import { folderOf, resolvePath } from '#core/project/path.ts';
import { nearest } from '#core/words/nearest.ts';
import { entries, get, isNull, textOf, type Entry, type YamlNode } from '#core/yaml/node.ts';
import type { YamlFile } from '#core/yaml/parse.ts';
import type { Text } from '#core/yaml/span.ts';

/** The name of the file, in the folder whose environments it describes. */
export const configurationName = 'composure.yaml';

/** The code of a finding about that file. */
export const configurationCode = 'configuration';

/** What the file says: environments, or why it cannot be followed and convention stays. */
export interface Configured {
  readonly environments: readonly Environment[];
  readonly problem: LoadProblem | undefined;
}

/** Thrown and caught within this file. */
class WrongShape extends Error {
  readonly node: YamlNode;
  /** A word that is meant instead, where one is likely. */
  readonly instead: string | undefined;

  constructor(node: YamlNode, message: string, instead?: string) {
    super(message);
    this.node = node;
    this.instead = instead;
  }
}

/** The environments of a `composure.yaml`; without its key `environments`, or with a wrong shape anywhere below it, none. */
export function readConfigured(file: YamlFile): Configured {
  const directory = folderOf(file.file);
  // Whoever checks the file says what is wrong with its text.
  if (file.problems.length > 0) return { environments: [], problem: undefined };
  const described = get(file.documents[0], 'environments');
  if (described === undefined || isNull(described)) return { environments: [], problem: undefined };
  try {
    if (described.kind !== 'mapping') throw new WrongShape(described, 'environments is a mapping of names to files');
    return { environments: entries(described).map((each) => environmentOf(each, directory)), problem: undefined };
  } catch (error) {
    if (!(error instanceof WrongShape)) throw error;
    const { node, instead } = error;
    const at = { value: undefined, file: file.file, span: node.alias ?? node.span };
    const mend = instead === undefined ? {} : { mend: { title: `Use ${instead}`, at, text: instead } };
    return { environments: [], problem: { code: configurationCode, message: `${error.message}: as long as it is not, the environments of this folder are those of its file names`, at, ...mend } };
  }
}

function environmentOf({ key, value }: Entry, folder: FilePath): Environment {
  const said = value.kind === 'mapping' ? value : undefined;
  const name = key.content;
  const mistyped = entries(said).find(({ key: each }) => nearest(each.content, ['files']) !== undefined);
  if (mistyped !== undefined && get(said, 'files') === undefined) throw new WrongShape(mistyped.key, `An environment names its files, and has no key "${mistyped.key.content}"`, 'files');
  const files = attributes.files(said === undefined ? value : get(said, 'files'), key);
  const directory = attributes.directory(get(said, 'directory'));
  return {
    name, foundIn: folder, namedAt: files,
    files: files.map((text) => resolvePath(folder, text.value)),
    directory: resolvePath(folder, directory?.value ?? '.'),
    envFiles: attributes.envFiles(get(said, 'envFiles')).map((text) => resolvePath(folder, text.value)),
    profiles: attributes.profiles(get(said, 'profiles')).map((text) => text.value),
    mode: attributes.mode(get(said, 'mode')) ?? modeOf(name),
  };
}

const modes = ['dev', 'prod', 'other'] as const;

const attributes = {
  files: (node: YamlNode | undefined, key: YamlNode): readonly Text[] => {
    const files = node === undefined || isNull(node) ? [] : texts(node, 'files is a path or a list of paths');
    if (files.length === 0) throw new WrongShape(key, 'An environment names its files');
    return files;
  },
  directory: (node: YamlNode | undefined): Text | undefined => (node === undefined ? undefined : text(node, 'directory is one path')),
  envFiles: (node: YamlNode | undefined): readonly Text[] => (node === undefined ? [] : texts(node, 'envFiles is a path or a list of paths')),
  profiles: (node: YamlNode | undefined): readonly Text[] => (node === undefined ? [] : texts(node, 'profiles is a name or a list of names')),
  /** One that is not known is what the name says; whoever checks the file tells of it. */
  mode: (node: YamlNode | undefined): Environment['mode'] | undefined => modes.find((each) => each === textOf(node)?.value),
};

function texts(node: YamlNode, shape: string): readonly Text[] {
  return node.kind === 'sequence' ? node.items.map((item) => text(item, shape)) : [text(node, shape)];
}

function text(node: YamlNode, shape: string): Text {
  const found = textOf(node);
  if (found === undefined || found.value === '') throw new WrongShape(node, shape);
  return found;
}
