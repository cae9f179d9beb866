// Renames: the edits are applied, and Compose says of the project what it said before, but for the name.

import assert from 'node:assert/strict';
import type { FilePath } from '#core/outside.ts';
import { askCompose, requireCompose } from '../../support/compose-oracle.ts';
import { fixtureRoot, readFixture } from '../../support/fixture.ts';
import { renamed } from '../../support/renamed.ts';

/** What Compose makes of the files, as text with the old name for the new one. */
async function asked(files: ReadonlyMap<FilePath, string>, args: readonly string[], from: RegExp, to: string): Promise<unknown> {
  const verdict = await askCompose({ files: Object.fromEntries([...files].map(([path, text]) => [path.slice(fixtureRoot.length + 1), text])), args });
  assert.ok(verdict.ok, verdict.ok ? '' : `${verdict.error}\n${[...files.values()].join('\n---\n')}`);
  const { project } = verdict;
  return JSON.parse(JSON.stringify(sorted(project)).replaceAll(from, to)) as unknown;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)])) : value;
}

interface Case {
  readonly text: string;
  /** The fixture after the rename. */
  readonly after: string;
  /** For each environment, what stands before `config`. */
  readonly args?: readonly (readonly string[])[];
  readonly note?: string;
}

const cases: Readonly<Record<string, Case>> = {
  'a service in every way': {
    text: `services:
  d‸b: # the database
    image: x
    build: .
  web:
    image: x
    depends_on: [db, "api"]
    links: ["db:database", 'db']
    volumes_from:
      - db:ro
    ipc: service:db
    pid: "service:db"
  api:
    extends:
      service: db
    build:
      context: .
      additional_contexts: ["base=service:db"]
    depends_on:
      db:
        condition: service_started
`,
    after: `services:
  fresh: # the database
    image: x
    build: .
  web:
    image: x
    depends_on: [fresh, "api"]
    links: ["fresh:database", 'fresh']
    volumes_from:
      - fresh:ro
    ipc: service:fresh
    pid: "service:fresh"
  api:
    extends:
      service: fresh
    build:
      context: .
      additional_contexts: ["base=service:fresh"]
    depends_on:
      fresh:
        condition: service_started
`,
  },
  'a service over base, override, include and another file': {
    text: `include:
  - sub/compose.yaml
services:
  db:
    image: x
  web:
    extends: {file: common/web.yaml, service: web}
  log:
    extends: {file: common/web.yaml, service: db}
    depends_on: [db]
#- compose.override.yaml
services:
  "db":
    environment: {A: b}
#- sub/compose.yaml
services:
  worker:
    image: x
#- common/web.yaml
services:
  web:
    image: x
    depends_on: [d‸b]
  db:
    image: y
`,
    after: `include:
  - sub/compose.yaml
services:
  fresh:
    image: x
  web:
    extends: {file: common/web.yaml, service: web}
  log:
    extends: {file: common/web.yaml, service: fresh}
    depends_on: [fresh]
#- compose.override.yaml
services:
  "fresh":
    environment: {A: b}
#- sub/compose.yaml
services:
  worker:
    image: x
#- common/web.yaml
services:
  web:
    image: x
    depends_on: [fresh]
  fresh:
    image: y
`,
  },
  'a service in all environments of the folder': {
    text: `services:
  db: {image: x}
  web: {image: x}
#- compose.dev.yaml
services:
  web: {depends_on: [d‸b]}
#- compose.prod.yaml
services:
  db: {restart: always}
`,
    after: `services:
  fresh: {image: x}
  web: {image: x}
#- compose.dev.yaml
services:
  web: {depends_on: [fresh]}
#- compose.prod.yaml
services:
  fresh: {restart: always}
`,
    args: [['-f', 'compose.yaml'], ['-f', 'compose.yaml', '-f', 'compose.dev.yaml'], ['-f', 'compose.yaml', '-f', 'compose.prod.yaml']],
  },
  'a network': {
    text: 'services:\n  a: {image: x, networks: [db, other]}\n  b:\n    image: x\n    networks:\n      db:\n        aliases: [c]\nnetworks:\n  d‸b:\n  other: {}\n',
    after: 'services:\n  a: {image: x, networks: [fresh, other]}\n  b:\n    image: x\n    networks:\n      fresh:\n        aliases: [c]\nnetworks:\n  fresh:\n  other: {}\n',
  },
  'a volume': {
    text: 'services:\n  a:\n    image: x\n    volumes:\n      - d‸b:/data:ro\n      - "db:/x"\n      - {type: volume, source: db, target: /y}\n      - ./db:/z\nvolumes:\n  db:\n#- db/\n',
    after: 'services:\n  a:\n    image: x\n    volumes:\n      - fresh:/data:ro\n      - "fresh:/x"\n      - {type: volume, source: fresh, target: /y}\n      - ./db:/z\nvolumes:\n  fresh:\n#- db/\n',
    note: 'The data stays in the volume "db": containers start with a new, empty volume "fresh"',
  },
  'a volume with a name of its own': {
    text: 'services:\n  a:\n    image: x\n    volumes: [d‸b:/data]\nvolumes:\n  db: {name: shop}\n',
    after: 'services:\n  a:\n    image: x\n    volumes: [fresh:/data]\nvolumes:\n  fresh: {name: shop}\n',
  },
  'a network of Docker': {
    text: 'services:\n  a:\n    image: x\n    networks: [d‸b]\nnetworks:\n  db: {external: true}\n',
    after: 'services:\n  a:\n    image: x\n    networks: [fresh]\nnetworks:\n  fresh: {external: true}\n',
    note: 'Docker must have the network "fresh" already, or the start fails',
  },
  'a secret': {
    text: 'services:\n  a:\n    image: x\n    build:\n      context: .\n      secrets: [db]\n    secrets:\n      - source: d‸b\n        target: /x\nsecrets:\n  db: {file: ./p}\n#- p\nx\n',
    after: 'services:\n  a:\n    image: x\n    build:\n      context: .\n      secrets: [fresh]\n    secrets:\n      - source: fresh\n        target: /x\nsecrets:\n  fresh: {file: ./p}\n#- p\nx\n',
    note: 'Dockerfiles that take it say id=db: they must say id=fresh',
  },
  'a secret with a target': {
    text: 'services:\n  a: {image: x, secrets: [{source: d‸b, target: /x}]}\nsecrets: {db: {file: ./p}}\n#- p\nx\n',
    after: 'services:\n  a: {image: x, secrets: [{source: fresh, target: /x}]}\nsecrets: {fresh: {file: ./p}}\n#- p\nx\n',
  },
  'a secret without a target': {
    text: 'services:\n  a: {image: x, secrets: [d‸b]}\nsecrets: {db: {file: ./p}}\n#- p\nx\n',
    after: 'services:\n  a: {image: x, secrets: [fresh]}\nsecrets: {fresh: {file: ./p}}\n#- p\nx\n',
    note: 'Containers find it at /run/secrets/fresh, no longer at /run/secrets/db',
  },
  'a config': {
    text: 'services:\n  a:\n    image: x\n    configs: [d‸b]\nconfigs:\n  db: {content: x}\n',
    after: 'services:\n  a:\n    image: x\n    configs: [fresh]\nconfigs:\n  fresh: {content: x}\n',
    note: 'Containers find it at /fresh, no longer at /db',
  },
  'what stands at an anchor': {
    text: 'x-a: &a\n  image: x\n  networks: [d‸b]\nservices:\n  a: *a\n  b:\n    <<: *a\nnetworks:\n  db:\n',
    after: 'x-a: &a\n  image: x\n  networks: [fresh]\nservices:\n  a: *a\n  b:\n    <<: *a\nnetworks:\n  fresh:\n',
  },
  'an anchor': {
    text: 'x-a: &d‸b\n  image: x\nservices:\n  a: *db\n  b:\n    <<: [*db]\n  c: {image: db}\n',
    after: 'x-a: &fresh\n  image: x\nservices:\n  a: *fresh\n  b:\n    <<: [*fresh]\n  c: {image: db}\n',
  },
  'a variable': {
    text: `services:
  a:
    image: x:\${d‸b:-1}$db
    command: |
      echo \${db} $$db
    environment:
      - db
      - OTHER=\${X:-\${db}}
  b:
    image: "x:$db"
    environment:
      db:
      OTHER: '\${db}'
  c:
    image: x
    environment: [db]
    build: {context: ., args: [db]}
#- .env
# db is the version
db=2
URL="http://\${db}/"
`,
    after: `services:
  a:
    image: x:\${fresh:-1}$fresh
    command: |
      echo \${fresh} $$db
    environment:
      - db=$fresh
      - OTHER=\${X:-\${fresh}}
  b:
    image: "x:$fresh"
    environment:
      db: $fresh
      OTHER: '\${fresh}'
  c:
    image: x
    environment: [db=$fresh]
    build: {context: ., args: [db=$fresh]}
#- .env
# db is the version
fresh=2
URL="http://\${fresh}/"
`,
  },
  'a variable that containers see': {
    text: 'services:\n  a:\n    image: x:${d‸b}\n    env_file: .env\n#- .env\ndb=2\n',
    after: 'services:\n  a:\n    image: x:${fresh}\n    env_file: .env\n#- .env\nfresh=2\n',
    note: 'Containers get it by env_file from .env: they will see fresh in place of db',
  },
  'a variable of the shell': {
    text: 'services:\n  a:\n    image: x:${d‸b:-1}\n',
    after: 'services:\n  a:\n    image: x:${fresh:-1}\n',
    note: 'No env file sets db: whoever sets it in a shell must say fresh',
  },
  'a variable in the env files of all environments': {
    text: 'services:\n  a:\n    image: x:${db}\n#- compose.dev.yaml\nservices:\n  a: {command: "$db"}\n#- .env.dev\nd‸b=1\n#- .env\ndb=2\n',
    after: 'services:\n  a:\n    image: x:${fresh}\n#- compose.dev.yaml\nservices:\n  a: {command: "$fresh"}\n#- .env.dev\nfresh=1\n#- .env\nfresh=2\n',
    args: [[], ['--env-file', '.env.dev', '-f', 'compose.yaml', '-f', 'compose.dev.yaml']],
  },
  'a variable in the example of its env file': {
    text: 'services:\n  a:\n    image: x:${d‸b}\n#- .env\ndb=1\n#- .env.example\n# which one\ndb=\n',
    after: 'services:\n  a:\n    image: x:${fresh}\n#- .env\nfresh=1\n#- .env.example\n# which one\nfresh=\n',
  },
  'a container': {
    text: 'services:\n  a:\n    image: x\n    container_name: "d‸b"\n  b:\n    image: x\n    network_mode: container:db\n    volumes_from: [container:db:ro]\n',
    after: 'services:\n  a:\n    image: x\n    container_name: "fresh"\n  b:\n    image: x\n    network_mode: container:fresh\n    volumes_from: [container:fresh:ro]\n',
    note: 'Scripts that say "db" no longer find it',
  },
  'a name in escapes and folds': {
    text: 'services:\n  d‸b: {image: x}\n  web:\n    image: x\n    depends_on: ["\\x64b"]\n    links:\n      - >-\n        db:x\n',
    after: 'services:\n  fresh: {image: x}\n  web:\n    image: x\n    depends_on: ["fresh"]\n    links:\n      - "fresh:x"\n',
  },
  'Windows line ends and quotes': {
    text: 'services:\r\n  \'d‸b\':\r\n    image: x\r\n  web:\r\n    image: x\r\n    depends_on:\r\n      - "db"\r\n',
    after: 'services:\r\n  \'fresh\':\r\n    image: x\r\n  web:\r\n    image: x\r\n    depends_on:\r\n      - "fresh"\r\n',
  },
};

describe('rename', () => {
  before(requireCompose);

  for (const [name, { text, after, args = [[]], note }] of Object.entries(cases)) {
    it(name, async () => {
      const made = await renamed(text, 'fresh');
      assert.deepEqual(Object.fromEntries(made.after), Object.fromEntries(readFixture(after).files));
      assert.deepEqual([...new Set(made.edits.map((each) => each.note?.description))], [note]);
      for (const each of args) {
        assert.deepEqual(await asked(made.after, each, /fresh/g, 'db'), await asked(made.before, each, /(?!)/g, ''));
      }
    }).timeout(30_000);
  }

  it('quotes a name that YAML would take for a number', async () => {
    const { after } = await renamed('services:\n  d‸b: {image: x}\n  web:\n    image: x\n    depends_on: [db]\n', '1.5');
    assert.deepEqual([...after.values()], ['services:\n  "1.5": {image: x}\n  web:\n    image: x\n    depends_on: ["1.5"]\n']);
  });

  it('says which variables of a model get another name', async () => {
    const { edits, after } = await renamed('services:\n  a:\n    image: x\n    models: [m‸y-llm]\nmodels:\n  my-llm: {model: ai/x}\n', 'chat');
    assert.deepEqual([...after.values()], ['services:\n  a:\n    image: x\n    models: [chat]\nmodels:\n  chat: {model: ai/x}\n']);
    assert.equal(edits[0]?.note?.description, 'Containers get its address and name in CHAT_URL and CHAT_MODEL, no longer in MY_LLM_URL and MY_LLM_MODEL');
  });

  it('proposes what seems to be a host name, apart', async () => {
    const { edits, after } = await renamed(`services:
  d‸b: {image: x}
  web:
    image: x
    command: ["--host", "db:5432", "db", "mydb:5432"]
    environment:
      HOST: db
      URL: postgres://user:db@db:5432/db
      NAME: dbs
  api:
    image: x
    environment:
      - HOST=db
#- .env
DATABASE=http://db/
`, 'fresh');
    assert.equal(edits.filter(({ note }) => note?.unsure === true).length, 5);
    assert.equal(after.get(`${fixtureRoot}/compose.yaml`), `services:
  fresh: {image: x}
  web:
    image: x
    command: ["--host", "fresh:5432", "db", "mydb:5432"]
    environment:
      HOST: fresh
      URL: postgres://user:db@fresh:5432/db
      NAME: dbs
  api:
    image: x
    environment:
      - HOST=fresh
`);
    assert.equal(after.get(`${fixtureRoot}/.env`), 'DATABASE=http://fresh/\n');
  });

  it('goes on in composure.yaml, with a question where other environments have a service of that name', async () => {
    const compose = 'services:\n  d‸b: {image: x}\n';
    const configuration = (name: string): string => `health:\n  ${name}: { tcp: 5432 }\nsmoke:\n  db: { service: "${name}", exec: ls }\nbackup:\n  services: { ${name}: dump }\n`;
    const alone = await renamed(`${compose}#- composure.yaml\n${configuration('db')}`, 'fresh');
    assert.equal(alone.after.get(`${fixtureRoot}/composure.yaml`), configuration('fresh'));
    assert.deepEqual([...new Set(alone.edits.map(({ note }) => note))], [undefined]);
    const shared = await renamed(`#- compose.yaml\n${compose}#- compose.dev.yaml\nservices:\n  db: {image: y}\n#- composure.yaml\nenvironments: { a: compose.yaml, b: compose.dev.yaml }\n${configuration('db')}`, 'fresh');
    assert.deepEqual([...new Set(shared.edits.filter(({ file }) => file.endsWith('composure.yaml')).map(({ note }) => note?.unsure))], [true]);
  });

  it('proposes what has the same name in the other environments of the folder', async () => {
    const dev = 'services:\n  d‸b: {image: x}\n  web: {image: x, depends_on: [db]}\n';
    const { edits, after } = await renamed(`#- docker-compose.dev.yml\n${dev}#- docker-compose.clean.yml\n${dev.replace('‸', '')}#- docker-compose.other.yml\nservices: {db: {image: x}, fresh: {image: x}}\n#- .env\nA=1\n`, 'fresh');
    assert.deepEqual(edits.filter(({ note }) => note?.label === 'Other environments').map(({ file }) => file), Array.from({ length: 2 }, () => `${fixtureRoot}/docker-compose.clean.yml`));
    assert.equal(after.get(`${fixtureRoot}/docker-compose.clean.yml`), 'services:\n  fresh: {image: x}\n  web: {image: x, depends_on: [fresh]}\n');
    assert.equal(after.get(`${fixtureRoot}/docker-compose.dev.yml`), after.get(`${fixtureRoot}/docker-compose.clean.yml`));
  });

  it('proposes the path under which containers find a secret', async () => {
    const { after } = await renamed('services:\n  a:\n    image: x\n    secrets: [d‸b]\n    environment:\n      FILE: /run/secrets/db\nsecrets:\n  db: {file: ./p}\n', 'fresh');
    assert.match([...after.values()][0] ?? '', /FILE: \/run\/secrets\/fresh\n/);
  });
});
