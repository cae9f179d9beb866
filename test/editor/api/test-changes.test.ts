// Changes that are tested beside what runs, from the palette, and what is remembered of a start.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as vscode from 'vscode';

import type { ComposureApi } from '#client/extension.ts';
import { docker } from '../../support/docker/docker.ts';
import { pinsOf } from '../../support/docker/pins.ts';
import { closeShop, environment, openShop, project, shopFolder, until } from './shop.ts';

describe('changes of a project', () => {
  let api: ComposureApi;
  before(async () => {
    await closeShop();
    api = await openShop();
    await vscode.commands.executeCommand('composure.environments.focus');
    await until('the engine', () => environment(api, 'dev')?.contextValue.startsWith('composure.environment;stopped;dev') === true);
    await vscode.commands.executeCommand('composure.startDev', environment(api, 'dev')?.id);
  });
  after(closeShop);

  it('have a state to go back to: the start was remembered, its images are kept', async () => {
    assert.deepEqual((await pinsOf(project)).map((name) => name.replace(/:.*/, '')), ['db', 'mailbox', 'web'].map((service) => `composure/${project}/${service}`));
  });

  it('are tested in a copy that is gone afterwards, and what runs does not notice it', async () => {
    const before = await containers();
    const file = join(shopFolder(), 'compose.dev.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('MODE: dev', 'MODE: tested'));
    let seen = 0;
    const watch = setInterval(() => { void copies().then((now) => { seen = Math.max(seen, now.length); }); }, 200);
    await vscode.commands.executeCommand('composure.testChanges', environment(api, 'dev')?.id);
    clearInterval(watch);
    assert.equal(seen, 3);
    assert.deepEqual(await copies(), []);
    assert.deepEqual(await containers(), before);
    assert.equal(environment(api, 'dev')?.description.includes('running'), true);
  });
});

async function containers(): Promise<readonly string[]> {
  return lines(await docker('ps', '--all', '--no-trunc', '--filter', `label=com.docker.compose.project=${project}`, '--format', '{{.ID}} {{.State}}'));
}

async function copies(): Promise<readonly string[]> {
  return lines(await docker('ps', '--all', '--quiet', '--filter', `label=composure.copy-of=${project}`));
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '').toSorted();
}
