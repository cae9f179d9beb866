// A small project of the API suite, written into the workspace that is open: a web server and a database in
// two modes, with a name, a port and a volume of their own.
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

import type { ComposureApi } from '#client/extension.ts';
import type { Row } from '#client/views/row.ts';
import { docker } from '../../support/docker/docker.ts';
import { ensureTestImage } from '../../support/docker/image.ts';
import { removePins } from '../../support/docker/pins.ts';

/** Of this run alone: others may use the same engine. */
export const project = `composure-api-${randomBytes(4).toString('hex')}`;
export const port = 20_000 + randomInt(10_000);

/** What a person sees, as plain data. */
export async function composure(): Promise<ComposureApi> {
  const extension = vscode.extensions.getExtension<ComposureApi>('composure.composure');
  assert.ok(extension, 'composure.composure is not among the extensions');
  return extension.activate();
}

/** The folder of the project within the workspace, which no other file of the suite has used: the editor remembers texts by their paths. */
export function shopFolder(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'the suite needs a workspace folder');
  return join(folder.uri.fsPath, project);
}

/** Writes the project and waits until its environments are there. */
export async function openShop(): Promise<ComposureApi> {
  const image = await ensureTestImage();
  await placeFolder(shopFolder(), { ...files(image), 'site/index.html': 'shop\n' });
  const api = await composure();
  await until('the environments of the shop', () => environment(api, 'dev') !== undefined && environment(api, 'prod') !== undefined);
  return api;
}

/** Puts a folder with these texts into the workspace in one step, so that nobody reads half of it. */
export async function placeFolder(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
  // Outside of the workspace, on the same disk.
  const made = await mkdtemp(join(folder, '../../../composure-placed-'));
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(dirname(join(made, name)), { recursive: true });
    await writeFile(join(made, name), text);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(made, folder);
}

/** Removes the containers, the volume and the files. */
export async function closeShop(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const containers = await docker('ps', '--all', '--quiet', '--filter', `label=com.docker.compose.project=${project}`);
  for (const id of containers.split('\n').filter((line) => line !== '')) await docker('rm', '--force', '--volumes', id);
  for (const kind of ['volume', 'network']) {
    const names = await docker(kind, 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${project}`);
    for (const name of names.split('\n').filter((line) => line !== '')) await docker(kind, 'rm', name);
  }
  await removePins(project);
  await rm(shopFolder(), { recursive: true, force: true });
}

/** The row of one of the project's environments. */
export function environment(api: ComposureApi, name: string): Row | undefined {
  const shown = api.rows().flatMap((row) => [row, ...row.children]);
  return shown.find((row) => row.label === name && row.subject.environment !== undefined && row.place?.file.startsWith(shopFolder()));
}

/** The row of a service in one of the project's environments. */
export function service(api: ComposureApi, of: string, name: string): Row | undefined {
  return environment(api, of)?.children.find((row) => row.label === name);
}

/** Waits until something is so, and says what was waited for if it never is. */
export async function until(what: string, isSo: () => boolean, seconds = 20): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await delay(50);
  }
}

function files(image: string): Readonly<Record<string, string>> {
  return {
    'compose.yaml': `name: ${project}
services:
  web:
    image: ${image}
    init: true
    command: httpd -f -p 80 -h /www
    ports:
      - "127.0.0.1:${port}:80"
    volumes:
      - ./site:/www:ro
    depends_on:
      - db
  db:
    image: ${image}
    init: true
    # Ends with 3 when it is told to.
    command: ["sh", "-c", "trap 'exit 3' USR1; while :; do sleep 0.2; done"]
    volumes:
      - data:/var/lib/db
    healthcheck:
      test: ["CMD", "test", "-d", "/var/lib/db"]
      interval: 1s
volumes:
  data:
`,
    'compose.dev.yaml': `services:
  web:
    environment:
      MODE: dev
  mailbox:
    image: ${image}
    init: true
    command: sleep 100000
`,
    'compose.prod.yaml': `services:
  web:
    environment:
      MODE: prod
`,
  };
}
