// The same workspace in VS Code: how long the sidebar takes, and what the extension host and the language server hold.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Workbench } from '../support/vscode/workbench.ts';
import { memoryOf, ms } from './figures.ts';
import type { ManyEnvironments } from './many-environments.ts';

const editor = path.resolve(import.meta.dirname, '../../.cache/code-server/node_modules/code-server');

export type Row = Readonly<Record<string, string | number>>;

/** Opens a workspace in an editor of its own and looks at the sidebar; or says why not. */
export async function measureInEditor(name: string, workspace: Pick<ManyEnvironments, 'root'> & Partial<ManyEnvironments>, count: number): Promise<Row> {
  if (!existsSync(editor)) return { workspace: name, 'not measured': 'npm test installs the editor that this needs' };
  const workbench = await Workbench.open({ workspace: { folder: workspace.root, remove: async () => workspace.remove?.() }, settings: { 'composure.statusBar.enabled': false } });
  try {
    const clicked = performance.now();
    await workbench.sidebar.open();
    const rows = workbench.page.locator('.sidebar .monaco-list-row');
    await rows.first().waitFor({ timeout: 120_000 });
    const first = performance.now() - clicked;
    const all = await allListed(workbench, count, clicked);
    await delay(5_000);
    const memory = { 'extension host MB': memoryOf(processWith('--type=extensionHost')), 'language server MB': memoryOf(processWith('dist/server.js')) };
    return { workspace: name, 'first row': ms(first), 'all rows': ms(all), 'first row, at rest': ms(await firstRowAtRest(workbench)), ...memory };
  } finally {
    await workbench.close();
  }
}

/** The same click in a window that has been open for a while, in which VS Code itself has nothing left to load. */
async function firstRowAtRest(workbench: Workbench): Promise<number> {
  const { page, sidebar } = await workbench.secondWindow();
  await delay(30_000);
  const clicked = performance.now();
  await sidebar.open();
  await page.locator('.sidebar .monaco-list-row').first().waitFor({ timeout: 120_000 });
  const first = performance.now() - clicked;
  await page.close();
  return first;
}

/** Until the tree says that it has as many rows as there are environments: its list says how long it is. */
async function allListed(workbench: Workbench, count: number, since: number): Promise<number> {
  const last = workbench.page.locator(`.sidebar .monaco-list-row[aria-setsize="${count}"]`).first();
  await last.waitFor({ timeout: 180_000 });
  return performance.now() - since;
}

/** The process of ours that was started last with this in its command line. */
function processWith(part: string): number | undefined {
  const pids = readdirSync('/proc').filter((each) => /^\d+$/.test(each)).map(Number).sort((a, b) => b - a);
  return pids.find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(part) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(process.env['BENCH_MARK'] ?? '');
    } catch {
      return false;
    }
  });
}
