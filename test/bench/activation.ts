// How long the extension takes to start, as VS Code itself measures it: the figure that its list of running extensions shows.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { Workbench } from '../support/vscode/workbench.ts';

const editor = path.resolve(import.meta.dirname, '../../.cache/code-server/node_modules/code-server');

/** Milliseconds of the extension's own loading and activation, once in each of several fresh editors; or why there are none. */
export async function measureActivation(runs: number): Promise<readonly number[] | string> {
  if (!existsSync(editor)) return 'not measured: npm test installs the editor that this needs';
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const workbench = await Workbench.open({ workspace: 'examples/ops-platform', file: 'docker-compose.dev.yml' });
    try {
      await workbench.command('Developer: Show Running Extensions');
      const row = workbench.page.locator('.runtime-extensions-editor .extension').filter({ hasText: 'Composure' });
      const said = await row.locator('.activation-time').filter({ hasText: /\d+\s*ms/ }).textContent();
      times.push(Number(/(\d+)\s*ms/.exec(said ?? '')?.[1]));
    } finally {
      await workbench.close();
    }
  }
  return times;
}
