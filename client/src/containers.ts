// What the window knows of environments and containers, and who is told when it changes. The environments come
// from the language server, the containers from the engine, and Docker is not called before somebody looks,
// nor ever in a folder that is not trusted.

import * as vscode from 'vscode';

import { Failure } from '#core/failure.ts';
import type { ContainerFacts } from '#core/outside.ts';
import type { EnvironmentSummary } from '#core/protocol.ts';
import { toFilePath } from '#host/node/file-path.ts';
import { pictures, type EnvironmentPicture, type Hashes } from '#client/environment-picture.ts';
import type { Docker } from '#client/docker.ts';
import { ServiceHashes } from '#client/service-hashes.ts';
import { sidebarState, type SidebarState } from '#client/sidebar-state.ts';

/** Who needs the containers: nobody, and the engine is left alone. */
export type Need = 'view' | 'status-bar' | 'command';

export interface ContainerStoreOptions {
  readonly connect: () => Promise<Docker>;
  readonly log: vscode.LogOutputChannel;
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
  #asked: ReadonlySet<string> = new Set();

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

  /** Takes what the language server says; undefined while it has not answered. */
  setEnvironments(environments: readonly EnvironmentSummary[] | undefined): void {
    this.#environments = environments;
    if (this.#link !== undefined) this.#link.hashes?.update(environments ?? []);
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
      this.#link.hashes?.update(this.#environments ?? [], true);
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

  /** A file was saved: where it lies beside an environment's files, Compose may now read them differently. */
  fileSaved(file: vscode.Uri): void {
    const path = toFilePath(file.fsPath);
    const near = (this.#environments ?? []).some(({ directory, files }) => path.startsWith(`${directory}/`) || files.includes(path));
    if (near && /(\.ya?ml|\.env[^/]*|[^/]*\.env)$/.test(path)) this.#link?.hashes?.update(this.#environments ?? [], true);
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
   * Docker, with the containers and hashes known. Only for a trusted folder that has environments.
   * @throws Failure where something stands in the way.
   */
  async ready(): Promise<Docker> {
    this.need('command', true);
    try {
      if (this.failure !== undefined) this.refresh();
      const link = this.#link;
      if (link === undefined) throw new Error('Docker was wanted where it may not be called');
      const docker = await link.docker;
      await link.first;
      await link.hashes?.settled();
      if (this.failure !== undefined) throw this.failure;
      return docker;
    } finally {
      this.need('command', false);
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
    const link: Link = { docker, abort, watch: undefined, hashes: undefined, first: Promise.resolve() };
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
    const hashes = new ServiceHashes({
      read: (environment, cancellation) => docker.hashes(environment, cancellation),
      fingerprint: (environment) => docker.fingerprint(environment),
      changed: () => this.#draw(),
      failed: (environment, error) => this.#options.log.warn(`${environment.name}: ${error instanceof Error ? error.message : String(error)}`),
    });
    link.hashes = hashes;
    const listed = new Promise<void>((resolve) => {
      link.watch = docker.watch({
        changed: (containers) => {
          if (this.#link !== link) return;
          this.#containers = containers;
          this.#engineFailure = undefined;
          this.#askForUnknown(hashes);
          if (this.#composeFailure !== undefined) void this.#checkCompose(docker, hashes, signal).catch(noteTo(this.#options.log));
          this.#draw();
          resolve();
        },
        failed: (failure) => {
          if (this.#link !== link) return;
          this.#containers = undefined;
          this.#engineFailure = failure;
          this.#options.log.warn(failure.message);
          this.#draw();
          resolve();
        },
      });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await this.#checkCompose(docker, hashes, signal);
    await listed;
  }

  async #checkCompose(docker: Docker, hashes: ServiceHashes, signal: AbortSignal): Promise<void> {
    const failure = await docker.checkCompose(signal).then(() => undefined, (error: unknown) => {
      if (error instanceof Failure) return error;
      throw error;
    });
    if (signal.aborted) return;
    this.#composeFailure = failure;
    if (failure === undefined) hashes.update(this.#environments ?? []);
    else this.#options.log.warn(failure.message);
    this.#draw();
  }

  /** A container with a hash that no environment has may come from files that were edited since we last asked. */
  #askForUnknown(hashes: ServiceHashes): void {
    const projects = new Set((this.#environments ?? []).map(({ projectName }) => projectName));
    const known = new Set([...hashes.current().values()].flatMap((services) => [...services.values()]));
    const unknown = new Set((this.#containers ?? []).flatMap(({ project, configHash }) =>
      configHash !== undefined && projects.has(project) && !known.has(configHash) ? [configHash] : []));
    const isNews = [...unknown].some((hash) => !this.#asked.has(hash));
    this.#asked = unknown;
    if (isNews && known.size > 0) hashes.update(this.#environments ?? [], true);
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
    this.#asked = new Set();
    link?.watch?.dispose();
    link?.hashes?.dispose();
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
  readonly abort: AbortController;
  watch: { refresh(): void; dispose(): void } | undefined;
  hashes: ServiceHashes | undefined;
  /** Resolves when the containers are known, or why not. */
  first: Promise<void>;
}
