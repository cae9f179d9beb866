// The five formats, as they come out for one folder with faults: `UPDATE=1` writes test/fixtures/cli/expected anew.

import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { checkJson, commandSource, composure, repository, temporaryFolder } from '../support/command.ts';

const fixtures = path.join(repository, 'test/fixtures/cli');

/** Without the list of rules, which grows. */
function withoutRules(sarif: string): string {
  return `${JSON.stringify(JSON.parse(sarif), (key, value: unknown) => (key === 'rules' || key === 'ruleIndex' ? undefined : value), 2)}\n`;
}

describe('the formats of composure check', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let version: string;

  before(async () => {
    folder = await temporaryFolder({ '.git/HEAD': '' });
    await cp(path.join(fixtures, 'shop'), path.join(folder.path, 'my shop'), { recursive: true });
    ({ version } = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8')) as { version: string });
  });
  after(() => folder.remove());

  async function isGolden(name: string, args: readonly string[], cwd = ''): Promise<string> {
    const { status, stdout, stderr } = await composure(['check', ...args], { cwd: path.join(folder.path, cwd) });
    assert.deepEqual([status, stderr], [1, '']);
    const scrubbed = (name.endsWith('.sarif') ? withoutRules(stdout) : stdout).replaceAll(pathToFileURL(folder.path).href, 'file:///<folder>').replaceAll(folder.path, '<folder>').replaceAll(`"${version}"`, '"<version>"');
    const golden = path.join(fixtures, 'expected', name);
    if (process.env['UPDATE'] === '1') {
      await mkdir(path.dirname(golden), { recursive: true });
      await writeFile(golden, scrubbed);
    }
    assert.equal(scrubbed, await readFile(golden, 'utf8'));
    return stdout;
  }

  it('are golden as text', () => isGolden('report.txt', []));
  it('are golden as text from within the folder', () => isGolden('report-within.txt', ['--min-severity', 'error'], 'my shop/db/..'));
  it('are golden as JSON', () => isGolden('report.json', ['--format', 'json']));
  it('are golden as workflow annotations, with the paths of the repository', async () => {
    await isGolden('report.github', ['--format', 'github']);
    await isGolden('report.github', ['--format', 'github'], 'my shop');
  });
  it('are golden as a Code Quality report', async () => { await isGolden('report.gitlab.json', ['--format', 'gitlab']); });
  it('are golden as SARIF', async () => { await isGolden('report.sarif', ['--format', 'sarif']); });

  it('are coloured only where that is wanted', async () => {
    const plain = await composure(['check'], { cwd: folder.path });
    assert.equal(stripVTControlCharacters(plain.stdout), plain.stdout);
    const colored = await composure(['check'], { cwd: folder.path, env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    assert.notEqual(colored.stdout, plain.stdout);
    assert.equal(stripVTControlCharacters(colored.stdout), plain.stdout);
    for (const env of [{ NO_COLOR: '1' }, { FORCE_COLOR: '0' }]) assert.equal((await composure(['check'], { cwd: folder.path, env })).stdout, plain.stdout);
    for (const format of ['json', 'sarif', 'github']) {
      const { stdout } = await composure(['check', '--format', format], { cwd: folder.path, env: { FORCE_COLOR: '1' } });
      assert.equal(stripVTControlCharacters(stdout), stdout);
    }
  });

  it('leave out what is below --min-severity, and end as before', async () => {
    const all = await checkJson([], { cwd: folder.path });
    assert.ok(all.diagnostics.some(({ severity }) => severity === 'information'));
    const errors = await checkJson(['--min-severity', 'error'], { cwd: folder.path });
    assert.deepEqual(errors.diagnostics, all.diagnostics.filter(({ severity }) => severity === 'error'));
    await writeFile(path.join(folder.path, 'compose.yaml'), 'services:\n  web:\n    image: nginx:1.27 # composure-ignore dead-mount-source\n');
    const mild = await composure(['check', 'compose.yaml'], { cwd: folder.path });
    assert.equal(mild.status, 0);
    assert.match(mild.stdout, /\n1 information in 1 project\n$/);
    const none = await composure(['check', 'compose.yaml', '--min-severity', 'warning'], { cwd: folder.path });
    assert.match(none.stdout, /^Nothing found in [\w-]+ \(compose\.yaml\)\n$/);
  });

  it('keep the structure of SARIF 2.1.0', async () => {
    // The pages lie beside the source.
    const { stdout } = await composure(['check', '--format', 'sarif', 'my shop'], { cwd: folder.path, program: [commandSource] });
    const log = JSON.parse(stdout) as Log;
    // One of the schema's patterns is none in Unicode mode.
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats(ajv);
    const validate = ajv.compile(JSON.parse(await readFile(path.join(repository, 'test/fixtures/schemas/sarif-2.1.0.json'), 'utf8')) as object);
    assert.ok(validate(log), JSON.stringify(validate.errors?.slice(0, 5), undefined, 2));
    assert.equal(log.version, '2.1.0');
    assert.equal(log.runs.length, 1);
    const [run] = log.runs;
    assert.equal(run?.columnKind, 'utf16CodeUnits');
    const rules = run?.tool.driver.rules ?? [];
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    const found = new Set(run?.results?.map(({ ruleId }) => ruleId));
    for (const { id, help, helpUri } of rules) {
      if (!found.has(id) || id === 'unused-ignore') continue;
      assert.equal(help?.markdown, await readFile(new URL(helpUri ?? ''), 'utf8'));
      assert.match(help?.markdown ?? '', new RegExp(`^# ${id}\n`));
    }
    const fingerprints = run?.results?.map(({ partialFingerprints }) => partialFingerprints?.['composure/v1']) ?? [];
    assert.equal(new Set(fingerprints).size, fingerprints.length);
    for (const rule of rules) assert.ok(rule.shortDescription?.text !== undefined && ['error', 'warning', 'note'].includes(rule.defaultConfiguration?.level ?? ''), rule.id);
    const base = run?.originalUriBaseIds?.['%SRCROOT%']?.uri ?? '';
    assert.equal(base, `${pathToFileURL(folder.path).href}/`);
    const { diagnostics } = await checkJson(['my shop'], { cwd: folder.path });
    assert.equal(run?.results?.length, diagnostics.length);
    for (const [index, result] of (run?.results ?? []).entries()) {
      const { range: { start, end }, file, code } = diagnostics[index] ?? assert.fail();
      assert.equal(result.ruleId, code);
      assert.equal(rules[result.ruleIndex ?? -1]?.id, code);
      assert.equal(result.locations?.length, 1);
      const { artifactLocation, region } = result.locations?.[0]?.physicalLocation ?? {};
      assert.equal(new URL(artifactLocation?.uri ?? '', base).href, pathToFileURL(file).href);
      assert.equal(artifactLocation?.uriBaseId, '%SRCROOT%');
      assert.deepEqual(region, { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 });
      for (const fix of result.fixes ?? []) {
        assert.ok(fix.artifactChanges.length > 0);
        for (const change of fix.artifactChanges) assert.ok(change.replacements.length > 0 && change.replacements.every(({ deletedRegion }) => (deletedRegion.startLine ?? 0) >= 1));
      }
    }
  });

  it('keep a finding\'s fingerprint where lines come above it', async () => {
    const moved = await temporaryFolder({ '.git/HEAD': '', 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    networks: [x, x]\n' });
    try {
      const fingerprints = async (): Promise<unknown> => (JSON.parse((await composure(['check', '--format', 'sarif'], { cwd: moved.path })).stdout) as Log).runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints);
      const before = await fingerprints();
      await writeFile(path.join(moved.path, 'compose.yaml'), `# one\n# two\n${await readFile(path.join(moved.path, 'compose.yaml'), 'utf8')}`);
      assert.deepEqual(await fingerprints(), before);
    } finally {
      await moved.remove();
    }
  });

  it('name files outside the repository whole', async () => {
    const outside = await temporaryFolder({ 'compose.yaml': 'services: { web: { image: nginx, networks: [front] } }\n' });
    try {
      const { stdout } = await composure(['check', outside.path, '--format', 'sarif'], { cwd: folder.path });
      const location = (JSON.parse(stdout) as Log).runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation;
      assert.deepEqual(location, { uri: pathToFileURL(path.join(outside.path, 'compose.yaml')).href });
    } finally {
      await outside.remove();
    }
  });
});
