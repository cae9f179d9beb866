// Prints what `composure check` says about a folder of projects, every severity, as tables: by code, and finding by
// finding. `docs/sweep.md` defends each of them: `node scripts/sweep.ts FOLDER`.
import { spawnSync } from 'node:child_process';
import { relative, resolve } from 'node:path';

import { root } from './bundles.ts';

interface Found {
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder? node scripts/sweep.ts FOLDER');
const args = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', resolve(root, 'cli/src/main.ts'), 'check', resolve(folder), '--format', 'json', '--min-severity', 'hint'];
const run = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
if (run.status !== 0 && run.status !== 1) throw new Error(run.stderr);
const { projects, diagnostics } = JSON.parse(run.stdout) as { readonly projects: readonly unknown[]; readonly diagnostics: readonly Found[] };

const severities = ['error', 'warning', 'information', 'hint'];
const codes = [...new Set(diagnostics.map(({ code }) => code))].toSorted();
print(['code', ...severities], codes.map((code) => [code, ...severities.map((severity) => String(diagnostics.filter((each) => each.code === code && each.severity === severity).length))]));
process.stdout.write(`\n${diagnostics.length} findings in ${projects.length} projects\n\n`);
print(['place', 'severity', 'code', 'message'], diagnostics.map(({ file, range: { start }, severity, code, message }) => [
  `${relative(resolve(folder), file)}:${start.line + 1}:${start.character + 1}`, severity, code, message.replaceAll('|', '\\|'),
]));

function print(head: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const row of [head, head.map(() => '---'), ...rows]) process.stdout.write(`| ${row.join(' | ')} |\n`);
}
