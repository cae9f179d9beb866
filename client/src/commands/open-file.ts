// Opens the compose file of an environment, at the line that speaks of the row it was called on.

import * as vscode from 'vscode';

import { toOsPath } from '#host/node/file-path.ts';
import type { Command } from '#client/commands/command-context.ts';
import { pickEnvironment } from '#client/commands/pick-environment.ts';

export const openFile: Command = async (context, argument) => {
  const place = typeof argument === 'string' ? context.row(argument)?.place : undefined;
  if (place !== undefined) {
    const { start, end } = place.range;
    await vscode.window.showTextDocument(vscode.Uri.file(toOsPath(place.file)), {
      selection: new vscode.Range(start.line, start.character, end.line, end.character),
    });
    return;
  }
  const environment = await pickEnvironment(context, 'file', argument);
  const file = environment?.summary.files.at(-1);
  if (file !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(toOsPath(file)));
};
