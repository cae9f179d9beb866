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

/** What the file says: the environments that can be followed, and why others cannot. */
export interface Configured {
  readonly environments: readonly Environment[];
  readonly problems: readonly LoadProblem[];
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

/** The environments of a `composure.yaml`; one of a wrong shape is left out. */
export function readConfigured(file: YamlFile): Configured {
  const directory = folderOf(file.file);
  // Whoever checks the file says what is wrong with its text.
  const described = file.problems.length > 0 ? undefined : get(file.documents[0], 'environments');
  if (described === undefined || isNull(described)) return { environments: [], problems: [] };
  if (described.kind !== 'mapping') {
    return { environments: [], problems: [problemOf(new WrongShape(described, 'environments is a mapping of names to files'), 'the environments of this folder are those of its file names')] };
  }
  const problems: LoadProblem[] = [];
  const environments = entries(described).flatMap((each) => {
    try {
      return environmentOf(each, directory);
    } catch (error) {
      if (!(error instanceof WrongShape)) throw error;
      problems.push(problemOf(error, `${each.key.content} is left out`));
      return [];
    }
  });
  return { environments, problems };
}

function problemOf({ node, message, instead }: WrongShape, consequence: string): LoadProblem {
  const at = { value: undefined, file: node.file, span: node.alias ?? node.span };
  return { code: configurationCode, message: `${message}: as it is, ${consequence}`, at, ...instead === undefined ? {} : { mend: { title: `Use ${instead}`, at, text: instead } } };
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
