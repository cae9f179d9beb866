// Where data is, as the real engine and the disk tell it: sizes, users, what belongs to nobody, and what an earlier name left.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { neverCancelled } from '#core/outside.ts';
import { discoverEnvironments } from '#core/project/discover.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { Engine } from '#host/engine/engine.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { askReport, type StorageSubject } from '#host/storage/ask-report.ts';
import { askVolume } from '#host/storage/ask-storage.ts';
import { measureFolder } from '#host/storage/measure-folder.ts';
import { removeVolumes } from '#host/storage/remove-volumes.ts';
import { sumsOf } from '#host/storage/same-content.ts';
import { docker } from '../support/docker/docker.ts';
import { idle, scratchProject, type ScratchProject } from './scratch-project.ts';
import { withEngine } from './with-engine.ts';

const compose = `services:
  db:${idle}
    volumes: ["data:/var/lib/x", "/unnamed", "./files:/data"]
volumes:
  data: {}
  later: {}
`;

/** What the report of a folder is asked for. */
async function subjectIn(directory: string): Promise<StorageSubject> {
  const [files, parsed] = [nodeFileSystem(), new ParsedFiles()];
  const beside = await Promise.all((await discoverEnvironments(directory, files, parsed, neverCancelled)).map((each) => loadProject(each, files, parsed, neverCancelled)));
  const [project] = beside;
  if (project === undefined) throw new Error(`no environment in ${directory}`);
  return { project, beside, files, parsed };
}

describe('storage', function () {
  this.timeout(60_000);
  withEngine();

  const engine = new Engine();
  const volumes: string[] = [];
  let project: ScratchProject;

  async function makeVolume(name: string, labels: Readonly<Record<string, string>> = {}): Promise<string> {
    volumes.push(name);
    return docker('volume', 'create', ...Object.entries(labels).flatMap(([label, value]) => ['--label', `com.docker.compose.${label}=${value}`]), name);
  }

  before(async () => {
    project = await scratchProject({ 'compose.yaml': compose });
    await mkdir(path.join(project.directory, 'files/deep'), { recursive: true });
    await writeFile(path.join(project.directory, 'files/one'), 'x'.repeat(1000));
    await writeFile(path.join(project.directory, 'files/deep/two'), 'x'.repeat(500));
    await symlink('one', path.join(project.directory, 'files/link'));
    await docker('compose', '--project-directory', project.directory, 'up', '--detach');
    await docker('exec', `${project.name}-db-1`, 'sh', '-c', 'head -c 70000 /dev/urandom > /var/lib/x/file; echo x > /unnamed/file');
  });

  after(async () => {
    engine.dispose();
    await project.remove();
    if (volumes.length > 0) await docker('volume', 'rm', '--force', ...volumes);
  });

  it('is told with sizes and users, with a volume that has no name and a folder', async () => {
    const { report } = await askReport(await subjectIn(project.directory), engine);
    assert.deepEqual(report.volumes.map(({ key, kind, exists, bytes, users }) => [key, kind, exists, bytes, users.map(({ service, target, state }) => `${service} ${target} ${state}`)]), [
      ['data', 'own', true, 70_000, ['db /var/lib/x running']], ['later', 'own', false, undefined, []], [undefined, 'anonymous', true, 2, ['db /unnamed running']],
    ]);
    assert.deepEqual(report.folders.map(({ shown, exists, bytes, services }) => [shown, exists, bytes, services]), [['files', true, 1500, ['db']]]);
    // Through the engine too, as for what this user may not read.
    assert.equal((await sumsOf(engine, { kind: 'folder', path: path.join(project.directory, 'files') })).contentBytes, 1500);
    assert.deepEqual([report.copies, report.orphans.filter(({ project: of }) => of === project.name)], [[], []]);
  });

  it('names what belongs to nobody, and what an earlier name of the folder left', async () => {
    await makeVolume(`${project.name}_old`, { project: project.name, volume: 'old' });
    await makeVolume(`${project.name}-away_x`, { project: `${project.name}-away`, volume: 'x' });
    // A neighbour is known by its files, whatever its folder is called.
    const neighbour = path.join(project.directory, '../neighbour');
    await mkdir(neighbour);
    await writeFile(path.join(neighbour, 'compose.yaml'), `name: ${project.name}-near\nservices: { web: { image: x } }\nvolumes: { kept: {} }\n`);
    await makeVolume(`${project.name}-near_kept`, { project: `${project.name}-near`, volume: 'kept' });
    await makeVolume(`${project.name}-near_dropped`, { project: `${project.name}-near`, volume: 'dropped' });
    for (const key of ['data', 'later']) await makeVolume(`${project.name}-before_${key}`, { project: `${project.name}-before`, volume: key });
    const { report } = await askReport(await subjectIn(project.directory), engine);
    const own = (all: readonly { readonly name: string; readonly why: string }[]): readonly string[] => (
      all.filter(({ name }) => name.startsWith(project.name)).map(({ name, why }) => `${name}: ${why}`.replaceAll(project.name, 'shop').replace(/in \/.*\/neighbour/, 'in neighbour'))
    );
    assert.deepEqual(own(report.orphans), ['shop-near_dropped: no file in neighbour declares dropped any more', 'shop_old: no file of shop declares old any more']);
    assert.deepEqual(own(report.unknown), ['shop-away_x: shop-away has no containers, and where its files are is not known']);
    assert.deepEqual(report.copies.map(({ from, to, first }) => `${from} > ${to} ${first ?? ''}`.replaceAll(project.name, 'shop')), ['shop-before_data > shop_data stop db (/var/lib/x)', 'shop-before_later > shop_later ']);
  });

  it('loses a volume only while it is the one that was looked at', async () => {
    const name = await makeVolume(`${project.name}_doomed`, { project: project.name, volume: 'doomed' });
    const doomed = { name, key: 'doomed', project: project.name, createdAt: (await askVolume(engine, name))?.createdAt, bytes: 0, lastBackup: undefined, note: undefined };
    const used = { ...doomed, name: `${project.name}_data`, createdAt: (await askVolume(engine, `${project.name}_data`))?.createdAt };
    const told: string[] = [];
    const why = async (volume: typeof doomed): Promise<string> => {
      const { removed, left: [only] } = await removeVolumes(engine, [volume], { before: (each) => { told.push(each.name); } });
      assert.deepEqual(removed, []);
      return (only?.why ?? '').replaceAll(project.name, 'shop');
    };
    assert.equal(await why(used), 'shop-db-1 has it mounted');
    assert.equal(await why({ ...doomed, project: 'other' }), 'it belongs to shop now');
    assert.equal(await why({ ...doomed, createdAt: '2001-01-01T00:00:00Z' }), 'it is another volume of that name, made since');
    assert.deepEqual(told, [used.name, name, name]);
    assert.deepEqual(await removeVolumes(engine, [{ ...doomed, name: 'composure-never-there' }]), { removed: ['composure-never-there'], left: [] });
    assert.deepEqual(await removeVolumes(engine, [doomed]), { removed: [name], left: [] });
    assert.equal(await docker('volume', 'ls', '--quiet', '--filter', `name=^${name}$`), '');
  });

});

describe('a folder on this disk', () => {
  it('is measured by the files in it, and may be missing, a file, or closed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'composure-measure-'));
    try {
      await mkdir(path.join(folder, 'a/b'), { recursive: true });
      for (let each = 0; each < 200; each += 1) await writeFile(path.join(folder, 'a/b', String(each)), 'xy');
      assert.deepEqual(await measureFolder(folder), { path: folder, exists: true, bytes: 400 });
      assert.deepEqual(await measureFolder(path.join(folder, 'a/b/7')), { path: path.join(folder, 'a/b/7'), exists: true, bytes: 2 });
      assert.deepEqual(await measureFolder(path.join(folder, 'none/x')), { path: path.join(folder, 'none/x'), exists: false, bytes: undefined });
      await assert.rejects(measureFolder(folder, AbortSignal.abort(new Error('enough'))), /enough/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
