// Names, encodings, readers and disks that are not kind: the command says what it found or what it could not do.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkJson, composure, repository, temporaryFolder } from '../support/command.ts';
import { bundledCommand } from '../support/command-bundle.ts';

const dead = 'services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./nginx.cnf:/etc/nginx/nginx.conf\n';

describe('the command under hostile conditions', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => { folder = await temporaryFolder(); });
  afterEach(() => folder.remove());

  const names = ['with space', 'a;rm -rf b', '$(touch x)', 'Zoë 日本 🐳', 'line\nbreak', 'percent%20,colon:'];
  it('judges folders and files with any name', async () => {
    for (const name of names) {
      await mkdir(path.join(folder.path, name));
      await writeFile(path.join(folder.path, name, 'compose.yaml'), dead);
      await writeFile(path.join(folder.path, name, `compose.${name}.yaml`), dead);
    }
    const { projects, diagnostics } = await checkJson(['.'], { cwd: folder.path });
    assert.equal(projects.length, 2 * names.length);
    assert.deepEqual(new Set(diagnostics.map(({ file }) => path.basename(path.dirname(file)))), new Set(names));

    const text = await composure(['check'], { cwd: folder.path });
    assert.ok(text.stdout.includes('line\\nbreak/compose.yaml'));
    assert.ok(!text.stdout.includes('line\nbreak'));

    const github = await composure(['check', '--format', 'github'], { cwd: folder.path });
    assert.equal(github.stdout.trimEnd().split('\n').length, diagnostics.length);
    assert.ok(github.stdout.includes('::error file=line%0Abreak/compose.yaml,line=5,endLine=5,col=9,endColumn=20,title=dead-mount-source::'));
    assert.ok(github.stdout.includes('file=percent%2520%2Ccolon%3A/compose.yaml,'));

    const sarif = await composure(['check', '--format', 'sarif'], { cwd: folder.path });
    const uris = [...sarif.stdout.matchAll(/"uri": "([^"]*compose\.yaml)"/g)].map(([, uri]) => decodeURIComponent(uri ?? ''));
    assert.deepEqual(new Set(uris), new Set(names.map((name) => `${name}/compose.yaml`)));

    for (const name of names) {
      const one = await checkJson([path.join(name, `compose.${name}.yaml`)], { cwd: folder.path });
      assert.equal(one.projects.length, 1, name);
    }
  });

  const forms: readonly (readonly [form: string, text: string])[] = [
    ['CRLF', dead.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${dead}`],
    ['both', `\ufeff${dead.replaceAll('\n', '\r\n')}`],
    ['characters of two UTF-16 units before it', dead.replace('- ./nginx', '- &🐳 ./nginx')],
  ];
  for (const [form, text] of forms) {
    it(`finds the place in a file with ${form}`, async () => {
      await writeFile(path.join(folder.path, 'compose.yaml'), text);
      const { diagnostics: [found] } = await checkJson([], { cwd: folder.path });
      const character = form.startsWith('characters') ? 12 : 8;
      assert.deepEqual(found?.range, { start: { line: 4, character }, end: { line: 4, character: character + '.nginx.cnf'.length + 1 } });
      const { stdout } = await composure(['check'], { cwd: folder.path });
      const lines = stdout.split('\n');
      const at = lines.findIndex((line) => line.includes('│') && line.includes('./nginx.cnf'));
      assert.ok(!stdout.includes('\r') && !stdout.includes('\ufeff'));
      assert.match(lines[at + 1] ?? '', /│ +\^{11}$/);
    });
  }

  it('judges an empty file, one without content and one that is no text', async () => {
    for (const [name, text] of [['empty', ''], ['comment', '# nothing yet\n'], ['list', '- a\n'], ['scalar', 'hello'], ['broken', 'services:\n  web:\n    image: "open\n']] as const) {
      await mkdir(path.join(folder.path, name));
      await writeFile(path.join(folder.path, name, 'compose.yaml'), text);
      const ended = await composure(['check', name], { cwd: folder.path });
      assert.equal(ended.stderr, '', name);
      assert.notEqual(ended.status, 2, name);
    }
    await mkdir(path.join(folder.path, 'binary'));
    await writeFile(path.join(folder.path, 'binary/compose.yaml'), Buffer.from([0, 1, 2, 0]));
    const ended = await composure(['check', 'binary'], { cwd: folder.path });
    assert.deepEqual([ended.status, ended.stderr], [2, 'composure: binary/compose.yaml cannot be read\n']);
  });

  it('says what cannot be read, and judges the rest', async () => {
    const bundle = await bundledCommand();
    const asNobody = { cwd: folder.path, program: [path.join(repository, 'test/cli/as-nobody.ts'), bundle] };
    for (const name of ['open', 'closed', 'data']) await mkdir(path.join(folder.path, name));
    await chmod(folder.path, 0o755);
    await writeFile(path.join(folder.path, 'open/compose.yaml'), dead);
    await writeFile(path.join(folder.path, 'closed/compose.yaml'), dead);
    await chmod(path.join(folder.path, 'closed/compose.yaml'), 0o000);
    await chmod(path.join(folder.path, 'data'), 0o000);

    const all = await composure(['check', '--format', 'json'], asNobody);
    assert.deepEqual([all.status, all.stderr], [2, 'composure: closed/compose.yaml cannot be read\n']);
    const files = (JSON.parse(all.stdout) as { diagnostics: readonly { file: string }[] }).diagnostics.map(({ file }) => file);
    assert.deepEqual(files, [path.join(folder.path, 'open/compose.yaml')]);

    for (const args of [['closed/compose.yaml'], ['-f', 'closed/compose.yaml'], ['open', '--env-file=closed/compose.yaml']]) {
      assert.deepEqual(await composure(['check', ...args], asNobody), { status: 2, stdout: '', stderr: 'composure: closed/compose.yaml cannot be read\n' });
    }
    assert.deepEqual(await composure(['check', 'data'], asNobody), { status: 2, stdout: '', stderr: 'composure: data cannot be read\n' });
    await chmod(path.join(folder.path, 'data'), 0o700);
  });

  it('ends quietly when nobody reads on', async () => {
    await writeFile(path.join(folder.path, 'compose.yaml'), many(3000));
    const child = spawn(process.execPath, [await bundledCommand(), 'check', '--format', 'json'], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => { child.on('close', resolve); });
    assert.deepEqual([status, stderr], [1, '']);
  });

  it('cuts nothing off a long report, and prints the same bytes each time', async () => {
    await writeFile(path.join(folder.path, 'compose.yaml'), many(3000));
    const first = await checkJson([], { cwd: folder.path });
    assert.equal(first.diagnostics.length, 3000);
    assert.ok(first.stdout.length > 1_000_000);
    assert.equal((await checkJson([], { cwd: folder.path })).stdout, first.stdout);
  });
});

function many(services: number): string {
  return `services:\n${Array.from({ length: services }, (_, index) => `  web${index}:\n    image: nginx:1.27\n    networks: [front${index}]\n`).join('')}`;
}
