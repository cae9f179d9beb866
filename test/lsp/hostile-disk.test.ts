// What may stand on a disk in place of a file: the server and the command go on, and answer in time.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { environmentsRequest, type EnvironmentSummary } from '#core/protocol.ts';
import { composure, commandSource } from '../support/command.ts';
import { LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const web = 'services:\n  web:\n    image: nginx:1.27\n    build: .\n    env_file: .env\n';
/** Milliseconds. */
const limit = 5_000;

type Make = (at: (name: string) => string) => unknown;

const disks: Readonly<Record<string, Make>> = {
  'pipes': (at) => ['compose.dev.yaml', '.env', 'Dockerfile', '.gitignore', '.dockerignore', 'composure.yaml'].forEach((name) => execFileSync('mkfifo', [at(name)])),
  'links to themselves': (at) => ['compose.dev.yaml', '.env', 'Dockerfile', 'data'].forEach((name) => symlinkSync(name, at(name))),
  'links to the root and to the folder itself': (at) => { symlinkSync('.', at('self')); symlinkSync('..', at('up')); symlinkSync('/', at('root')); },
  'devices': (at) => { symlinkSync('/dev/zero', at('compose.dev.yaml')); symlinkSync('/dev/zero', at('.env')); symlinkSync('/dev/zero', at('Dockerfile')); },
  'a socket': (at) => new Promise((resolve) => { const server = createServer().listen(at('compose.dev.yaml'), () => resolve(server.unref())); }),
  'files that nobody may read': (at) => ['compose.dev.yaml', '.env', 'Dockerfile'].forEach((name) => { writeFileSync(at(name), web); chmodSync(at(name), 0); }),
  'UTF-16': (at) => writeFileSync(at('compose.dev.yaml'), Buffer.from(`\ufeff${web}`, 'utf16le')),
  'Latin-1': (at) => writeFileSync(at('compose.dev.yaml'), Buffer.from(web.replace('web', 'gr\u00fc\u00dfe'), 'latin1')),
  'random bytes': (at) => writeFileSync(at('compose.dev.yaml'), Buffer.from(Array.from({ length: 50_000 }, (_, index) => 1 + (index * 7919) % 255))),
  'a file that includes itself by a link': (at) => { writeFileSync(at('compose.dev.yaml'), 'include: [link.yaml]\n'); symlinkSync('compose.dev.yaml', at('link.yaml')); },
  'a file of 11 MB': (at) => writeFileSync(at('compose.dev.yaml'), '# '.repeat(5_500_000)),
};

describe('a hostile disk', () => {
  for (const [name, make] of Object.entries(disks)) {
    it(`is read in time: ${name}`, async function () {
      this.timeout(30_000);
      const workspace = temporaryWorkspace({ 'compose.yaml': web, 'sub/compose.yaml': web });
      const client = new LspClient();
      try {
        await make((each) => path.join(workspace.root, each));
        await client.initialize(workspace.root);
        const from = performance.now();
        await client.open(path.join(workspace.root, 'compose.yaml'), web);
        await client.diagnostics(path.join(workspace.root, 'compose.yaml'), (_, version) => version === 1);
        const environments = await client.connection.sendRequest<readonly EnvironmentSummary[]>(environmentsRequest);
        assert.ok(performance.now() - from < limit, `${performance.now() - from} ms`);
        assert.ok(environments.some(({ files }) => files.includes(path.join(workspace.root, 'compose.yaml'))));
        const ended = await composure(['check', '--format', 'json'], { cwd: workspace.root, program: [commandSource] });
        assert.ok(ended.status === 0 || ended.status === 1 || /^composure: .* cannot be read/.test(ended.stderr), ended.stderr);
      } finally {
        await client.dispose();
        workspace.dispose();
      }
    });
  }
});
