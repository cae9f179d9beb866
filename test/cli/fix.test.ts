// `composure check --fix` on real files: what it mends, what it leaves byte for byte, and what it never overwrites.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, readdir, readFile, stat, symlink, writeFile, lstat } from 'node:fs/promises';
import path from 'node:path';
import { replaceText } from '#host/node/replace-text.ts';
import { checkJson, composure, temporaryFolder } from '../support/command.ts';

const broken = [
  '# The shop',
  'services:',
  '  web:',
  '    imgae: "nginx:1.27"   # keep this',
  '    enviroment: { MODE: \'prod\' }',
  '    command: [sleep, 5] # seconds',
  '    labels:',
  '      team: shop',
  '      team: shop # again',
  '    healthcheck: { test: [CMD, "true"] }',
  '',
].join('\n');
const mended = broken.replace('imgae', 'image').replace('enviroment', 'environment').replace('sleep, 5', 'sleep, "5"').replace('      team: shop # again\n', '');

describe('composure check --fix', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const at = (name: string): string => path.join(folder.path, name);
  const read = (name: string): Promise<string> => readFile(at(name), 'utf8');
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('mends what is sure, says so, keeps comments and quotes, and finds nothing to do the second time', async () => {
    await writeFile(at('compose.yaml'), broken);
    const first = await composure(['check', '--fix'], { cwd: folder.path });
    assert.equal(await read('compose.yaml'), mended);
    assert.equal(first.status, 0, first.stdout);
    for (const said of ['Fixed 4 findings', 'compose.yaml: Use "image"  unknown-key', 'compose.yaml: Remove the second "team"  duplicate-key']) assert.ok(first.stdout.includes(said), first.stdout);
    const second = await checkJson(['--fix'], { cwd: folder.path });
    assert.deepEqual((second as { fixed?: unknown }).fixed, []);
    assert.equal(await read('compose.yaml'), mended);
  });

  it('keeps line ends, a byte order mark, the mode, and links that lead to the file', async () => {
    const crlf = `\uFEFF${broken.replaceAll('\n', '\r\n')}`;
    await writeFile(at('real.yaml'), crlf);
    await chmod(at('real.yaml'), 0o640);
    await symlink('real.yaml', at('compose.yaml'));
    await composure(['check', '--fix', 'compose.yaml'], { cwd: folder.path });
    assert.equal(await read('real.yaml'), `\uFEFF${mended.replaceAll('\n', '\r\n')}`);
    assert.equal((await stat(at('real.yaml'))).mode & 0o777, 0o640);
    assert.ok((await lstat(at('compose.yaml'))).isSymbolicLink());
    assert.deepEqual((await readdir(folder.path)).toSorted(), ['compose.yaml', 'real.yaml']);
  });

  it('indents with spaces, and mends what can be seen then', async () => {
    await writeFile(at('compose.yaml'), 'services:\n\tweb:\n\t\timgae: nginx:1.27\n');
    const { status } = await composure(['check', '--fix', '--min-severity', 'error'], { cwd: folder.path });
    assert.equal(await read('compose.yaml'), 'services:\n  web:\n    image: nginx:1.27\n');
    assert.equal(status, 0);
  });

  it('leaves what a person must decide', async () => {
    const text = 'services:\n  web:\n    image: nginx:1.27\n    networks: [frnt]\n    ports: ["80:80", "80:81"]\n    labels: { a: "1", a: "2" }\n    restart: true\n  api:\n    image: nginx:1.27\n    netwroks: [front]\n    networks: [front]\nnetworks:\n  front:\n';
    await writeFile(at('compose.yaml'), text);
    const { status } = await composure(['check', '--fix'], { cwd: folder.path });
    assert.equal(await read('compose.yaml'), text);
    assert.equal(status, 1);
  });

  it('prints a diff that patch reads with --dry-run, and changes nothing', async () => {
    await writeFile(at('compose.yaml'), broken);
    const { stdout, stderr, status } = await composure(['check', '--fix', '--dry-run'], { cwd: folder.path });
    assert.equal(await read('compose.yaml'), broken);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    execFileSync('git', ['apply', '-'], { cwd: folder.path, input: stdout });
    assert.equal(await read('compose.yaml'), mended);
  });

  it('prints a diff of a text without a last line break that patch reads', async () => {
    await writeFile(at('compose.yaml'), 'services:\n  web:\n    imgae: nginx:1.27');
    const { stdout } = await composure(['check', '--fix', '--dry-run'], { cwd: folder.path });
    execFileSync('git', ['apply', '-'], { cwd: folder.path, input: stdout });
    assert.equal(await read('compose.yaml'), 'services:\n  web:\n    image: nginx:1.27');
  });

  it('lists what was mended in JSON, with the diff if nothing is written', async () => {
    await writeFile(at('compose.yaml'), broken);
    const json = await checkJson(['--fix', '--dry-run'], { cwd: folder.path }) as unknown as { readonly fixed: readonly { readonly file: string; readonly code: string; readonly title: string }[]; readonly diff: string; readonly diagnostics: readonly { readonly severity: string }[] };
    assert.deepEqual(json.fixed.map(({ file, code, title }) => `${path.basename(file)} ${code} ${title}`).toSorted(), [
      'compose.yaml duplicate-key Remove the second "team"', 'compose.yaml unknown-key Use "environment"', 'compose.yaml unknown-key Use "image"', 'compose.yaml wrong-type Write "5"',
    ]);
    assert.ok(json.diff.startsWith('--- a/compose.yaml\n+++ b/compose.yaml\n@@ '));
    assert.deepEqual(json.diagnostics.filter(({ severity }) => severity === 'error'), []);
  });

  it('mends a file that several environments share once', async () => {
    await writeFile(at('docker-compose.yml'), 'services:\n  web:\n    imgae: nginx:1.27\n');
    await writeFile(at('docker-compose.dev.yml'), 'services:\n  web:\n    enviroment: { A: b }\n');
    await composure(['check', '--fix'], { cwd: folder.path });
    assert.equal(await read('docker-compose.yml'), 'services:\n  web:\n    image: nginx:1.27\n');
    assert.equal(await read('docker-compose.dev.yml'), 'services:\n  web:\n    environment: { A: b }\n');
  });

  it('mends no more than what is reported with --min-severity', async () => {
    await writeFile(at('compose.yaml'), 'version: "3.8"\nservices:\n  web:\n    imgae: nginx:1.27\n');
    await composure(['check', '--fix', '--min-severity', 'error'], { cwd: folder.path });
    assert.equal(await read('compose.yaml'), 'version: "3.8"\nservices:\n  web:\n    image: nginx:1.27\n');
  });

  it('leaves a file that is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('services:\n  web:\n    imgae: nginx:1.27 # caf'), Buffer.from([0xe9, 0x0a])]);
    await writeFile(at('compose.yaml'), bytes);
    const { status, stderr } = await composure(['check', '--fix'], { cwd: folder.path });
    assert.deepEqual(await readFile(at('compose.yaml')), bytes);
    assert.deepEqual([status, stderr], [2, 'composure: compose.yaml was not fixed: what is on the disk is not what was read\n']);
  });

  it('needs --fix for --dry-run', async () => {
    await writeFile(at('compose.yaml'), broken);
    const { status, stderr } = await composure(['check', '--dry-run'], { cwd: folder.path });
    assert.deepEqual([status, stderr], [2, 'composure: --dry-run tells what --fix would do: it needs --fix\n']);
  });

  it('never replaces a text that somebody has changed', async () => {
    await writeFile(at('a.yaml'), 'theirs\n');
    assert.equal(await replaceText(at('a.yaml'), 'as it was read\n', 'ours\n'), 'changed');
    assert.equal(await read('a.yaml'), 'theirs\n');
    assert.equal(await replaceText(at('a.yaml'), 'theirs\n', 'ours\n'), 'written');
    assert.equal(await read('a.yaml'), 'ours\n');
    assert.deepEqual(await readdir(folder.path), ['a.yaml']);
  });
});
