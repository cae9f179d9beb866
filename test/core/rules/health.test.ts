// Health checks and who waits for them, case by case: each that is reported has a twin that is not.

import assert from 'node:assert/strict';
import { applyFix, assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { readFixture } from '../../support/fixture.ts';

const codes = ['healthcheck-required', 'missing-healthcheck', 'depends-on-without-condition'];

async function said(text: string): Promise<readonly string[]> {
  const fixture = readFixture(text);
  const found = (await checkFixture(fixture)).filter(({ code }) => codes.includes(code));
  await assertFixesWork(fixture, found);
  return found.map(({ code }) => code);
}

/** A service that waits for another in this way. */
const waits = (dependsOn: string, db: string): string => `services:
  web:
    image: x
    depends_on: ${dependsOn}
  db:
${db.replaceAll(/^/gm, '    ')}
`;
const healthy = '{db: {condition: service_healthy}}';
const check = 'healthcheck: {test: [CMD, check]}';
const required = ['healthcheck-required'];

const cases: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
  ['an official image', waits(healthy, 'image: postgres:16'), required],
  ['an official image by its whole name', waits(healthy, 'image: docker.io/library/redis:7@sha256:0123456789abcdef'), required],
  ['a service that a profile brings', waits(`${healthy}\n    profiles: [p]`, 'image: postgres:16'), required],
  ['two that one profile brings', waits(`${healthy}\n    profiles: [p]`, 'image: postgres:16\nprofiles: [p]'), required],
  ['two that are never up together', waits(`${healthy}\n    profiles: [p]`, 'image: postgres:16\nprofiles: [q]'), []],
  ['an image from elsewhere', waits(healthy, 'image: example/postgres:16'), []],
  ['an official name from elsewhere', waits(healthy, 'image: registry.example.com/postgres:16'), []],
  ['an unknown image', waits(healthy, 'image: "postgres${TAG}"'), []],
  ['a check', waits(healthy, `image: postgres:16\n${check}`), []],
  ['a check in one line', waits(healthy, 'image: postgres:16\nhealthcheck: {test: pg_isready}'), []],
  ['intervals alone', waits(healthy, 'image: postgres:16\nhealthcheck: {interval: 5s}'), required],
  ['intervals alone, elsewhere', waits(healthy, 'image: example/db\nhealthcheck: {interval: 5s}'), []],
  ['switched off', waits(healthy, 'image: example/db\nhealthcheck: {disable: true}'), required],
  ['switched off, with a check', waits(healthy, 'image: example/db\nhealthcheck:\n  test: check\n  disable: true'), required],
  ['not switched off', waits(healthy, 'image: example/db\nhealthcheck: {disable: false}'), []],
  ['switched off by a variable', waits(healthy, 'image: example/db\nhealthcheck: {disable: "${OFF:-true}"}'), required],
  ['NONE', waits(healthy, 'image: example/db\nhealthcheck: {test: [NONE]}'), required],
  ['a Dockerfile without one', `${waits(healthy, 'build: .')}#- Dockerfile\nFROM node:22\n`, required],
  ['a Dockerfile with one', `${waits(healthy, 'build: .')}#- Dockerfile\nFROM node:22\nHEALTHCHECK CMD check\n`, []],
  ['a Dockerfile with one in a stage below', `${waits(healthy, 'build: .')}#- Dockerfile\nFROM node:22 AS base\nHEALTHCHECK CMD check\nFROM base\n`, []],
  ['a Dockerfile with one in another stage', `${waits(healthy, 'build: .')}#- Dockerfile\nFROM node:22 AS other\nHEALTHCHECK CMD check\nFROM node:22\n`, required],
  ['a Dockerfile with one in another target', `${waits(healthy, 'build: {context: ., target: other}')}#- Dockerfile\nFROM node:22 AS other\nFROM other\nHEALTHCHECK CMD check\n`, required],
  ['a Dockerfile that takes it away', `${waits(healthy, 'build: .')}#- Dockerfile\nFROM example/base\nHEALTHCHECK NONE\n`, required],
  ['a Dockerfile upon an image from elsewhere', `${waits(healthy, 'build: .')}#- Dockerfile\nFROM example/base\n`, []],
  ['a Dockerfile upon an unknown image', `${waits(healthy, 'build: .')}#- Dockerfile\nARG BASE\nFROM $BASE\n`, []],
  ['a Dockerfile upon an image by a default', `${waits(healthy, 'build: .')}#- Dockerfile\nARG TAG=22\nFROM node:$TAG\n`, required],
  ['a Dockerfile upon nothing', `${waits(healthy, 'build: .')}#- Dockerfile\nFROM scratch\nCMD ["/x"]\n`, required],
  ['a Dockerfile in the compose file', waits(healthy, 'build:\n  dockerfile_inline: |\n    FROM node:22'), required],
  ['a remote build', waits(healthy, 'build: https://github.com/example/db.git'), []],
  ['a base that a named context replaces', `${waits(healthy, 'build: {context: ., additional_contexts: {"node:22": docker-image://example/node}}')}#- Dockerfile\nFROM node:22\n`, []],
  ['waiting for the end', waits('{db: {condition: service_completed_successfully}}', 'image: postgres:16'), []],
  ['waiting for the start', waits('{db: {condition: service_started}}', 'image: postgres:16'), []],
  ['left out', waits(healthy.replace('}}', ', required: false}}'), 'image: postgres:16\nprofiles: [p]'), []],
  ['a break in it', waits(healthy, 'image: postgres:16\nhealthcheck: {test: ['), []],
  // Advice.
  ['a database that others name', waits('[db]', 'image: postgres:16'), ['missing-healthcheck']],
  ['a database that nobody names', 'services:\n  db:\n    image: postgres:16\n', []],
  ['something else that others name', waits('[db]', 'image: nginx:1.27'), []],
  ['a database of another kind', waits('[db]', 'image: example/db'), []],
  ['a database with its check off', waits('[db]', 'image: postgres:16\nhealthcheck: {disable: true}'), []],
  ['an old mongo', waits('[db]', 'image: mongo:4.4'), []],
  ['a check that is not waited for', waits('[db]', `image: example/db\n${check}`), ['depends-on-without-condition']],
  ['a check in the Dockerfile that is not waited for', `${waits('\n      - db # why', 'build: .')}#- Dockerfile\nFROM node:22\nHEALTHCHECK CMD check\n`, ['depends-on-without-condition']],
  ['a check that is not waited for on purpose', waits('{db: {condition: service_started}}', `image: example/db\n${check}`), []],
  ['a check that another waits for on the way', `services:\n  web:\n    image: x\n    depends_on: [api, db]\n  api:\n    image: y\n    depends_on: ${healthy}\n  db:\n    image: z\n    ${check}\n`, []],
  ['a check that another waits for elsewhere', `services:\n  web:\n    image: x\n    depends_on: [db]\n  api:\n    image: y\n    depends_on: ${healthy}\n  db:\n    image: z\n    ${check}\n`, ['depends-on-without-condition']],
];

describe('health checks', () => {
  for (const [name, text, found] of cases) {
    it(`${name}: ${found.length === 0 ? 'silent' : found.join(' ')}`, async () => {
      assert.deepEqual(await said(text), found, text);
    });
  }

  it('are added and waited for with comments and style kept', async () => {
    const fixture = readFixture('services:\n    web:\n        image: x\n        depends_on:\n        - db # tables\n        - "cache"\n    db:\n        image: postgres:16 # the newest\n\n    cache:\n        image: y\n');
    const [found] = (await checkFixture(fixture)).filter(({ code }) => code === 'missing-healthcheck');
    const [fix] = await found?.fixes() ?? [];
    assert.equal(fix?.title, 'Add a health check to db and wait for it');
    assert.equal(applyFix(fixture, fix).files.get('/project/compose.yaml'), `services:
    web:
        image: x
        depends_on:
            db: # tables
                condition: service_healthy
            "cache":
                condition: service_started
    db:
        image: postgres:16 # the newest
        healthcheck:
            test: ["CMD-SHELL", "pg_isready -h 127.0.0.1 -U $\${POSTGRES_USER:-postgres}"]
            interval: 5s
            timeout: 5s
            retries: 12

    cache:
        image: y
`);
  });
});
