// What `env_file` and `label_file` say, as `environment` and `labels` (compose-go, WithServicesEnvironmentResolved and
// WithServicesLabelsResolved): a service's own word counts more than its files', a later file more than an earlier.

import { readDotenv } from '#core/compose/dotenv.ts';
import type { Variables } from '#core/compose/interpolate.ts';
import { pairsOf } from '#core/compose/merge.ts';
import { mappingAt, scalarAt, withEntry } from '#core/compose/canonical/make.ts';
import type { Cancellation, FileSystem } from '#core/outside.ts';
import { entries, get, items, textOf, type Entry, type Mapping, type YamlNode } from '#core/yaml/node.ts';

/** A service with its files read. Paths in it are absolute. */
export async function withFilesOfVariables(service: Mapping, variables: Variables, files: FileSystem, cancellation: Cancellation): Promise<Mapping> {
  const environment = await merged(items(get(service, 'env_file')), get(service, 'environment'), variables, files, cancellation);
  const labels = await merged(items(get(service, 'label_file')), get(service, 'labels'), new Map(), files, cancellation);
  const before = { ...service, entries: service.entries.filter(({ key }) => key.content !== 'env_file' && key.content !== 'label_file') };
  const withEnvironment = environment === undefined ? before : withEntry(before, 'environment', environment);
  return labels === undefined ? withEnvironment : withEntry(withEnvironment, 'labels', labels);
}

/** Undefined where there are no files. */
async function merged(named: readonly YamlNode[], own: YamlNode | undefined, variables: Variables, files: FileSystem, cancellation: Cancellation): Promise<YamlNode | undefined> {
  const [first] = named;
  if (first === undefined) return undefined;
  const all = new Map<string, Entry>();
  const read = new Map<string, string>();
  for (const item of named) {
    const path = textOf(item.kind === 'mapping' ? get(item, 'path') : item)?.value;
    const text = path === undefined ? undefined : await files.readText(path);
    cancellation.throwIfAborted();
    if (text === undefined) continue;
    const raw = textOf(get(item, 'format'))?.value === 'raw';
    const dotenv = raw ? { assignments: rawAssignments(text), problems: [] } : readDotenv(text, new Map([...variables, ...read]));
    for (const { name, value } of [...dotenv.assignments, ...dotenv.problems.flatMap(({ nameless }) => (nameless === undefined ? [] : [{ name: '', value: nameless }]))]) {
      const known = value ?? read.get(name) ?? variables.get(name);
      if (known === undefined) continue;
      all.set(name, { key: scalarAt(item, name), value: scalarAt(item, known), merged: undefined });
      read.set(name, known);
    }
  }
  for (const each of entries(own === undefined ? undefined : pairsOf(own))) all.set(each.key.content, each);
  return { ...mappingAt(first, {}), entries: [...all.values()] };
}

/** The format `raw` of an env file: no quotes, no references (docker/cli, opts/envfile). */
function rawAssignments(text: string): readonly { readonly name: string; readonly value: string | undefined }[] {
  return text.split('\n').map((line) => line.replace(/\r$/, '').trimStart()).filter((line) => line !== '' && !line.startsWith('#')).map((line) => {
    const equals = line.indexOf('=');
    return equals === -1 ? { name: line.trim(), value: undefined } : { name: line.slice(0, equals), value: line.slice(equals + 1) };
  });
}
