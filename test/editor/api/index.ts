// The entry of the API suite in the extension host, for the browser-hosted and
// the desktop VS Code alike: both call run() and take a rejection for a failure.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';

import Mocha from 'mocha';

import { suiteMark } from '../../../scripts/vscode/suite-mark.ts';

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', color: false, timeout: 60_000 });
  // The workbench writes to the same console: the mark tells the suite's lines from its own.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(`${suiteMark}${format(...args)}`);
  const files = globSync('**/*.test.js', { cwd: __dirname }).sort();
  for (const file of files) mocha.addFile(join(__dirname, file));
  const failures = await new Promise<number>((resolve) => { mocha.run(resolve); });
  if (failures > 0) throw new Error(`${failures} of the API suite's tests failed`);
}
