// The schema of `composure.yaml`: it is one, it takes every example of the documentation, and it refuses what our own
// checks refuse.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { configurationAttribute } from '#core/configuration/attribute.ts';
import { configurationFaults } from '#core/configuration/faults.ts';
import { configurationSchema } from '#core/configuration/schema.ts';
import { configurationCode } from '#core/project/configured-environments.ts';
import { parseYaml } from '#core/yaml/parse.ts';
import { checkFixture } from '../../support/checked-fixture.ts';
import { fixtureRoot, readFixture } from '../../support/fixture.ts';

const validate = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(configurationSchema() as object);

/** What the schema has against a text; empty where nothing. */
function refused(text: string): string {
  return validate(parse(text)) ? '' : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');
}

/** What our own checks say of it, beside a compose file with two services. */
async function told(text: string): Promise<readonly string[]> {
  const compose = 'services:\n  api:\n    image: x:1\n  db:\n    image: postgres:17\n';
  const found = await checkFixture(readFixture(`#- composure.yaml\n${text}\n#- compose.yaml\n${compose}#- compose.dev.yaml\n${compose}`));
  return found.filter(({ code, file }) => code === configurationCode && file === `${fixtureRoot}/composure.yaml`).map(({ message }) => message);
}

const root = path.resolve(import.meta.dirname, '../../..');
const keys = [...configurationAttribute.mapping?.keys.keys() ?? []];

/** The parts of the documentation that are a `composure.yaml`; those that mark findings are wrong on purpose. */
function examples(page: string): readonly string[] {
  const blocks = [...readFileSync(path.join(root, page), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
  return blocks.flatMap((text) => {
    if (!text.startsWith('#- ')) return new RegExp(`^(?:${keys.join('|')}):`, 'm').test(text) && !/^services:/m.test(text) ? [text] : [];
    const fixture = readFixture(text);
    return fixture.expected.some((each) => each.includes('configuration:')) ? [] : [...fixture.files].flatMap(([file, each]) => (file.endsWith('/composure.yaml') ? [each] : []));
  });
}

const right: readonly string[] = [
  'environments:', 'environments: { dev: compose.dev.yaml, all: [compose.yaml, compose.dev.yaml] }',
  'environments:\n  dev: { files: [compose.yaml], directory: ., envFiles: [], profiles: [a, 1], mode: other, memory: 8g, gpu: true, rules: { unpinned-image: off } }',
  'environments:\n  dev: { files: compose.yaml, memory: 1073741824, gpu: 2 }',
  'health:\n  api: /ready\n  db: { tcp: 5432 }', 'health:\n  api: off\n  db: [{ tcp: "localhost:5432" }, { exec: pg_isready }]',
  'health:\n  api: { http: /, port: 80, status: [200, 2xx, 300-399], body: [a, 1], timeout: 1m30s, retries: 3, interval: 500ms, environments: dev }',
  'smoke:\n  page: https://example.com/x?y#z', 'smoke:\n  a: { service: api, http: "${URL}", method: post, headers: { X-Key: 1 }, send: "{}", insecure: true }',
  'smoke:\n  a: { service: db, exec: [psql, -c, select 1], exitCode: 0, output: ok, timeout: "${TIME}" }',
  'backup:', 'backup: { folder: ../b, include: ., exclude: [a], external: true, images: false, consistency: pause, keep: { last: 1 }, keyFile: ~/k }',
  'backup: { external: [a], services: { db: dump, api: { before: a, after: [a, b], consistency: live } } }', 'backup: { folder: , keep: }',
  'health: { api: { http: /, timeout: 10m, interval: 0.5s } }', 'smoke: { a: { tcp: "localhost:80" }, b: [{ http: "http://x/" }], c: { http: "${URL}" } }', 'backup: { keep: { last: 0, daily: 1 }, services: { db: { before: } } }',
  'outputs: { secrets: a/../b.json, kubernetes: { file: ..a }, templates: { a: ./b } }',
  'backup: { services: { api: { dump: a, load: b } } }', 'workingStates: 10', 'workingStates:',
  'rules: { unpinned-image: off, plaintext-secret: { severity: error, allow: [A, B] } }', 'x-mine: { any: thing }',
  'variables: { A: 5, B: "", C: , D: { default: "", environments: { dev: true } }, E: { generate: uuid }, F: { generate: { length: 40 } } }', 'outputs: { secrets: true, kubernetes: { name: shop } }',
];

const wrong: readonly string[] = [
  'enviroments: {}', 'environments: [dev]', 'environments: all', 'environments: { dev: {} }', 'environments: { dev: [{}] }', 'environments:\n  dev:',
  'environments: { dev: { files: compose.yaml, mode: devel } }', 'environments: { dev: { file: compose.yaml } }', 'environments: { dev: { files: compose.yaml, envfiles: a } }',
  'environments: { dev: { files: compose.yaml, directory: [a] } }', 'environments: { dev: { files: compose.yaml, memory: much } }', 'environments: { dev: { files: compose.yaml, gpu: some } }',
  'environments: { dev: { files: compose.yaml, gpu: -1 } }', 'environments: { dev: { files: compose.yaml, profiles: { a: b } } }', 'environments: { dev: { files: compose.yaml, rules: { nothing: off } } }',
  'health: [api]', 'health: { api: ready }', 'health: { api: { http: /, service: db } }', 'health: { api: { http: /, tcp: 80 } }', 'health: { api: { timeout: 5s } }', 'health:\n  api:',
  'health: { api: { http: /, exitCode: 1 } }', 'health: { api: { tcp: 80, body: a } }', 'health: { api: { exec: ls, status: 200 } }', 'health: { api: { tcp: 0 } }', 'health: { api: { tcp: 70000 } }',
  'health: { api: { http: /, port: 0 } }', 'health: { api: { http: /, status: ok } }', 'health: { api: { http: /, status: 700 } }', 'health: { api: { http: /, timeout: 5 } }', 'health: { api: { http: /, retries: many } }',
  'health: { api: { http: /, retries: 101 } }', 'health: { api: { http: /, insecure: "yes" } }', 'health: { api: { http: /, headers: { "a b": c } } }', 'health: { api: { http: /, method: "GET /" } }',
  'smoke: all', 'smoke: { a: /ready }', 'smoke: { a: { service: api, http: /, stauts: 200 } }', 'smoke: { a: { service: api, tcp: "localhost:0" } }',
  'environments: { dev: [] }', 'environments: { dev: { files: [] } }', 'health: { api: { exec: [] } }', 'backup: { services: { db: { before: [] } } }', 'backup: { services: { db: { after: "" } } }',
  'backup: { folder: "" }', 'backup: { keyFile: "" }', 'backup: { keep: { last: 0 } }', 'backup: { keep: { last: 0, daily: 0 } }',
  'health: { api: { http: /, timeout: 0s } }', 'health: { api: { http: /, timeout: 11m } }', 'health: { api: { http: /, interval: 601s } }',
  'smoke: { a: { http: /ready } }', 'smoke: { a: { tcp: 80 } }', 'smoke: { a: { exec: ls } }', 'smoke: { a: [{ exec: ls }] }',
  'outputs: { secrets: ../a.json }', 'outputs: { kubernetes: { file: /etc/a } }', 'outputs: { override: { file: ../x } }', 'outputs: { templates: { a: .. } }',
  'backup: [all]', 'backup: { dir: a }', 'backup: { consistency: freeze }', 'backup: { images: some }', 'backup: { keep: { last: -1 } }', 'backup: { keep: {} }', 'backup: { keep: { hourly: 1 } }', 'backup: { services: { db: often } }',
  'backup: { services: { db: { dump: a } } }', 'backup: { services: { db: { dumps: a } } }', 'backup: { services: [db] }', 'backup: { include: [{}] }', 'backup: { folder: [a, b] }',
  'workingStates: 0', 'workingStates: 101', 'workingStates: many', 'workingStates: [5]',
  'rules: [unpinned-image]', 'rules: { unpined-image: off }', 'rules: { unpinned-image: of }', 'rules: { unpinned-image: { level: off } }', 'rules: { plaintext-secret: { allow: { a: b } } }',
  'variables: [A]', 'variables: { A: { tpye: string } }', 'variables: { A: { type: strin } }', 'outputs: { secret: true }', 'drift: [api]', 'drift: { api: [image] }',
];

describe('the schema of composure.yaml', () => {
  for (const text of right) {
    it(`takes ${text.replaceAll(/\s+/g, ' ')}`, async () => assert.deepEqual([refused(text), (await told(text)).filter((each) => !each.startsWith('No '))], ['', []]));
  }
  for (const text of wrong) {
    it(`refuses ${text.replaceAll(/\s+/g, ' ')}`, async () => {
      assert.notEqual(refused(text), '', 'the schema takes it');
      assert.equal((await told(text)).length, 1);
    });
  }

  for (const page of globSync('{docs/**/*.md,README.md,core/src/rules/*/rule.md}', { cwd: root }).toSorted()) {
    const texts = examples(page);
    if (texts.length > 0) {
      it(`takes the examples of ${page}`, () => {
        for (const text of texts) assert.deepEqual([refused(text), configurationFaults(parseYaml('/composure.yaml', text)).map(({ message }) => message)], ['', []], text);
      });
    }
  }
});
