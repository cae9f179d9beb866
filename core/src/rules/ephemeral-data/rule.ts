import type { Project, Service } from '#core/compose/model.ts';
import { cleanTarget, type Mount } from '#core/compose/mounts.ts';
import { isDataTarget } from '#core/project/data-folder.ts';
import { isInside } from '#core/project/path.ts';
import { hasBrokenText, isBroken } from '#core/rules/broken-text.ts';
import { dataPathsOf, type DataPaths } from '#core/rules/ephemeral-data/data-paths.ts';
import { namedFixes, targetFixes, volumeFixes } from '#core/rules/ephemeral-data/fixes.ts';
import { namesFile } from '#core/rules/file-or-folder.ts';
import type { Report, Rule, Severity } from '#core/rules/rule.ts';
import { get, items, textOf } from '#core/yaml/node.ts';

/**
 * Compose hands an anonymous volume on when it re-creates a container, and leaves it behind on `down`; what is in no volume
 * goes with the container.
 */
export const ephemeralData: Rule = {
  code: 'ephemeral-data',
  title: 'A store keeps its data where it does not survive',
  stage: 'run',
  severity: 'warning',
  speed: 'disk',
  fixable: true,
  async *check(project, context) {
    if (project.partial || hasBrokenText(project) || isThrowAway(project.environment.name)) return;
    for (const service of project.services.values()) {
      const data = await dataPathsOf(project, service, context);
      if (data === undefined || isBroken(project, service)) continue;
      const report = judge(project, service, data);
      if (report !== undefined) yield { ...report, severity: severityOf(project, service, data) };
    }
  },
};

function judge(project: Project, service: Service, data: DataPaths): Report | undefined {
  const { mounts, name, build, image, key } = service;
  if (mounts.some(({ target }) => target === undefined || target.unresolved.length > 0)) return undefined;
  const on = mounts.filter(({ target }) => covers(target?.value ?? '', data));
  if (on.some(({ source, type }) => source !== undefined || type !== 'volume') || tmpfsOf(service).some((path) => covers(path, data))) return undefined;
  const [anonymous] = on;
  if (anonymous?.target !== undefined) {
    const { target } = anonymous;
    return {
      at: target,
      message: `The volume on ${target.value} has no name: after docker compose down ${name} starts with an empty one`,
      fixes: () => namedFixes(project, service, anonymous, target),
    };
  }
  const path = data.volume ?? data.paths[0] ?? '';
  const beside = data.volume === undefined ? undefined : mounts.find((mount) => isBeside(mount, path));
  if (beside?.target !== undefined) {
    const { target } = beside;
    return {
      at: target,
      message: `${build === undefined ? image?.value ?? name : `The image of ${name}`} has a volume of its own on ${path}: what is mounted on ${target.value} stays without its data, which is gone after docker compose down`,
      fixes: () => targetFixes(target, path),
    };
  }
  const at = build === undefined ? image ?? key : key;
  return {
    at,
    message: `${name} keeps its data in ${path}, where nothing is mounted: it is gone after docker compose down`,
    fixes: () => volumeFixes(project, service, at.file, path),
  };
}

/** True where what is mounted there holds the data: at it or above it, but not above a volume that the image declares. */
function covers(target: string, { paths, volume }: DataPaths): boolean {
  const at = cleanTarget(target);
  return paths.some((path) => isInside(at, path)) && (volume === undefined || isInside(volume, at));
}

/** A mount that was meant for the data, and lies above the declared volume, or beside the data within it. */
function isBeside({ source, target }: Mount, volume: string): boolean {
  const at = cleanTarget(target?.value ?? '');
  return source !== undefined && at !== '/' && (isInside(at, volume) || (at === '/var/lib/postgresql/data' && isInside(volume, at)));
}

function tmpfsOf({ node }: Service): readonly string[] {
  const tmpfs = get(node, 'tmpfs');
  return [tmpfs, ...items(tmpfs)].flatMap((item) => textOf(item)?.value.split(':', 1) ?? []);
}

/** Environments for tests throw their data away on purpose. */
function isThrowAway(environment: string): boolean {
  return /(?:^|[._-])(?:tests?|testing|ci|e2e|integration|bench|benchmark|demo|example|sandbox)(?:$|[._-])/i.test(environment);
}

/** Where nothing else in the project is kept either, and nothing is to run forever, that may be the intention. */
function severityOf(project: Project, service: Service, { image }: DataPaths): Severity {
  const restart = textOf(get(service.node, 'restart'))?.value ?? '';
  const services = [...project.services.values()];
  const keeps = ({ type, source, target, readOnly }: Mount): boolean => source !== undefined && (type === 'volume' || (type === 'bind' && !readOnly && isDataTarget(target?.value ?? '') && !namesFile(source.value, target?.value ?? '')));
  const isMeant = project.environment.mode === 'prod' || /^(?:always|unless-stopped)$/.test(restart) || project.volumes.size > 0 || services.some(({ mounts }) => mounts.some(keeps));
  if (isMeant) return image.replaceable === true ? 'information' : 'warning';
  return image.replaceable === true ? 'hint' : 'information';
}
