// The state of the server: the workspace's environments, what each depends on, and what its last check found.
// It decides what must be checked again and when; it knows nothing of the protocol.

import { isFolderOfBackup } from '#core/backup/backup-name.ts';
import { checkTogether, nothingTogether, type CheckedTogether } from '#core/check/check-together.ts';
import { checkProject, type Diagnostic } from '#core/check/run.ts';
import { withinFolders } from '#core/check/within-folders.ts';
import type { Project } from '#core/compose/model.ts';
import type { Cancellation, EngineFacts, FilePath } from '#core/outside.ts';
import { configurationName } from '#core/project/configured-environments.ts';
import { discoverEnvironments, environmentKey } from '#core/project/discover.ts';
import { folderFoundIn, type Environment } from '#core/project/environment.ts';
import { readFileName } from '#core/project/file-names.ts';
import { findComposeFolders } from '#core/project/find-projects.ts';
import { GitIgnore } from '#core/project/git-ignore.ts';
import { loadProject } from '#core/project/load.ts';
import { ParsedFiles } from '#core/project/parsed-files.ts';
import { folderOf, isInside, nameOf } from '#core/project/path.ts';
import type { Rule } from '#core/rules/rule.ts';
import { isAffected, RecordingFiles, type EditorFiles } from './files.ts';
import { inTurns } from './turns.ts';

/** An environment and what is known of it. */
export interface Checked {
  readonly environment: Environment;
  /** The workspace folder in which it was found. */
  readonly folder: FilePath;
  readonly project: Project | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Every path that the check asked for. */
  readonly dependencies: ReadonlySet<FilePath>;
}

export interface WorkspaceListener {
  /** An environment was checked. `files` are those whose diagnostics may be different now. */
  checked(files: ReadonlySet<FilePath>): void;
  /** Environments came, went, or look different. */
  environmentsChanged(): void;
  failed(error: unknown): void;
}

/** Milliseconds that a person pauses between two keys without waiting for anything. */
const typingPause = 25;
/** The same where keys come faster than checks end: what would only be stopped again is not begun. */
const longPause = 90;

/** Milliseconds that whoever asks for the environments waits at first for all of them. */
const firstPatience = 500;

export class Workspace {
  readonly #files: EditorFiles;
  readonly #rules: readonly Rule[];
  readonly #listener: WorkspaceListener;
  readonly #parsed = new ParsedFiles();
  readonly #folders = new Set<FilePath>();
  readonly #environments = new Map<string, Checked>();
  readonly #stale = new Set<string>();
  readonly #staleFolders = new Set<FilePath>();
  /** What all environments say together, and the paths on which that depends. */
  #shared: CheckedTogether & { readonly dependencies: ReadonlySet<FilePath> } = { ...nothingTogether, dependencies: new Set() };
  #sharedStale = false;
  readonly #waiting = new Set<FilePath>();
  #engine: EngineFacts | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: { readonly abort: AbortController; readonly ids: Set<string>; together: boolean } | undefined;
  /** When a text was edited last, and how long the last whole round of checks took, in milliseconds. */
  #editedAt = 0;
  #roundTook = 0;
  #idle: Promise<void> = Promise.resolve();
  #searching: Promise<unknown> = Promise.resolve();
  /** Searches that go on: what all environments say together waits for their end. */
  #searches = 0;
  #wasComplete = false;
  /** What somebody has typed in last: it is checked before all that waits. */
  #typedIn: ReadonlySet<string> = new Set();

  constructor(files: EditorFiles, rules: readonly Rule[], listener: WorkspaceListener) {
    this.#files = files;
    this.#rules = rules;
    this.#listener = listener;
  }

  get environments(): readonly Checked[] {
    return [...this.#environments.values()];
  }

  /** What shows only where all environments are seen together. */
  get shared(): CheckedTogether {
    return this.#shared;
  }

  /** What the engine said last. */
  get engine(): EngineFacts | undefined {
    return this.#engine;
  }

  /** What the engine says now; undefined while none is asked. Whoever depends on it is checked again where that may change something. */
  engineSays(facts: EngineFacts | undefined): void {
    const relevant = (each: EngineFacts | undefined): string => JSON.stringify({ ...each, containers: undefined, images: undefined });
    const changed = relevant(facts) !== relevant(this.#engine);
    this.#engine = facts;
    if (!changed) return;
    for (const id of this.#environments.keys()) this.#stale.add(id);
    this.#schedule(typingPause);
  }

  /** The environments of which a file is a part, or which depend on it. */
  environmentsOf(path: FilePath): readonly Checked[] {
    return this.environments.filter(({ environment, dependencies }) => environment.files.includes(path) || dependencies.has(path));
  }

  /** Resolves when everything known to be stale has been checked. */
  async settled(): Promise<void> {
    while (this.#timer !== undefined || this.#running !== undefined) {
      await this.#idle;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Resolves when all is checked; at first, when some environments are known and the others take long. */
  async listable(): Promise<void> {
    if (this.#wasComplete) return this.settled();
    const end = performance.now() + firstPatience;
    void this.complete();
    while (!this.#wasComplete && (performance.now() < end || this.environments.every(({ project }) => project === undefined))) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Resolves when every folder has been searched, and all that was found has been checked. */
  async complete(): Promise<void> {
    await this.#searching;
    await this.settled();
    this.#wasComplete = true;
  }

  addFolder(folder: FilePath): Promise<void> {
    this.#folders.add(folder);
    const search = this.#search(folder);
    this.#searching = Promise.allSettled([this.#searching, search]);
    return search;
  }

  async #search(folder: FilePath): Promise<void> {
    const gitIgnore = new GitIgnore(this.#files);
    this.#searches += 1;
    try {
      for await (const found of findComposeFolders(folder, this.#files, gitIgnore, { aborted: false, throwIfAborted: () => undefined })) {
        if (this.#folderOf(folder) === undefined) return;
        this.#staleFolders.add(found);
        if (this.#running === undefined) this.#schedule(0);
      }
    } finally {
      this.#searches -= 1;
      this.#schedule(0);
    }
  }

  removeFolder(folder: FilePath): void {
    this.#folders.delete(folder);
    for (const [id, { environment }] of this.#environments) {
      if (isInside(folder, folderFoundIn(environment)) && this.#folderOf(folderFoundIn(environment)) === undefined) this.#remove(id);
    }
    this.#listener.environmentsChanged();
  }

  /** A compose file was opened: its folder may not be known yet. */
  opened(path: FilePath): void {
    if (readFileName(nameOf(path)) !== undefined && this.environmentsOf(path).length === 0) this.#staleFolders.add(folderOf(path));
    this.#touch(path);
    this.#schedule(0);
  }

  /** The text of an open file is another one. */
  edited(path: FilePath): void {
    const now = performance.now();
    const isFast = now - this.#editedAt < longPause && this.#roundTook > 2 * typingPause;
    this.#editedAt = now;
    this.#touch(path, (paths) => paths.has(path));
    const own = this.environmentsOf(path).map(({ environment }) => environmentKey(environment));
    if (own.length > 0) {
      this.#typedIn = new Set(own);
      // Whatever is being checked: this comes first.
      this.#running?.abort.abort();
    }
    this.#schedule(isFast ? longPause : typingPause);
  }

  /** Something changed on the disk, or an editor was closed. */
  changed(paths: readonly FilePath[]): void {
    for (const path of paths) {
      this.#files.forget(path);
      if (readFileName(nameOf(path)) !== undefined || nameOf(path).startsWith('.env') || nameOf(path) === configurationName) {
        const folder = folderOf(path);
        if ((this.#folderOf(folder) !== undefined && !this.#liesInBackup(folder)) || this.#knows(folder)) this.#staleFolders.add(folder);
      }
      const names = nameOf(path) === configurationName || nameOf(path) === '.env';
      for (const { environment } of this.#environments.values()) {
        const found = folderFoundIn(environment);
        // What these two name in folders below is no environment of those folders.
        if (names) for (const folder of [found, ...environment.files.map(folderOf)]) if (isInside(folderOf(path), folder)) this.#staleFolders.add(folder);
        if (isInside(path, found)) this.#staleFolders.add(found);
      }
      this.#touch(path);
    }
    this.#schedule(typingPause);
    const search = this.#searchFolders(paths);
    this.#searching = Promise.allSettled([this.#searching, search]);
    search.catch((error: unknown) => this.#listener.failed(error));
  }

  /** A folder that came whole, moved or unpacked, may be told of by its own name alone. */
  async #searchFolders(paths: readonly FilePath[]): Promise<void> {
    const gitIgnore = new GitIgnore(this.#files);
    for (const path of new Set(paths)) {
      if (/\/(node_modules|\.git)(\/|$)/.test(path) || this.#folderOf(path) === undefined || this.#folders.has(path) || this.#liesInBackup(path)) continue;
      if ((await this.#files.list(folderOf(path)))?.get(nameOf(path)) === 'directory' && !await gitIgnore.ignores(path)) await this.#search(path);
    }
  }

  /** A backup holds copies of compose files, which are nobody's environments. */
  #liesInBackup(path: FilePath): boolean {
    return path.slice(this.#folderOf(path)?.length ?? 0).split('/').some(isFolderOfBackup);
  }

  #knows(folder: FilePath): boolean {
    return this.environments.some(({ environment }) => folderFoundIn(environment) === folder);
  }

  /** Marks what depends on a path, and stops its check if one runs. */
  #touch(path: FilePath, affects = (paths: ReadonlySet<FilePath>): boolean => isAffected(paths, path)): void {
    for (const [id, { dependencies, environment }] of this.#environments) {
      if (!environment.files.includes(path) && !affects(dependencies)) continue;
      this.#stale.add(id);
      if (this.#running?.ids.has(id) || this.#running?.together) this.#running.abort.abort();
    }
    if (!affects(this.#shared.dependencies)) return;
    this.#sharedStale = true;
    if (this.#running?.together) this.#running.abort.abort();
  }

  #schedule(delay: number): void {
    if (this.#stale.size === 0 && this.#staleFolders.size === 0 && !(this.#sharedStale && this.#searches === 0)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#running === undefined) this.#idle = this.#run();
    }, delay);
  }

  async #run(): Promise<void> {
    const abort = new AbortController();
    const cancellation = inTurns(abort.signal);
    const ids = new Set<string>();
    const folders = new Set<FilePath>();
    const running = { abort, ids, together: false };
    this.#running = running;
    const began = performance.now();
    let changed = false;
    const tell = (isOther: boolean): void => {
      if (isOther) this.#listener.environmentsChanged();
      changed ||= isOther;
    };
    try {
      for (;;) {
        const folder = this.#staleFolders.values().next().value;
        const id = this.#next();
        if (id !== undefined && (folder === undefined || this.#typedIn.has(id))) {
          ids.add(id);
          this.#stale.delete(id);
          tell(await this.#check(id, cancellation));
          ids.delete(id);
        } else if (folder !== undefined) {
          folders.add(folder);
          this.#staleFolders.delete(folder);
          tell(await this.#discover(folder, cancellation));
          folders.delete(folder);
        } else break;
      }
      if (this.#sharedStale && this.#searches === 0) {
        running.together = true;
        this.#sharedStale = false;
        await this.#checkTogether(cancellation);
      }
      this.#roundTook = performance.now() - began;
      // What all say together counts too.
      if (changed) this.#listener.environmentsChanged();
    } catch (error) {
      if (!abort.signal.aborted) this.#listener.failed(error);
      else if (running.together) this.#sharedStale = true;
    } finally {
      this.#running = undefined;
      // What was under way when it was stopped is stale again, and what came meanwhile waits.
      for (const id of ids) if (this.#environments.has(id)) this.#stale.add(id);
      for (const folder of folders) this.#staleFolders.add(folder);
      if (this.#timer === undefined) this.#schedule(0);
    }
  }

  /** What is to be checked next: what somebody works on, before what nobody looks at. */
  #next(): string | undefined {
    for (const id of this.#typedIn) if (this.#stale.has(id)) return id;
    return this.#stale.values().next().value;
  }

  /** Finds a folder's environments anew. True when they are others than before. */
  async #discover(directory: FilePath, cancellation: Cancellation): Promise<boolean> {
    const found = await discoverEnvironments(directory, this.#files, this.#parsed, cancellation);
    const folder = this.#folderOf(directory) ?? directory;
    let changed = false;
    const now = new Map(found.map((environment) => [environmentKey(environment), environment]));
    for (const [id, { environment }] of this.#environments) {
      if (folderFoundIn(environment) === directory && !now.has(id)) changed = this.#remove(id);
    }
    for (const [id, environment] of now) {
      const before = this.#environments.get(id);
      if (before !== undefined && same(before.environment, environment)) continue;
      this.#environments.set(id, { diagnostics: [], dependencies: new Set(environment.files), project: undefined, ...before, environment, folder });
      this.#stale.add(id);
      changed = true;
    }
    return changed;
  }

  /** Checks an environment. True when it looks different to those who list environments. */
  async #check(id: string, cancellation: Cancellation): Promise<boolean> {
    const before = this.#environments.get(id);
    if (before === undefined) return false;
    const files = new RecordingFiles(this.#files, cancellation);
    const project = await loadProject(before.environment, files, this.#parsed, cancellation);
    const diagnostics = await checkProject(project, this.#rules, files, this.#parsed, cancellation, this.#engine);
    cancellation.throwIfAborted();
    this.#sharedStale = true;
    this.#environments.set(id, { ...before, project, diagnostics, dependencies: files.paths });
    const mayDiffer = new Set([...before.diagnostics, ...diagnostics].map(({ file }) => file).concat(before.environment.files));
    // Places that are found together would be those of the old text: such a file waits for the new ones.
    for (const file of filesOf(this.#shared)) if (mayDiffer.delete(file)) this.#waiting.add(file);
    this.#listener.checked(mayDiffer);
    return true;
  }

  async #checkTogether(cancellation: Cancellation): Promise<void> {
    const files = new RecordingFiles(this.#files, cancellation);
    const projects = this.environments.flatMap(({ project }) => project ?? []);
    const before = this.#shared;
    const shared = await checkTogether(projects, this.#rules, files, this.#parsed, cancellation, this.#engine);
    cancellation.throwIfAborted();
    this.#shared = { ...shared, diagnostics: withinFolders(shared.diagnostics, [...this.#folders], this.#rules), dependencies: files.paths };
    const touched = new Set([...this.#waiting, ...filesOf(before), ...filesOf(this.#shared)]);
    this.#waiting.clear();
    if (touched.size > 0) this.#listener.checked(touched);
  }

  #remove(id: string): boolean {
    const gone = this.#environments.get(id);
    if (gone === undefined) return false;
    this.#environments.delete(id);
    this.#stale.delete(id);
    this.#sharedStale = true;
    this.#listener.checked(new Set([...gone.environment.files, ...gone.diagnostics.map(({ file }) => file)]));
    return true;
  }

  #folderOf(path: FilePath): FilePath | undefined {
    return [...this.#folders].filter((folder) => isInside(folder, path)).toSorted((a, b) => b.length - a.length)[0];
  }
}

/** The files of which the environments say something together. */
function filesOf({ diagnostics, excused }: CheckedTogether): readonly FilePath[] {
  return [...diagnostics.map(({ file }) => file), ...[...excused].map((place) => place.slice(0, place.indexOf('\n')))];
}

function same(a: Environment, b: Environment): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
