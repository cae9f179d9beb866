// Relative paths become absolute ones (compose-go, package paths): each from the folder that its text came with.

import { cleanTarget } from '#core/compose/mounts.ts';
import { inEntries, inItems, inValues, rewritten, type Change } from '#core/compose/canonical/make.ts';
import type { FilePath } from '#core/outside.ts';
import { get, textOf, type YamlNode } from '#core/yaml/node.ts';

/** Where relative paths start, and what `~` stands for. */
export interface Folders {
  readonly directory: FilePath;
  readonly home: FilePath | undefined;
}

/** A tree in long syntax with absolute paths. */
export function withAbsolutePaths(root: YamlNode, folders: Folders): YamlNode {
  const plain = onText((path, from) => (path === '' ? path : joined(path, from, folders)));
  const host = onText((path, from) => (/^[A-Za-z]:[\\/]|^\\\\/.test(path) ? path : joined(path, from, folders)));
  const context = onText((path, from) => (isElsewhere(path) ? path : path === '' ? path : joined(path, from, folders)));
  const files: Change = (kind) => inValues(kind, (resource) => inEntries(resource, { file: host }));
  const mount: Change = (node) => (textOf(get(node, 'type'))?.value === 'bind' ? inEntries(node, { source: host }) : node);
  return inEntries(root, {
    services: (services) => inValues(services, (service) => inEntries(service, {
      build: (build) => inEntries(build, { context, additional_contexts: (all) => inValues(all, context), ssh: (keys) => inValues(keys, host) }),
      env_file: (all) => inItems(all, (each) => inEntries(each, { path: plain })),
      label_file: (all) => inItems(all, plain),
      develop: (node) => inEntries(node, { watch: (all) => inItems(all, (each) => inEntries(each, { path: plain })) }),
      volumes: (all) => inItems(all, mount),
    })),
    configs: files, secrets: files,
    volumes: (volumes) => inValues(volumes, (volume) => (isLocalBind(volume) ? inEntries(volume, { driver_opts: (options) => inEntries(options, { device: host }) }) : volume)),
  });
}

function onText(change: (path: string, from: FilePath | undefined) => string): Change {
  return (node) => (node.kind === 'scalar' && typeof node.value === 'string' ? rewritten(node, change(node.value, node.text.directory)) : node);
}

function joined(path: string, from: FilePath | undefined, { directory, home }: Folders): string {
  if (path.startsWith('~') && home !== undefined) return cleanTarget(`${home}/${path.slice(1)}`);
  return path.startsWith('/') ? path : cleanTarget(`${from ?? directory}/${path}`);
}

/** A context that is no folder of this machine. */
function isElsewhere(path: string): boolean {
  return path.includes('://') || /^(?:service:|https?:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@)/.test(path);
}

function isLocalBind(volume: YamlNode): boolean {
  const options = get(volume, 'driver_opts');
  return textOf(get(volume, 'driver'))?.value === 'local' && textOf(get(options, 'o'))?.value === 'bind';
}
