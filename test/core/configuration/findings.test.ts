// What is said of a `composure.yaml`, where it is said, and that each fix takes it away. Findings of the compose files
// beside it are left out.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { configurationCode } from '#core/project/configured-environments.ts';
import { assertFixesWork, checkFixture } from '../../support/checked-fixture.ts';
import { format, readFixture } from '../../support/fixture.ts';

const beside = `#- compose.yaml
services:
  api:
    image: x:1
  db:
    image: x:1
    profiles: [data]
#- compose.dev.yaml
services:
  api:
    init: true
#- .env.dev
X=b
#- deploy/
`;

const cases: Readonly<Record<string, { readonly text: string; readonly fixes?: number }>> = {
  'keys': {
    fixes: 4,
    text: `#- composure.yaml
enviroments:
#<^^^^^^^^^^^ warning configuration: composure.yaml has no key "enviroments": nothing is read from it
  dev: [compose.yaml, compose.dev.yaml]
health:
  api: { http: /, timout: 5s }
#                 ^^^^^^ warning configuration: A check by http has no timout: as it is, this is not asked
backup:
  keep: { last: 1, dayly: 2 }
#                  ^^^^^ warning configuration: keep has no dayly: as it is, backups are made without this
variables:
  A: { tpye: string }
#      ^^^^ warning configuration: A variable has no key "tpye": nothing is read from it
  B: { colour: red }
#      ^^^^^^ warning configuration: A variable has no key "colour": nothing is read from it
x-ours: { any: thing }
`,
  },
  'values': {
    fixes: 2,
    text: `#- composure.yaml
environments:
  dev:
    files: compose.yaml
    mode: devv
#         ^^^^ warning configuration: "devv" is no value of mode: use dev, prod or other: as it is, nothing is read from it
    memory: lots
#           ^^^^ warning configuration: "lots" is not a size, as in 8g: as it is, nothing is read from it
    gpu: yes
#        ^^^ warning configuration: gpu must be true, false or a whole number: as it is, nothing is read from it
    rules: { unpinned-image: of }
#                            ^^ warning configuration: unpinned-image is off, error, warning, information or hint: as it is, its own severity stays
workingStates: 500
#              ^^^ warning configuration: workingStates is a whole number from 1 to 100: as it is, the last 5 are kept
variables:
  A: { type: [port] }
#            ^^^^^^ warning configuration: type is a list and must be string, number, boolean, port, url, email, uuid, duration, bytes or enum: as it is, nothing is read from it
`,
  },
  'names of services, environments and profiles': {
    fixes: 8,
    text: `#- composure.yaml
environments:
  dev: { files: compose.yaml, profiles: [dta, data] }
#                                        ^^^ warning configuration: No service of dev has the profile "dta": as it is, no service takes part by it
  prod: compose.yaml
health:
  apii: /
# ^^^^ warning configuration: No environment has a service "apii": as it is, nothing of it is asked
  db: { tcp: 5432, environments: [prodd, dev] }
#                                 ^^^^^ warning configuration: No environment is called "prodd": as it is, it is never asked for it
smoke:
  log in: { service: appi, http: /, environments: de }
#                    ^^^^ warning configuration: No environment has a service "appi": as it is, this test always fails
#                                                 ^^ warning configuration: No environment is called "de": as it is, it is never asked for it
  anything: { service: "\${SERVICE}", http: / }
backup:
  services: { dbb: stop }
#             ^^^ warning configuration: No environment has a service "dbb": as it is, nothing follows from it
drift:
  apy: { image: it is so }
# ^^^ warning configuration: No environment has a service "apy": as it is, it decides nothing
variables:
  A: { environments: { pord: 1 } }
#                      ^^^^ warning configuration: No environment is called "pord": as it is, nothing is set by this
`,
  },
  'files and folders': {
    fixes: 2,
    text: `#- composure.yaml
environments:
  dev:
    files: compose.yaml
    envFiles: [.env.dev, .env.devv, .env.made]
#                        ^^^^^^^^^ warning configuration: .env.devv does not exist: as it is, Compose refuses the environment
    directory: ./deplyo
#              ^^^^^^^^ warning configuration: ./deplyo does not exist: as it is, no relative path of the environment leads anywhere
#- .gitignore
.env.made
#- .git/
`,
  },
  'more than the machine of an environment has': {
    text: `#- composure.yaml
environments:
  small: { files: large.yaml, memory: 2g, gpu: false }
#                                     ^^ warning configuration: The services of small may use 3 GB of memory together, and its machine has 2 GB for them: it could run out
#                                              ^^^^^ warning configuration: model wants a GPU, and the machine of small has none: it cannot start there
  large: { files: large.yaml, memory: 4g, gpu: 1 }
  one: { files: many.yaml, gpu: 1 }
#                               ^ warning configuration: model wants 2 GPUs, and the machine of one has 1: it cannot start there
  unknown: { files: large.yaml }
#- many.yaml
services:
  model:
    image: x:1
    deploy: { resources: { reservations: { devices: [{ driver: nvidia, count: 2, capabilities: [gpu] }] } } }
#- large.yaml
services:
  model:
    image: x:1
    gpus: all
    mem_limit: 1g
    scale: 2
  web:
    image: x:1
    deploy: { resources: { limits: { memory: 1g } } }
  idle:
    image: x:1
    mem_limit: 16g
    profiles: [never]
`,
  },
  'env files that nothing reads': {
    fixes: 4,
    text: `#- composure.yaml
environments:
  one: { files: using.yaml }
# ^^^ information configuration: one names no envFiles: Compose does not read .env.one there, which sets LEVEL and PASSWORD
  two:
# ^^^ information configuration: two names no envFiles: Compose does not read .env.two there, which sets LEVEL
    files: [using.yaml]
  three: using.yaml
# ^^^^^ information configuration: three names no envFiles: Compose does not read .env.three there, which sets LEVEL
  production: [using.yaml]
# ^^^^^^^^^^ information configuration: production names no envFiles: Compose does not read .env.prod there, which sets LEVEL
  named: { files: using.yaml, envFiles: [] }
  read: { files: using.yaml, envFiles: .env.read }
  given: { files: giving.yaml }
  framework: { files: using.yaml }
  absent: { files: using.yaml }
variables:
  PASSWORD: { required: false }
#- using.yaml
services: { web: { image: "x:1", command: "\${LEVEL:-info} \${PASSWORD:-}" } }
#- giving.yaml
services: { web: { image: "x:1", command: "\${LEVEL:-info}", env_file: .env.given } }
#- .env
LEVEL=a
#- .env.one
LEVEL=a
PASSWORD=b
OTHER=c
#- .env.two
LEVEL=a
#- .env.three
LEVEL=a
#- .env.prod
LEVEL=a
#- .env.named
LEVEL=a
#- .env.read
LEVEL=a
#- .env.given
LEVEL=a
#- .env.framework
VITE_TITLE=a
`,
  },
  'what is no YAML': {
    text: `#- composure.yaml
environments: { dev: compose.yaml
#             ^ warning configuration: The closing } is missing: as it is, nothing of composure.yaml counts
`,
  },
  'keys that stand twice': {
    text: `#- composure.yaml
environments:
  dev: compose.yaml
  dev: compose.dev.yaml
# ^^^ warning configuration: "dev" is defined twice in this mapping: as it is, nothing of composure.yaml counts
`,
  },
  'several environments of a wrong shape': {
    text: `#- composure.yaml
environments:
  dev: { directory: . }
# ^^^ warning configuration: An environment names its files: as it is, dev is left out
  prod: { files: { a: b } }
#                ^^^^^^^^ warning configuration: files is a path or a list of paths: as it is, prod is left out
`,
  },
  'the file of a folder above': {
    fixes: 1,
    text: `#- composure.yaml
ruls: {}
#<^^^^ warning configuration: composure.yaml has no key "ruls": nothing is read from it
#- deploy/compose.yaml
services:
  web:
    image: x:1
`,
  },
};

/** The examples of the documentation that mark what is said of them. */
const documented = [...readFileSync(new URL('../../../docs/environments.md', import.meta.url), 'utf8').matchAll(/^```yaml\n(#- [\s\S]*?)^```/gm)].map(([, text = '']) => text);

describe('findings in composure.yaml', () => {
  it('those of the documentation', async () => {
    assert.ok(documented.length > 0);
    for (const text of documented) {
      const fixture = readFixture(text);
      assert.deepEqual(format((await checkFixture(fixture)).filter(({ code }) => code === configurationCode), fixture), fixture.expected);
    }
  });

  for (const [name, { text, fixes = 0 }] of Object.entries(cases)) {
    it(name, async () => {
      const fixture = readFixture(text + beside);
      const found = (await checkFixture(fixture)).filter(({ code }) => code === configurationCode);
      assert.deepEqual(format(found, fixture), fixture.expected);
      assert.equal(await assertFixesWork(fixture, found), fixes);
    });
  }
});
