// Diagnostics over a real connection: as one types, with versions, across files, and when the disk changes.

import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { environmentsRequest, type EnvironmentSummary } from '#core/protocol.ts';
import { codes, LspClient, temporaryWorkspace } from '../support/lsp-client.ts';

const compose = `services:
  web:
    image: nginx:1.27
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
`;

describe('diagnostics', () => {
  const disposables: (() => unknown)[] = [];
  const start = async (files: Readonly<Record<string, string>>): Promise<{ client: LspClient; at: (name: string) => string; write: (name: string, text: string) => void }> => {
    const workspace = temporaryWorkspace(files);
    const client = new LspClient();
    disposables.push(() => client.dispose(), workspace.dispose);
    await client.initialize(workspace.root);
    return { client, at: (name) => path.join(workspace.root, name), write: workspace.write };
  };
  afterEach(async () => {
    for (const dispose of disposables.splice(0)) await dispose();
  });

  it('underlines a dead mount at the very source, with its page', async () => {
    const { client, at } = await start({ 'compose.yaml': compose });
    await client.open(at('compose.yaml'), compose);
    const [found, ...more] = await client.diagnostics(at('compose.yaml'), (each) => each.length > 0);
    assert.equal(found?.code, 'dead-mount-source');
    assert.deepEqual(found?.range, { start: { line: 4, character: 8 }, end: { line: 4, character: 20 } });
    assert.equal(found?.severity, 1);
    assert.equal(found?.source, 'composure');
    assert.match(found?.codeDescription?.href ?? '', /docs\/rules\/dead-mount-source\.md$/);
    assert.deepEqual(more, []);
  });

  it('judges unsaved text, and says for which version', async () => {
    const { client, at } = await start({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n' });
    await client.open(at('compose.yaml'), 'services:\n  web:\n    image: nginx:1.27\n');
    await client.edit(at('compose.yaml'), 2, compose);
    await client.diagnostics(at('compose.yaml'), (each, version) => version === 2 && codes(each).includes('dead-mount-source'));
    await client.edit(at('compose.yaml'), 3, compose.replace('./nginx.conf', './compose.yaml'));
    await client.diagnostics(at('compose.yaml'), (each, version) => version === 3 && each.length === 0);
    const versions = client.published.map(({ version }) => version ?? 0);
    assert.deepEqual(versions, versions.toSorted((a, b) => a - b), 'an older version was published after a newer one');
  });

  it('checks again when a path that it depends on appears or goes', async () => {
    const { client, at, write } = await start({ 'compose.yaml': compose });
    await client.open(at('compose.yaml'), compose);
    await client.diagnostics(at('compose.yaml'), (each) => each.length === 1);
    write('nginx.conf', 'events {}\n');
    await client.changedOnDisk(at('nginx.conf'));
    await client.diagnostics(at('compose.yaml'), (each) => each.length === 0);
    rmSync(at('nginx.conf'));
    await client.changedOnDisk(at('nginx.conf'));
    await client.diagnostics(at('compose.yaml'), (each) => each.length === 1);
  });

  it('judges an overlay on its base, also while the base is edited', async () => {
    const base = 'services:\n  web:\n    image: nginx:1.27\nnetworks:\n  front:\n';
    const overlay = 'services:\n  web:\n    networks:\n      - front\n';
    const { client, at } = await start({ 'docker-compose.yml': base, 'docker-compose.prod.yml': overlay });
    await client.open(at('docker-compose.prod.yml'), overlay);
    await client.diagnostics(at('docker-compose.prod.yml'), (each) => each.length === 0);
    await client.open(at('docker-compose.yml'), base);
    await client.edit(at('docker-compose.yml'), 2, base.replace('front:', 'back:'));
    const found = await client.diagnostics(at('docker-compose.prod.yml'), (each) => each.length > 0);
    assert.deepEqual(codes(found), ['undefined-network']);
  });

  it('finds environments that come later, and clears those that go', async () => {
    const { client, at, write } = await start({ 'README.md': 'nothing here\n' });
    write('sub/compose.yaml', compose);
    await client.changedOnDisk(at('sub/compose.yaml'));
    await client.diagnostics(at('sub/compose.yaml'), (each) => codes(each).includes('dead-mount-source'));
    rmSync(at('sub'), { recursive: true });
    await client.changedOnDisk(at('sub'));
    await client.diagnostics(at('sub/compose.yaml'), (each) => each.length === 0);
  });

  it('finds what is in a folder that comes whole, and clears it when that is moved on', async () => {
    const { client, at, write } = await start({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n' });
    await client.open(at('compose.yaml'), 'services:\n  web:\n    image: nginx:1.27\n');
    await client.diagnostics(at('compose.yaml'), () => true);
    write('apps/shop/compose.yaml', compose);
    await client.changedOnDisk(at('apps'));
    await client.diagnostics(at('apps/shop/compose.yaml'), (each) => codes(each).includes('dead-mount-source'));
    renameSync(at('apps'), at('systems'));
    await client.changedOnDisk(at('apps'), at('systems'));
    await client.diagnostics(at('apps/shop/compose.yaml'), (each) => each.length === 0);
    await client.diagnostics(at('systems/shop/compose.yaml'), (each) => codes(each).includes('dead-mount-source'));
    rmSync(at('systems/shop'), { recursive: true });
    await client.changedOnDisk(at('systems/shop'));
    await client.diagnostics(at('systems/shop/compose.yaml'), (each) => each.length === 0);
    const environments = await client.connection.sendRequest<readonly EnvironmentSummary[]>(environmentsRequest);
    assert.deepEqual(environments.map(({ directory }) => directory), [at('.')]);
  });

  it('honours an inline ignore, and reports one that ignores nothing', async () => {
    const ignored = compose.replace('      - ./nginx', '      # composure-ignore dead-mount-source -- made by deploy.sh\n      - ./nginx');
    const { client, at } = await start({ 'compose.yaml': ignored });
    await client.open(at('compose.yaml'), ignored);
    await client.diagnostics(at('compose.yaml'), (each) => each.length === 0);
    await client.edit(at('compose.yaml'), 2, ignored.replace('./nginx.conf', './compose.yaml'));
    const found = await client.diagnostics(at('compose.yaml'), (each) => each.length > 0);
    assert.deepEqual(codes(found), ['unused-ignore']);
  });

  it('keeps an ignore that only one of two environments needs', async () => {
    const base = 'services:\n  web:\n    image: nginx:1.27\n    volumes:\n      # composure-ignore dead-mount-source -- made by deploy.sh\n      - ./site:/usr/share/nginx/html\n';
    const prod = 'services:\n  web:\n    volumes: !override []\n';
    const { client, at } = await start({ 'docker-compose.yml': base, 'docker-compose.prod.yml': prod });
    await client.open(at('docker-compose.yml'), base);
    await client.edit(at('docker-compose.yml'), 2, base.replace('image: nginx:1.27', 'image: nginx:1.27\n    networks: [nowhere]'));
    const found = await client.diagnostics(at('docker-compose.yml'), (each) => each.length > 0);
    assert.deepEqual(codes(found), ['undefined-network']);
  });

  it('gives what is left of a text that is broken half-way', async () => {
    const broken = `services:\n  web:\n    image: "nginx\n  db:\n    image: postgres:17\n    networks:\n      - nowhere\n`;
    const { client, at } = await start({ 'compose.yaml': broken });
    await client.open(at('compose.yaml'), broken);
    const found = await client.diagnostics(at('compose.yaml'), (each) => each.length > 0);
    assert.deepEqual(codes(found), ['yaml-syntax', 'undefined-network']);
  });
});
