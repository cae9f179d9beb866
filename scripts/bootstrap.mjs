// The first step of `npm start` and `npm test` on a fresh machine: installs the
// dependencies if they are not those of package-lock.json, then hands over to
// scripts/<name>.ts on the Node 24 that came with them. Plain JavaScript,
// because it has to run on whatever Node (18 or newer) the machine has.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const [name, ...args] = process.argv.slice(2);
const script = join(root, 'scripts', `${name}.ts`);
if (name === undefined || !existsSync(script)) {
  fail(`usage: node scripts/bootstrap.mjs start|test|... (no scripts/${name ?? '<name>'}.ts)`);
}
if (!isInstalled()) install();
handOver();

/** True if node_modules holds exactly what package-lock.json asks for: npm writes the hidden lockfile last. */
function isInstalled() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden) || !existsSync(node)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    path === '' || (present[path] === undefined ? optional === true : present[path].version === version));
}

function install() {
  console.log('installing the dependencies (npm ci)');
  // Under `npm start` npm names its own program, which spares a search for npm.cmd on Windows.
  const npmProgram = process.env.npm_execpath;
  const [file, ...first] = npmProgram?.endsWith('.js') ? [process.execPath, npmProgram] : ['npm'];
  const result = spawnSync(file, [...first, 'ci', '--no-fund', '--no-audit', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (result.error) fail(`npm cannot be run (${result.error.message}): install npm, which comes with Node.js`);
  if (result.status !== 0) fail(`npm ci failed (exit ${result.status}): it needs the npm registry, so check the network or the proxy settings of npm`);
  if (!existsSync(node)) fail(`npm ci left no ${node}: npm must be allowed to run the install script of the package "node"`);
}

function handOver() {
  const child = spawn(node, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${node} cannot be run: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? ''] ?? 0)));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
