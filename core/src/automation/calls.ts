// What the steps of a job call by a name or a path that the repository must have. What an earlier step may have made is not
// told of: a generated script is no missing one.

import type { Job, Step } from '#core/automation/job.ts';
import { shellCommands, type ShellWord } from '#core/automation/shell-words.ts';
import type { ShellText } from '#core/automation/shell-text.ts';
import type { FilePath } from '#core/outside.ts';
import { nameOf, resolvePath } from '#core/project/path.ts';
import { part, type Located, type Text } from '#core/yaml/span.ts';

export type CallKind = 'script' | 'npm-script' | 'make-target' | 'compose-file' | 'env-file';

/** A call of something that must be there. */
export interface Call {
  readonly kind: CallKind;
  /** What is called, where it is written. */
  readonly at: Located<string>;
  /** The folder in which the command runs. */
  readonly folder: FilePath;
  /** The path of a script or file; the folder's own for what is looked up in it. */
  readonly path: FilePath;
  /** For a target: the file that `-f` names. */
  readonly makefile?: FilePath;
  /** Folders that earlier steps name: if one of them is new, what is called may lie in it. */
  readonly madeFolders: readonly FilePath[];
  /** Calls of the same job before this one: each may make what this one needs. */
  readonly before: readonly Call[];
}

/** Programs that run the file that is their first argument. */
const runners = new Set(['bash', 'sh', 'zsh', 'dash', 'ksh', 'source', '.', 'python', 'python3', 'node', 'ruby', 'perl', 'php', 'tsx', 'ts-node']);

/** Programs that take paths and make none. */
const harmless = new Set(['chmod', 'cat', 'ls', 'echo', 'printf', 'set', 'export', 'shellcheck', 'shfmt', 'head', 'tail', 'exit', 'sleep', 'true', 'rm']);

/** Programs that bring files which the repository does not have. */
const bringing = new Set(['tar', 'unzip', 'rsync', 'scp', 'sftp', 'svn', 'hg', 'cookiecutter', 'copier', 'cmake', '7z', 'oras', 'gsutil', 'aws', 'az', 'gcloud', 'gh', 'pushd', 'popd', 'eval', 'dvc', 'envsubst']);
const bringingOfGit = new Set(['clone', 'checkout', 'switch', 'submodule', 'pull', 'worktree', 'lfs', 'subtree', 'restore', 'apply', 'am', 'merge']);

/** The calls of a job. */
export function callsOf(job: Job): readonly Call[] {
  return new Reading(job).read();
}

/** What a command stands in. */
interface Place {
  readonly shell: ShellText;
  readonly folder: FilePath;
  readonly composeFile: Text | undefined;
}

class Reading {
  readonly #job: Job;
  readonly #calls: Call[] = [];
  /** Everything that may have been made, as it is written. */
  readonly #named: string[] = [];
  readonly #madeFolders: FilePath[] = [];
  #brought = false;
  #folder: FilePath | undefined;

  constructor(job: Job) {
    this.#job = job;
  }

  read(): readonly Call[] {
    for (const step of this.#job.steps) {
      if (step.kind === 'brings') this.#brought = true;
      else if (step.kind === 'opaque') this.#named.push(step.text);
      else this.#run(step);
      if (this.#brought) break;
    }
    return this.#calls;
  }

  #run({ shell, folder, composeFile }: Extract<Step, { readonly kind: 'run' }>): void {
    if (folder !== 'same') this.#folder = folder;
    const outer: (FilePath | undefined)[] = [];
    let isAlternative = false;
    const commands = shellCommands(shell.text);
    for (const [index, command] of commands.entries()) {
      while (outer.length < command.depth) outer.push(this.#folder);
      if (outer.length > command.depth) {
        this.#folder = outer[command.depth];
        outer.length = command.depth;
      }
      const words = withoutWrapper(command.words);
      // What may fail, or is done where something else has failed, need not be there.
      const mayFail = command.operator === '||' && !/^(?:exit|return|false)$/.test(commands[index + 1]?.words[0]?.value ?? '');
      if (mayFail || isAlternative) this.#named.push(...words.map(({ value }) => value));
      else if (this.#folder !== undefined) this.#command(words, { shell, folder: this.#folder, composeFile });
      for (const { value } of command.writes) this.#named.push(value);
      isAlternative = command.operator === '||';
      if (words[0]?.value === 'cd') this.#folder = entered(words, this.#folder);
      if (this.#brought) return;
    }
  }

  #command(words: readonly ShellWord[], place: Place): void {
    const [program, ...rest] = words;
    const name = program?.value ?? '';
    if (program === undefined || name === 'cd') return;
    if (bringing.has(name) || (name === 'git' && rest.some(({ value }) => bringingOfGit.has(value)))) this.#brought = true;
    else if (name === 'docker' || name === 'docker-compose') this.#compose(words, place);
    else if (name === 'make' || name === 'gmake') this.#make(rest, place);
    else if (name === 'npm') this.#npm(rest, place);
    else if (runners.has(name)) {
      const script = scriptAmong(rest);
      if (script !== undefined) this.#path('script', script, place);
      this.#names(rest.filter((word) => word !== script), place.folder);
    } else {
      if (/^\.{1,2}\/|^[\w.-]+\//.test(name)) this.#path('script', program, place);
      if (!harmless.has(name)) this.#names(rest, place.folder);
    }
  }

  #compose(words: readonly ShellWord[], place: Place): void {
    const start = words[0]?.value === 'docker-compose' ? 0 : words.findIndex(({ value }, index) => index > 0 && value === 'compose');
    if (start === -1 || words.slice(1, start + 1).some(({ value }, index, all) => index < all.length - 1 && !value.startsWith('-') && !/^(?:-c|-H|-l|--context|--host|--config|--log-level)$/.test(all[index - 1]?.value ?? ''))) {
      return this.#names(words.slice(1), place.folder);
    }
    const found: { readonly kind: CallKind; readonly word: ShellWord }[] = [];
    let index = start + 1;
    for (; index < words.length; index += 1) {
      const word = words[index];
      if (word === undefined || !word.value.startsWith('-')) break;
      const [, option = '', joined] = /^(-\w|--[\w-]+)(?:=([\s\S]*))?$/.exec(word.value) ?? [];
      const takesValue = ['-f', '--file', '--env-file', '-p', '--project-name', '--profile', '--project-directory', '--progress', '--ansi', '--parallel', '--workdir', '-c', '--context', '-H', '--host', '--log-level'].includes(option);
      if (!takesValue) continue;
      const value = joined === undefined ? words[index += 1] : partOf(word, word.value.length - joined.length);
      if (value === undefined) break;
      if (option === '-f' || option === '--file') found.push({ kind: 'compose-file', word: value });
      if (option === '--env-file') found.push({ kind: 'env-file', word: value });
    }
    for (const { kind, word } of found) this.#path(kind, word, place);
    if (found.every(({ kind }) => kind !== 'compose-file')) this.#composeFiles(place);
    this.#names(words.slice(index), place.folder);
  }

  /** Where no `-f` says it, COMPOSE_FILE does. */
  #composeFiles({ composeFile, folder }: Place): void {
    if (composeFile === undefined || composeFile.unresolved.length > 0 || composeFile.pieces === undefined || /[$;]|:\/\//.test(composeFile.value)) return;
    for (const { index, 0: value } of composeFile.value.matchAll(/[^:]+/g)) {
      const { span } = part(composeFile, index, index + value.length);
      this.#path('compose-file', { value, known: true, verbatim: true, span: [0, value.length] }, { shell: { text: value, placeOf: () => [...span] }, folder, composeFile: undefined });
    }
  }

  #make(words: readonly ShellWord[], { shell, folder }: Place): void {
    let where: FilePath | undefined = folder;
    let makefile: FilePath | undefined;
    const targets: ShellWord[] = [];
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index];
      if (word === undefined) break;
      const value = words[index + 1];
      if (/^(?:-C|--directory|-f|--file|--makefile|-I|-o|-W)$/.test(word.value)) {
        if (value === undefined || !value.known) return;
        if (word.value === '-C' || word.value === '--directory') where = resolvePath(where, value.value);
        else if (word.value.startsWith('-f') || word.value.endsWith('file')) makefile = resolvePath(where, value.value);
        index += 1;
      } else if (/^(?:-C|-f|--directory=|--file=|--makefile=)./.test(word.value) || /^-[ikn]|^--(?:ignore-errors|keep-going|dry-run|just-print|question)/.test(word.value) || !word.known) return;
      else if (/^[\w./@-]+$/.test(word.value) && !word.value.startsWith('-')) targets.push(word);
      // The number behind a bare -j.
      if (/^(?:-j|--jobs|-l)$/.test(word.value) && /^\d+$/.test(value?.value ?? '')) index += 1;
    }
    for (const word of targets) this.#call('make-target', word, shell, { folder: where, path: where, ...(makefile === undefined ? {} : { makefile }) });
  }

  #npm(words: readonly ShellWord[], { shell, folder }: Place): void {
    const end = words.findIndex(({ value }) => value === '--');
    const own = end === -1 ? words : words.slice(0, end);
    const [first, ...rest] = own.filter(({ value }) => value !== '--silent' && value !== '-s');
    if (!/^run(?:-script)?$/.test(first?.value ?? '') || rest.some(({ value }) => value.startsWith('-'))) return;
    const [word] = rest;
    if (word?.known && word.value !== 'env') this.#call('npm-script', word, shell, { folder, path: folder });
  }

  #path(kind: CallKind, word: ShellWord, { shell, folder }: Place): void {
    const { value, known } = word;
    if (!known || value === '' || value === '-' || /^[/~]|^[A-Za-z]:|^\\|:\/\/|^(?:oci|git@|github\.com)/.test(value) || value.endsWith('/')) return;
    this.#call(kind, word, shell, { folder, path: resolvePath(folder, value) });
  }

  #call(kind: CallKind, word: ShellWord, shell: ShellText, where: Pick<Call, 'folder' | 'path' | 'makefile'>): void {
    const span = word.verbatim ? shell.placeOf(word.span) : undefined;
    const isMade = ['script', 'compose-file', 'env-file'].includes(kind) && this.#named.some((each) => each.includes(nameOf(where.path)));
    if (span === undefined || isMade) return;
    this.#calls.push({ kind, at: { value: word.value, file: this.#job.file, span }, madeFolders: [...this.#madeFolders], before: [...this.#calls], ...where });
  }

  /** Remembers what a command was told: it may make it. */
  #names(words: readonly ShellWord[], folder: FilePath): void {
    for (const { value } of words) {
      this.#named.push(value);
      const path = value.replace(/^--?[\w-]+=/, '');
      if (path !== '' && path !== '.') this.#madeFolders.push(resolvePath(folder, path));
    }
  }
}

/** The words behind what only says how a command is run. */
function withoutWrapper(words: readonly ShellWord[]): readonly ShellWord[] {
  const from = words.findIndex(({ value }) => !/^\w+=/.test(value) && !['sudo', '-E', 'env', 'exec', 'command', 'nohup', 'time'].includes(value));
  const rest = from === -1 ? [] : words.slice(from);
  return rest[0]?.value === 'timeout' && /^\d/.test(rest[1]?.value ?? '') ? rest.slice(2) : rest;
}

function entered([, to, ...more]: readonly ShellWord[], folder: FilePath | undefined): FilePath | undefined {
  if (folder === undefined || to === undefined || !to.known || more.length > 0 || /^[/~-]/.test(to.value)) return undefined;
  return resolvePath(folder, to.value);
}

/** The file that a shell or an interpreter is told to run; undefined where its options say otherwise. */
function scriptAmong(words: readonly ShellWord[]): ShellWord | undefined {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined || !word.value.startsWith('-')) return word !== undefined && /[/.]/.test(word.value) ? word : undefined;
    if (!/^-(?:[euxlivBOSEIWs]+|euo|eo|euxo|exo|o)$/.test(word.value) || word.value === '-s') return undefined;
    if (word.value.endsWith('o')) index += 1;
  }
  return undefined;
}

/** The value behind the `=` of an option. */
function partOf(word: ShellWord, from: number): ShellWord {
  return { value: word.value.slice(from), known: word.known, verbatim: word.verbatim, span: [word.span[0] + from, word.span[1]] };
}
