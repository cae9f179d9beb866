// Where names and paths come from, by the shape of the place: what the specification's table cannot know.

import { namedAt, type NamedKind } from '#core/configuration/names.ts';
import { officialImage } from '#core/images/official.ts';
import { argumentsOf, buildFacts, stageSuggestions } from '#core/language/completion/build-facts.ts';
import { pathSuggestions, type PathWish } from '#core/language/completion/host-paths.ts';
import { containerPathSuggestions, shortMountSuggestions } from '#core/language/completion/mount-text.ts';
import {
  definitionSuggestions, dependencySuggestions, extendedSuggestions, hasHealthcheck, hostSuggestions, imageSuggestions, profileSuggestions, resourceSuggestions, serviceDefinitionSuggestions,
  serviceSuggestions, type ResourceKind,
} from '#core/language/completion/names.ts';
import { containerPortSuggestions, shortPortSuggestions } from '#core/language/completion/port-text.ts';
import { imageOf, type Asked } from '#core/language/completion/question.ts';
import type { Suggestion } from '#core/language/completion/suggestion.ts';
import { shown } from '#core/language/masking.ts';
import { environmentSuggestions, knownVariables } from '#core/language/completion/variables.ts';

type Found = readonly Suggestion[] | Promise<readonly Suggestion[]>;
type Source = (asked: Asked) => Found;

const resources = (kind: ResourceKind): Source => (asked) => resourceSuggestions(asked, kind);
const paths = (wish: PathWish): Source => (asked) => pathSuggestions(asked, asked.place.word.span, wish);
const namespaces: Source = (asked) => serviceSuggestions(asked, (name) => ({ label: `service:${name}`, text: `service:${name}` }));
const stages: Source = async (asked) => stageSuggestions(await buildFacts(asked));
const containerPaths: Source = (asked) => containerPathSuggestions(asked, asked.place.word.span);

const folder: PathWish = { folders: 'only', dotted: true };
const anything: PathWish = { folders: 'too', dotted: true };
const envFile: PathWish = { folders: 'too', dotted: false, likely: /env/i };
const composeFile: PathWish = { folders: 'too', dotted: false, likely: /\.ya?ml$/i };

const dockerfiles: Source = async (asked) => {
  const facts = await buildFacts(asked);
  return pathSuggestions(asked, asked.place.word.span, { folders: 'too', dotted: false, likely: /dockerfile|containerfile/i, ...(facts?.context === undefined ? {} : { from: facts.context }) });
};

const mountSources: Source = (asked) => {
  const type = asked.place.written(asked.place.path.length - 1, 'type');
  if (type === 'tmpfs') return [];
  if (type === 'volume') return resourceSuggestions(asked, 'volumes');
  if (type === 'image') return imageSuggestions(asked);
  const found = paths(anything)(asked);
  return type === 'bind' ? found : joined(resourceSuggestions(asked, 'volumes'), found);
};

const contexts: Source = (asked) => joined(namespaces(asked), paths(folder)(asked));

const mountTargets: Source = (asked) => containerPathSuggestions(asked, asked.place.word.span, asked.place.written(asked.place.path.length - 1, 'source'));

/** The check that fits an official image, and the forms of any. */
const checks: Source = (asked) => {
  if (asked.place.word.text !== '' || asked.place.word.quote !== '') return [];
  const fitting = officialImage(imageOf(asked) ?? '')?.healthcheck;
  return [
    ...fitting === undefined ? [] : [{ label: fitting, kind: 'value', text: fitting, detail: 'fits the image', rank: -2 } as const],
    { label: '["CMD-SHELL", "…"]', kind: 'snippet', text: undefined, snippet: '["CMD-SHELL", "${1:curl -f http://localhost:${2:8080}/ || exit 1}"]', rank: -1 },
    { label: '["CMD", "…"]', kind: 'snippet', text: undefined, snippet: '["CMD", "${1:program}", "${2:argument}"]', rank: -1 },
  ];
};

const checkKinds: Source = ({ place: { others } }) => (others.size > 0 ? [] : ['CMD-SHELL', 'CMD', 'NONE'].map((label, rank) => ({ label, kind: 'value', text: label, rank })));

const volumesFrom: Source = (asked) => {
  const { place: { typed, word }, offset } = asked;
  const colon = typed.lastIndexOf(':');
  return colon === -1 ? serviceSuggestions(asked) : ['ro', 'rw'].map((label) => ({ label, kind: 'value', text: label, replace: [offset - (typed.length - colon - 1), word.span[1]] }));
};

const variableNames: Source = (asked) => [...knownVariables(asked)].map(([label, { detail, rank }]) => ({ label, kind: 'variable', text: label, detail, rank }));

/** Names of what is there already, for what is external. */
const existing = (kind: 'networks' | 'volumes'): Source => ({ engine }) => (engine?.[kind] ?? []).map((name) => ({ label: name, kind: 'resource', text: name, detail: 'on the engine' }));

/** Values and items by their shape. */
export const valueSources: Readonly<Record<string, Source>> = {
  'include.0': paths(composeFile), 'include.0.path': paths(composeFile), 'include.0.path.0': paths(composeFile),
  'include.0.env_file': paths(envFile), 'include.0.env_file.0': paths(envFile), 'include.0.project_directory': paths(folder),
  'networks.*.name': existing('networks'), 'volumes.*.name': existing('volumes'),
  'secrets.*.environment': variableNames, 'configs.*.environment': variableNames,
  'secrets.*.file': paths(anything), 'configs.*.file': paths(anything),
  'services.*.image': imageSuggestions,
  'services.*.extends': extendedSuggestions, 'services.*.extends.service': extendedSuggestions, 'services.*.extends.file': paths(composeFile),
  'services.*.env_file': paths(envFile), 'services.*.env_file.0': paths(envFile), 'services.*.env_file.0.path': paths(envFile),
  'services.*.label_file': paths(envFile), 'services.*.label_file.0': paths(envFile),
  'services.*.depends_on.0': (asked) => serviceSuggestions(asked),
  'services.*.links.0': (asked) => serviceSuggestions(asked), 'services.*.volumes_from.0': volumesFrom,
  'services.*.network_mode': namespaces, 'services.*.ipc': namespaces, 'services.*.pid': namespaces,
  'services.*.networks.0': resources('networks'), 'services.*.models.0': resources('models'),
  'services.*.secrets.0': resources('secrets'), 'services.*.secrets.0.source': resources('secrets'),
  'services.*.build.secrets.0': resources('secrets'), 'services.*.build.secrets.0.source': resources('secrets'),
  'services.*.configs.0': resources('configs'), 'services.*.configs.0.source': resources('configs'), 'services.*.credential_spec.config': resources('configs'),
  'services.*.healthcheck.test': checks, 'services.*.healthcheck.test.0': checkKinds,
  'services.*.profiles.0': profileSuggestions,
  'services.*.volumes.0': shortMountSuggestions, 'services.*.volumes.0.source': mountSources, 'services.*.volumes.0.target': mountTargets,
  'services.*.tmpfs': containerPaths, 'services.*.tmpfs.0': containerPaths, 'services.*.working_dir': containerPaths,
  'services.*.develop.watch.0.path': paths(anything),
  'services.*.develop.watch.0.target': (asked) => containerPathSuggestions(asked, asked.place.word.span, asked.place.written(asked.place.path.length - 1, 'path')),
  'services.*.ports.0': shortPortSuggestions, 'services.*.ports.0.target': (asked) => containerPortSuggestions(asked, asked.place.word.span, false),
  'services.*.expose.0': (asked) => containerPortSuggestions(asked, asked.place.word.span, true),
  'services.*.build': paths(folder), 'services.*.build.context': paths(folder), 'services.*.build.dockerfile': dockerfiles,
  'services.*.build.target': stages, 'services.*.build.no_cache_filter': stages, 'services.*.build.no_cache_filter.0': stages,
  'services.*.build.args.0': async (asked) => argumentSuggestions(asked, '='),
  ...ofRule('dev-shared-mount-missing.mounts', paths(anything)), ...ofRule('dev-shared-mount-missing.services', (asked) => serviceSuggestions(asked)),
  ...ofRule('dev-whole-service-mount.allow', paths(folder)), ...ofRule('prod-bind-mount.allow', paths(anything)),
  'services.*.environment.0': (asked) => environmentSuggestions(asked, (name) => `${name}=`),
};

/** What a rule's option may say, as one text and as a list. */
function ofRule(option: string, source: Source): Readonly<Record<string, Source>> {
  return { [`composure.rules.${option}`]: source, [`composure.rules.${option}.0`]: source };
}

/** Keys that a person names, by the shape of their mapping. */
const keySources: Readonly<Record<string, Source>> = {
  'services': serviceDefinitionSuggestions,
  'networks': (asked) => definitionSuggestions(asked, 'networks'), 'volumes': (asked) => definitionSuggestions(asked, 'volumes'),
  'secrets': (asked) => definitionSuggestions(asked, 'secrets'), 'configs': (asked) => definitionSuggestions(asked, 'configs'),
  'models': (asked) => definitionSuggestions(asked, 'models'),
  'services.*.depends_on': dependencySuggestions,
  'services.*.networks': (asked) => asKeys(asked, resourceSuggestions(asked, 'networks')), 'services.*.models': (asked) => asKeys(asked, resourceSuggestions(asked, 'models')),
  'services.*.build.args': (asked) => argumentSuggestions(asked, ': '),
  'composure.variables': (asked) => asKeys(asked, [...knownVariables(asked)].filter(([name]) => !asked.place.others.has(name) && !name.startsWith('COMPOSE_')).map(([label, { detail, rank }]) => ({ label, kind: 'variable', text: label, detail, rank }))),
  'services.*.environment': (asked) => environmentSuggestions(asked, (name) => (asked.place.closed ? name : `${name}: `)),
};

/** Names that `composure.yaml` gives to what stands elsewhere. */
const named: Readonly<Record<NamedKind, Source>> = {
  'service': (asked) => serviceSuggestions(asked),
  'environment': ({ projects, place: { others } }) => [...new Set(projects.map(({ environment: { name } }) => name))].filter((name) => !others.has(name)).map((label) => ({ label, kind: 'value', text: label })),
  'profile': profileSuggestions,
  'compose file': paths(composeFile), 'env file': paths(envFile), 'file': paths(anything), 'folder': paths(folder),
};

/** Where the keys of a mapping come from. */
export function keySource(shape: string): Source | undefined {
  const kind = shape.startsWith('composure.') ? namedAt(`${shape}.*`, 'key') : undefined;
  return kind === undefined ? keySources[shape] : async (asked) => asKeys(asked, await named[kind](asked));
}

/** What stands behind a shape whose last step a person names. */
export function valueSource(shape: string): Source | undefined {
  if (valueSources[shape] !== undefined) return valueSources[shape];
  const kind = shape.startsWith('composure.') ? namedAt(shape, 'text') : undefined;
  if (kind !== undefined) return named[kind];
  if (/^services\.\*\.build\.additional_contexts\.[^.]+$/.test(shape)) return contexts;
  if (/^services\.\*\.environment\.\w*(?:host|hostname|server|addr|address)$/i.test(shape)) return hostSuggestions;
  return /^services\.\*\.depends_on\..+\.condition$/.test(shape) ? fittingCondition : undefined;
}

/** A service with a health check is waited for until it is healthy. */
const fittingCondition: Source = (asked) => {
  const name = asked.path.at(-2) ?? '';
  return hasHealthcheck(asked, name) ? [{ label: 'service_healthy', kind: 'value', text: 'service_healthy', detail: `${name} has a health check`, rank: -1 }] : [];
};

async function argumentSuggestions(asked: Asked, separator: string): Promise<readonly Suggestion[]> {
  const taken = new Set([...asked.place.others].map((each) => each.replace(/=.*$/s, '')));
  return [...argumentsOf(await buildFacts(asked))].filter(([name]) => !taken.has(name))
    .map(([name, value]) => ({ label: name, kind: 'variable', text: asked.place.closed ? name : name + separator, detail: value === undefined ? 'ARG' : `ARG, ${shown(name, value)} by default` }));
}

function asKeys(asked: Asked, all: readonly Suggestion[]): readonly Suggestion[] {
  return asked.place.closed ? all : all.map((each) => ({ ...each, text: `${each.label}:` }));
}

async function joined(...found: readonly Found[]): Promise<readonly Suggestion[]> {
  return (await Promise.all(found.map(async (each) => each))).flat();
}
