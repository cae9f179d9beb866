// Volumes that are a folder of the host by another name: the engine makes no folder for them.

import type { Project } from '#core/compose/model.ts';
import { resolveText } from '#core/project/path.ts';
import type { MissingFile } from '#core/rules/dead-mount-source/secret-files.ts';
import { isOfTheMachine } from '#core/rules/path-fixes.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import { get, textOf } from '#core/yaml/node.ts';

/**
 * The missing folders behind volumes that services mount. compose-go (paths/resolve.go) makes the device of a volume with
 * `driver: local` and `o: bind` absolute; the engine's local driver mounts it: "failed to mount local volume: no such file or directory".
 */
export async function missingDevices(project: Project, context: RuleContext): Promise<readonly MissingFile[]> {
  const found = await Promise.all([...project.volumes.values()].map(async ({ name, node, external }): Promise<MissingFile | undefined> => {
    const options = get(node, 'driver_opts');
    const source = textOf(get(options, 'device'));
    const driver = textOf(get(node, 'driver'))?.value ?? (source?.value.startsWith('/') === true ? 'local' : undefined);
    if (external || driver !== 'local' || textOf(get(options, 'type'))?.value !== 'none' || textOf(get(options, 'o'))?.value !== 'bind') return undefined;
    if (source === undefined || source.value === '' || source.unresolved.length > 0) return undefined;
    const path = resolveText(project.directory, source);
    if (isOfTheMachine(project.directory, source.value, path)) return undefined;
    const user = [...project.services.values()].find(({ active, mounts }) => active && mounts.some((mount) => mount.type === 'volume' && mount.source?.value === name));
    if (user === undefined || await context.files.stat(path) !== undefined || await context.isIgnored(path)) return undefined;
    return { source, path, consequence: `${user.name} would not start, since the engine makes no folder for a volume` };
  }));
  return found.filter((each) => each !== undefined);
}
