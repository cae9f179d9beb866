// Which names and values together are a secret, and that none is ever shown.

import assert from 'node:assert/strict';
import { applyFix, assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { fixtureRoot, readFixture } from '../../support/fixture.ts';

const random = 'q8Zr2Lx0vT5mNw7KpB4s';

/** A variable with its value, and what is said of it in an environment that is for nothing special, and in production. */
const variables: readonly (readonly [entry: string, other: string | undefined, prod: string | undefined])[] = [
  [`DB_PASSWORD: ${random}`, 'information', 'warning'],
  [`WEBPASSWORD: ${random}`, 'information', 'warning'],
  [`SECRET_KEY_BASE: ${random}`, 'information', 'warning'],
  ['JWT_SECRET: f3a1c09be7d24586a0b7c1d2e3f4a5b6', 'information', 'warning'],
  ['DB_PASSWORD: blue-horse', 'hint', 'information'],
  ['DB_PASS: hunter2', 'hint', 'information'],
  ['DB_PASSWORD: 918273645', 'hint', 'information'],
  ['DB_PASSWORD: changeme', undefined, 'information'],
  ['DB_PASSWORD: my-example-password-32-characters', undefined, 'information'],
  ['ENCRYPTION_KEY: "00000000000000000000000000000000"', undefined, 'information'],
  ['DB_PASSWORD: alice', undefined, 'information'],
  ['DB_PASSWORD: svc', undefined, 'information'],
  ['AWS_KEY: AKIAIOSFODNN7EXAMPLE', 'warning', 'warning'],
  ['WHATEVER: ghp_0123456789abcdefghijABCDEFGHIJ012345', 'warning', 'warning'],
  ['PEM: "-----BEGIN RSA PRIVATE KEY-----\\nabc"', 'warning', 'warning'],
  [`URL: "amqp://u:${random}@mq:5672"`, 'information', 'warning'],
  ['URL: "amqp://guest:guest@mq:5672"', undefined, 'information'],
  ['URL: "postgresql://redwood:redwood@mq:5432/x"', undefined, 'information'],
  ['URL: "postgresql://redwood:blue-horse@mq:5432/x"', 'hint', 'information'],
  ['URL: "amqp://mq:5672/a:b"', undefined, undefined],
  [`ConnectionStrings__Shop: "Server=db;User=sa;Password=${random};"`, 'information', 'warning'],
  [`NAME: ${random}`, undefined, undefined],
  [`DB_PASSWORD_FILE: /run/${random}`, undefined, undefined],
  ['DB_PASSWORD: /run/secrets/db', undefined, undefined],
  ['POSTGRES_HOST_AUTH_METHOD: trust', undefined, undefined],
  ['MYSQL_ALLOW_EMPTY_PASSWORD: "yes"', undefined, undefined],
  ['DB_PASSWORD: ""', undefined, undefined],
  ['DB_PASSWORD:', undefined, undefined],
  ['DB_PASSWORD: "${DB_PASSWORD}"', undefined, undefined],
  [`DB_PASSWORD: "\${DB_PASSWORD:-${random}}"`, undefined, undefined],
  ['DB_PASSWORD: "vault:secret/data/db#password"', undefined, undefined],
  ['DB_PASSWORD: "<your password>"', undefined, undefined],
  [`VITE_MAPS_TOKEN: ${random}`, undefined, undefined],
  [`JWT_PUBLIC_KEY: ${random}`, undefined, undefined],
  ['TOKEN_TTL: 3600s', undefined, undefined],
  ['KAFKA_SSL_KEYSTORE_CREDENTIALS: broker_keystore_creds', undefined, undefined],
  ['MINIO_ACCESS_KEY: cortex', 'hint', 'information'],
  ['AWS_SECRET_ACCESS_KEY: blue-horse', 'hint', 'information'],
];

const service = (entry: string): string => `services:\n  svc:\n    image: x:1\n    environment:\n      DB_USER: alice\n      ${entry} # c\n`;

describe('plaintext-secret', () => {
  for (const [entry, other, prod] of variables) {
    for (const [file, severity] of [['compose.yaml', other], ['compose.prod.yaml', prod]] as const) {
      it(`${entry} in ${file}`, async () => {
        const fixture = readFixture(`#- ${file}\n${service(entry)}`);
        const found = (await checkFixture(fixture)).filter(({ code }) => code === 'plaintext-secret');
        assert.deepEqual(found.map((each) => each.severity), severity === undefined ? [] : [severity]);
        const shown = JSON.stringify([found, (await Promise.all(found.map((each) => each.fixes()))).flat().map(({ title }) => title)]);
        for (const secret of [random, 'hunter2', 'blue-horse', 'AKIAIO', 'ghp_']) assert.ok(!shown.includes(secret), shown);
        await assertFixesWork(fixture, found);
      });
    }
  }

  it('is not the name that goes with a secret key', async () => {
    const fixture = readFixture(`#- compose.yaml\n${service('MINIO_ACCESS_KEY: cortex\n      MINIO_SECRET_KEY: blue-horse')}`);
    const found = (await checkFixture(fixture)).filter(({ code }) => code === 'plaintext-secret');
    assert.deepEqual(found.map(({ message }) => message), ['The value of MINIO_SECRET_KEY is written out: whoever reads compose.yaml, or its history, has it']);
  });

  it('in options of a command and arguments of a build', async () => {
    const fixture = readFixture(`services:\n  cache:\n    image: redis:7\n    command: redis-server --requirepass ${random} --maxmemory 1gb\n  web:\n    build:\n      context: .\n      args:\n        - NPM_TOKEN=${random}\n#- Dockerfile\nFROM x:1\nARG NPM_TOKEN\n`);
    const found = (await checkFixture(fixture)).filter(({ code }) => code === 'plaintext-secret');
    assert.deepEqual(found.map(({ message }) => message), [
      'The value of --requirepass is written out: whoever reads compose.yaml, or its history, has it',
      'The value of NPM_TOKEN is written out: whoever reads compose.yaml, or its history, has it',
    ]);
    assert.equal(await assertFixesWork(fixture, found), 2);
  });

  it('as a token anywhere in a command', async () => {
    const token = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
    const text = `services:\n  web:\n    image: x\n    entrypoint: [sh, -c, "git clone https://x:${token}@github.com/a/b"]\n    command: run --key AKIA0123456789ABCDEF --api-key=${token}\n`;
    const fixture = readFixture(text);
    const found = (await checkFixture(fixture)).filter(({ code }) => code === 'plaintext-secret');
    assert.deepEqual(found.map(({ span }) => text.slice(...span)), [token, 'AKIA0123456789ABCDEF', token]);
    assert.deepEqual(found.map(({ severity }) => severity), ['warning', 'warning', 'warning']);
    assert.equal(await assertFixesWork(fixture, found), 3);
  });

  it('is allowed by name', async () => {
    const fixture = readFixture(`${service(`MAPS_TOKEN: ${random}`)}#- composure.yaml\nrules:\n  plaintext-secret: { allow: MAPS_TOKEN }\n`);
    assert.deepEqual((await checkFixture(fixture)).filter(({ code }) => code === 'plaintext-secret'), []);
  });

  it('moves to an env file that is there, quoted as it needs, beside another value of its name', async () => {
    const simple = readFixture(`#- compose.yaml\n${service('DB_PASSWORD: "it is # 1"')}#- .env\nDB_PASSWORD=other\n`);
    const [one] = (await checkFixture(simple)).filter(({ code }) => code === 'plaintext-secret');
    const [fix] = await one?.fixes() ?? [];
    assert.ok(fix);
    const mended = applyFix(simple, fix);
    assert.equal(mended.files.get(`${fixtureRoot}/.env`), 'DB_PASSWORD=other\nSVC_DB_PASSWORD=\'it is # 1\'\n');
    assert.ok(mended.files.get(`${fixtureRoot}/compose.yaml`)?.includes('DB_PASSWORD: "${SVC_DB_PASSWORD}" # c'));
  });
});
