// What the extension takes while nobody does anything: the CPU of the extension host and of the language server over a
// minute, with the sidebar open on fifty containers.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ownEngine, type OwnEngine } from '../../host/own-engine.ts';
import { idle } from '../../host/scratch-project.ts';
import { docker } from '../../support/docker/docker.ts';
import { testImage } from '../../support/docker/image.ts';
import { Workbench, type WorkbenchOptions } from '../../support/vscode/workbench.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const containers = 50;

/** Rows of the table; or why there are none. The engine is one of its own: what others do on theirs is heard as well. */
export async function measureIdle(seconds: number): Promise<readonly Readonly<Record<string, string | number>>[] | string> {
  if (!existsSync(path.join(root, '.cache/code-server/node_modules/code-server'))) return 'not measured: npm test installs the editor that this needs';
  const [engine, bare] = [await ownEngine(), await mkdtemp(path.join(tmpdir(), 'composure-bench-'))];
  try {
    await writeFile(path.join(bare, 'package.json'), JSON.stringify({ name: 'nothing', publisher: 'composure', version: '0.0.1', engines: { vscode: '^1.90.0' } }));
    await engine.start();
    await giveTestImage(engine);
    return [
      ...await measured({ extension: bare }, 'without Composure', seconds, async () => undefined),
      ...await measured({ env: { DOCKER_HOST: engine.address } }, 'with Composure', seconds, async (workbench) => {
        await docker('--host', engine.address, 'compose', '--project-directory', workbench.folder, 'up', '--detach');
        await workbench.sidebar.open();
        await workbench.sidebar.treeItem(/running, 50 of 50 services healthy/).waitFor({ timeout: 120_000 });
      }),
    ];
  } finally {
    await engine.remove();
    await rm(bare, { recursive: true, force: true });
  }
}

async function measured(options: Partial<WorkbenchOptions>, what: string, seconds: number, begin: (workbench: Workbench) => Promise<void>): Promise<readonly Readonly<Record<string, string | number>>[]> {
  const workbench = await Workbench.open({ workspace: { 'compose.yaml': composeText() }, file: 'compose.yaml', ...options });
  try {
    await begin(workbench);
    await delay(10_000);
    const before = processes();
    await delay(seconds * 1000);
    return processes().map(({ name, pid, cpu, memory }) => {
      const used = cpu - (before.find((one) => one.pid === pid)?.cpu ?? 0);
      return { process: `${name}, ${what}`, containers, seconds, 'CPU ms': used.toFixed(0), 'CPU %': (used / seconds / 10).toFixed(2), 'RSS MB': memory };
    });
  } finally {
    await workbench.close();
  }
}

/** Its engine has no networks. */
function composeText(): string {
  const names = Array.from({ length: containers }, (_, index) => `s${index}`);
  return `name: workspace\nservices:\n${names.map((name) => `  ${name}:${idle}\n    network_mode: none\n    healthcheck: { test: "true", interval: 30s }\n`).join('')}`;
}

async function giveTestImage({ address }: OwnEngine): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'composure-bench-'));
  try {
    const file = path.join(folder, 'image.tar');
    await docker('save', '--output', file, testImage);
    await docker('--host', address, 'load', '--input', file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Process {
  readonly name: string;
  readonly pid: number;
  /** Milliseconds that it has computed since its start. */
  readonly cpu: number;
  readonly memory: string;
}

/** The extension host and the language server below this process. */
function processes(): readonly Process[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
      return [{ pid: Number(pid), parent: Number(stat[1]), cpu: (Number(stat[11]) + Number(stat[12])) * 10, line: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '), status: readFileSync(`/proc/${pid}/status`, 'utf8') }];
    } catch (error) {
      // It has ended since it was listed.
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return [];
      throw error;
    }
  });
  const isBelow = (pid: number): boolean => pid === process.pid || (pid > 1 && isBelow(all.find((one) => one.pid === pid)?.parent ?? 0));
  return all.filter(({ pid }) => isBelow(pid)).flatMap(({ pid, cpu, line, status }) => {
    const name = line.includes('--type=extensionHost') ? 'extension host' : line.includes('dist/server.js') ? 'language server' : undefined;
    return name === undefined ? [] : [{ name, pid, cpu, memory: (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024).toFixed(0) }];
  });
}
