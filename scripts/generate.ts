// npm run generate: writes docs/rules/ from the rules and their pages, the schema of composure.yaml from its table, and for
// translators what the extension says, so that what is documented is what runs.
// With `--check` it writes nothing and ends 1 where something is out of date.
import { existsSync, globSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { configurationSchema, schemaPath } from '#core/configuration/schema.ts';
import { rules } from '#core/rules/index.ts';
import type { Rule } from '#core/rules/rule.ts';
import { root } from './bundles.ts';

const folder = join(root, 'docs/rules');

if (import.meta.main) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const stale = await generate(values);
  if (values.check && stale.length > 0) {
    console.error(`Out of date, run npm run generate: ${stale.join(', ')}`);
    process.exitCode = 1;
  }
}

/** Brings what is made from the code up to date, or only looks; returns the files that were not. */
export async function generate({ check }: { readonly check: boolean }): Promise<readonly string[]> {
  const stale = [
    ...await generateFile(schemaPath, `${JSON.stringify(configurationSchema(), null, 2)}\n`, check),
    ...await generateFile('l10n/bundle.l10n.json', `${JSON.stringify(await sentences(), null, 2)}\n`, check),
  ];
  const pages = new Map<string, string>([['README.md', indexOf(rules)]]);
  for (const rule of rules) pages.set(`${rule.code}.md`, await pageOf(rule));
  if (!check) await mkdir(folder, { recursive: true });
  const present: readonly string[] = existsSync(folder) ? await readdir(folder) : [];
  for (const name of new Set([...pages.keys(), ...present])) {
    const text = pages.get(name);
    const before = present.includes(name) ? await readFile(join(folder, name), 'utf8') : undefined;
    if (before === text) continue;
    stale.push(`docs/rules/${name}`);
    if (check) continue;
    if (text === undefined) await rm(join(folder, name));
    else await writeFile(join(folder, name), text);
  }
  return stale;
}

async function generateFile(name: string, text: string, check: boolean): Promise<string[]> {
  const path = join(root, name);
  if (existsSync(path) && await readFile(path, 'utf8') === text) return [];
  if (!check) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return [name];
}

/** What the extension says by `l10n.t('…')`, as the editor looks it up; the linter sees to it that each is written out. */
async function sentences(): Promise<Readonly<Record<string, string>>> {
  const texts = await Promise.all(globSync('client/src/**/*.ts', { cwd: root }).map((path) => readFile(join(root, path), 'utf8')));
  const said = texts.flatMap((text) => [...text.matchAll(/\.t\(\s*'((?:[^'\\\n]|\\.)*)'/g)].map(([, sentence = '']) => sentence.replaceAll(/\\(.)/g, '$1')));
  return Object.fromEntries([...new Set(said)].toSorted().map((sentence) => [sentence, sentence]));
}

async function pageOf(rule: Rule): Promise<string> {
  const page = await readFile(join(root, 'core/src/rules', rule.code, 'rule.md'), 'utf8');
  return `# ${rule.code}

${rule.title}.

| stage | severity | fixable |
| --- | --- | --- |
| ${rule.stage} | ${rule.severity} | ${rule.fixable ? 'yes' : 'no'} |

${page.trim()}
`;
}

function indexOf(all: readonly Rule[]): string {
  const rows = all.map(({ code, stage, severity, fixable, title }) => `| [${code}](${code}.md) | ${stage} | ${severity} | ${fixable ? 'yes' : 'no'} | ${title} |`);
  return `# Rules

A rule's stage says when the fault would show: \`load\` when Compose reads the files, \`build\` when an image is built,
\`start\` when containers are started, \`run\` when they are up, \`policy\` never by itself. One line is ignored with
\`# composure-ignore <code> -- why\`, on the line or above it.

A team sets what counts in \`composure.yaml\`, in the folder of its compose files or above them. The nearest file wins:

\`\`\`yaml
rules:
  unpinned-image: off
  plaintext-secret: { severity: error, allow: [MAPS_TOKEN] }
\`\`\`

In the examples \`#- path\` begins a file, and carets mark what is reported on the line above them.

| rule | stage | severity | fixable | what is wrong |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
