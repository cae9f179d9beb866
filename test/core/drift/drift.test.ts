// What differs between environments, with both places, and what of it is meant.

import assert from 'node:assert/strict';
import { isWhole, readCompared } from '#core/drift/compared.ts';
import { readDecisions } from '#core/drift/decision.ts';
import { driftOf, groupsOf, type Difference } from '#core/drift/drift.ts';
import { byServices, sharedOf } from '#core/drift/shared.ts';
import { neverCancelled } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

/** `service attribute: value at file:line | …`, and the reason where it is meant. */
async function drift(text: string): Promise<readonly string[]> {
  const [found, fixture] = await differencesOf(text);
  return found.map((difference) => {
    assert.ok(groupsOf(difference).length > 1);
    const values = difference.values.map(({ environment, text: value, known, at }) => {
      const [file, start] = [at?.file ?? '', at?.span[0] ?? 0];
      const line = (fixture.files.get(file) ?? '').slice(0, start).split('\n').length;
      return `${environment} ${known ? value ?? '-' : '?'} ${file.slice(fixtureRoot.length + 1)}:${line}`;
    });
    return `${difference.service} ${difference.attribute}: ${values.join(' | ')}${difference.because === undefined ? '' : ` (${difference.because})`}`;
  });
}

async function differencesOf(text: string): Promise<readonly [readonly Difference[], ReturnType<typeof readFixture>]> {
  const fixture = readFixture(text);
  const [files, parsed] = [fixtureFiles(fixture), new ParsedFiles()];
  const environments = await discoverEnvironments(fixtureRoot, files, parsed, neverCancelled);
  const projects = (await Promise.all(environments.map((environment) => loadProject(environment, files, parsed, neverCancelled)))).filter(isWhole);
  const configuration = await parsed.get(`${fixtureRoot}/composure.yaml`, files);
  return [driftOf(await readCompared(projects, configuration, files, neverCancelled), configuration === undefined ? [] : readDecisions(configuration)), fixture];
}

const pair = (dev: string, prod: string, more = ''): string => `#- compose.dev.yaml\nservices:\n  web:\n    image: example/web\n${dev}#- compose.prod.yaml\nservices:\n  web:\n    image: example/web\n${prod}${more}`;

describe('drift', () => {
  const cases: Readonly<Record<string, readonly [text: string, expected: readonly string[]]>> = {
    'nothing where both say the same': [pair('    restart: always\n', '    restart: "always"\n'), []],
    'an attribute': [pair('    restart: always\n', '    restart: "no"\n'), ['web restart: dev always compose.dev.yaml:4 | prod no compose.prod.yaml:4']],
    'an attribute that one lacks, at the service': [pair('    init: true\n', ''), ['web init: dev true compose.dev.yaml:4 | prod - compose.prod.yaml:2']],
    'a nested attribute by its path': [
      pair('    deploy: { resources: { limits: { memory: 1g } } }\n', '    deploy:\n      resources:\n        limits:\n          memory: 2g\n'),
      ['web deploy.resources.limits.memory: dev 1g compose.dev.yaml:4 | prod 2g compose.prod.yaml:7'],
    ],
    'one name for both forms': [
      pair('    environment: [A=1, B=2]\n    labels: [x=1]\n    depends_on: [db]\n    networks: [default]\n    build: .\n  db: { image: postgres }\n', '    environment: { A: "1", B: 3 }\n    labels: { x: 1 }\n    depends_on: { db: { condition: service_started } }\n    networks: { default: {} }\n    build: { context: . }\n  db: { image: postgres }\n'),
      ['web environment.B: dev 2 compose.dev.yaml:4 | prod 3 compose.prod.yaml:4'],
    ],
    'ports and volumes by what is inside the container': [
      pair('    ports: ["8080:80"]\n    volumes: [./src:/app, data:/data]\nvolumes: { data: {} }\n', '    ports: [{ target: 80, published: "80" }]\n    volumes: [data:/data:ro]\nvolumes: { data: {} }\n'),
      ['web ports.80/tcp: dev 8080 compose.dev.yaml:4 | prod 80 compose.prod.yaml:4', 'web volumes./app: dev ./src compose.dev.yaml:5 | prod - compose.prod.yaml:2', 'web volumes./data: dev data compose.dev.yaml:5 | prod data (read-only) compose.prod.yaml:5'],
    ],
    'words in their order, lists in none': [
      pair('    command: [a, b]\n    cap_add: [X, Y]\n    healthcheck: { test: [CMD, a] }\n', '    command: [b, a]\n    cap_add: [Y, X]\n    healthcheck: { test: [CMD, a] }\n'),
      ['web command: dev a b compose.dev.yaml:4 | prod b a compose.prod.yaml:4'],
    ],
    'a variable of an env file, where it stands': [
      pair('    env_file: web.env\n', '    env_file: web.env\n    environment:\n      A: "2"\n', '#- web.env\n# one\nA=1\n'),
      ['web environment.A: dev 1 web.env:2 | prod 2 compose.prod.yaml:6'],
    ],
    'nothing of a variable that an env file may bring': [pair('    environment: { A: 1 }\n', '    env_file: { path: x.env, required: false }\n'.replace('{ path: x.env, required: false }', '[{ path: x.env, required: false }]')), ['web env_file: dev - compose.dev.yaml:2 | prod x.env compose.prod.yaml:4']],
    'nothing that depends on a variable without a value': [pair('    user: ${WHO}\n', '    user: root\n'), []],
    'what a variable is worth': [pair('    user: ${WHO:-me}\n', '    user: root\n'), ['web user: dev me compose.dev.yaml:4 | prod root compose.prod.yaml:4']],
    'a secret without its value': [
      pair('    environment: { DB_PASSWORD: one, URL: "pg://me:one@db" }\n', '    environment: { DB_PASSWORD: two, URL: "pg://me:two@db" }\n'),
      ['web environment.DB_PASSWORD: dev •••••• compose.dev.yaml:4 | prod •••••• compose.prod.yaml:4', 'web environment.URL: dev pg://me:••••••@db compose.dev.yaml:4 | prod pg://me:••••••@db compose.prod.yaml:4'],
    ],
    'a secret that a variable brings into another text': [
      `${pair('    command: run --with ${MY_TOKEN}\n', '    command: run --with "${MY_TOKEN}" --slow\n')}#- .env\nMY_TOKEN=abcdef\n`,
      ['web command: dev run --with •••••• compose.dev.yaml:4 | prod run --with "••••••" --slow compose.prod.yaml:4'],
    ],
    'a secret that is described as one': [
      pair('    environment: { LICENSE: one }\n', '    environment: { LICENSE: two }\n', '#- composure.yaml\nvariables:\n  LICENSE: { secret: true }\n'),
      ['web environment.LICENSE: dev •••••• compose.dev.yaml:4 | prod •••••• compose.prod.yaml:4'],
    ],
    'a service that one lacks, once': [pair('  mail:\n    image: example/mail\n    init: true\n', ''), ['mail service: dev defined compose.dev.yaml:4 | prod - compose.prod.yaml:1']],
    'why it is so, of an attribute': [pair('    restart: always\n', '    restart: "no"\n', '#- composure.yaml\ndrift:\n  web:\n    restart: dev is watched\n'), ['web restart: dev always compose.dev.yaml:4 | prod no compose.prod.yaml:4 (dev is watched)']],
    'why it is so, of the closest': [
      pair('    environment: { A: 1, B: 1 }\n', '    environment: { A: 2, B: 2 }\n', '#- composure.yaml\ndrift:\n  web:\n    environment: all\n    environment.B: one\n'),
      ['web environment.A: dev 1 compose.dev.yaml:4 | prod 2 compose.prod.yaml:4 (all)', 'web environment.B: dev 1 compose.dev.yaml:4 | prod 2 compose.prod.yaml:4 (one)'],
    ],
    'no reason where others differ than may': [
      `${pair('    user: a\n', '    user: b\n')}#- compose.test.yaml\nservices:\n  web:\n    image: example/web\n    user: c\n#- composure.yaml\ndrift:\n  web:\n    user: { because: it tries, environments: [dev] }\n`,
      ['web user: dev a compose.dev.yaml:4 | prod b compose.prod.yaml:4 | test c compose.test.yaml:4'],
    ],
    'a reason where only those differ that may': [
      `${pair('    user: a\n', '    user: b\n')}#- compose.test.yaml\nservices:\n  web:\n    image: example/web\n    user: b\n#- composure.yaml\ndrift:\n  web:\n    user: { because: it tries, environments: [dev] }\n`,
      ['web user: dev a compose.dev.yaml:4 | prod b compose.prod.yaml:4 | test b compose.test.yaml:4 (it tries)'],
    ],
    'nothing of one alone': ['services:\n  web: { image: example/web }\n', []],
  };
  for (const [name, [text, expected]] of Object.entries(cases)) it(name, async () => assert.deepEqual(await drift(text), expected));
});

describe('drift that services share', () => {
  const shared = async (text: string): Promise<readonly string[]> => (
    byServices(sharedOf((await differencesOf(text))[0])).map(([services, own]) => `${services.join(' ')}: ${own.map(({ attribute }) => attribute).join(' ')}`));
  const both = (service: string, dev: string, prod: string): readonly [string, string] => [`  ${service}: { image: a, ${dev} }\n`, `  ${service}: { image: a, ${prod} }\n`];
  const files = (...services: readonly (readonly [string, string])[]): string => (
    `#- compose.dev.yaml\nservices:\n${services.map(([dev]) => dev).join('')}#- compose.prod.yaml\nservices:\n${services.map(([, prod]) => prod).join('')}`);

  it('is told once, before what each has alone', async () => {
    const text = files(both('api', 'init: true, user: one', 'init: false, user: two'), both('db', 'user: one', 'user: one'), both('web', 'init: true, restart: always', 'init: false, restart: "no"'), both('worker', 'init: true', 'init: false'));
    assert.deepEqual(await shared(text), ['api web worker: init', 'api: user', 'web: restart']);
  });
  it('is not what differs in another way', async () => {
    assert.deepEqual(await shared(files(both('api', 'user: one', 'user: two'), both('web', 'user: two', 'user: one'), both('worker', 'user: one', 'init: true'))), ['api: user', 'web: user', 'worker: user init']);
  });
  it('is not another secret, though both are hidden', async () => {
    const said = (value: string): string => `environment: { DB_PASSWORD: ${value} }`;
    assert.deepEqual(await shared(files(both('api', said('one'), said('two')), both('web', said('one'), said('two')), both('worker', said('three'), said('four')))), ['api web: environment.DB_PASSWORD', 'worker: environment.DB_PASSWORD']);
  });
  it('is not what is meant in one of them', async () => {
    assert.deepEqual(await shared(`${files(both('api', 'user: one', 'user: two'), both('web', 'user: one', 'user: two'))}#- composure.yaml\ndrift:\n  api:\n    user: it may\n`), ['api: user', 'web: user']);
  });
});
