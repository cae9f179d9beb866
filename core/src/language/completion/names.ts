// Names that a place may mention: those of the projects as they were checked last, and those of the text as it is now.

import type { Project, Resource, Service } from '#core/compose/model.ts';
import { checkedServices, directoryOf, interpolated, serviceName, type Asked } from '#core/language/completion/question.ts';
import { literal, type Suggestion } from '#core/language/completion/suggestion.ts';
import { WrittenLines } from '#core/language/completion/written-lines.ts';
import { resolvePath } from '#core/project/path.ts';
import { get, textOf } from '#core/yaml/node.ts';

export type ResourceKind = 'networks' | 'volumes' | 'secrets' | 'configs' | 'models';

/** The services that a service may need: all but itself and those that need it, which would be a circle. */
export function serviceSuggestions(asked: Asked, write?: (name: string) => Partial<Suggestion>): readonly Suggestion[] {
  const own = serviceName(asked);
  return otherServices(asked, own === undefined ? new Set() : needing(own, asked.projects), write);
}

/** The services as hosts for a service. */
export function hostSuggestions(asked: Asked): readonly Suggestion[] {
  return otherServices(asked, new Set());
}

function otherServices(asked: Asked, circle: ReadonlySet<string>, write: (name: string) => Partial<Suggestion> = () => ({})): readonly Suggestion[] {
  const left = new Set([serviceName(asked), ...circle, ...asked.place.others]);
  const known = knownNames(asked, ['services', 'jobs'], ({ services }) => services);
  return [...known].filter(([name]) => !left.has(name)).map(([name, { value, somewhere }]) => ({
    label: name, kind: 'service', text: name, rank: somewhere === undefined ? 0 : 0.5, detail: somewhere ?? (value === undefined ? '' : whatItRuns(value)), ...write(name),
  }));
}

/** A name, what the projects know of it, and where alone it is known when that is not everywhere. */
interface Known<T> {
  readonly value: T | undefined;
  readonly somewhere: string | undefined;
}

/** The names of this text and of the projects, without those that this text no longer has. */
function knownNames<T extends { readonly key: { readonly file: string } }>({ place, file, projects }: Asked, keys: readonly string[], of: (project: Project) => ReadonlyMap<string, T>): ReadonlyMap<string, Known<T>> {
  const written = new Set(keys.flatMap((key) => place.lines.namesBelow(key)));
  const known = new Map<string, Known<T>>([...written].map((name) => [name, { value: undefined, somewhere: undefined }]));
  const having = new Map<string, string[]>();
  for (const project of projects) {
    for (const [name, value] of of(project)) {
      if (value.key.file === file && written.size > 0 && !written.has(name)) continue;
      having.set(name, [...having.get(name) ?? [], project.environment.name]);
      if (known.get(name)?.value === undefined) known.set(name, { value, somewhere: undefined });
    }
  }
  for (const [name, environments] of having) {
    if (!written.has(name) && environments.length < projects.length) known.set(name, { value: known.get(name)?.value, somewhere: `only in ${environments.join(', ')}` });
  }
  return known;
}

/** The services that need a service, over others too. */
function needing(own: string, projects: readonly Project[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { services } of projects) {
    const by = new Map<string, string[]>();
    for (const { name, references } of services.values()) for (const { service } of references) by.set(service.value, [...by.get(service.value) ?? [], name]);
    const open = [own];
    const met = new Set<string>();
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      for (const name of by.get(each) ?? []) {
        if (met.has(name)) continue;
        met.add(name);
        found.add(name);
        open.push(name);
      }
    }
  }
  return found;
}

function whatItRuns({ image, build }: Service): string {
  return image?.value ?? (build === undefined ? '' : 'built here');
}

/** Whether a service is known to have a health check. */
export function hasHealthcheck(asked: Asked, name: string): boolean {
  return asked.projects.some(({ services }) => get(services.get(name)?.node, 'healthcheck') !== undefined) || asked.place.lines.namesBelow('services', name).includes('healthcheck');
}

/** `db:` with the condition that fits, as a key of `depends_on`. */
export function dependencySuggestions(asked: Asked): readonly Suggestion[] {
  return serviceSuggestions(asked, (name) => ({
    text: asked.place.closed ? name : `${name}:`,
    ...(asked.place.closed || asked.place.flow ? {} : { snippet: `${literal(name)}:\n  condition: \${1|${hasHealthcheck(asked, name) ? 'service_healthy,service_started' : 'service_started,service_healthy'},service_completed_successfully|}` }),
  }));
}

/** Resources of one kind, defined anywhere in the projects. */
export function resourceSuggestions(asked: Asked, kind: ResourceKind): readonly Suggestion[] {
  const known = new Map<string, Known<Resource>>(knownNames(asked, [kind], (project) => project[kind]));
  if (kind === 'networks' && !known.has('default')) known.set('default', { value: undefined, somewhere: undefined });
  return [...known].filter(([name]) => !asked.place.others.has(name)).map(([name, { value, somewhere }]) => ({
    label: name, kind: 'resource', text: name, rank: name === 'default' ? 1 : somewhere === undefined ? 0 : 0.5,
    detail: somewhere ?? (value?.external === true ? 'external' : textOf(get(value?.node, 'file'))?.value ?? ''),
  }));
}

/** At the top level: names that services use and this file does not define, and those that other files of the project define. */
export function definitionSuggestions(asked: Asked, kind: ResourceKind): readonly Suggestion[] {
  const used = new Set<string>();
  for (const { services } of asked.projects) for (const service of services.values()) for (const name of usedBy(service, kind)) used.add(name);
  const defined = new Set(asked.projects.flatMap((project) => [...project[kind].keys()]));
  const text = (name: string): string => (asked.place.closed ? name : `${name}:`);
  const missing = [...used].filter((name) => !defined.has(name)).map((name): Suggestion => ({ label: name, kind: 'resource', text: text(name), detail: 'used, not defined', rank: -1 }));
  const elsewhere = [...defined].map((name): Suggestion => ({ label: name, kind: 'resource', text: text(name), detail: 'defined in another file' }));
  return [...missing, ...elsewhere].filter(({ label }) => !asked.place.others.has(label));
}

function usedBy(service: Service, kind: ResourceKind): readonly string[] {
  if (kind !== 'volumes') return service[kind].map(({ value }) => value);
  return service.mounts.flatMap(({ type, source }) => (type === 'volume' && source !== undefined && source.unresolved.length === 0 ? [source.value] : []));
}

/** At the top level: services of other files, which this one may go over, and names that services depend on. */
export function serviceDefinitionSuggestions(asked: Asked): readonly Suggestion[] {
  const text = (name: string): string => (asked.place.closed ? name : `${name}:`);
  const snippet = (name: string): Partial<Suggestion> => (asked.place.closed || asked.place.flow ? {} : { snippet: `${literal(name)}:\n  $0` });
  const all = new Map<string, Suggestion>();
  for (const { services } of asked.projects) {
    for (const service of services.values()) {
      for (const { service: { value: name } } of service.references) {
        if (!services.has(name)) all.set(name, { label: name, kind: 'service', text: text(name), detail: 'named, not defined', rank: -1, ...snippet(name) });
      }
      if (service.key.file !== asked.file) all.set(service.name, { label: service.name, kind: 'service', text: text(service.name), detail: 'defined in another file', ...snippet(service.name) });
    }
  }
  return [...all.values()].filter(({ label }) => !asked.place.others.has(label));
}

/** What `extends` may name: services of this file, or of the file that it names. */
export async function extendedSuggestions(asked: Asked): Promise<readonly Suggestion[]> {
  const { place, path, files, cancellation } = asked;
  const written = path.at(-1) === 'service' ? place.written(place.path.length - 1, 'file') : undefined;
  if (written === undefined || written === '') {
    const own = serviceName(asked);
    return place.lines.namesBelow('services').filter((name) => name !== own).map((name) => ({ label: name, kind: 'service', text: name }));
  }
  const relative = interpolated(written, asked.projects);
  const text = relative === undefined ? undefined : await files.readText(resolvePath(directoryOf(asked), relative));
  if (text === undefined || cancellation.aborted) return [];
  return new WrittenLines(text).namesBelow('services').map((name) => ({ label: name, kind: 'service', text: name, detail: written }));
}

/** Profiles that services of the projects have. */
export function profileSuggestions(asked: Asked): readonly Suggestion[] {
  const all = new Set(asked.projects.flatMap(({ services, environment }) => [...environment.profiles, ...[...services.values()].flatMap(({ profiles }) => profiles.map(({ value }) => value))]));
  return [...all].filter((name) => name !== '' && !asked.place.others.has(name)).map((name) => ({ label: name, kind: 'value', text: name }));
}

/** Images that the workspace uses, those of the service's own other files first. */
export function imageSuggestions(asked: Asked): readonly Suggestion[] {
  const own = new Set(checkedServices(asked).flatMap(({ service }) => (service.key.file === asked.file ? [] : service.image?.value ?? [])));
  const all = new Set([...own, ...asked.projects.flatMap(({ services }) => [...services.values()].flatMap(({ image }) => (image === undefined || image.unresolved.length > 0 ? [] : image.value))), ...asked.images()]);
  const engine = new Set(asked.engine?.images);
  return [...all, ...[...engine].filter((image) => !all.has(image))].filter((image) => image !== '' && image !== asked.place.word.text).map((image) => (
    { label: image, kind: 'image', text: image, rank: own.has(image) ? -1 : all.has(image) ? 0 : 1, ...(engine.has(image) ? { detail: 'on the engine' } : {}) }
  ));
}

/** The anchors that are set above, as aliases. */
export function aliasSuggestions(text: string, offset: number): readonly Suggestion[] {
  const above = text.slice(0, offset);
  const names = new Set([...above.matchAll(/(?<=[\s[{,])&([\w.-]+)/g)].map((match) => match[1] ?? ''));
  return [...names].map((name) => ({ label: `*${name}`, kind: 'anchor', text: `*${name}` }));
}
