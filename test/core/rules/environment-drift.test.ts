// What looks like an accident between environments, and what is meant to differ.

import assert from 'node:assert/strict';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';

interface Draft {
  readonly services?: Readonly<Record<string, string>>;
  readonly top?: string;
}

/** One complete compose file for each environment. */
function folder(environments: Readonly<Record<string, Draft>>, more = ''): string {
  return Object.entries(environments).map(([name, { services = {}, top = '' }]) =>
    `#- docker-compose.${name}.yml\n${top}services:\n${Object.entries(services).map(([service, lines]) => `  ${service}: { ${lines} }\n`).join('')}`).join('') + more;
}

async function drift(text: string): Promise<readonly string[]> {
  const fixture = readFixture(text);
  const found = await checkFixture(fixture);
  await assertFixesWork(fixture, found.filter(({ code }) => code === 'environment-drift'));
  return found.filter(({ code }) => code === 'environment-drift').map(({ file, severity, message }) => `${severity} ${file.replace(/.*compose\.(\w+)\.yml/, '$1')}: ${message}`);
}

const many = { web: 'image: example/web', db: 'image: example/db', cache: 'image: example/cache' };
const without = (...gone: readonly string[]): Draft => ({ services: Object.fromEntries(Object.entries(many).filter(([name]) => !gone.includes(name))) });
const image = (value: string): Draft => ({ services: { db: `image: ${value}` } });
const variables = (list: string): Draft => ({ services: { web: `image: example/web, environment: { ${list} }` } });

describe('environment-drift', () => {
  const cases: Readonly<Record<string, readonly [text: string, expected: readonly string[]]>> = {
    'a service that all others have': [folder({ dev: without('cache'), prod: without(), test: without() }), ['hint dev: dev has no service cache, which prod and test have']],
    'a service that one of two has': [folder({ dev: without('cache'), prod: without() }), []],
    'a service that one has more': [folder({ dev: without('cache'), prod: without(), test: without('cache') }), []],
    'an environment of another kind': [folder({ dev: { services: { dump: 'image: example/dump', web: 'image: example/web' } }, prod: without(), test: without() }), []],
    'an overlay on a base has what the base has': [`#- compose.yaml\nservices:\n  web: { image: example/web }\n  db: { image: example/db }\n#- compose.dev.yaml\nservices:\n  web: { init: true }\n#- compose.prod.yaml\nservices:\n  mail: { image: example/mail }\n`, []],
    'a variable that all others have': [folder({ dev: variables('A: 1, B: 1, C: 1'), prod: variables('A: 1, B: 2, C: 1'), test: variables('A: 1, B: 1') }), ['hint test: web has no C in test, which it has in dev and prod']],
    'a variable that all others have, where the file is half written': [folder({ dev: variables('A: 1, B: 1, C: 1'), prod: variables('A: 1, B: 2, C: 1'), test: { services: { web: 'image: example/web, labels: { a: b: c }, environment: { A: 1, B: 1 }' } } }), []],
    'a variable that only one has': [folder({ dev: variables('A: 1, B: 1, DEBUG: 1'), prod: variables('A: 1, B: 2'), test: variables('A: 1, B: 1') }), []],
    'a variable that may come from an env file': [folder({
      dev: variables('A: 1, B: 1, C: 1'), prod: variables('A: 1, B: 2, C: 1'), test: { services: { web: 'image: example/web, env_file: web.env, environment: { A: 1, B: 1 }' } },
    }, '#- web.env\nC=1\n'), []],
    'a variable that the env file of one lacks': [folder(Object.fromEntries(['dev', 'prod', 'test'].map((name) => [name, { services: { web: `image: example/web, env_file: [web.env, ${name}.env], environment: { A: 1 }` } }])), '#- web.env\nB=1\n#- dev.env\nC=1\n#- prod.env\nC=2\n#- test.env\n# C=3\n'), ['hint test: web has no C in test, which it has in dev and prod']],
    'a variable in an env file that is not there': [folder(Object.fromEntries(['dev', 'prod', 'test'].map((name) => [name, { services: { web: `image: example/web, env_file: [web.env, {path: ${name}.env, required: false}], environment: { A: 1 }` } }])), '#- web.env\nB=1\n#- dev.env\nC=1\n#- prod.env\nC=2\n'), []],
    'much that differs': [folder({ dev: variables('A: 1, B: 1, C: 1, D: 1'), prod: variables('A: 1, B: 2, C: 1, D: 1'), test: variables('A: 1') }), []],
    'a version that differs from all others': [folder({ dev: image('postgres:15'), prod: image('postgres:16'), test: image('postgres:16') }), ['hint dev: db is postgres:15 in dev, and postgres:16 in prod and test']],
    'two versions, on the one that is not for production': [folder({ prod: image('postgres:16'), staging: image('postgres:15') }), ['hint staging: db is postgres:15 in staging, and postgres:16 in prod']],
    'three versions': [folder({ dev: image('postgres:14'), prod: image('postgres:16'), test: image('postgres:15') }), []],
    'two of each': [folder({ dev: image('postgres:15'), prod: image('postgres:16'), staging: image('postgres:16'), test: image('postgres:15') }), []],
    'a version that is more exact': [folder({ dev: image('postgres:16'), prod: image('postgres:16.2'), test: image('postgres:16-alpine') }), []],
    'a version by a variable': [folder({ dev: image('postgres:${PG:-15}'), prod: image('postgres:16') }), []],
    'tags that are no versions': [folder({ dev: image('example/db:dev'), prod: image('example/db:prod') }), []],
    'another image': [folder({ dev: image('mysql:8'), prod: image('postgres:16') }), []],
    'an image with a port in its registry': [folder({ dev: image('localhost:5000/db:1'), prod: image('localhost:5000/db:2') }), ['hint dev: db is localhost:5000/db:1 in dev, and localhost:5000/db:2 in prod']],
    'one image of a base': ['#- compose.yaml\nservices:\n  db: { image: postgres:16 }\n#- compose.dev.yaml\nservices:\n  db: { init: true }\n', []],
    'a part that lies elsewhere': [folder({ dev: { ...without('cache'), top: 'include: [https://example.com/x.git]\n' }, prod: without(), test: without() }), []],
    'what is recorded as meant': [folder({ dev: image('postgres:15'), prod: image('postgres:16'), test: image('postgres:16') }, '#- composure.yaml\ndrift:\n  db:\n    image: dev tries the next version\n'), []],
    'a service that is recorded as a whole': [folder({ dev: without('cache'), prod: without(), test: without() }, '#- composure.yaml\ndrift:\n  cache: dev has none\n'), []],
    'what is recorded for all below': [folder({ dev: variables('A: 1, B: 1, C: 1'), prod: variables('A: 1, B: 2, C: 1'), test: variables('A: 1, B: 1') }, '#- composure.yaml\ndrift:\n  web:\n    environment: each has its own\n'), []],
    'what is recorded for the environment that differs': [folder({ dev: image('postgres:15'), prod: image('postgres:16'), test: image('postgres:16') }, '#- composure.yaml\ndrift:\n  db:\n    image: { because: it tries, environments: [dev] }\n'), []],
    'what is recorded for another environment': [folder({ dev: image('postgres:15'), prod: image('postgres:16'), test: image('postgres:16') }, '#- composure.yaml\ndrift:\n  db:\n    image: { because: it tries, environments: [prod] }\n'), ['hint dev: db is postgres:15 in dev, and postgres:16 in prod and test']],
    'what is recorded of something else': [folder({ dev: image('postgres:15'), prod: image('postgres:16'), test: image('postgres:16') }, '#- composure.yaml\ndrift:\n  db: {}\n'), ['hint dev: db is postgres:15 in dev, and postgres:16 in prod and test']],
  };
  for (const [name, [text, expected]] of Object.entries(cases)) it(name, async () => assert.deepEqual(await drift(text), expected));
});
