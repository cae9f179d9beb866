// `npm run bench:backup`: a backup as a user gets it beside tar in a container, in one run and in turns, for a gigabyte of small
// files and one of large ones; then restoring and verifying. `-- 3` measures three rounds, `-- 1 0.1` one round of a tenth.

import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { request } from 'node:http';
import path from 'node:path';
import { resolveEndpoint } from '#host/engine/endpoint.ts';
import { bundledCommand } from '../../support/command-bundle.ts';
import { docker } from '../../support/docker/docker.ts';
import { ensureEngine } from '../../support/docker/engine.ts';
import { ensureTestImage, testImage } from '../../support/docker/image.ts';
import { percentile, table } from '../figures.ts';
import { fill, shapes, type Shape } from './data.ts';
import { measure, type Figures } from './measure.ts';

const [rounds = 3, share = 1] = process.argv.slice(2).map(Number);
const project = `composure-bench-backup-${process.pid}`;

const engine = await ensureEngine();
await ensureTestImage();
const command = [process.execPath, await bundledCommand()];
const folder = await mkdtemp(path.join(tmpdir(), 'composure-bench-backup-'));
process.stdout.write(`${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, load ${loadavg().map((each) => each.toFixed(1)).join(' ')} at the start\n`);
try {
  for (const shape of shapes(share)) await bench(shape);
} finally {
  await docker('compose', '--project-name', project, 'down', '--volumes', '--timeout', '0').catch(() => '');
  await rm(folder, { recursive: true, force: true });
  await engine.stop();
}

async function bench(shape: Shape): Promise<void> {
  const volume = `${project}_${shape.name}`;
  await writeFile(path.join(folder, 'compose.yaml'), `name: ${project}\nservices:\n  holder:\n    image: ${testImage}\n    volumes: ["${shape.name}:/data"]\nvolumes:\n  ${shape.name}: {}\n`);
  await docker('compose', '--project-directory', folder, 'create');
  await fill(volume, shape);
  const run = ['docker', 'run', '--rm', '--network', 'none', '-v', `${volume}:/data`, '-v', `${folder}:/out`];
  const tar = path.join(folder, 'copy.tar');
  const backups = path.join(folder, 'backups');
  const ours = (...args: readonly string[]): Promise<Figures> => measure([...command, ...args, '--directory', folder, '--format', 'json']);
  const emptied = async (): Promise<void> => {
    await docker('compose', '--project-directory', folder, 'down', '--volumes', '--timeout', '0');
    await docker('compose', '--project-directory', folder, 'create');
  };
  let backup = '';
  const backingUp: Readonly<Record<string, () => Promise<Figures>>> = {
    'composure backup create': async () => {
      await rm(backups, { recursive: true, force: true });
      const figures = await ours('backup', 'create', '--to', backups);
      backup = (JSON.parse(figures.output) as { readonly backup: string }).backup;
      return figures;
    },
    'docker run, tar to a folder': () => measure([...run, testImage, 'tar', 'cf', '/out/copy.tar', '-C', '/data', '.']),
    'docker run, tar | gzip to a folder': () => measure([...run, testImage, 'sh', '-c', 'tar cf - -C /data . | gzip > /out/copy.tar.gz']),
    'docker run, tar to stdout': () => measure([...run, testImage, 'tar', 'cf', '-', '-C', '/data', '.'], { output: path.join(folder, 'stdout.tar') }),
    'the archive API into nothing': () => emptyRead(volume),
  };
  const verifying = { 'composure backup verify': () => ours('backup', 'verify', backup) };
  const restoring: Readonly<Record<string, () => Promise<Figures>>> = {
    'composure restore': () => ours('restore', backup, '--yes'),
    'docker run, tar from a folder': () => measure([...run, testImage, 'tar', 'xf', '/out/copy.tar', '-C', '/data']),
    'docker run, gzip | tar from a folder': () => measure([...run, testImage, 'sh', '-c', 'gzip -dc /out/copy.tar.gz | tar xf - -C /data']),
    'docker run, tar from stdin': () => measure([...run.slice(0, 2), '-i', ...run.slice(2), testImage, 'tar', 'xf', '-', '-C', '/data'], { input: tar }),
  };
  await report(`${shape.files} files of ${shape.fileBytes / 1024} KiB: backing up`, backingUp, async () => undefined);
  process.stdout.write(`  on the disk: ${await sizes(backups)} MB by composure, ${await sizes(tar)} by tar, ${await sizes(`${tar}.gz`)} by tar and gzip\n`);
  await report(`${shape.files} files of ${shape.fileBytes / 1024} KiB: verifying`, verifying, async () => undefined);
  await report(`${shape.files} files of ${shape.fileBytes / 1024} KiB: restoring into an empty volume`, restoring, emptied);
  await docker('compose', '--project-directory', folder, 'down', '--volumes', '--timeout', '0');
}

/** Each in turn, round by round, so that what else the machine does falls upon all. */
async function report(title: string, ways: Readonly<Record<string, () => Promise<Figures>>>, prepare: () => Promise<void>): Promise<void> {
  const measured = new Map<string, Figures[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      await prepare();
      await measure(['sync']);
      const figures = await way();
      process.stderr.write(`${name}: ${figures.seconds.toFixed(1)} s\n`);
      measured.set(name, [...measured.get(name) ?? [], figures]);
    }
  }
  table(title, [...measured].map(([name, all]) => ({
    '': name,
    'median s': percentile(all.map(({ seconds }) => seconds), 0.5).toFixed(1), 'best s': Math.min(...all.map(({ seconds }) => seconds)).toFixed(1),
    'own CPU s': percentile(all.map(({ cpuSeconds }) => cpuSeconds), 0.5).toFixed(1), 'peak MB': Math.max(...all.map(({ megabytes }) => megabytes)).toFixed(0),
  })));
}

/** What the engine needs alone: nobody who reads through its API can be faster. */
async function emptyRead(volume: string): Promise<Figures> {
  const { connection } = await resolveEndpoint();
  if (connection.kind !== 'unix') throw new Error('the bench needs an engine on a socket');
  const id = await docker('create', '--network', 'none', '-v', `${volume}:/data:ro`, testImage, 'none');
  try {
    const began = performance.now();
    await new Promise<void>((resolve, reject) => {
      request({ socketPath: connection.socketPath, path: `/containers/${id}/archive?path=/data` }, (response) => { response.on('error', reject).on('end', resolve).resume(); }).on('error', reject).end();
    });
    return { seconds: (performance.now() - began) / 1000, cpuSeconds: 0, megabytes: 0, output: '' };
  } finally {
    await docker('rm', '--force', id);
  }
}

async function sizes(place: string): Promise<string> {
  const found = await stat(place);
  const bytes = found.isDirectory() ? (await Promise.all((await readdir(place, { recursive: true })).map((name) => stat(path.join(place, name))))).reduce((sum, each) => sum + (each.isFile() ? each.size : 0), 0) : found.size;
  return (bytes / 1024 / 1024).toFixed(0);
}
