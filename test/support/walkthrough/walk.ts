// Carries out a walkthrough as its reader would: the commands in a shell, the quick fixes by the rules that offer them, the
// changes on the files. Everything that the page shows is compared with what comes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkEnvironments } from '#core/check/check-folder.ts';
import { EditedFiles } from '#core/check/edited-files.ts';
import { neverCancelled } from '#core/outside.ts';
import { environmentsBelow } from '#core/project/choose-environments.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { rules } from '#core/rules/index.ts';
import { unifiedDiff } from '#cli/report/unified-diff.ts';
import { toFilePath } from '#host/node/file-path.ts';
import { nodeFileSystem } from '#host/node/file-system.ts';
import { bundledCommand } from '../command-bundle.ts';
import { repository } from '../command.ts';
import { commandsOf, type Page, type QuickFix, type Step } from './page.ts';
import { isSame } from './same.ts';

/** Names that stand in the page, and what stands for them in the copy: ports that are free, a project that is nobody else's. */
export type Aliases = ReadonlyMap<string, string>;

/** A copy of an example that a page is walked through on. */
export class Walk {
  readonly #parent: string;
  readonly folder: string;
  readonly #aliases: Aliases;

  private constructor(parent: string, folder: string, aliases: Aliases) {
    this.#parent = parent;
    this.folder = folder;
    this.#aliases = aliases;
  }

  /** Copies an example into a repository of its own. The example's own name among the aliases is that of the copy's folder, which is the project's name. */
  static async begin(example: string, aliases: Aliases = new Map()): Promise<Walk> {
    const parent = await mkdtemp(path.join(await realpath(tmpdir()), 'composure-walk-'));
    const folder = path.join(parent, aliases.get(example) ?? example);
    await cp(path.join(repository, 'examples', example), folder, { recursive: true });
    await mkdir(path.join(parent, 'bin'));
    const command = path.join(parent, 'bin/composure');
    await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' --disable-warning=MODULE_TYPELESS_PACKAGE_JSON -- '${await bundledCommand()}' "$@"\n`);
    await chmod(command, 0o755);
    const walk = new Walk(parent, folder, aliases);
    await walk.#shell('git init --quiet');
    if (aliases.size > 0) for (const name of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const file = path.join(name.parentPath, name.name);
      if (name.isFile()) await writeFile(file, walk.#real(await readFile(file, 'utf8')));
    }
    return walk;
  }

  end(): Promise<void> {
    return rm(this.#parent, { recursive: true, force: true });
  }

  /** A text of the page as it is in the copy. */
  #real(text: string): string {
    return [...this.#aliases].reduce((all, [shown, real]) => all.replaceAll(shown, real), text);
  }

  /** A text of the copy as it is in the page. */
  #shown(text: string): string {
    return [...this.#aliases].reduce((all, [shown, real]) => all.replaceAll(real, shown), text.replaceAll(this.#parent, '/srv'));
  }

  /** Carries out all steps. What it returns is the page with what came in place of what it showed: the same text if all is true. */
  async go({ text, steps }: Page): Promise<string> {
    let walked = '';
    let from = 0;
    for (const step of steps) {
      const came = await this.#take(step).catch((error: unknown) => {
        throw new Error(`line ${step.line}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
      walked += text.slice(from, step.span[0]) + came;
      [, from] = step.span;
    }
    return walked + text.slice(from);
  }

  async #take(step: Step): Promise<string> {
    switch (step.kind) {
      case 'console': return this.#type(step.text);
      case 'fixes': return this.#mend(step.fixes);
      case 'diff': {
        await this.#shell('git apply -', this.#real(step.text)).then(({ status, output }) => assert.equal(status, 0, output));
        return step.text;
      }
      case 'file': {
        const file = path.join(this.folder, step.file);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, this.#real(step.text));
        return step.text;
      }
    }
  }

  /** A console block; what was shown stands where it says the same. */
  async #type(block: string): Promise<string> {
    let came = '';
    for (const { command, output } of commandsOf(block)) {
      const { output: printed } = await this.#shell(this.#real(command));
      const said = this.#shown(printed);
      const shown = output.trim();
      came += `$ ${command}\n${isSame(command, shown, said.trim()) ? output : `${said.trimEnd()}\n${output.endsWith('\n\n') ? '\n' : ''}`}`;
    }
    return came;
  }

  /** Types a line into a shell where `composure` is the command of this repository. Both outputs come as a terminal shows them. */
  #shell(command: string, input?: string): Promise<{ readonly status: number | null; readonly output: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn('sh', ['-c', `exec 2>&1\n${command}`], {
        cwd: this.folder, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
        env: { ...process.env, PATH: `${path.join(this.#parent, 'bin')}:${process.env['PATH'] ?? ''}`, COMPOSURE_STATE_FOLDER: path.join(this.#parent, 'states'), FORCE_COLOR: undefined, NO_COLOR: undefined, NODE_OPTIONS: undefined },
      });
      let output = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => { output += text; });
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, output }));
      child.stdin?.end(input);
    });
  }

  /** Applies quick fixes together, and tells what they changed. */
  async #mend(wanted: readonly QuickFix[]): Promise<string> {
    const root = toFilePath(this.folder);
    const disk = nodeFileSystem();
    const parsed = new ParsedFiles();
    const { diagnostics } = await checkEnvironments(await environmentsBelow(root, disk, parsed, neverCancelled), rules, disk, parsed, neverCancelled);
    let files = new EditedFiles(disk);
    const fixes = await Promise.all(wanted.map(async ({ file, line, title }) => {
      const text = await disk.readText(`${root}/${file}`) ?? '';
      const there = diagnostics.filter((each) => each.file === `${root}/${file}` && text.slice(0, each.span[0]).split('\n').length === line);
      const offered = (await Promise.all(there.map((each) => each.fixes()))).flat();
      const fix = offered.find((each) => this.#shown(each.title) === title);
      assert.ok(fix, `no fix "${title}" at ${file}:${line}: ${offered.map((each) => `"${each.title}"`).join(', ') || 'none at all'}`);
      return fix;
    }));
    const edits = await Promise.all(fixes.map((fix) => files.editsOf(fix, parsed)));
    files = await files.with(edits.flatMap((each) => each ?? []), fixes);
    let diff = '';
    for (const [file, { before, after }] of [...files.texts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, after);
      diff += this.#shown(unifiedDiff(path.posix.relative(root, file), before, after));
    }
    return diff;
  }
}
