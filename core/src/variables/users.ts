// Which services a variable reaches, so that they must be made anew when it changes: by `${NAME}` in what is said of them, or
// by a file that holds it: as an env file, a mount, a secret or a config.

import { environmentOf } from '#core/compose/environment.ts';
import { variablesIn } from '#core/compose/interpolate.ts';
import type { Project } from '#core/compose/model.ts';
import { readImageName } from '#core/images/image-name.ts';
import type { FilePath } from '#core/outside.ts';
import { nameOf, resolveText } from '#core/project/path.ts';
import { entries, get, items, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** The services of a project that use one of these variables or files, in the file's order. */
export function servicesUsing(names: ReadonlySet<string>, paths: ReadonlySet<FilePath>, project: Project): readonly string[] {
  const uses = (node: YamlNode | undefined): boolean => {
    if (node?.kind === 'scalar') return node.content.includes('$') && variablesIn(node).some(({ name }) => names.has(name));
    return entries(node).some(({ value }) => uses(value)) || items(node).some(uses);
  };
  const isOneOf = (path: Text | undefined): boolean => path !== undefined && path.unresolved.length === 0 && paths.has(resolveText(project.directory, path));
  const roots = project.files.flatMap(({ documents }) => documents.flatMap((each) => each ?? []));
  const resources = (kind: 'secrets' | 'configs'): ReadonlySet<string> => new Set(roots.flatMap((root) => entries(get(root, kind)))
    .filter(({ value }) => uses(value) || names.has(textOf(get(value, 'environment'))?.value ?? '') || isOneOf(textOf(get(value, 'file')))).map(({ key }) => key.content));
  const [secrets, configs] = [resources('secrets'), resources('configs')];
  return [...project.services.values()].filter((service) =>
    roots.some((root) => uses(get(get(root, 'services'), service.name)))
    || environmentOf(service).some(({ name, content }) => content === undefined && names.has(name))
    || service.envFiles.some(({ path }) => isOneOf(path)) || service.mounts.some(({ type, source }) => type === 'bind' && isOneOf(source))
    || service.secrets.some(({ value }) => secrets.has(value)) || service.configs.some(({ value }) => configs.has(value))).map(({ name }) => name);
}

/** The services among these whose image takes its password only when its data is made: there a new one has to be told to it. */
export function keepersOfPasswords(services: readonly string[], project: Project): readonly string[] {
  return services.filter((name) => {
    const service = project.services.get(name);
    return service?.image !== undefined && service.image.unresolved.length === 0 && takesPasswordOnce.has(nameOf(readImageName(service.image.value).repository));
  });
}

/** Images of databases that look at their variables when the data folder is empty, and never again (their pages on Docker Hub). */
const takesPasswordOnce = new Set(['postgres', 'mysql', 'mariadb', 'mongo', 'postgresql', 'mongodb', 'influxdb', 'neo4j', 'couchdb', 'postgis', 'timescaledb', 'pgvector']);
