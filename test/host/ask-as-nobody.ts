// Asks the engine and Compose at the socket that its argument names, as a user without rights, and prints how that fails.
// A program of its own, because there is no way back from being nobody.

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '#core/failure.ts';
import { ComposeCli } from '#host/compose/cli.ts';
import { Engine } from '#host/engine/engine.ts';
import { stopCall } from '#core/environments/calls.ts';

const socketPath = process.argv[2] ?? '';
const folder = mkdtempSync(path.join(tmpdir(), 'composure-nobody-'));
const nobody = 65534;

process.once('exit', () => {
  process.seteuid?.(process.getuid?.() ?? 0);
  rmSync(folder, { recursive: true, force: true });
});

// The plugin may lie in a home that is closed to others.
const plugins = JSON.parse(execFileSync('docker', ['info', '--format', '{{json .ClientInfo.Plugins}}'], { encoding: 'utf8' })) as readonly { Name: string; Path: string }[];
const plugin = plugins.find(({ Name }) => Name === 'compose');
if (plugin === undefined) throw new Error('docker has no compose plugin');
mkdirSync(path.join(folder, 'cli-plugins'));
copyFileSync(plugin.Path, path.join(folder, 'cli-plugins/docker-compose'));
chmodSync(path.join(folder, 'cli-plugins/docker-compose'), 0o755);
chmodSync(folder, 0o755);
// Loaded while it may still be read.
await import('dockerode');

const address = `unix://${socketPath}`;
const engine = new Engine({ endpoint: { address, context: undefined, connection: { kind: 'unix', socketPath } } });
const command = process.getuid?.() === 0
  ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', 'docker', 'compose']
  : ['docker', 'compose'];
const cli = new ComposeCli({ command, environment: { PATH: process.env['PATH'], HOME: folder, DOCKER_CONFIG: folder, DOCKER_HOST: address } });

const composeFile = path.join(folder, 'compose.yaml');
writeFileSync(composeFile, 'services: { web: { image: none } }\n', { mode: 0o644 });
const stop = stopCall({ name: 'none', mode: 'other', directory: folder, files: [composeFile], envFiles: [], profiles: [] });
const compose = await kindOf(cli.run(stop));
if (process.getuid?.() === 0) process.seteuid?.(nobody);
console.log(`engine ${await kindOf(engine.ping())}\ncompose ${compose}`);

async function kindOf(question: Promise<unknown>): Promise<string> {
  const error: unknown = await question.then(() => 'no failure', (reason: unknown) => reason);
  return error instanceof Failure ? error.kind : String(error);
}
