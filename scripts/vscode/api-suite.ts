// Runs the API suite in the extension host of the browser-hosted VS Code: a
// headless browser opens the workbench, which loads the extension and the suite.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { format } from 'node:util';

import { openBrowser } from './browser.ts';
import { offline, startEditorServer } from './server.ts';
import { suiteMark } from './suite-mark.ts';

export interface ApiSuiteRun {
  readonly folder: string;
  /** The folder of the extension under development. */
  readonly extension: string;
  /** The module that exports run(). */
  readonly tests: string;
  readonly print: (line: string) => void;
  readonly cancellation: AbortSignal;
}

const limitMinutes = 10;

/** Runs the suite, printing its own lines, and returns its exit code; the whole console is in console.log beside it. */
export async function runApiSuite({ folder, extension, tests, print, cancellation }: ApiSuiteRun): Promise<number> {
  const server = await startEditorServer({ trust: 'off', automation: true, env: offline });
  const browser = await openBrowser();
  const lines: string[] = [];
  const take = (line: string) => {
    lines.push(line);
    if (line.startsWith(suiteMark)) print(line.slice(suiteMark.length));
  };
  try {
    const tab = await browser.newPage();
    const exit = new Promise<number>((resolve, reject) => {
      void tab.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => take(format(...args)));
      void tab.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
      cancellation.addEventListener('abort', () => reject(cancellation.reason as Error));
      tab.on('crash', () => reject(new Error('the page with the workbench crashed')));
      setTimeout(() => reject(new Error(`the API suite did not end in ${limitMinutes} minutes`)), limitMinutes * 60_000).unref();
    });
    await tab.goto(server.page({ folder, development: { extension, tests } }));
    return await exit;
  } finally {
    await browser.close();
    await server.stop();
    await writeFile(join(dirname(tests), 'console.log'), `${lines.join('\n')}\n`);
  }
}
