// What the engine says reaches the text: a host port that a container holds, and a service that a lens starts and stops.
import assert from 'node:assert/strict';
import { join } from 'node:path';

import * as vscode from 'vscode';

import type { ComposureApi } from '#client/extension.ts';
import { docker } from '../../support/docker/docker.ts';
import { testImage } from '../../support/docker/image.ts';
import { closeShop, environment, openShop, port, project, service, shopFolder, until } from './shop.ts';

const squatter = `${project}-squatter`;

describe('what the engine says, in the text', () => {
  let api: ComposureApi;
  let uri: vscode.Uri;
  before(async () => {
    await closeShop();
    api = await openShop();
    uri = vscode.Uri.file(join(shopFolder(), 'compose.yaml'));
    await vscode.window.showTextDocument(uri);
    await until('the engine', () => api.state() === 'ready' && environment(api, 'dev')?.contextValue.includes(';stopped;') === true);
  });
  after(async () => {
    await docker('rm', '--force', squatter);
    await closeShop();
  });

  it('underlines a host port while a container holds it', async () => {
    await docker('run', '--detach', '--init', '--name', squatter, '--publish', `127.0.0.1:${port}:80`, testImage, 'sleep', '100000');
    const taken = () => vscode.languages.getDiagnostics(uri).find(({ message }) => message.startsWith(`Host port ${port} is taken`));
    await until('the squiggle', () => taken() !== undefined);
    assert.equal(taken()?.message, `Host port ${port} is taken by the container ${squatter}: web could not start`);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(taken()?.range), String(port));
    await docker('rm', '--force', squatter);
    await until('the squiggle to be gone', () => taken() === undefined && !/error/.test(environment(api, 'dev')?.accessibilityLabel ?? ''));
  });

  it('starts and stops a service by the lens above it', async () => {
    assert.deepEqual(await titlesAbove('db:'), ['Start']);
    await click('db:', 'Start');
    await until('db to be healthy', () => service(api, 'dev', 'db')?.description === 'healthy');
    assert.deepEqual((await docker('ps', '--format', '{{.Label "com.docker.compose.service"}}', '--filter', `label=com.docker.compose.project=${project}`)).split('\n'), ['db']);
    assert.deepEqual(await titlesAbove('db:'), ['$(pass)\u00a0healthy', 'Restart', 'Stop', 'Logs']);
    assert.deepEqual(await titlesAbove('web:'), ['Start']);
    await click('db:', 'Stop');
    await until('db to be stopped', () => service(api, 'dev', 'db')?.description === 'stopped');
    assert.equal(await docker('ps', '--quiet', '--filter', `label=com.docker.compose.project=${project}`), '');
  });

  async function lensesAbove(key: string): Promise<readonly vscode.CodeLens[]> {
    const document = await vscode.workspace.openTextDocument(uri);
    const line = document.getText().split('\n').findIndex((text) => text.trim() === key);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    return lenses.filter(({ range }) => range.start.line === line);
  }

  async function titlesAbove(key: string): Promise<readonly (string | undefined)[]> {
    return (await lensesAbove(key)).map(({ command }) => command?.title);
  }

  async function click(key: string, title: string): Promise<void> {
    const command = (await lensesAbove(key)).find((lens) => lens.command?.title === title)?.command;
    assert.ok(command, `no lens ${title} above ${key}`);
    await vscode.commands.executeCommand(command.command, ...command.arguments ?? []);
  }
});
