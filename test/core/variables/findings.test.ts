// What is said of `variables` and `outputs`, and of env files, where it is said, and that each fix takes it away.

import assert from 'node:assert/strict';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { format, readFixture, withMarkers } from '../../support/fixture.ts';

const codes = ['configuration', 'env-value-mismatch', 'env-variable-missing', 'unused-definition'];

const cases: Readonly<Record<string, { readonly text: string; readonly fixes?: number }>> = {
  'described wrongly': {
    fixes: 2,
    text: `services: { web: { image: "x:1", environment: [LEVEL, PORT, PASSWORD, PIN, TWICE, ADDRESS, HOST] } }
#- composure.yaml
variables:
  LEVEL: { values: [debug, info], default: inof, environments: { pord: debug } }
#                                          ^^^^ warning configuration: LEVEL is "inof" here, not one of debug, info: composure env generate would write it all the same
#                                                                ^^^^ warning configuration: No environment is called "pord": as it is, nothing is set by this
  PORT: { type: port, environments: { prod: 99999 } }
#                                           ^^^^^ warning configuration: PORT is "99999" here, not a port from 1 to 65535: composure env generate would write it all the same
  PASSWORD: { default: hunter2 }
#                      ^^^^^^^ warning configuration: PASSWORD is a secret, and its default is written out: whoever reads composure.yaml, or its history, has it
  PIN: { secret: true, type: number, environments: { dev: abcd, prod: "1234" } }
#                                                         ^^^^ warning configuration: PIN is not a number: composure env generate would write it all the same
#                                                                      ^^^^ warning configuration: PIN is a secret, and that of prod is written out: whoever reads composure.yaml, or its history, has it
  TWICE: { default: a, generate: true, secret: false }
# ^^^^^ warning configuration: TWICE has a default, so nothing is ever generated: take one of the two away
  ONE: { generate: { from: "\${OTHER}" } }
#                           ^^^^^^^^ warning configuration: ONE is made of itself: it never has a value
  OTHER: { generate: { from: "\${ONE}" } }
#                             ^^^^^^ warning configuration: OTHER is made of itself: it never has a value
  ADDRESS: { generate: { from: "http://\${HOTS}:\${PORT}\${FOREIGN}" } }
#                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning configuration: composure.yaml describes no HOTS (is HOST meant?): where no env file sets it, ADDRESS has no value
  HOST: { pattern: "(a", default: a }
#                   ^^ warning configuration: "(a" is no pattern that is understood here: characters, classes, groups, | and * + ? {n,m} are; values are not held against it
outputs:
  secrets: ../secrets.json
#          ^^^^^^^^^^^^^^^ warning configuration: ../secrets.json lies outside of the folder of composure.yaml: nothing is written there
#- compose.dev.yaml
services: { web: { init: true } }
#- compose.prod.yaml
services: { web: { init: true } }
`,
  },
  'described well': {
    text: `services: { web: { image: "x:1", command: "$PORT $DSN $KEY_PUBLIC \${TOKEN} $LEVEL \${TIMEOUT} \${SIZE} \${MAIL}" } }
#- composure.yaml
variables:
  PORT: 8080
  TOKEN: { generate: { length: 12, characters: abc } }
  KEY: { generate: { keyPair: ed25519 } }
  DSN: { type: url, generate: { from: "postgres://a,b/\${TOKEN}?k=\${KEY_PUBLIC:-x}" } }
  LEVEL: { type: enum, values: [a, 1], default: 1 }
  TIMEOUT: { type: duration, default: 1m30s }
  SIZE: { type: bytes, default: 512m }
  MAIL: { type: email, required: false, default: "" }
outputs: { secrets: true, kubernetes: { namespace: shop }, templates: {} }
#- .env
PORT=9090
TOKEN=x
KEY=x
KEY_PUBLIC=x
DSN=postgres://\${TOKEN}@elsewhere
LEVEL=a
TIMEOUT=\${PORT}
SIZE=1g
COMPOSE_PROJECT_NAME=shop
`,
  },
  'in an env file': {
    fixes: 4,
    text: `services: { web: { image: "x:1", command: "$LEVEL $WAIT $SECRET \${OPTIONAL:-1} $REGION" } }
#- .env.prod
LEVEL="inof" # for now
#     ^^^^^^ warning env-value-mismatch: LEVEL is "inof", not one of debug, info
WAIT=5
#    ^ warning env-value-mismatch: WAIT is "5", not a duration such as 30s
SECRET=hunter2
#      ^^^^^^^ warning env-value-mismatch: SECRET is not a UUID
REGION=us
#<^^^^^^ hint env-variable-missing: .env.prod has no OPTIONAL, which composure.yaml describes: composure env generate writes what composure.yaml says
#      ^^ information env-value-mismatch: REGION is "us", and "eu" for prod in composure.yaml: what stands here counts
#- composure.yaml
variables:
  LEVEL: { values: [debug, info] }
  WAIT: { type: duration }
  SECRET: { secret: true, type: uuid }
  OPTIONAL: { default: 1 }
  REGION: { default: us, environments: { prod: eu } }
  FORGOTTEN: { required: false }
# ^^^^^^^^^ hint unused-definition: Nothing uses the variable FORGOTTEN: it is written into env files all the same
`,
  },
  'of which an environment has no need': {
    fixes: 3,
    text: `services: { web: { image: "x:1", command: "$LEVEL" } }
#- compose.prod.yaml
services: { web: { environment: { LICENSE: "\${LICENSE}", SENTRY: "\${SENTRY}" } } }
#- compose.test.yaml
services: { web: { environment: { SENTRY: "\${SENTRY}" } } }
#- .env.prod
LEVEL=a
#<^^^^^ information env-variable-missing: .env.prod has no FOR_SCRIPTS, which composure.yaml describes
#<^^^^^ information env-variable-missing: .env.prod has no LICENSE, which composure.yaml describes: composure env generate writes what composure.yaml says
#<^^^^^ information env-variable-missing: .env.prod has no SENTRY, which composure.yaml describes
#- .env.dev
LEVEL=a
FOR_SCRIPTS=1
#- .env.test
LEVEL=a
FOR_SCRIPTS=1
#<^^^^^^^^^^^ information env-variable-missing: .env.test has no SENTRY, which composure.yaml describes
#- composure.yaml
environments:
  prod: { files: [compose.yaml, compose.prod.yaml], envFiles: .env.prod }
  dev: { files: compose.yaml, envFiles: .env.dev }
  test: { files: [compose.yaml, compose.test.yaml], envFiles: .env.test }
variables:
  LEVEL:
  LICENSE: { environments: { prod: abc } }
  SENTRY: { environments: { staging: abc }, required: true }
#                           ^^^^^^^ warning configuration: No environment is called "staging": as it is, nothing is set by this
  OPTIONAL: { required: false }
# ^^^^^^^^ hint unused-definition: Nothing uses the variable OPTIONAL: it is written into env files all the same
  FOR_SCRIPTS:
# ^^^^^^^^^^^ hint unused-definition: Nothing uses the variable FOR_SCRIPTS: it is written into env files all the same
`,
  },
};

describe('findings about variables', () => {
  for (const [name, { text, fixes = 0 }] of Object.entries(cases)) {
    it(name, async () => {
      const fixture = readFixture(text);
      const found = (await checkFixture(fixture)).filter(({ code }) => codes.includes(code));
      assert.deepEqual(format(found, fixture), fixture.expected, withMarkers(fixture, format(found, fixture)));
      assert.equal(await assertFixesWork(fixture, found), fixes);
    });
  }
});
