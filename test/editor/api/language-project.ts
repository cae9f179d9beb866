// A project of the API suite for what an editor asks about a place in a text: two files that are merged, one with another
// name that is included, and env files. Nothing of it is ever started.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import * as vscode from 'vscode';

import { composure, placeFolder, until } from './shop.ts';

const texts = {
  'compose.yaml': `name: composure-api-language
include:
  - base/common.yaml
services:
  web:
    image: nginx:\${TAG:-1.26}
    depends_on:
      - store
      - mailer
    ports:
      - "127.0.0.1:18392:80"
    env_file: web.env
    networks:
      - front
      - default
  store:
    image: redis:7.4
    volumes:
      - data:/data
    networks:
      - front
networks:
  front:
volumes:
  data:
`,
  'compose.override.yaml': `services:
  web:
    image: nginx:1.28
  store:
    init: true
`,
  'base/common.yaml': `services:
  mailer:
    image: axllent/mailpit:\${TAG}
    healthcheck:
      test: ["CMD", "true"]
`,
  '.env': 'TAG=1.27\n',
  'web.env': 'MODE=dev\n',
};

/** The project in the workspace, in a folder that no other test has used: the editor remembers texts by their paths. */
export interface LanguageProject {
  readonly folder: string;
  /** Shows a file in an editor. */
  show(name: string): Promise<vscode.TextEditor>;
  /** What the disk holds, merged by Compose. */
  merged(): Promise<{ readonly services: Readonly<Record<string, Record<string, unknown>>> }>;
  close(): Promise<void>;
}

/** Writes the project and waits until the language server knows its environment. */
export async function openLanguageProject(): Promise<LanguageProject> {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(workspace, 'the suite needs a workspace folder');
  const folder = join(workspace.uri.fsPath, `api-language-${Date.now()}`);
  await placeFolder(folder, texts);
  const api = await composure();
  await until('the environment of the project', () => api.rows().flatMap((row) => [row, ...row.children]).some(({ place }) => place?.file.startsWith(folder)));
  return {
    folder,
    show: async (name) => vscode.window.showTextDocument(vscode.Uri.file(join(folder, name))),
    merged: async () => {
      const { stdout } = await promisify(execFile)('docker', ['compose', '--project-directory', folder, 'config', '--format', 'json']);
      return JSON.parse(stdout) as { services: Record<string, Record<string, unknown>> };
    },
    close: async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The place of the mark `|` in a piece of a document's text, for example `image: ng|inx`. */
export function placeIn(document: vscode.TextDocument, marked: string): vscode.Position {
  const start = document.getText().indexOf(marked.replace('|', ''));
  assert.notEqual(start, -1, `${document.fileName} has no ${marked}`);
  return document.positionAt(start + marked.indexOf('|'));
}

/** Replaces the text of an editor by a text with the mark `|`, puts the cursor there and returns its place. */
export async function write(editor: vscode.TextEditor, marked: string): Promise<vscode.Position> {
  const { document } = editor;
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  await editor.edit((edit) => edit.replace(whole, marked.replace('|', '')));
  return document.positionAt(marked.indexOf('|'));
}
