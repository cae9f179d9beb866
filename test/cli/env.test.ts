// `composure env` as a terminal and a CI job run it, and Compose on what it has written.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync, statSync, symlinkSync, writeFileSync, existsSync, chmodSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readArguments } from '#cli/args.ts';
import { envCommand, runEnv } from '#cli/commands/env.ts';
import { toFilePath } from '#host/node/file-path.ts';
import { runCompose } from '../support/compose-oracle.ts';
import { composure, repository, temporaryFolder, type Ended } from '../support/command.ts';
import { readFixture } from '../support/fixture.ts';

const files = {
  'compose.yaml': 'services:\n  api:\n    image: node:22\n    environment: { DATABASE_URL: "${DATABASE_URL}", KEY: "${SIGNING_KEY}" }\n  db:\n    image: postgres:17\n    environment: { POSTGRES_PASSWORD: "${DB_PASSWORD:?}" }\n',
  'composure.yaml': `environments:
  dev: { files: compose.yaml, envFiles: .env.dev }
  prod: { files: [compose.yaml, limits.prod.yaml], envFiles: .env.prod, mode: prod }
variables:
  LOG_LEVEL: { default: info, values: [debug, info], environments: { dev: debug } }
  DB_PASSWORD: { description: Of the role app, generate: { length: 40 } }
  DATABASE_URL: { generate: { from: "postgres://app:\${DB_PASSWORD}@db/app" } }
  SIGNING_KEY: { generate: { keyPair: ed25519 } }
outputs:
  secrets: true
  kubernetes: true
  override: { services: { api: { memory: 512m, environments: { prod: { memory: 1g, ports: ["80:3000"] } } } } }
`,
  '.env.dev': '# mine\nDB_PASSWORD=hunter2hunter2\nEXTRA=keepme\n',
};

describe('composure env', function () {
  this.timeout(60_000);
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const at = (name: string): string => path.join(folder.path, name);
  const read = (name: string): string => readFileSync(at(name), 'utf8');
  const env = (...args: readonly string[]): Promise<Ended> => composure(['env', ...args], { cwd: folder.path });
  const value = (file: string, name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(read(file))?.[1] ?? '';

  beforeEach(async () => {
    folder = await temporaryFolder(files);
    execFileSync('git', ['init', '-q', folder.path]);
  });
  afterEach(() => folder.remove());

  it('writes nothing without consent, and says so in one line', async () => {
    const asked = await env('generate');
    assert.deepEqual([asked.status, asked.stdout, asked.stderr.trimEnd().split('\n').at(-1)], [2, '', 'composure: nothing is written before somebody says yes: --yes does']);
    const dry = await env('generate', '--dry-run');
    assert.equal(dry.status, 0, dry.stderr);
    assert.match(dry.stdout, /\+DB_PASSWORD=•••••• \(new\)\n/);
    assert.deepEqual(readdirSync(folder.path).toSorted(), ['.env.dev', '.git', 'compose.yaml', 'composure.yaml']);
    assert.equal(read('.env.dev'), files['.env.dev']);
  });

  it('writes what Compose reads, for nobody else to read, and the same bytes again', async () => {
    const { status, stdout, stderr } = await env('generate', '--yes');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\.gitignore was made\n\.env\.dev was changed: 2 generated, 2 set, 1 kept\n\.env\.prod was made: 3 generated, 2 set\nsecrets\//);
    assert.ok(read('.env.dev').startsWith('# mine\nDB_PASSWORD=hunter2hunter2\n') && read('.env.dev').includes('EXTRA=keepme\n'));
    assert.match(value('.env.prod', 'DB_PASSWORD'), /^[A-Za-z0-9]{40}$/);
    const privates = ['.env.dev', '.env.prod', ...readdirSync(at('secrets')).map((name) => `secrets/${name}`)];
    assert.equal(privates.length, 6);
    for (const name of privates) {
      assert.equal(statSync(at(name)).mode & 0o777, 0o600, name);
      execFileSync('git', ['-C', folder.path, 'check-ignore', '--quiet', name]);
    }
    const verdict = await runCompose(['compose', '--env-file', '.env.prod', '-f', 'compose.yaml', '-f', 'limits.prod.yaml', 'config', '--format', 'json'], folder.path, {});
    assert.equal(verdict.code, 0, verdict.stderr);
    const { services } = JSON.parse(verdict.stdout) as { services: Record<string, { environment: Record<string, string>; deploy: { resources: { limits: { memory: string } } }; ports: readonly { published: string }[] }> };
    const secrets = JSON.parse(read('secrets/.env.prod.json')) as Record<string, string>;
    assert.equal(services['db']?.environment['POSTGRES_PASSWORD'], secrets['DB_PASSWORD']);
    assert.equal(services['api']?.environment['DATABASE_URL'], `postgres://app:${secrets['DB_PASSWORD']}@db/app`);
    assert.deepEqual([services['api']?.deploy.resources.limits.memory, services['api']?.ports[0]?.published], [String(1024 ** 3), '80']);
    const key = createPrivateKey(services['api']?.environment['KEY'] ?? '');
    assert.deepEqual([key.asymmetricKeyType, `"${String(createPublicKey(key).export({ type: 'spki', format: 'pem' })).replaceAll('\n', '\\n')}"`], ['ed25519', value('.env.prod', 'SIGNING_KEY_PUBLIC')]);
    // Neither in what it prints nor in what a script reads.
    for (const secret of [...Object.values(secrets), 'hunter2', 'keepme']) for (const text of [stdout, stderr]) assert.ok(!text.includes(secret.split('\n').at(1) ?? secret), secret);

    const before = [...privates, 'limits.prod.yaml', '.gitignore'].map((name) => [read(name), statSync(at(name)).ino]);
    const again = await env('generate', '--yes', '--format', 'json');
    assert.deepEqual([again.status, (JSON.parse(again.stdout) as { files: readonly { action: string }[] }).files.every(({ action }) => action === 'unchanged')], [0, true]);
    assert.deepEqual([...privates, 'limits.prod.yaml', '.gitignore'].map((name) => [read(name), statSync(at(name)).ino]), before);
  });

  it('makes one secret anew with all that follows, and says who has the old one', async () => {
    await env('generate', '--yes');
    const old = value('.env.prod', 'DB_PASSWORD');
    const { status, stdout, stderr } = await env('rotate', 'DB_PASSWORD', '--environment', 'prod', '--yes');
    assert.equal(status, 0, stderr);
    const fresh = value('.env.prod', 'DB_PASSWORD');
    assert.ok(fresh !== old && fresh.length === 40);
    assert.ok(!stdout.includes(fresh) && !stderr.includes(fresh) && !stderr.includes(old));
    for (const name of ['.env.prod', 'secrets/.env.prod.json', 'secrets/kubernetes.prod.yaml']) assert.ok(!read(name).includes(old) && read(name).split(fresh).length === 3, name);
    assert.equal(value('.env.dev', 'DB_PASSWORD'), 'hunter2hunter2');
    assert.match(stdout, /\napi and db use it, and have the old value until composure up --environment prod\ndb took the old value when its data was made: set the new one in the database too/);
    const said = (...args: readonly string[]): Promise<string> => env('rotate', ...args).then((ended) => `${ended.status} ${ended.stderr.trim()}`);
    assert.equal(await said('DATABASE_URL'), '2 composure: DATABASE_URL is made of DB_PASSWORD: rotate that, and it follows');
    assert.match(await said('LOG_LEVEL'), /^2 composure: LOG_LEVEL is not generated: change it where it comes from/);
    assert.equal(await said('DB_PASWORD'), '2 composure: composure.yaml describes no variable DB_PASWORD: did you mean DB_PASSWORD?');
    assert.equal(await said('DB_PASSWORD'), '2 composure: there are dev and prod: say by --environment which one is meant');
  });

  it('checks what is missing, wrong and other, without a secret in it', async () => {
    writeFileSync(at('.env.dev'), 'DB_PASSWORD=hunter2hunter2\nLOG_LEVEL=loud\nDATABASE_URL=postgres://app:other@db/app\nLOG_LEVLE=x\n');
    const { status, stdout } = await env('check');
    assert.deepEqual([status, stdout.replaceAll('\n', '\n')], [1, `.env.dev:2:11: LOG_LEVEL is "loud", not one of debug, info
.env.dev:3:14: DATABASE_URL is not what DB_PASSWORD makes of it in composure.yaml: what stands here counts
.env.dev: .env.dev has no SIGNING_KEY, which composure.yaml describes: composure env generate makes one
.env.dev:4:1: composure.yaml describes no LOG_LEVLE: did you mean LOG_LEVEL?
.env.prod is not there: composure env generate makes it, with LOG_LEVEL, DB_PASSWORD, DATABASE_URL, SIGNING_KEY
`]);
    const json = await env('check', '--format', 'json', '--environment', 'dev');
    assert.ok(!/hunter2|other@/.test(json.stdout));
    const { environments } = JSON.parse(json.stdout) as { environments: readonly { missing: readonly { name: string }[]; wrong: readonly { name: string }[]; differs: readonly { name: string }[] }[] };
    assert.deepEqual(environments.map(({ missing, wrong, differs }) => [missing, wrong, differs].map((each) => each.map(({ name }) => name))), [[['SIGNING_KEY'], ['LOG_LEVEL'], ['DATABASE_URL']]]);
  });

  it('writes through no link that leads out, and makes files private that others can read', async () => {
    const elsewhere = await temporaryFolder({ 'target.env': 'LOG_LEVEL=info\n' });
    symlinkSync(path.join(elsewhere.path, 'target.env'), at('.env.prod'));
    const { status, stderr } = await env('generate', '--environment', 'prod', '--yes');
    assert.equal(status, 2);
    assert.match(stderr, /\.env\.prod leads to .*target\.env, outside of .*: nothing is written through it\n$/);
    assert.equal(readFileSync(path.join(elsewhere.path, 'target.env'), 'utf8'), 'LOG_LEVEL=info\n');
    await elsewhere.remove();

    await env('generate', '--environment', 'dev', '--yes');
    chmodSync(at('.env.dev'), 0o644);
    const again = await env('generate', '--environment', 'dev', '--yes');
    assert.match(again.stderr, /\.env\.dev holds secrets and can be read by others: it becomes yours alone\n$/);
    assert.equal(statSync(at('.env.dev')).mode & 0o777, 0o600);
  });

  it('writes after a yes, and nothing after a no', async () => {
    const answered = async (answer: boolean): Promise<readonly [status: number, notes: readonly string[], questions: readonly string[]]> => {
      const [notes, questions]: [string[], string[]] = [[], []];
      const invocation = readArguments(['env', 'generate', '--environment', 'prod'], [envCommand]);
      assert.ok(invocation.kind === 'run');
      const status = await runEnv(invocation.values, {
        currentFolder: toFilePath(folder.path), version: '', color: false, width: undefined, out: () => undefined, progress: () => undefined, working: () => undefined, note: (line) => notes.push(line),
        ask: async (question) => { questions.push(question); return answer; }, askText: async () => undefined,
      });
      return [status, notes, questions];
    };
    assert.deepEqual(await answered(false), [1, ['nothing was written'], ['Write them?']]);
    assert.ok(!existsSync(at('.env.prod')) && !existsSync(at('.gitignore')));
    assert.deepEqual(await answered(true), [0, [], ['Write them?']]);
    assert.ok(existsSync(at('.env.prod')));
  });

  it('tells of an env file that Compose does not read', async () => {
    writeFileSync(at('composure.yaml'), 'environments: { dev: compose.yaml }\nvariables: { DB_PASSWORD: { generate: true }, DATABASE_URL: { required: false } }\n');
    assert.match((await env('generate', '--yes')).stdout, /Compose reads \.env\.dev once composure\.yaml names it: envFiles of dev are \.env\.dev\n/);
    assert.match((await env('check')).stdout, /^\.env\.dev is not read by Compose: it is none of the envFiles of dev\n/);
  });

  it('says in one line what it cannot do', async () => {
    const bare = await temporaryFolder({ 'compose.yaml': files['compose.yaml'] });
    const said = (...args: readonly string[]): Promise<string> => env(...args).then((ended) => `${ended.status} ${ended.stderr.trim()}`);
    assert.match(await said('generate', '--directory', bare.path), /^2 composure: .* has no composure\.yaml that describes variables$/);
    assert.equal(await said('generate', '--environment', 'prdo'), '2 composure: no environment "prdo": did you mean prod?');
    assert.equal(await said('genrate'), '2 composure: composure env knows no "genrate": did you mean generate?');
    assert.equal(await said(), '2 composure: composure env needs a word more: generate, rotate NAME or check');
    await bare.remove();
    assert.ok(!existsSync(at('.env.prod')));
  });

  it('does what its page shows', async () => {
    const page = readFileSync(path.join(repository, 'docs/variables.md'), 'utf8');
    const shown = [...page.matchAll(/^\$ composure env (.*)\n([^`]*)^```/gm)].map(([, command = '', output = '']) => ({ command, output }));
    const example = await temporaryFolder(Object.fromEntries([...readFixture(/```yaml\n(#- compose\.yaml\n[^`]*)```/.exec(page)?.[1] ?? '').files].map(([file, text]) => [path.basename(file), text])));
    assert.equal(shown.length, 2);
    for (const { command, output } of shown) {
      const { stdout } = await composure(['env', ...command.split(' ')], { cwd: example.path });
      assert.equal(stdout, output);
    }
    const lines = readFileSync(path.join(example.path, '.env.prod'), 'utf8').split('\n');
    const promised = (/```sh\n([^`]*)```/.exec(page)?.[1] ?? '').trimEnd().split('\n');
    promised.forEach((line, index) => assert.ok(lines[index]?.startsWith(line.split('rS0…')[0]?.replace(/…"$/, '') ?? ''), `${line}\n${lines[index]}`));
    await example.remove();
  });
});
