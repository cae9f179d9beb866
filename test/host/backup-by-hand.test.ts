// What docs/backup-format.md tells a person to do without Composure: its own commands, run as they stand there.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createBackup } from '#host/backup/create.ts';
import { docker } from '../support/docker/docker.ts';
import { backupProject, willing, type BackupProject } from './backup-project.ts';
import { withEngine } from './with-engine.ts';

const run = promisify(execFile);
const page = path.join(import.meta.dirname, '../../docs/backup-format.md');

async function block(name: string): Promise<string> {
  const [, text] = new RegExp(`^\`\`\`${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(await readFile(page, 'utf8')) ?? [];
  assert.ok(text !== undefined, `the page has no block ${name}`);
  return text;
}

describe('a backup without Composure', function () {
  this.timeout(60_000);
  withEngine();
  let project: BackupProject;

  before(async () => {
    project = await backupProject({ 'compose.yaml': `services:\n  db:${willing}\n    volumes: ["data:/data"]\nvolumes: { data: {} }\n` });
    await project.sh('db', 'seq 20000 > /data/numbers; mkdir -p "/data/a b"; echo x > "/data/a b/c"; ln -s numbers /data/link; chown 5:6 /data/numbers; chmod 1770 /data');
  });
  after(() => project.remove());

  const look = (): Promise<string> => docker('run', '--rm', '--volume', `${project.name}_data:/data`, 'composure-test/busybox:1', 'sh', '-c', 'cd /data; find . -exec stat -c "%n %F %a %u %g" {} + | sort; find . -type f -exec stat -c "%n %Y" {} + | sort; sha256sum numbers "a b/c"');

  it('is checked and restored by the commands of the page', async () => {
    const { folder } = await createBackup(await project.subject(), project.machinery, { to: project.elsewhere });
    const before = await look();
    const sh = async (name: string): Promise<string> => (await run('sh', ['-c', await block(name)], { env: { ...process.env, BACKUP: folder, VOLUME: `${project.name}_data`, IMAGE: 'composure-test/busybox:1' } })).stdout;
    assert.equal(await sh('sh check'), '');
    await docker('compose', '--project-name', project.name, 'down', '--volumes', '--timeout', '5');
    await sh('sh volume');
    assert.equal(await look(), before);
    assert.equal(await docker('volume', 'inspect', '--format', '{{index .Labels "com.docker.compose.volume"}}', `${project.name}_data`), 'data');
    // What a backup does not hold is gone, also from a volume that was there.
    await docker('run', '--rm', '--volume', `${project.name}_data:/data`, 'composure-test/busybox:1', 'sh', '-c', 'echo more > /data/extra; echo other > /data/numbers');
    await sh('sh volume');
    assert.equal(await look(), before);
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    await writeFile(path.join(folder, 'files/project/compose.yaml'), 'changed');
    await assert.rejects(sh('sh check'), /did NOT match/);
  });

  it('is decrypted by the script of the page', async () => {
    const keyFile = path.join(project.elsewhere, 'key');
    const script = path.join(project.elsewhere, 'decrypt.mjs');
    await writeFile(keyFile, (await run('openssl', ['rand', '-hex', '32'])).stdout, { mode: 0o600 });
    await writeFile(script, await block('js decrypt\\.mjs'));
    await writeFile(path.join(project.directory, 'composure.yaml'), `backup: { keyFile: ${keyFile} }\n`);
    const { folder, manifest } = await createBackup(await project.subject(), project.machinery, { to: project.elsewhere });
    await rm(path.join(project.directory, 'composure.yaml'));
    const decrypted = (file: string, sealed: Buffer): Promise<Buffer> => new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [script, keyFile, manifest.id, file], { stdio: ['pipe', 'pipe', 'ignore'] });
      const parts: Buffer[] = [];
      child.stdout.on('data', (part: Buffer) => parts.push(part));
      child.once('close', (status) => (status === 0 ? resolve(Buffer.concat(parts)) : reject(new Error(`status ${status}`))));
      child.stdin.on('error', reject).end(sealed);
    });
    const { file } = manifest.volumes[0]?.archive ?? { file: '' };
    await writeFile(path.join(project.elsewhere, 'plain'), await decrypted(file, await readFile(path.join(folder, file))));
    const { stdout } = await run('tar', ['--zstd', '-tf', path.join(project.elsewhere, 'plain')]);
    assert.deepEqual(stdout.trim().split('\n').toSorted(), ['data/', 'data/a b/', 'data/a b/c', 'data/link', 'data/numbers']);
    const text = manifest.files[0]?.file ?? '';
    assert.equal((await decrypted(text, await readFile(path.join(folder, text)))).toString(), await readFile(path.join(project.directory, 'compose.yaml'), 'utf8'));
    await assert.rejects(decrypted(file, await readFile(path.join(folder, text))), /status 1/);
  });
});
