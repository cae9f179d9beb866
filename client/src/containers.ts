// What the window knows of environments and containers, and who is told when it changes. The environments come
// from the language server, the containers from the engine, and Docker is not called before somebody looks,
// nor ever in a folder that is not trusted.

import * as vscode from 'vscode';

import { Failure } from '#core/failure.ts';
import type { ContainerFacts, EngineFacts } from '#core/outside.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { toFilePath } from '#host/node/file-path.ts';
import { pictures, type EnvironmentPicture, type Hashes } from '#client/environment-picture.ts';
import type { Docker } from '#client/docker.ts';
import { LiveFacts } from '#client/live-facts.ts';
import { ServiceHashes } from '#client/service-hashes.ts';
import { sidebarState, type SidebarState } from '#client/sidebar-state.ts';

/** Who needs the containers: where nobody does, the engine is left alone. */
export type Need = 'view' | 'status-bar' | symbol;

export interface ContainerStoreOptions {
  readonly connect: () => Promise<Docker>;
  readonly log: vscode.LogOutputChannel;
  /** Takes what the engine says, for the language server; undefined when it is not asked any more. */
  readonly tellFacts: (facts: EngineFacts | undefined) => void;
}

/** The one store of a window. */
export class ContainerStore implements vscode.Disposable {
  readonly #options: ContainerStoreOptions;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #needs = new Set<Need>();
  #environments: readonly EnvironmentSummary[] | undefined;
  #containers: readonly ContainerFacts[] | undefined;
  #engineFailure: Failure | undefined;
  #composeFailure: Failure | undefined;
  #link: Link | undefined;
  #pictures: readonly EnvironmentPicture[] = [];
  #live = '';
  #unknown: ReadonlySet<string> = new Set();

  /** Fires after every change of what can be seen here. */
  readonly onDidChange = this.#changed.event;

  constructor(options: ContainerStoreOptions) {
    this.#options = options;
  }

  /** The environments in the order in which they are shown. */
  get pictures(): readonly EnvironmentPicture[] {
    return this.#pictures;
  }

  /** What stands between us and Docker. */
  get failure(): Failure | undefined {
    const missing = [this.#composeFailure, this.#engineFailure].find((failure) => failure?.kind === 'docker-missing');
    return missing ?? this.#engineFailure ?? this.#composeFailure;
  }

  get state(): SidebarState {
    return sidebarState({
      folders: vscode.workspace.workspaceFolders?.length ?? 0,
      trusted: vscode.workspace.isTrusted,
      environments: this.#environments?.length,
      failure: this.failure?.kind,
    });
  }

  /** The connection to Docker, while somebody needs it and it stands. */
  get docker(): Docker | undefined {
    return this.#link?.connected;
  }

  /** Takes what the language server says; undefined while it has not answered. */
  setEnvironments(environments: readonly EnvironmentSummary[] | undefined): void {
    this.#environments = environments;
    this.#askForHashes();
    this.#draw();
    this.#follow();
  }

  /** Says that somebody begins or ends to look. */
  need(who: Need, needed: boolean): void {
    if (needed) this.#needs.add(who);
    else this.#needs.delete(who);
    this.#follow();
  }

  /** Asks everything anew; after a failure with a new connection, since another engine may be meant now. */
  refresh(): void {
    if (this.failure !== undefined) this.#close();
    else if (this.#link !== undefined) {
      this.#link.watch?.refresh();
      this.#link.facts?.changed();
      this.#askForHashes(() => true);
    }
    this.#draw();
    this.#follow();
  }

  /** Connects anew: another docker command is meant. */
  reconnect(): void {
    this.#close();
    this.#draw();
    this.#follow();
  }

  /** A file has changed: what lies below an environment's directory, Compose may now read differently. */
  fileChanged(file: vscode.Uri): void {
    const path = toFilePath(file.fsPath);
    this.#link?.facts?.changed();
    this.#askForHashes(({ directory, files }) => path.startsWith(`${directory}/`) || files.includes(path));
  }

  /** The window came to the front: meanwhile networks and ports may have come and gone, of which no event tells. */
  windowFocused(): void {
    this.#link?.facts?.changed();
  }

  /** Projects whose containers somebody has just worked on: Compose has read their files. */
  projectsChanged(projects: readonly string[]): void {
    this.#link?.watch?.refresh();
    this.#askForHashes(({ projectName }) => projects.includes(projectName));
  }

  /** Tells everybody to look again: trust or the folders have changed. */
  workspaceChanged(): void {
    this.#draw();
    this.#follow();
  }

  /** Waits until the language server has said which environments there are; false where it does not in good time. */
  async known(): Promise<boolean> {
    if (this.#environments !== undefined) return true;
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        subscription.dispose();
        resolve(this.#environments !== undefined);
      };
      const timer = setTimeout(end, 10_000);
      const subscription = this.onDidChange(() => {
        if (this.#environments !== undefined) end();
      });
    });
  }

  /**
   * Calls `work` with Docker, the containers and hashes known, and keeps the connection for as long as it takes. Only for
   * a trusted folder that has environments.
   * @throws Failure where something stands in the way.
   */
  async withDocker<T>(work: (docker: Docker) => Promise<T>): Promise<T> {
    const need = Symbol('command');
    this.need(need, true);
    try {
      if (this.failure !== undefined) this.refresh();
      const link = this.#link;
      if (link === undefined) throw new Error('Docker was wanted where it may not be called');
      const docker = await link.docker;
      await link.first;
      await link.hashes?.settled();
      if (this.failure !== undefined) throw this.failure;
      return await work(docker);
    } finally {
      this.need(need, false);
    }
  }

  dispose(): void {
    this.#needs.clear();
    this.#drop();
    this.#changed.dispose();
  }

  #follow(): void {
    const wanted = this.#needs.size > 0 && vscode.workspace.isTrusted && (this.#environments?.length ?? 0) > 0;
    if (wanted === (this.#link !== undefined)) return;
    if (wanted) this.#open();
    else {
      this.#drop();
      this.#draw();
    }
  }

  #open(): void {
    const abort = new AbortController();
    const docker = this.#options.connect();
    const link: Link = { docker, connected: undefined, abort, watch: undefined, hashes: undefined, facts: undefined, composeAnswers: false, first: Promise.resolve() };
    this.#link = link;
    link.first = this.#begin(link).catch((error: unknown) => {
      if (!abort.signal.aborted) noteTo(this.#options.log)(error);
    });
  }

  async #begin(link: Link): Promise<void> {
    const docker = await link.docker;
    const { signal } = link.abort;
    if (signal.aborted) return docker.dispose();
    signal.addEventListener('abort', () => docker.dispose(), { once: true });
    link.connected = docker;
    const hashes = new ServiceHashes({
      read: (environment, cancellation) => docker.hashes(environment, cancellation),
      fingerprint: (environment) => docker.fingerprint(environment),
      changed: () => this.#draw(),
      failed: (environment, error) => this.#options.log.warn(`${environment.name}: ${error instanceof Error ? error.message : String(error)}`),
    });
    link.hashes = hashes;
    const facts = new LiveFacts({
      ask: (cancellation) => docker.facts(cancellation),
      follow: (changed, cancellation) => docker.followFacts(changed, cancellation),
      tell: this.#options.tellFacts,
      failed: (error) => this.#options.log.warn(`What the engine has is not known: ${error instanceof Error ? error.message : String(error)}`),
    });
    link.facts = facts;
    const listed = new Promise<void>((resolve) => {
      link.watch = docker.watch({
        changed: (containers) => {
          if (this.#link !== link) return;
          this.#containers = containers;
          this.#engineFailure = undefined;
          facts.changed();
          this.#followProjects(hashes);
          if (this.#composeFailure !== undefined) void this.#checkCompose(docker, signal).catch(noteTo(this.#options.log));
          this.#draw();
          resolve();
        },
        failed: (failure) => {
          if (this.#link !== link) return;
          this.#containers = undefined;
          this.#engineFailure = failure;
          facts.lost();
          this.#options.log.warn(failure.message);
          this.#draw();
          resolve();
        },
      });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await this.#checkCompose(docker, signal);
    await listed;
  }

  async #checkCompose(docker: Docker, signal: AbortSignal): Promise<void> {
    const failure = await docker.checkCompose(signal).then(() => undefined, (error: unknown) => {
      if (error instanceof Failure) return error;
      if (signal.aborted) return undefined;
      throw error;
    });
    if (signal.aborted) return;
    this.#composeFailure = failure;
    if (this.#link !== undefined) this.#link.composeAnswers = failure === undefined;
    if (failure === undefined) this.#askForHashes();
    else this.#options.log.warn(failure.message);
    this.#draw();
  }

  /** Only a project that has containers is worth a process for each of its environments. */
  #askForHashes(anew: (environment: EnvironmentSummary) => boolean = () => false): void {
    if (this.#link?.composeAnswers !== true) return;
    const live = new Set((this.#containers ?? []).map(({ project }) => project));
    this.#link.hashes?.update((this.#environments ?? []).filter(({ projectName }) => live.has(projectName)), anew);
  }

  /**
   * Asks for hashes when a project gets its first container or loses its last, and when a container has a hash that no
   * environment of its project has: its files may have been edited since we last asked.
   */
  #followProjects(hashes: ServiceHashes): void {
    const containers = this.#containers ?? [];
    const live = [...new Set(containers.map(({ project }) => project))].sort().join(' ');
    const known = new Set([...hashes.current().values()].flatMap((services) => [...services.values()]));
    const strange = containers.filter(({ configHash }) => configHash !== undefined && !known.has(configHash));
    const fresh = new Set(strange.filter(({ configHash }) => !this.#unknown.has(configHash ?? '')).map(({ project }) => project));
    this.#unknown = new Set(strange.map(({ configHash }) => configHash ?? ''));
    if (live !== this.#live || fresh.size > 0) this.#askForHashes(({ id, projectName }) => fresh.has(projectName) && hashes.current().has(id));
    this.#live = live;
  }

  #drop(): void {
    this.#close();
    this.#engineFailure = undefined;
    this.#composeFailure = undefined;
  }

  /** Ends the connection; a failure stays on show until the next one knows better. */
  #close(): void {
    const link = this.#link;
    this.#link = undefined;
    this.#containers = undefined;
    this.#live = '';
    this.#unknown = new Set();
    link?.watch?.dispose();
    link?.hashes?.dispose();
    link?.facts?.dispose();
    link?.abort.abort();
  }

  #draw(): void {
    const hashes: Hashes = this.#link?.hashes?.current() ?? new Map();
    this.#pictures = pictures(this.#environments ?? [], this.#containers, hashes);
    this.#changed.fire();
  }
}

function noteTo(log: vscode.LogOutputChannel): (error: unknown) => void {
  return (error) => log.error(error instanceof Error ? error : String(error));
}

/** A connection and what hangs on it. */
interface Link {
  readonly docker: Promise<Docker>;
  connected: Docker | undefined;
  readonly abort: AbortController;
  watch: { refresh(): void; dispose(): void } | undefined;
  hashes: ServiceHashes | undefined;
  facts: LiveFacts | undefined;
  /** Whether there is a compose command that can be asked. */
  composeAnswers: boolean;
  /** Resolves when the containers are known, or why not. */
  first: Promise<void>;
}
