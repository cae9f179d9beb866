// What is left to the extensions that are here now, and when that changes.

import * as vscode from 'vscode';

import { neighbourSettings, whatNeighboursSay, type NeighbourWish } from '#client/neighbours.ts';
import type { LeftToNeighbours } from '#core/protocol.ts';

/** What is left to other extensions now. */
export function neighboursNow(): LeftToNeighbours {
  const settings = vscode.workspace.getConfiguration();
  return whatNeighboursSay({
    isInstalled: (id) => vscode.extensions.getExtension(id) !== undefined,
    isOn: (setting) => settings.get(setting) !== false,
  }, settings.get<NeighbourWish>('composure.neighbours', 'auto'));
}

/** Tells what is left from now on, when an extension comes or goes or a setting changes. */
export function followNeighbours(tell: (left: LeftToNeighbours) => void): vscode.Disposable {
  let told = JSON.stringify(neighboursNow());
  const look = (): void => {
    const now = neighboursNow();
    if (JSON.stringify(now) === told) return;
    told = JSON.stringify(now);
    tell(now);
  };
  return vscode.Disposable.from(
    vscode.extensions.onDidChange(look),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (neighbourSettings.some((setting) => event.affectsConfiguration(setting))) look();
    }),
  );
}
