// `composure environments`, `matrix` and `drift`, without an engine: they say then that it is not known what runs.

import assert from 'node:assert/strict';
import path from 'node:path';
import { tableText } from '#cli/report/table.ts';
import { columns } from '#cli/report/display-text.ts';
import { composure, repository, temporaryFolder, type Ended } from '../support/command.ts';

const files = {
  'shop/compose.yaml': `services:
  web:
    image: example/web:\${VERSION}
    ports: ["8080:80", "127.0.0.1:5353:53/udp"]
    environment:
      LEVEL: info
      API_KEY: one
    secrets: [db]
    deploy: { replicas: 2, resources: { limits: { memory: 512m } } }
  db:
    image: postgres:15
    networks: [back]
networks: { back: {} }
secrets: { db: { file: ./db.txt } }
`,
  'shop/compose.dev.yaml': 'services:\n  web:\n    environment:\n      LEVEL: debug\n      API_KEY: two\n  mail:\n    image: example/mail:1\n    gpus: all\n',
  'shop/compose.prod.yaml': 'services:\n  web:\n    restart: always\n  db:\n    image: postgres:16\n',
  'shop/composure.yaml': 'drift:\n  mail: only dev catches its mail\nvariables:\n  LICENSE: { secret: true, required: false }\n',
  'shop/db.txt': '',
  'apart/one/compose.yaml': 'services:\n  one: { image: example/one }\n',
  'apart/two/compose.yaml': 'services:\n  two: { image: example/two }\n',
};

describe('the commands that look at all environments', function () {
  this.timeout(20_000);
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const env = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
  const run = (...args: readonly string[]): Promise<Ended> => composure(args, { cwd: folder.path, env });
  const json = async (...args: readonly string[]): Promise<Record<string, readonly Record<string, unknown>[]>> => {
    const { status, stdout, stderr } = await run(...args, '--directory', 'shop', '--format', 'json');
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as Record<string, readonly Record<string, unknown>[]>;
  };

  before(async () => { folder = await temporaryFolder(files); });
  after(() => folder.remove());

  it('list them, and say that nobody knows what runs', async () => {
    const { environments } = await json('environments');
    assert.deepEqual(environments?.map(({ name, mode, services, running }) => [name, mode, services, running]), [
      ['default', 'other', ['web', 'db'], null], ['dev', 'dev', ['web', 'db', 'mail'], null], ['prod', 'prod', ['web', 'db'], null],
    ]);
    assert.deepEqual(environments?.[1]?.['files'], ['compose.yaml', 'compose.dev.yaml'].map((name) => path.join(folder.path, 'shop', name)));
    const { status, stdout, stderr } = await run('environments', '--directory', 'shop');
    assert.equal(status, 0);
    assert.match(stdout, /^Environment +Mode +Files +Services +Status\ndefault .*\ndev +dev +compose\.yaml compose\.dev\.yaml +web, db, mail +unknown\nprod /);
    assert.match(stderr, /^composure: what runs is not known: .*\n$/);
  });

  it('say of each what it is made of', async () => {
    const { environments } = await json('matrix');
    const dev = environments?.find(({ name }) => name === 'dev');
    const { networks, ports, memory, gpu, gpus, variables, unset, secrets, lastBackup, partial } = dev ?? {};
    assert.deepEqual({ networks, ports, memory, gpu, gpus, variables, unset, secrets, lastBackup, partial }, {
      networks: ['back', 'default'], ports: ['127.0.0.1:5353/udp', '8080'], memory: { limit: 2 * 512 * 1024 ** 2, reserved: 0, unlimited: ['db', 'mail'], machine: null },
      gpu: ['mail'], gpus: { wanted: 1, machine: null }, variables: ['LICENSE', 'VERSION'], unset: ['VERSION'], secrets: ['LICENSE', 'db'], lastBackup: null, partial: false,
    });
    const { stdout } = await run('matrix', '--directory', 'shop');
    assert.match(stdout, /\ndev +compose\.yaml and compose\.dev\.yaml +3 +back and default +127\.0\.0\.1:5353\/udp and 8080 +1 GB, 2 without limit +mail +2, 1 unset +2 +none +unknown\n/);
  });

  it('list those of folders below where the folder has none', async () => {
    const { stdout } = await run('environments', '--directory', 'apart');
    assert.match(stdout, /\ndefault +one\/compose\.yaml +one +unknown\ndefault +two\/compose\.yaml +two +unknown\n$/);
  });

  it('compare two, each value at its place', async () => {
    const { differences } = await json('drift', 'dev', 'prod');
    assert.deepEqual(differences?.map(({ service, attribute, onPurpose }) => [service, attribute, onPurpose]), [
      ['db', 'image', null], ['mail', 'service', 'only dev catches its mail'],
      ['web', 'environment.LEVEL', null], ['web', 'environment.API_KEY', null], ['web', 'restart', null],
    ]);
    const values = differences?.[0]?.['values'] as readonly Record<string, unknown>[];
    assert.deepEqual(values, [
      { environment: 'dev', value: 'postgres:15', known: true, group: 0, file: path.join(folder.path, 'shop/compose.yaml'), range: { start: { line: 10, character: 11 }, end: { line: 10, character: 22 } } },
      { environment: 'prod', value: 'postgres:16', known: true, group: 1, file: path.join(folder.path, 'shop/compose.prod.yaml'), range: { start: { line: 4, character: 11 }, end: { line: 4, character: 22 } } },
    ]);
    assert.doesNotMatch(JSON.stringify(differences), /"(?:one|two)"/);
  });

  it('compare all, and leave out what is meant', async () => {
    const { status, stdout } = await run('drift', '--directory', 'shop');
    assert.equal(status, 0);
    assert.equal(stdout, `default, dev and prod: 5 differences, 1 of them on purpose

db
  image
    default and dev  postgres:15  shop/compose.yaml:11
    prod             postgres:16  shop/compose.prod.yaml:5
    ! db is postgres:16 in prod, and postgres:15 in default and dev

web
  environment.LEVEL
    default and prod  info   shop/compose.yaml:6
    dev               debug  shop/compose.dev.yaml:4
  environment.API_KEY
    default and prod  ••••••  shop/compose.yaml:7
    dev               ••••••  shop/compose.dev.yaml:5
  restart
    default and dev  –       shop/compose.yaml:2
    prod             always  shop/compose.prod.yaml:3
`);
    assert.match((await run('drift', '--all', '--directory', 'shop')).stdout, /\nmail\n {2}service\n {4}default and prod {2}– +shop\/compose\.yaml:1\n {4}dev +defined +shop\/compose\.dev\.yaml:6\n {4}on purpose: only dev catches its mail\n/);
  });

  it('say once what several services share, in lines that fit', async () => {
    const service = (name: string, more: string): string => `  ${name}:\n    image: example/${name}\n${more}`;
    const names = ['api', 'gateway', 'worker'];
    const many = Object.fromEntries(['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map((name, index) => [
      `compose.${name}-of-all.yaml`, `services:\n${names.map((each) => service(each, index === 0 ? '    restart: always\n' : '')).join('')}`,
    ]));
    const wide = await temporaryFolder(many);
    try {
      const { stdout } = await composure(['drift'], { cwd: wide.path, env });
      assert.match(stdout, /: 1 difference\n\napi, gateway and worker\n {2}restart\n/);
      assert.match(stdout, /\n {4}one-of-all +always +compose\.one-of-all\.yaml:4, 7 and 10\n/);
      const [head = '', ...rows] = stdout.split('\n').slice(4, 6);
      assert.ok(rows.every((row) => row.search(/compose\./) === head.search(/compose\./)), stdout);
    } finally {
      await wide.remove();
    }
  });

  it('say what is missing to compare', async () => {
    const failing: Readonly<Record<string, readonly string[]>> = {
      'no environment "prd": did you mean prod?': ['drift', 'dev', 'prd', '--directory', 'shop'],
      'with what dev is compared is not said: there is default, prod': ['drift', 'dev', '--directory', 'shop'],
      'there is only one environment: default': ['drift', '--directory', 'apart/one'],
      'the environments of one folder are compared: there are some in apart/one and apart/two (--directory apart/one)': ['drift', '--directory', 'apart'],
      'nowhere does not exist': ['matrix', '--directory', 'nowhere'],
    };
    for (const [said, args] of Object.entries(failing)) assert.deepEqual(await run(...args), { status: 2, stdout: '', stderr: `composure: ${said}\n` });
  });

  it('compare every environment of a large project', async () => {
    const { status, stdout } = await composure(['drift', '--format', 'json', '--directory', path.join(repository, 'test/fixtures/model-stack')], { env });
    assert.equal(status, 0);
    const { environments, differences } = JSON.parse(stdout) as { readonly environments: readonly string[]; readonly differences: readonly { readonly values: readonly unknown[] }[] };
    assert.equal(environments.length, 10);
    assert.ok(differences.length > 20 && differences.every(({ values }) => values.length === 10));
  });
});

describe('a table', () => {
  const rows = [['dev', 'compose.yaml and compose.dev.yaml', ''], ['prod', 'compose.yaml', '80, 443']];
  it('is one where it fits', () => {
    assert.equal(tableText(['Environment', 'Files', 'Ports'], rows, 80), 'Environment  Files                              Ports\ndev          compose.yaml and compose.dev.yaml\nprod         compose.yaml                       80, 443\n');
  });
  it('becomes a list where it does not', () => {
    const text = tableText(['Environment', 'Files', 'Ports'], rows, 34);
    assert.equal(text, 'dev\n  Files  compose.yaml and\n         compose.dev.yaml\n\nprod\n  Files  compose.yaml\n  Ports  80, 443\n');
    assert.ok(text.split('\n').every((line) => columns(line) <= 34));
  });
});
