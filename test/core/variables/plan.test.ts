// What would be written for the environments of a fixture, with secrets that can be told apart.

import { strict as assert } from 'node:assert';

import { neverCancelled } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { planGeneration, type GitState, type Plan } from '#core/variables/plan.ts';
import type { Fresh, Wishes } from '#core/variables/resolve.ts';
import { shownFile } from '#core/variables/shown.ts';
import { variablesSubject } from '#core/variables/subject.ts';
import { dependentsOf } from '#core/variables/dependents.ts';
import { readVariables } from '#core/variables/read-variables.ts';
import { keepersOfPasswords, servicesUsing } from '#core/variables/users.ts';
import { fixtureFiles, fixtureRoot, readFixture } from '../../support/fixture.ts';

/** Numbered, so that a test can see which is which. */
function numbered(): Fresh {
  let count = 0;
  const next = (kind: string): string => `${kind}${count += 1}`;
  return {
    text: (length, characters) => next(`text-${length}-${new Set(characters).size}-`), uuid: () => next('uuid-'),
    keyPair: (algorithm) => { const name = next(`${algorithm}-`); return { private: `PRIVATE ${name}`, public: `PUBLIC ${name}` }; },
    publicKey: (privateKey) => (privateKey.startsWith('PRIVATE ') ? privateKey.replace('PRIVATE', 'PUBLIC') : undefined),
  };
}

interface Options extends Wishes {
  readonly environments?: readonly string[];
  readonly git?: GitState;
}

async function planned(text: string, { environments, git, ...wishes }: Options = {}): Promise<Plan> {
  const files = fixtureFiles(readFixture(text));
  const subject = await variablesSubject(fixtureRoot, files, new ParsedFiles(), neverCancelled);
  assert.ok(subject !== undefined);
  const projects = subject.projects.filter(({ environment: { name } }) => environments?.includes(name) ?? true);
  return planGeneration(projects, subject.projects.map(({ environment }) => environment), subject.configuration, wishes, { files, fresh: numbered(), git: async () => git });
}

const after = (plan: Plan, name: string): string | undefined => plan.files.find(({ path }) => path === `${fixtureRoot}/${name}`)?.after;
const compose = 'services:\n  api:\n    image: x\n    environment: { URL: "${DATABASE_URL}" }\n  db:\n    image: postgres:17\n    environment: { POSTGRES_PASSWORD: "${DB_PASSWORD}" }\n';

describe('what env generate would write', () => {
  it('takes what files say, then what composure.yaml says, then makes it, in that order', async () => {
    const plan = await planned(`${compose}#- .env
SHARED=from-env
#- .env.prod
KEPT=mine
EMPTY=
#- composure.yaml
environments: { prod: { files: compose.yaml, envFiles: [.env, .env.prod], mode: prod } }
variables:
  KEPT: { default: usual, environments: { prod: other } }
  SHARED: { generate: true }
  EMPTY: filled
  OWN: { default: usual, environments: { prod: 7, dev: 8 } }
  USUAL: usual
  MADE: { generate: { length: 9, alphabet: hex } }
  ID: { generate: uuid }
  URL: { generate: { from: "x://\${MADE}:\${SHARED}@\${OWN}" } }
  OPTIONAL: { required: false }
  LACKING: { description: Nobody knows }
`);
    assert.equal(after(plan, '.env.prod'), 'KEPT=mine\nEMPTY=filled\nOWN=7\nUSUAL=usual\nMADE=text-9-16-1\nID=uuid-2\nURL=x://text-9-16-1:from-env@7\n');
    assert.deepEqual(plan.environments, [{ name: 'prod', file: '/project/.env.prod', missing: ['LACKING'] }]);
    assert.deepEqual(plan.files[0]?.variables.map(({ name, action }) => `${name} ${action}`), ['KEPT kept', 'SHARED kept', 'EMPTY set', 'OWN set', 'USUAL set', 'MADE generated', 'ID generated', 'URL set']);
  });

  it('takes over what composure.yaml says where that is wished, but for secrets', async () => {
    const text = `${compose}#- .env.prod\nLEVEL=debug # for now\nPASSWORD=mine\n#- composure.yaml\nvariables:\n  LEVEL: { environments: { prod: warn } }\n  PASSWORD: { environments: { prod: other } }\nenvironments: { prod: { files: compose.yaml, envFiles: .env.prod } }\n`;
    assert.equal(after(await planned(text), '.env.prod'), 'LEVEL=debug # for now\nPASSWORD=mine\n');
    assert.equal(after(await planned(text, { update: true }), '.env.prod'), 'LEVEL=warn # for now\nPASSWORD=mine\n');
  });

  it('writes the same bytes again', async () => {
    const text = `${compose}#- composure.yaml\nvariables:\n  A: { description: What it is, generate: true }\n  B: { generate: { from: "\${A} # 'x'" } }\n  K: { generate: { keyPair: ed25519 } }\n`;
    const first = after(await planned(text), '.env') ?? '';
    assert.match(first, /^# Variables of default.*\n\n# What it is\nA=text-32-62-1\nB="text-32-62-1 # 'x'"\nK='PRIVATE ed25519-2'\nK_PUBLIC='PUBLIC ed25519-2'\n$/);
    const again = await planned(`${text}#- .env\n${first}`);
    assert.deepEqual(again.files.map(({ before, after: text }) => text === before), [true]);
  });

  const everything = `${compose}#- composure.yaml
variables:
  DB_PASSWORD: { generate: true }
  DATABASE_URL: { generate: { from: "postgres://\${DB_PASSWORD}@db" } }
  HOST: example.com
  KEY: { generate: { keyPair: rsa-4096, file: "keys/\${ENVIRONMENT}.pem" } }
outputs:
  secrets: true
  kubernetes: { name: "Shop_\${ENVIRONMENT}", namespace: web }
  override:
    services:
      api: { memory: 512m, cpus: 0.5, ports: ["80:80"], gpu: true, environments: { prod: { memory: 1g, gpu: 2 } } }
  templates: { "web.tmpl": "web.\${ENVIRONMENT}.conf" }
environments: { dev: { files: compose.yaml, envFiles: .env.dev }, prod: { files: compose.yaml, envFiles: .env.prod } }
#- web.tmpl
server \${HOST} $host $$x $\${HOST} \${DB_PASSWORD:-none}
`;

  it('makes the other files of the values', async () => {
    const plan = await planned(everything, { environments: ['prod'] });
    assert.deepEqual(plan.files.map(({ path, isPrivate }) => `${path.slice(fixtureRoot.length + 1)}${isPrivate ? ' private' : ''}`), [
      'keys/prod.pem private', '.env.prod private', 'secrets/.env.prod.json private', 'secrets/kubernetes.prod.yaml private', 'limits.prod.yaml', 'web.prod.conf private',
    ]);
    assert.equal(after(plan, 'keys/prod.pem'), 'PRIVATE rsa-4096-2');
    assert.equal(after(plan, 'secrets/.env.prod.json'), '{\n  "DB_PASSWORD": "text-32-62-1",\n  "DATABASE_URL": "postgres://text-32-62-1@db"\n}\n');
    assert.match(after(plan, 'secrets/kubernetes.prod.yaml') ?? '', /\n {2}name: "shop-prod"\n {2}namespace: "web"\ntype: Opaque\nstringData:\n {2}DB_PASSWORD: "text-32-62-1"\n/);
    assert.equal(after(plan, 'web.prod.conf'), 'server example.com $host $$x ${HOST} text-32-62-1\n');
    assert.match(after(plan, 'limits.prod.yaml') ?? '', /services:\n {2}api:\n {4}ports: !override\n {6}- "80:80"\n {4}deploy:\n {6}resources:\n {8}limits:\n {10}cpus: "0.5"\n {10}memory: "1g"\n {8}reservations:\n {10}devices: !override\n {12}- driver: nvidia\n {14}count: 2\n/);
  });

  it('shows none of the secrets', async () => {
    const plan = await planned(everything);
    const shown = plan.files.map((file) => JSON.stringify(shownFile(file))).join('\n');
    assert.ok(!/text-32|PRIVATE/.test(shown), shown);
    assert.ok(!/text-32|PRIVATE/.test(JSON.stringify([plan.notes, plan.problems, plan.environments, plan.files.map(({ variables }) => variables)])));
  });

  it('leaves files out of git that would be taken in, and tells of those that are in it', async () => {
    const plan = await planned(everything, { environments: ['prod'], git: { root: '/project', state: 'open' } });
    assert.equal(plan.files[0]?.kind, 'gitignore');
    assert.equal(after(plan, '.gitignore'), '/.env.prod\n/keys/prod.pem\n/secrets/.env.prod.json\n/secrets/kubernetes.prod.yaml\n/web.prod.conf\n');
    const tracked = await planned(everything, { environments: ['prod'], git: { root: '/project', state: 'tracked' } });
    assert.equal(after(tracked, '.gitignore'), undefined);
    assert.ok(tracked.notes.some((note) => note.startsWith('.env.prod holds secrets and is in git: git rm --cached .env.prod')));
  });

  it('writes no file that several environments would write differently, none outside of the folder, and none that it cannot read', async () => {
    const plan = await planned(`${compose}#- composure.yaml
variables: { A: 1 }
outputs: { templates: { a.tmpl: a.conf, "b.tmpl": "b.\${ENVIRONMENT}", "c.tmpl": "../c" , "d.tmpl": "d.\${ENVIRONMENT}" } }
environments: { dev: { files: compose.yaml, envFiles: .env.dev }, prod: { files: compose.yaml, envFiles: .env.prod } }
#- a.tmpl
\${A}
#- b.tmpl
\${NOT_THERE}
#- c.tmpl
x
#- .env.prod
A="not closed
`);
    assert.deepEqual(plan.files.map(({ path }) => path), ['/project/.env.dev']);
    assert.deepEqual(plan.problems.map((each) => each.slice(0, 48)), [
      'b.dev is not written for dev: b.tmpl names NOT_T', '/c lies outside of /project: it is not written', 'd.tmpl cannot be read: d.dev is not written', '.env.prod:1 cannot be read by Compose: nothing i', 'a.conf would be written for dev and prod: put ${',
    ]);
  });

  it('stays in the folder, whatever an environment is called', async () => {
    const plan = await planned(`${compose}#- composure.yaml\nvariables: { A: 1 }\noutputs: { secrets: true, override: { services: { api: { memory: 1g } } } }\nenvironments: { "../../x y": compose.yaml }\n`);
    assert.deepEqual(plan.files.map(({ path }) => path), ['/project/.env...-..-x-y', '/project/secrets/.env...-..-x-y.json', '/project/limits...-..-x-y.yaml']);
  });

  it('has no value for what is made of itself', async () => {
    const plan = await planned(`${compose}#- composure.yaml\nvariables:\n  A: { generate: { from: "\${B}" } }\n  B: { generate: { from: "\${A}" } }\n`);
    assert.deepEqual(plan.environments.map(({ missing }) => missing), [['A', 'B']]);
  });
});

describe('what env rotate would write', () => {
  const text = `${compose}#- .env
DB_PASSWORD='old' # mine
OTHER=untouched
DATABASE_URL=postgres://\${DB_PASSWORD}@db
COPY=old!
KEY=PRIVATE one
KEY_PUBLIC=PUBLIC one
#- composure.yaml
variables:
  DB_PASSWORD: { generate: { length: 5 } }
  DATABASE_URL: { generate: { from: "postgres://\${DB_PASSWORD}@db" } }
  COPY: { generate: { from: "\${DB_PASSWORD}!" } }
  KEY: { generate: { keyPair: ed25519 } }
  NOT_YET: { generate: true }
`;

  it('is the secret and what follows from it, and nothing else', async () => {
    const plan = await planned(text, { rotate: 'DB_PASSWORD' });
    assert.equal(after(plan, '.env'), 'DB_PASSWORD=\'text-5-62-1\' # mine\nOTHER=untouched\nDATABASE_URL=postgres://${DB_PASSWORD}@db\nCOPY=text-5-62-1!\nKEY=PRIVATE one\nKEY_PUBLIC=PUBLIC one\n'.replace('text-5-62-1!', '\'text-5-62-1!\''));
  });

  it('shows neither the old secret nor the new one, wherever they stand', async () => {
    const plan = await planned(`${compose}#- .env
DB_PASSWORD=oldsecret
FOREIGN=foreign
OPEN=open
#- web.tmpl
x \${DB_PASSWORD} \${FOREIGN} \${OPEN}
#- web.conf
x oldsecret foreign open
#- secrets/.env.default.json
{"DB_PASSWORD": "oldsecret"}
#- secrets/kubernetes.default.yaml
stringData:
  name: oldsecret
  B: |
    oldsecret
#- composure.yaml
variables: { DB_PASSWORD: { generate: true }, OPEN: open }
outputs: { secrets: true, kubernetes: true, templates: { web.tmpl: web.conf } }
`, { rotate: 'DB_PASSWORD', environments: ['default'] });
    assert.deepEqual(plan.files.map(({ path }) => path.slice(fixtureRoot.length + 1)), ['.env', 'secrets/.env.default.json', 'secrets/kubernetes.default.yaml', 'web.conf']);
    for (const file of plan.files) {
      const { before, after: shown } = shownFile(file);
      assert.ok(!/oldsecret|foreign|text-32/.test(`${before}${shown}`), `${before}${shown}`);
    }
    assert.equal(plan.files.at(-1)?.isPrivate, true);
  });

  it('is both parts of a key pair', async () => {
    assert.match(after(await planned(text, { rotate: 'KEY' }), '.env') ?? '', /\nKEY='PRIVATE ed25519-1'\nKEY_PUBLIC='PUBLIC ed25519-1'\n$/);
  });

  it('reaches the services that use it, by whatever way', async () => {
    const files = fixtureFiles(readFixture(`services:
  direct: { image: x, command: "\${DB_PASSWORD}" }
  url: { image: x, environment: ["DATABASE_URL"] }
  file: { image: x, env_file: .env }
  secret: { image: "postgres:17", secrets: [pw] }
  config: { image: x, configs: [conf] }
  mount: { image: x, volumes: ["./web.conf:/web.conf:ro"] }
  none: { image: x, command: "\${OTHER} $\${DB_PASSWORD}" }
secrets: { pw: { environment: DB_PASSWORD } }
configs: { conf: { content: "a \${DATABASE_URL}" } }
#- .env
OTHER=1
#- web.conf
x
#- composure.yaml
variables: { DB_PASSWORD: { generate: true }, DATABASE_URL: { generate: { from: "x\${DB_PASSWORD}" } }, OTHER: 1 }
`));
    const subject = await variablesSubject(fixtureRoot, files, new ParsedFiles(), neverCancelled);
    const project = subject?.projects[0];
    assert.ok(project !== undefined);
    const names = new Set(['DB_PASSWORD', ...dependentsOf('DB_PASSWORD', readVariables(subject?.configuration))]);
    const users = servicesUsing(names, new Set(['/project/.env', '/project/web.conf']), project);
    assert.deepEqual(users, ['direct', 'url', 'file', 'secret', 'config', 'mount']);
    assert.deepEqual(keepersOfPasswords(users, project), ['secret']);
  });
});
