// `composure ci write`: what it writes holds to the schemas of those who read it, its commands run, and nothing is lost.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse, parseAllDocuments } from 'yaml';
import { bundledCommand } from '../support/command-bundle.ts';
import { checkJson, composure, repository, temporaryFolder } from '../support/command.ts';

const broken = 'services:\n  web:\n    image: nginx:1.27\n    networks: [back]\n';
const { version } = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8')) as { version: string };

async function validator(name: string): Promise<(value: unknown) => void> {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(await readFile(path.join(repository, 'test/fixtures/schemas', name), 'utf8')) as object);
  return (value) => assert.ok(validate(value), JSON.stringify(validate.errors?.slice(0, 5), undefined, 2));
}

describe('composure ci write', () => {
  const removals: (() => Promise<void>)[] = [];
  const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
    const folder = await temporaryFolder({ '.git/HEAD': '', 'compose.yaml': broken, ...files });
    removals.push(() => folder.remove());
    return folder.path;
  };
  const read = (folder: string, name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');
  afterEach(async () => {
    for (const remove of removals.splice(0)) await remove();
  });

  /** Runs a written command in a shell with an `npx` that runs the command under test in place of the published one. */
  async function runAsWritten(script: string, cwd: string): Promise<{ readonly status: number; readonly output: string }> {
    const tools = await temporaryFolder();
    removals.push(() => tools.remove());
    const npx = path.join(tools.path, 'npx');
    await writeFile(npx, `#!/bin/sh\ntest "$1 $2" = "--yes composure@${version}" || exit 99\nshift 2\nexec '${process.execPath}' -- '${await bundledCommand()}' "$@"\n`);
    await chmod(npx, 0o755);
    try {
      return { status: 0, output: execFileSync('sh', ['-e', '-c', script], { cwd, encoding: 'utf8', env: { ...process.env, PATH: `${tools.path}:${process.env['PATH']}` } }) };
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      return { status, output: stdout };
    }
  }

  it('writes a workflow that GitHub reads, whose steps annotate and fail', async () => {
    const validate = await validator('github-workflow.json');
    for (const sarif of [[], ['--sarif']]) {
      const folder = await folderWith({ '.github/': '' });
      const { status, stdout } = await composure(['ci', 'write', '--yes', ...sarif], { cwd: folder });
      assert.deepEqual([status, stdout], [0, '.github/workflows/composure.yml is written\n']);
      const text = await read(folder, '.github/workflows/composure.yml');
      const workflow = parse(text) as { permissions: object; jobs: { check: { permissions?: object; steps: { uses?: string; run?: string }[] } } };
      validate(workflow);
      assert.deepEqual(workflow.permissions, { contents: 'read' });
      const { steps, permissions } = workflow.jobs.check;
      assert.deepEqual(permissions, sarif.length === 0 ? undefined : { contents: 'read', 'security-events': 'write' });
      for (const { uses } of steps) if (uses !== undefined) assert.match(uses, /^[\w./-]+@[0-9a-f]{40}$/);
      const commands = steps.flatMap(({ run }) => run ?? []);
      const last = await runAsWritten(commands.at(-1) ?? '', folder);
      assert.equal(last.status, 1);
      assert.match(last.output, /^::error file=compose\.yaml,line=4,endLine=4,col=16,endColumn=20,title=undefined-network::/);
      if (sarif.length > 0) {
        assert.equal((await runAsWritten(commands[0] ?? '', folder)).status, 0);
        assert.match(await read(folder, 'composure.sarif'), /"undefined-network"/);
      }
      assert.equal((await checkJson([], { cwd: folder })).diagnostics.filter(({ file }) => file.includes('.github')).length, 0);
    }
  });

  it('writes a job that GitLab reads, and includes it', async () => {
    const validate = await validator('gitlab-ci.json');
    const forms: Readonly<Record<string, string>> = {
      'no file': '',
      'no include': 'stages: [build, deploy]\n\nbuild:\n  stage: build\n  script: make\n',
      'a list': 'include:\n  - local: a.yml\n  # ours\n\nbuild: { script: make }\n',
      'a text': 'include: a.yml\nbuild: { script: make }\n',
      'a flow': 'include: [a.yml]\nbuild: { script: make }\n',
    };
    for (const [name, before] of Object.entries(forms)) {
      const folder = await folderWith(before === '' ? { 'shop/compose.yaml': broken } : { '.gitlab-ci.yml': before });
      await composure(['ci', 'write', '--yes', ...before === '' ? ['--provider', 'gitlab', '--directory', 'shop'] : []], { cwd: folder });
      const pipeline = await read(folder, '.gitlab-ci.yml');
      const [document, ...more] = parseAllDocuments(pipeline).map((each) => each.toJS() as { include: unknown[] });
      assert.deepEqual([document?.include.at(-1), more], [{ local: '.gitlab/composure.yml' }, []], name);
      for (const line of before.split('\n').filter((each) => !each.startsWith('include'))) assert.ok(pipeline.includes(line), name);
      const job = parse(await read(folder, '.gitlab/composure.yml')) as { composure: { script: string[]; stage?: string } };
      validate(document);
      validate(job);
      assert.equal(job.composure.stage, name === 'no include' ? 'build' : undefined);
      const again = await composure(['ci', 'write', '--provider', 'gitlab', ...before === '' ? ['--directory', 'shop'] : []], { cwd: folder });
      assert.equal(again.stdout, '.gitlab/composure.yml is up to date\n.gitlab-ci.yml is up to date\n', name);
      if (before !== '') continue;
      const { status, output } = await runAsWritten(job.composure.script.join('\n'), folder);
      assert.equal(status, 1);
      assert.match(output, /undefined-network/);
      const report = JSON.parse(await read(folder, 'gl-code-quality-report.json')) as Record<string, unknown>[];
      assert.deepEqual(report.map(({ check_name, severity, location }) => [check_name, severity, location]), [['undefined-network', 'critical', { path: 'shop/compose.yaml', lines: { begin: 4, end: 4 } }]]);
    }
  });

  it('adds a hook to those of pre-commit, which runs', async () => {
    const before = '# hooks\nrepos:\n- repo: https://example.com/hooks\n  rev: v1\n  hooks:\n  - id: other # stays\n\nfail_fast: true\n';
    const folder = await folderWith({ '.pre-commit-config.yaml': before });
    await composure(['ci', 'write', '--provider', 'pre-commit', '--yes'], { cwd: folder });
    const text = await read(folder, '.pre-commit-config.yaml');
    for (const line of before.split('\n')) assert.ok(text.includes(line));
    const config = parse(text) as { repos: { repo: string; hooks: { id: string; entry: string; files: string }[] }[]; fail_fast: boolean };
    const hook = config.repos[1]?.hooks[0] ?? assert.fail();
    assert.deepEqual([config.repos.map(({ repo }) => repo), hook.id, config.fail_fast], [['https://example.com/hooks', 'local'], 'composure', true]);
    for (const file of ['compose.yaml', 'a/docker-compose.dev.yml', 'api/Dockerfile', '.env.prod', '.github/workflows/x.yml']) assert.match(file, new RegExp(hook.files));
    assert.doesNotMatch('src/main.py', new RegExp(hook.files));
    assert.equal((await runAsWritten(hook.entry, folder)).status, 1);
    assert.equal((await composure(['ci', 'write', '--provider', 'pre-commit'], { cwd: folder })).stdout, '.pre-commit-config.yaml is up to date\n');
  });

  it('offers the same hook to pre-commit from its own repository', async () => {
    const [hook] = parse(await readFile(path.join(repository, '.pre-commit-hooks.yaml'), 'utf8')) as { description: string }[];
    const folder = await folderWith({});
    await composure(['ci', 'write', '--provider', 'pre-commit', '--yes'], { cwd: folder });
    const written = parse(await read(folder, '.pre-commit-config.yaml')) as { repos: { hooks: object[] }[] };
    const { description, ...offered } = hook ?? assert.fail();
    assert.equal(typeof description, 'string');
    assert.deepEqual(offered, written.repos[0]?.hooks[0]);
  });

  it('writes over nothing that nobody agreed to', async () => {
    const folder = await folderWith({ '.github/workflows/composure.yml': 'on: push\n' });
    const asked = await composure(['ci', 'write'], { cwd: folder });
    assert.equal(asked.status, 2);
    assert.match(asked.stderr, /^-on: push$/m);
    assert.match(asked.stderr, /nothing is written before somebody says yes: --yes does\n$/);
    const dry = await composure(['ci', 'write', '--dry-run', '--format', 'json'], { cwd: folder });
    const { written, files, diff } = JSON.parse(dry.stdout) as { written: boolean; files: { provider: string; change: string }[]; diff: string };
    assert.deepEqual([dry.status, written, files.map(({ provider, change }) => `${provider} ${change}`)], [0, false, ['github changed']]);
    assert.match(diff, /^--- a\/\.github\/workflows\/composure\.yml$/m);
    assert.equal(await read(folder, '.github/workflows/composure.yml'), 'on: push\n');
  });

  it('goes by what the repository has, then by where it is pushed', async () => {
    const providersIn = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
      const { status, stdout } = await composure(['ci', 'write', '--dry-run', '--format', 'json'], { cwd: await folderWith(files) });
      return status === 0 ? (JSON.parse(stdout) as { providers: unknown }).providers : status;
    };
    const pushed = (url: string): Readonly<Record<string, string>> => ({ '.git/config': `[remote "origin"]\n\turl = ${url}\n` });
    assert.deepEqual(await providersIn({ '.github/': '', '.gitlab-ci.yml': '' }), ['github', 'gitlab']);
    assert.deepEqual(await providersIn(pushed('git@github.com:a/gitlab.git')), ['github']);
    assert.deepEqual(await providersIn(pushed('https://gitlab.example.org/a/b.git')), ['gitlab']);
    assert.deepEqual(await providersIn(pushed('https://example.org/github.com/b.git')), 2);
    assert.deepEqual(await providersIn({}), 2);
  });

  it('adds nothing to what it cannot read', async () => {
    for (const text of ['include: { local: a.yml }\n', 'a: [\n']) {
      const folder = await folderWith({ '.gitlab-ci.yml': text });
      const { status, stderr } = await composure(['ci', 'write', '--yes'], { cwd: folder });
      assert.deepEqual([status, stderr.trim().split('\n').length], [2, 1]);
      assert.equal(await read(folder, '.gitlab-ci.yml'), text);
      await assert.rejects(read(folder, '.gitlab/composure.yml'));
    }
  });

  it('names a folder with a strange name so that a shell reads it', async () => {
    const folder = await folderWith({ '.github/': '', 'it\'s: a #1/compose.yaml': broken });
    await mkdir(path.join(folder, 'x'), { recursive: true });
    await composure(['ci', 'write', '--yes', '--directory', 'it\'s: a #1'], { cwd: folder });
    const { jobs } = parse(await read(folder, '.github/workflows/composure.yml')) as { jobs: { check: { steps: { run?: string }[] } } };
    assert.match((await runAsWritten(jobs.check.steps.at(-1)?.run ?? '', folder)).output, /^::error file=it's%3A a #1\/compose\.yaml,/);
  });
});
