// Starting, switching, restarting and stopping environments on a real engine, as the tree and the status bar show it.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as vscode from 'vscode';

import type { ComposureApi } from '#client/extension.ts';
import { docker } from '../../support/docker/docker.ts';
import { closeShop, environment, openShop, port, project, service, shopFolder, until } from './shop.ts';

describe('the modes of a project', () => {
  let api: ComposureApi;
  before(async () => {
    await closeShop();
    api = await openShop();
  });
  after(closeShop);

  it('are stopped at first', async () => {
    await vscode.commands.executeCommand('composure.environments.focus');
    await until('the engine', () => environment(api, 'dev')?.contextValue.startsWith('composure.environment;stopped;dev') === true);
    assert.match(environment(api, 'prod')?.contextValue ?? '', /^composure\.environment;stopped;prod/);
    assert.deepEqual(environment(api, 'dev')?.children.map(({ label }) => label).sort(), ['db', 'mailbox', 'web']);
  });

  it('start in dev mode', async () => {
    await vscode.commands.executeCommand('composure.startDev', environment(api, 'dev')?.id);
    await until('dev to be healthy', () => environment(api, 'dev')?.description.endsWith('running · 3/3 healthy') === true);
    assert.equal(await mode(), 'dev');
    assert.equal(service(api, 'dev', 'web')?.description, `running · 127.0.0.1:${port}`);
    assert.equal(service(api, 'dev', 'db')?.description, 'healthy');
    assert.match(environment(api, 'prod')?.description ?? '', /stopped/);
  });

  it('show in the status bar', () => {
    assert.equal(api.statusBar()?.text, '$(tools) dev · 3/3 healthy');
    assert.equal(api.statusBar()?.broken, false);
  });

  it('follow the engine within a second', async () => {
    await docker('kill', `${project}-mailbox-1`);
    await until('the tree to follow', () => service(api, 'dev', 'mailbox')?.description === 'stopped', 1);
    await docker('start', `${project}-mailbox-1`);
    await until('the tree to follow', () => service(api, 'dev', 'mailbox')?.description === 'running', 1);
  });

  it('show what is mounted and published, and open its line', async () => {
    const rows = service(api, 'dev', 'web')?.children ?? [];
    assert.deepEqual(rows.map(({ label, description }) => `${label} ${description}`), [
      `${project}-web-1 running`, `127.0.0.1:${port} → 80/tcp`, 'site → /www',
    ]);
    await vscode.commands.executeCommand('composure.openFile', rows.at(-1)?.id);
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.uri.path ?? '', /\/compose\.yaml$/);
    assert.match(editor?.document.lineAt(editor.selection.start.line).text ?? '', /- \.\/site:\/www:ro/);
  });

  it('switch to prod mode', async () => {
    await vscode.commands.executeCommand('composure.startProd', environment(api, 'prod')?.id);
    await until('prod to be healthy', () => environment(api, 'prod')?.description.endsWith('running · 2/2 healthy') === true);
    assert.equal(await mode(), 'prod');
    assert.match(environment(api, 'dev')?.description ?? '', /stopped/);
    assert.equal(api.statusBar()?.text, '$(rocket) prod · 2/2 healthy');
  });

  it('notice that their files have changed since the start', async () => {
    const file = join(shopFolder(), 'compose.prod.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('MODE: prod', 'MODE: newer'));
    await until('the change', () => environment(api, 'prod')?.description.endsWith('files changed since the start') === true);
    await writeFile(file, text);
    await until('the change to be gone', () => environment(api, 'prod')?.description.endsWith('running · 2/2 healthy') === true);
  });

  it('take one operation at a time', async () => {
    const restart = vscode.commands.executeCommand('composure.restart', environment(api, 'prod')?.id);
    await until('the restart to begin', () => api.statusBar()?.text.includes('Restarting') === true);
    await vscode.commands.executeCommand('composure.stop', environment(api, 'prod')?.id);
    await restart;
    await until('prod to be healthy again', () => environment(api, 'prod')?.description.endsWith('running · 2/2 healthy') === true);
  });

  it('stop, and keep their data', async () => {
    await docker('exec', `${project}-db-1`, 'sh', '-c', 'echo kept > /var/lib/db/file');
    await vscode.commands.executeCommand('composure.stop', environment(api, 'prod')?.id);
    await until('prod to be stopped', () => environment(api, 'prod')?.description.endsWith('stopped') === true);
    assert.equal(await docker('volume', 'ls', '--quiet', '--filter', `name=${project}_data`), `${project}_data`);
    await vscode.commands.executeCommand('composure.start', environment(api, 'prod')?.id);
    assert.equal(await docker('exec', `${project}-db-1`, 'cat', '/var/lib/db/file'), 'kept');
  });

  it('say which service needs a person', async () => {
    await docker('kill', '--signal', 'USR1', `${project}-db-1`);
    await until('the failure', () => service(api, 'prod', 'db')?.description === 'failed with exit code 3');
    assert.match(environment(api, 'prod')?.accessibilityLabel ?? '', /partly running, 1 of 2 services healthy, needs attention: db$/);
    assert.equal(api.statusBar()?.broken, true);
  });

  async function mode(): Promise<string> {
    return docker('exec', `${project}-web-1`, 'sh', '-c', 'echo $MODE');
  }
});
