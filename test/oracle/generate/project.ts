// A whole project from a seed: base and overrides, documents, anchors, extends, include, profiles, names, variables,
// and in every second one a single fault.

import { random as randomFrom, type Random } from '../../support/random.ts';
import type { OracleProject } from '../oracle-project.ts';
import { attributes, service, type Names } from './attributes.ts';
import { oneIn, some, treeAt, type Draft, type Tree } from './draft.ts';
import { envText } from './env-text.ts';
import { faults } from './faults/index.ts';
import { interpolated } from './interpolated.ts';
import { config, network, secret, volume } from './resources.ts';
import { Tagged, Verbatim, withoutMarks, yamlText, type Value } from './yaml-text.ts';

/** The project of a seed. Those with an odd number have a fault, of one kind after the other. */
export function generateProject(seed: number, number: number): OracleProject {
  const random = randomFrom(seed * 7919 + number);
  const fault = number % 2 === 1 ? faults[(number - 1) / 2 % faults.length] : undefined;
  const draft: Draft = { random, calm: fault !== undefined, compose: new Map(), brought: new Map(), texts: new Map(), variables: new Map(), named: false, profiles: [] };
  makeProject(draft, draft.calm ? 3 : 8);
  if (fault !== undefined) fault.put(draft);
  return finished(draft, `${seed}-${number}${fault === undefined ? '' : `-${fault.code}-${fault.kind.replaceAll(/\W+/g, '-')}`}`, fault);
}

function makeProject(draft: Draft, most: number): void {
  const { random } = draft;
  const names: Names = {
    services: [], networks: ['front', 'back'], volumes: ['data', 'cache-1'], secrets: ['token', 'cert'], configs: ['app', 'web.conf'], envFiles: ['./web.env', 'db.env', './conf/all.env'], calm: draft.calm,
  };
  const base: Tree = {};
  if (oneIn(random, 6)) base['name'] = random.pick(['shop', 'My Shop', '_x-1', '${COMPOSE_PROJECT_NAME_X:-from-default}']);
  if (oneIn(random, 8)) base['version'] = '3.8';
  if (oneIn(random, 5)) base['x-notes'] = { text: 'a $$5', number: 1.5, list: [1, 'two', null, true], plain: new Verbatim('0x1F'), octal: new Verbatim('0o17'), old: new Verbatim('017') };
  const services = treeAt(base, 'services');
  const known: string[] = [];
  for (const name of some(random, ['db', 'web', 'worker', 'x_1', 'api.v2'], 3)) {
    services[name] = serviceOf(random, { ...names, services: known }, 1 + random.below(most));
    known.push(name);
  }
  if (oneIn(random, 4)) services['tool'] = { ...serviceOf(random, { ...names, services: known }, 2), profiles: random.pick([['debug'], ['debug', 'tools'], ['off']]) };
  if (oneIn(random, 6)) draft.variables.set('COMPOSE_PROFILES', random.pick(['debug', 'tools, debug', '*', '']));
  if (oneIn(random, 8)) draft.profiles = [random.pick(['debug', 'off'])];
  if (oneIn(random, 10)) draft.variables.set('COMPOSE_PROJECT_NAME', random.pick(['from-env', 'x1']));
  for (const [kind, make] of [['networks', network], ['volumes', volume], ['secrets', secret], ['configs', config]] as const) base[kind] = Object.fromEntries(names[kind].map((name) => [name, make(random)]));
  if (oneIn(random, 5)) withAnchor(base, random, names);
  const main = random.pick(['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']);
  draft.compose.set(main, [base]);
  if (oneIn(random, 3)) addExtends(draft, services, { ...names, services: known });
  if (oneIn(random, 4)) addInclude(draft, base, names);
  const overrides = random.pick([0, 0, 1, 1, 2, 3]);
  for (let index = 0; index < overrides; index += 1) {
    const over = override(random, known, names, base, most > 3);
    if (index === 0 && oneIn(random, 4)) draft.compose.get(main)?.push(over);
    else draft.compose.set(index === 0 ? 'compose.override.yaml' : `extra.${index}.yml`, [over]);
  }
  draft.named = draft.compose.size > 2 || [...draft.compose.keys()].some((file) => file.startsWith('extra')) || oneIn(random, 6);
  for (const [index, file] of ['web.env', 'db.env', 'conf/all.env'].entries()) {
    draft.texts.set(file, envText(new Map(Array.from({ length: 1 + random.below(3) }, (_, count) => [random.pick(['A', 'B', `ONLY_${index}`, `F_${count}`]), random.pick(['1', 'two words', 'q"q', '#x', 'tab\tx', 'a=b', ''])])), random));
  }
  draft.texts.set('labels.env', 'com.example.file=1\nA=label\n');
  if (oneIn(random, 5)) (services[known[0] ?? ''] as Tree | undefined ?? {})['label_file'] = random.pick<Value>(['./labels.env', ['labels.env']]);
}

/** Attributes that are refused beside others, or that two services cannot both have. */
const touchy = ['container_name', 'platform', 'tmpfs', 'gpus', 'ulimits'];

/** A service that goes with any other, where nothing else may be wrong. */
function calmed(made: Tree): Tree {
  for (const key of touchy) delete made[key];
  if (Array.isArray(made['volumes'])) made['volumes'] = (made['volumes'] as readonly Value[]).slice(0, 1);
  const { build } = made;
  if (typeof build === 'object' && build !== null) for (const key of ['ssh', 'ulimits', 'secrets']) delete (build as Tree)[key];
  return made;
}

/** A service, with limits outside `deploy` where it has none. */
function serviceOf(random: Random, names: Names, count: number): Tree {
  if (names.calm) return calmed(anyService(random, names, count));
  const made = anyService(random, names, count);
  if (made['deploy'] === undefined && oneIn(random, 6)) Object.assign(made, random.pick<Tree>([{ cpus: 0.5 }, { cpus: '1.5' }, { mem_limit: '1g' }, { mem_reservation: '64m' }, { pids_limit: 10 }, { mem_limit: 1048576 }]));
  if (made['container_name'] === undefined && made['deploy'] === undefined && oneIn(random, 10)) made['scale'] = random.pick([0, 1, 3]);
  return made;
}

function anyService(random: Random, names: Names, count: number): Tree {
  const usable = names.services.length > 0;
  const made = service(random, usable ? names : { ...names, services: ['none'] }, count);
  if (!usable) for (const key of ['depends_on', 'links', 'volumes_from']) delete made[key];
  return made;
}

/** What later files say of the same services: new attributes, other values for old ones, and what takes some away. */
function override(random: Random, known: readonly string[], names: Names, base: Tree, withNulls: boolean): Tree {
  const over: Tree = {};
  const services = treeAt(over, 'services');
  for (const name of some(random, known)) {
    const others = known.slice(0, known.indexOf(name));
    const made = serviceOf(random, { ...names, services: others }, 4);
    if (oneIn(random, 2)) delete made['build'];
    if (oneIn(random, 2)) delete made['image'];
    for (const key of Object.keys(made)) {
      const value = made[key] ?? null;
      if (oneIn(random, 10)) made[key] = new Tagged('!override', value);
      else if (oneIn(random, 14) && key !== 'image' && key !== 'build') made[key] = new Tagged('!reset', random.pick<Value>([null, [], value]));
      else if (withNulls && oneIn(random, 40)) made[key] = null;
    }
    if (oneIn(random, 10)) made[random.pick(Object.keys(attributes))] = new Tagged('!reset', random.pick<Value>([null, []]));
    services[name] = made;
  }
  if (oneIn(random, 3)) over['networks'] = { [random.pick(names.networks)]: network(random) };
  const volumeName = random.pick(names.volumes);
  const isExternal = JSON.stringify(treeAt(treeAt(base, 'volumes'), volumeName)).includes('external');
  if (oneIn(random, 3) && !isExternal) over['volumes'] = { [volumeName]: random.pick<Value>([null, { labels: ['late=1', 'a=c'] }, { driver: 'local' }, { labels: { late: 2 }, driver_opts: { x: 'y' } }, { name: 'late' }]) };
  if (oneIn(random, 8)) over['x-notes'] = { text: 'later', list: [3] };
  if (oneIn(random, 10)) over['name'] = 'later-name';
  return over;
}

/** A shared part behind an anchor, merged into services. */
function withAnchor(base: Tree, random: Random, names: Names): void {
  const services = base['services'] as Tree;
  const common = serviceOf(random, { ...names, services: [] }, 3);
  const rest = Object.entries(base);
  for (const [key] of rest) delete base[key];
  base['x-common'] = new Tagged('&common', common);
  Object.assign(base, Object.fromEntries(rest));
  for (const [name, value] of Object.entries(services)) {
    if (oneIn(random, 2)) services[name] = { '<<': new Verbatim(random.pick(['*common', '[*common]'])), ...(value as Tree) };
  }
  if (oneIn(random, 2)) services['same'] = new Verbatim('*common');
}

/** Services that extend others: of the same file, of a file in another folder, in chains. */
function addExtends(draft: Draft, services: Tree, names: Names): void {
  const { random } = draft;
  const [first] = names.services;
  if (oneIn(random, 2) && first !== undefined) {
    services['like-first'] = { extends: random.pick<Value>([first, { service: first }]), ...serviceOf(random, { ...names, services: [] }, 2) };
    return;
  }
  const inFolder: Names = { ...names, services: [], envFiles: ['../db.env'] };
  const bases: Tree = { base: { ...serviceOf(random, inFolder, 4), volumes: ['./here:/here', 'data:/data'], env_file: ['./base.env'] } };
  if (oneIn(random, 2)) bases['middle'] = { extends: random.pick<Value>(['base', { service: 'base' }]), ...serviceOf(random, inFolder, 2) };
  if (oneIn(random, 3)) {
    bases['far'] = { extends: { file: '../far/services.yml', service: 'root' }, environment: { FROM: 'far' } };
    draft.brought.set('far/services.yml', [{ services: { root: { ...serviceOf(random, { ...names, services: [], envFiles: ['../web.env'] }, 3), build: './image' } } }]);
  }
  draft.brought.set('common/services.yml', [{ services: bases }]);
  draft.texts.set('common/base.env', 'BASE_FILE=1\nA=base\n');
  services['extended'] = { extends: { file: random.pick(['common/services.yml', './common/services.yml']), service: random.pick(Object.keys(bases)) }, ...(oneIn(random, 2) ? { labels: { own: 'x' }, env_file: 'web.env' } : serviceOf(random, { ...names, services: [] }, 2)) };
}

/** Another project as a part of this one. */
function addInclude(draft: Draft, base: Tree, names: Names): void {
  const { random } = draft;
  const inside: Tree = {
    services: {
      inner: { ...serviceOf(random, { services: [], networks: ['inner-net'], volumes: ['inner-data'], secrets: ['inner-secret'], configs: ['inner-config'], envFiles: ['./inner.env'], calm: draft.calm }, 3), labels: { where: '${WHERE:-nowhere}' } },
      'inner-2': { image: 'nginx', depends_on: ['inner'], volumes: ['./rel:/rel'] },
    },
    networks: { 'inner-net': null }, volumes: { 'inner-data': null }, secrets: { 'inner-secret': { file: './s.txt' } }, configs: { 'inner-config': { file: './c.txt' } },
  };
  draft.brought.set('part/compose.yml', [inside]);
  const directory = oneIn(random, 4) ? 'elsewhere' : 'part';
  for (const each of ['part', 'elsewhere']) draft.texts.set(`${each}/inner.env`, 'INNER=1\n');
  if (oneIn(random, 3)) draft.texts.set(`${directory}/.env`, 'WHERE=inside\n');
  const long: Tree = { path: oneIn(random, 3) ? ['part/compose.yml', './part/more.yml'] : './part/compose.yml' };
  draft.brought.set('part/more.yml', [{ services: { 'inner-2': { environment: { MORE: 'yes' } } } }]);
  if (directory !== 'part') long['project_directory'] = directory;
  if (oneIn(random, 4)) {
    draft.texts.set('conf/include.env', 'WHERE=named\n');
    long['env_file'] = random.pick<Value>(['conf/include.env', ['./conf/include.env']]);
  }
  if (oneIn(random, 4)) {
    inside['include'] = ['deep/compose.yml'];
    draft.brought.set(`${directory}/deep/compose.yml`, [{ services: { deepest: { image: 'busybox', volumes: ['.:/here'] } } }]);
  }
  base['include'] = Object.keys(long).length === 1 && typeof long['path'] === 'string' && oneIn(random, 2) ? [long['path']] : [long];
  if (oneIn(random, 4)) treeAt(base, 'services')['uses-inner'] = { image: 'nginx', depends_on: ['inner'] };
  void names;
}

function finished(draft: Draft, name: string, fault: (typeof faults)[number] | undefined): OracleProject {
  const { random } = draft;
  const files: Record<string, string> = {};
  let place: { file: string; span: readonly [number, number] } | undefined;
  const put = (file: string, marked: string): void => {
    const { text, span } = withoutMarks(marked);
    files[file] = text;
    if (span !== undefined) place = { file, span };
  };
  const chance = random.pick([5, 12, 1000]);
  for (const [file, documents] of [...draft.compose, ...draft.brought]) {
    const isBrought = draft.brought.has(file);
    put(file, documents.map((document) => yamlText(isBrought ? document : interpolated(document, draft, chance), random)).join('---\n'));
  }
  for (const [file, text] of draft.texts) put(file, text);
  if (draft.variables.size > 0) put('.env', envText(draft.variables, random) + (draft.texts.get('.env') ?? ''));
  return {
    name, files, composeFiles: draft.named ? [...draft.compose.keys()] : [], profiles: draft.profiles,
    ...(fault === undefined || place === undefined ? {} : { fault: { kind: fault.kind, code: fault.code, ...place } }),
  };
}
