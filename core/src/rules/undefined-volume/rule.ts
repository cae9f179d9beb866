import type { Project, Service } from '#core/compose/model.ts';
import { isHostPath, type Mount } from '#core/compose/mounts.ts';
import { resolvePath } from '#core/project/path.ts';
import { nearest } from '#core/words/nearest.ts';
import { rewriteFix } from '#core/rules/path-fixes.ts';
import type { Fix, Report, Rule, RuleContext } from '#core/rules/rule.ts';
import { undefinedNames } from '#core/rules/undefined-resource.ts';
import { get, textOf, type YamlNode } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/**
 * Compose: checkConsistency 6. In short syntax only a source that begins with `.`, `/`, `~` or a drive is a path
 * (compose-go, format/volume.go): `data/x:/y` names a volume. Inactive services are not judged.
 */
export const undefinedVolume: Rule = {
  code: 'undefined-volume',
  title: 'A service mounts a volume that the project does not define',
  stage: 'load',
  severity: 'error',
  speed: 'typing',
  fixable: true,
  *check(project, context) {
    for (const [source, mount] of undefinedNames(project, volumesOf, (name) => name === '' || project.volumes.has(name))) yield report(project, mount, source, context);
  },
};

function volumesOf({ mounts }: Service): readonly (readonly [Text, Mount])[] {
  return mounts.flatMap((mount) => (mount.type === 'volume' && mount.source !== undefined ? [[mount.source, mount] as const] : []));
}

function report(project: Project, mount: Mount, source: Text, context: RuleContext): Report {
  const name = source.value;
  return { at: source, message: message(name, isLong(mount)), fixes: () => fixes(project, mount, source, context) };
}

function message(name: string, isLong: boolean): string {
  if (isLong && isHostPath(name)) return `${name} is a path, and a mount of type volume takes a volume's name: Compose refuses the project`;
  if (/[/\\]/.test(name)) return `${name} is a volume's name to Compose, since a path begins with ./ or /, and no such volume is defined: Compose refuses the project`;
  return `No volume "${name}" is defined: Compose refuses the project`;
}

async function fixes(project: Project, mount: Mount, source: Text, context: RuleContext): Promise<readonly Fix[]> {
  const name = source.value;
  if (isLong(mount) && isHostPath(name)) {
    const type = textOf(get(mount.at.value as YamlNode, 'type'));
    return type === undefined ? [] : rewriteFix(type, 'bind', 'Mount the path: type bind');
  }
  const path = `./${name}`;
  const asPath = isLong(mount) || await context.files.stat(resolvePath(project.directory, path)) === undefined && !name.includes('/') ? [] : rewriteFix(source, path);
  const similar = nearest(name, project.volumes.keys());
  const isName = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/.test(name);
  return [
    ...(similar === undefined ? [] : rewriteFix(source, similar, `Use "${similar}"`)),
    ...asPath,
    ...(isName ? [{ title: `Define the volume "${name}"`, safety: 'ask', edits: [{ kind: 'add', file: source.file, path: ['volumes'], key: name }] } satisfies Fix] : []),
  ];
}

function isLong(mount: Mount): boolean {
  return (mount.at.value as YamlNode).kind === 'mapping';
}
