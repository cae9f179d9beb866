// A name that means something else of the project: what it is. A service in a few lines, the rest as it is defined.

import type { Project, Resource, Service } from '#core/compose/model.ts';
import { shownTree, type FilePart } from '#core/language/effective.ts';
import type { HoverSubject } from '#core/language/hover/hover.ts';
import { agreed } from '#core/language/hover/in-projects.ts';
import { whereIs } from '#core/language/hover/where.ts';
import { extendedService, originsOf } from '#core/language/origins.ts';
import type { Place } from '#core/language/place.ts';
import { joined, type Block, type Run } from '#core/language/prose.ts';
import type { EngineFacts } from '#core/outside.ts';
import { get, items, textOf } from '#core/yaml/node.ts';

type Kind = 'service' | 'network' | 'volume' | 'secret' | 'config' | 'model';

/** What the name at a place stands for. */
export function describeReference({ place, parts, engine }: HoverSubject): readonly Block[] | undefined {
  const reference = referenceAt(place);
  if (reference === undefined || parts.length === 0) return undefined;
  const said = parts.map((part) => reference.kind === 'service' ? aboutService(part, reference.name, place, engine) : aboutResource(part, reference.kind, reference.name, place));
  const heads = agreed(parts, said);
  const [part] = parts;
  const resource = part === undefined || reference.kind === 'service' ? undefined : part.project[`${reference.kind}s`].get(reference.name);
  const tree = part === undefined || resource === undefined ? '' : shownTree(part.project, resource.node, '');
  return heads.length === 0 ? undefined : [...heads, ...tree === '' || tree === '""' ? [] : [{ yaml: `${reference.name}:\n${tree.replaceAll(/^/gm, '  ')}` }]];
}

const topLevel: Readonly<Record<string, Kind>> = { services: 'service', networks: 'network', volumes: 'volume', secrets: 'secret', configs: 'config', models: 'model' };
const inService: Readonly<Record<string, Kind>> = { depends_on: 'service', networks: 'network', secrets: 'secret', configs: 'config', models: 'model' };

/** What the name at a place refers to, judged by where it stands. */
export function referenceAt({ path, on, node, key }: Place): { readonly kind: Kind; readonly name: string } | undefined {
  const [top = '', name = '', attribute = '', item, field] = path;
  const text = node.kind === 'scalar' && node.value !== null && on !== 'key' ? node.content : undefined;
  const kind = topLevel[top];
  if (kind !== undefined && path.length === 2) return on === 'key' ? { kind, name } : undefined;
  if (top !== 'services') return undefined;
  const named = (kind: Kind, said: string | undefined): { readonly kind: Kind; readonly name: string } | undefined => (said === undefined || said === '' || said.includes('$') ? undefined : { kind, name: said });
  const isListed = path.length === 4;
  if (path.length === 3 && /^(?:network_mode|ipc|pid|uts|cgroup)$/.test(attribute)) return named('service', text?.startsWith('service:') === true ? text.slice(8) : undefined);
  if (attribute === 'extends') return named('service', path.length === 3 || item === 'service' ? text : undefined);
  const listed = inService[attribute];
  if (listed !== undefined && isListed) return named(listed, on === 'key' && key !== undefined ? key.content : text);
  if ((attribute === 'secrets' || attribute === 'configs') && field === 'source') return named(attribute === 'secrets' ? 'secret' : 'config', text);
  if (attribute === 'volumes' && field === 'source') return named('volume', text !== undefined && /^[\w.-]+$/.test(text) && !text.startsWith('.') ? text : undefined);
  if (attribute === 'volumes' && isListed) return named('volume', /^([\w][\w.-]+):/.exec(text ?? '')?.[1]);
  if ((attribute === 'links' || attribute === 'volumes_from') && isListed) return named('service', text?.startsWith('container:') === true ? undefined : text?.split(':', 1)[0]);
  if (attribute === 'build' && item === 'secrets' && path.length === 5) return named('secret', text);
  return undefined;
}

function aboutService(part: FilePart, name: string, place: Place, engine: EngineFacts | undefined): readonly Run[] | undefined {
  const { project, file } = part;
  const extended = place.path[2] === 'extends' ? extendedService(project, file, place.nodes[2]) : undefined;
  if (extended !== undefined && extended.file !== file) return ['Service ', { strong: name }, ' of ', ...whereOf(part, extended.file.file, ['services', name])];
  const service = project.services.get(name);
  return service && summary(part, service, place, engine);
}

/** What a service is, in one line: image, ports, health, profiles. */
function summary(part: FilePart, service: Service, place: Place, engine: EngineFacts | undefined): readonly Run[] {
  const facts: (readonly Run[])[] = [
    ['Service ', { strong: service.name }],
    ...imageOf(service),
    ...portsOf(service),
    [healthOf(service)],
    ...service.active ? [] : [['off, because of its profiles ', ...joined(service.profiles.map(({ value }) => [{ code: value }]))]],
    ...definitions(part, ['services', service.name], place),
    ...stateOf(part.project, service, engine),
  ];
  return joined(facts);
}

/** What its containers do now. */
function stateOf({ name: project }: Project, { name }: Service, engine: EngineFacts | undefined): readonly (readonly Run[])[] {
  if (engine === undefined) return [];
  const own = engine.containers.filter((each) => each.project === project && each.service === name);
  const states = own.map(({ state, health }) => (health === 'none' ? state : `${state} and ${health}`));
  return [[own.length === 0 ? 'now without a container' : `now ${[...new Set(states)].join(', ')}`]];
}

function imageOf({ image, build }: Service): readonly (readonly Run[])[] {
  if (build !== undefined) {
    const { context, dockerfile } = build;
    return [['built from ', { code: context.value }, ...(dockerfile === undefined || dockerfile.unresolved.length > 0 ? [] : [' by ', { code: dockerfile.value }])]];
  }
  return image === undefined || image.unresolved.length > 0 ? [] : [['image ', { code: image.value }]];
}

function portsOf({ ports }: Service): readonly (readonly Run[])[] {
  const texts = ports.flatMap(({ address, publishedText, targetText, protocol }) => (targetText === undefined ? [] : [[address, publishedText, targetText].flatMap((each) => each?.value ?? []).join(':') + (protocol === 'tcp' ? '' : `/${protocol}`)]));
  return texts.length === 0 ? [] : [['ports ', ...joined(texts.map((text) => [{ code: text }]))]];
}

function healthOf({ node }: Service): string {
  const check = get(node, 'healthcheck');
  const test = get(check, 'test');
  const disabled = textOf(get(check, 'disable'))?.value === 'true' || textOf(items(test)[0] ?? test)?.value === 'NONE';
  return disabled ? 'health check off' : test === undefined ? 'no health check in the files' : 'with a health check';
}

function aboutResource(part: FilePart, kind: Exclude<Kind, 'service'>, name: string, place: Place): readonly Run[] | undefined {
  const resource = part.project[`${kind}s`].get(name);
  if (resource === undefined) return kind === 'network' && name === 'default' ? ['Network ', { strong: name }, ', which Compose makes for the project'] : undefined;
  const users = [...part.project.services.values()].filter((service) => uses(service, kind, name)).map((service) => service.name);
  return joined([
    [`${kind.charAt(0).toUpperCase()}${kind.slice(1)} `, { strong: name }],
    ...realName(part.project, kind, resource),
    ...users.length === 0 ? [] : [['used by ', ...joined(users.slice(0, 6).map((user) => [{ code: user }])), ...users.length > 6 ? [` and ${users.length - 6} more`] : []]],
    ...definitions(part, [`${kind}s`, name], place),
  ]);
}

/** What the engine calls it. */
function realName(project: Project, kind: Kind, { node, external, name }: Resource): readonly (readonly Run[])[] {
  if (kind !== 'network' && kind !== 'volume') return external ? [['external']] : [];
  const given = textOf(get(node, 'name'));
  if (given !== undefined && given.unresolved.length > 0) return external ? [['external']] : [];
  return [[external ? 'external, called ' : 'called ', { code: given?.value ?? (external ? name : `${project.name}_${name}`) }]];
}

function uses({ networks, mounts, secrets, configs, models }: Service, kind: Kind, name: string): boolean {
  switch (kind) {
    case 'network': return networks.some(({ value }) => value === name);
    case 'volume': return mounts.some(({ type, source }) => type === 'volume' && source?.value === name);
    case 'secret': return secrets.some(({ value }) => value === name);
    case 'config': return configs.some(({ value }) => value === name);
    case 'model': return models.some(({ value }) => value === name);
    case 'service': return false;
  }
}

/** The places that define it, but for the one that a person looks at. */
function definitions(part: FilePart, path: readonly string[], { span: [start] }: Place): readonly (readonly Run[])[] {
  const places = originsOf(part.project, path).filter(({ file, span }) => file !== part.file || span[0] !== start);
  return places.length === 0 ? [] : [['in ', ...joined(places.slice(0, 4).map(({ file, span }) => whereIs(part.file.file, file.file, file.text, span[0])), ' and ')]];
}

function whereOf({ project, file }: FilePart, path: string, way: readonly string[]): readonly Run[] {
  const found = originsOf({ ...project, environment: { ...project.environment, files: [path] } }, way).find((each) => each.file.file === path);
  return found === undefined ? [{ code: path }] : whereIs(file.file, path, found.file.text, found.span[0]);
}
