// What is mounted into a service to configure it, as far as it can be read: a port that it does not name, it does not open.

import type { Project, Service } from '#core/compose/model.ts';
import type { Mount } from '#core/compose/mounts.ts';
import type { FilePath } from '#core/outside.ts';
import { isDataTarget } from '#core/project/data-folder.ts';
import { resolvePath, resolveText } from '#core/project/path.ts';
import { isOfTheMachine } from '#core/rules/path-fixes.ts';
import type { RuleContext } from '#core/rules/rule.ts';
import { get, textOf } from '#core/yaml/node.ts';
import type { Text } from '#core/yaml/span.ts';

/** The configuration of a service. */
export interface MountedConfiguration {
  readonly texts: readonly string[];
  /** Where the texts stand in the container. */
  readonly targets: readonly string[];
  /** Whether a volume holds more, which only a person or the program itself could have put there. */
  readonly hasVolume: boolean;
}

/** Files and folders that are read for one service at most: what is larger is no configuration by hand. */
const limit = 40;
const longest = 200_000;

/** True for a path where programs look for what they are told to do; certificates, sources and pages tell nothing. */
export function isConfigurationPath(path: string): boolean {
  if (/^\/etc\/(?:ssl|pki|ca-certificates|localtime$|timezone$)|^\/usr\/(?:src|share\/nginx\/html|share\/ca-certificates|local\/share\/ca-certificates)(?:\/|$)/.test(path)) return false;
  return /^\/etc\/|^\/usr\/|^\/conf(?:ig)?(?:\/|$)|\.(?:conf|cnf|cfg|ini|json|toml|ya?ml)$/.test(path);
}

/** The configuration that is mounted into a service; undefined where not all of it can be read. */
export async function mountedConfiguration(project: Project, service: Service, context: RuleContext): Promise<MountedConfiguration | undefined> {
  const texts: string[] = [];
  const targets: string[] = [];
  let hasVolume = false;
  for (const mount of service.mounts) {
    if (mount.target === undefined || mount.target.unresolved.length > 0) return undefined;
    const target = mount.target.value;
    if (!isConfigurationPath(target) || mount.type === 'tmpfs' || isData(target, service)) continue;
    if (mount.type === 'volume') hasVolume = true;
    else if (!await readBind(project, mount, texts, context)) return undefined;
    targets.push(target);
  }
  for (const name of service.configs) {
    const text = await ofConfig(project, name, context);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return { texts, targets, hasVolume };
}

function isData(target: string, service: Service): boolean {
  return !/^\/(?:etc|conf)/.test(target) && isDataTarget(target, service.image?.value);
}

async function readBind(project: Project, { type, source }: Mount, texts: string[], context: RuleContext): Promise<boolean> {
  if (type !== 'bind' || source === undefined || source.value === '' || source.unresolved.length > 0) return false;
  const path = resolveText(project.directory, source);
  return !isOfTheMachine(project.directory, source.value, path) && readAll(path, texts, context);
}

async function readAll(path: FilePath, texts: string[], context: RuleContext): Promise<boolean> {
  const entries = await context.files.list(path);
  if (entries === undefined) {
    const text = await context.files.readText(path);
    if (text === undefined || text.length > longest || texts.length >= limit) return false;
    texts.push(text);
    return true;
  }
  if (entries.size > limit) return false;
  for (const name of entries.keys()) if (!await readAll(resolvePath(path, name), texts, context)) return false;
  return true;
}

async function ofConfig(project: Project, { value, unresolved }: Text, context: RuleContext): Promise<string | undefined> {
  const config = project.configs.get(value);
  if (config === undefined || unresolved.length > 0) return undefined;
  const content = textOf(get(config.node, 'content'));
  if (content !== undefined) return content.unresolved.length > 0 ? undefined : content.value;
  const file = textOf(get(config.node, 'file'));
  return file === undefined || file.unresolved.length > 0 ? undefined : context.files.readText(resolveText(project.directory, file));
}

/** What makes a text say more than stands there: templates, other files, plugins that open ports of their own. */
const more = /\$\{|\$\(|\{\{|<%|\benv\b|\b(?:include|import|load|plugin|module|extends|source)/i;

/**
 * Whether a configuration leaves a service at the port that it has as it comes: no line sets one that is not that, and nothing
 * is brought in from elsewhere.
 */
export function leavesPort({ texts }: MountedConfiguration, serves: number): boolean {
  const lines = texts.flatMap((text) => text.split('\n')).map((line) => line.trim()).filter((line) => !/^(?:#|;|\/\/|--)/.test(line) && !/^include\s+\S*(?:mime\.types|_params)\b/.test(line));
  if (lines.some((line) => more.test(line))) return false;
  const set = lines.filter((line) => /port|listen|bind|addr|endpoint/i.test(line)).map((line) => [...line.matchAll(/(?<![\d.])\d{2,5}(?![\d.])/g)].map(([number]) => Number(number))).filter((numbers) => numbers.length > 0);
  return set.length === 0 || set.some((numbers) => numbers.includes(serves));
}
