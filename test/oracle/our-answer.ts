// What Composure says of a project: its errors of the stage `load`, and the merged project.

import { homedir } from 'node:os';
import { checkProject, type Diagnostic } from '#core/check/run.ts';
import { canonicalProject } from '#core/compose/canonical/canonical.ts';
import { neverCancelled, type EntryKind, type FilePath, type FileSystem } from '#core/outside.ts';
import { composeEnvironment } from '#core/project/choose-environments.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import type { YamlNode } from '#core/yaml/node.ts';
import { rules } from '#core/rules/index.ts';
import { folder, type OracleProject } from './oracle-project.ts';

export interface OurAnswer {
  readonly errors: readonly Diagnostic[];
  /** A rule that crashed. */
  readonly crashes: readonly Diagnostic[];
  /** The variables without a value that a text of the project depends on. */
  readonly unset: readonly string[];
  /** True where a part of the project could not be read. */
  readonly partial: boolean;
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

export async function ourAnswer(project: OracleProject): Promise<OurAnswer> {
  const files = filesOf(project);
  const options = { files: project.composeFiles.map((file) => `${folder}/${file}`), directory: undefined, envFiles: [], profiles: project.profiles };
  const environment = await composeEnvironment(options, folder, files, new ParsedFiles(), neverCancelled);
  if (environment === undefined) throw new Error(`${project.name} has no compose file`);
  const loaded = await loadProject(environment, files, new ParsedFiles(), neverCancelled);
  const diagnostics = await checkProject(loaded, rules, files, new ParsedFiles(), neverCancelled);
  const errors = diagnostics.filter(({ stage, severity }) => stage === 'load' && severity === 'error');
  const canonical = errors.length > 0 ? undefined : await canonicalProject(loaded, files, neverCancelled, homedir());
  return { errors, unset: loaded.root === undefined ? [] : unsetIn(loaded.root), partial: loaded.partial, crashes: diagnostics.filter(({ code }) => code === 'internal-error'), json: canonical?.json };
}

function unsetIn(node: YamlNode): readonly string[] {
  switch (node.kind) {
    case 'scalar': return node.text.unresolved;
    case 'sequence': return node.items.flatMap(unsetIn);
    case 'mapping': return node.entries.flatMap(({ value }) => unsetIn(value));
  }
}

/** The files of a project in memory. */
export function filesOf(project: OracleProject): FileSystem {
  const texts = new Map<FilePath, string>();
  const folders = new Set<FilePath>(['/', folder]);
  for (const [name, text] of Object.entries(project.files)) {
    const file = `${folder}/${name.replace(/\/$/, '')}`;
    if (name.endsWith('/')) folders.add(file);
    else texts.set(file, text);
    for (let up = file.slice(0, file.lastIndexOf('/')); up.length > folder.length; up = up.slice(0, up.lastIndexOf('/'))) folders.add(up);
  }
  const kind = (path: FilePath): EntryKind | undefined => (texts.has(path) ? 'file' : folders.has(path) ? 'directory' : undefined);
  return {
    readText: async (path) => texts.get(path),
    stat: async (path) => kind(path),
    list: async (path) => {
      if (kind(path) !== 'directory') return undefined;
      const prefix = path === '/' ? '/' : `${path}/`;
      return new Map([...texts.keys(), ...folders].filter((each) => each !== '/' && each.startsWith(prefix) && !each.slice(prefix.length).includes('/')).map((each) => [each.slice(prefix.length), kind(each) ?? 'file']));
    },
  };
}
