// Judges one hostile project in a process of its own, as the test beside it asks: what it costs there is its own.
// Prints one line of JSON.

import { checkFolder } from '#core/check/check-folder.ts';
import { neverCancelled, type EntryKind, type FilePath, type FileSystem } from '#core/outside.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { hostileProjects, type HostileProject } from './projects.ts';

/** What one judgement came to. */
export interface Judged {
  /** Milliseconds of processor time or of the clock, whichever is less: the machine may be busy. */
  readonly time: number;
  /** The same for a second version of the text, one character longer. */
  readonly again: number;
  readonly megabytes: number;
  readonly codes: Readonly<Record<string, number>>;
  readonly crashes: readonly string[];
}

const root = '/project';

/** A file system of these files alone; a listing is made once. */
function filesOf(project: HostileProject): FileSystem {
  const texts = new Map(Object.entries(project).map(([name, text]) => [`${root}/${name}`, text]));
  const folders = new Map<FilePath, Map<string, EntryKind>>([['/', new Map()]]);
  for (const path of [root, ...texts.keys()]) {
    for (let at = path; at !== '/' && at !== '';) {
      const parent = at.slice(0, at.lastIndexOf('/')) || '/';
      const listed = folders.get(parent) ?? new Map<string, EntryKind>();
      folders.set(parent, listed);
      listed.set(at.slice(at.lastIndexOf('/') + 1), texts.has(at) ? 'file' : 'directory');
      at = parent;
    }
  }
  return {
    readText: async (path) => texts.get(path),
    stat: async (path) => (texts.has(path) ? 'file' : folders.has(path) ? 'directory' : undefined),
    list: async (path) => folders.get(path),
  };
}

async function judge(project: HostileProject, parsed: ParsedFiles): Promise<{ readonly time: number; readonly said: readonly { readonly code: string; readonly message: string }[] }> {
  const from = performance.now();
  const cpu = process.cpuUsage();
  const { diagnostics } = await checkFolder(root, rules, filesOf(project), parsed, neverCancelled);
  const { user, system } = process.cpuUsage(cpu);
  return { time: Math.round(Math.min(performance.now() - from, (user + system) / 1000)), said: diagnostics };
}

const [name = ''] = process.argv.slice(2);
const make = hostileProjects[name];
if (make === undefined) throw new Error(`there is no project "${name}"`);
await judge({ 'compose.yaml': 'services:\n  web:\n    image: x\n' }, new ParsedFiles());
const project = make();
const before = process.resourceUsage().maxRSS;
const parsed = new ParsedFiles();
const first = await judge(project, parsed);
const second = await judge({ ...project, 'compose.yaml': `${project['compose.yaml'] ?? ''}#` }, parsed);
const codes: Record<string, number> = {};
for (const { code } of first.said) codes[code] = (codes[code] ?? 0) + 1;
const judged: Judged = {
  time: first.time, again: second.time, codes, megabytes: Math.round((process.resourceUsage().maxRSS - before) / 1024),
  crashes: [...first.said, ...second.said].filter(({ code }) => code === 'internal-error').map(({ message }) => message),
};
process.stdout.write(`${JSON.stringify(judged)}\n`);
