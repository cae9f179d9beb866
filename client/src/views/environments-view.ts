// The one place where rows become tree items. It compares the new rows with those on screen and redraws no
// more than what changed; what the rows say is decided elsewhere.

import * as vscode from 'vscode';

import { Failure } from '#core/failure.ts';
import type { ContainerEvidence } from '#core/health/evidence.ts';
import { toFilePath } from '#host/node/file-path.ts';
import type { ContainerStore } from '#client/containers.ts';
import type { Interruptions } from '#client/interruptions.ts';
import { changedRows, type Row } from '#client/views/row.ts';
import { rows } from '#client/views/rows.ts';

/** What the view shows, and whom it asks for more. */
export interface EnvironmentsViewParts {
  readonly store: ContainerStore;
  readonly log: vscode.LogOutputChannel;
  readonly interruptions: Interruptions;
  /** When the last backup of an environment was made, in words. */
  readonly lastBackup: (environment: string) => Promise<string | undefined>;
}

/** The view "Environments". Its elements are the rows' ids, so that they stay the same from one drawing to the next. */
export class EnvironmentsView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #store: ContainerStore;
  readonly #interruptions: Interruptions;
  readonly #lastBackup: EnvironmentsViewParts['lastBackup'];
  readonly #changed = new vscode.EventEmitter<string | undefined>();
  readonly #tree: vscode.TreeView<string>;
  readonly #note: (error: unknown) => void;
  readonly #subscriptions: vscode.Disposable[];
  readonly #told = new Map<string, NodeJS.Timeout>();
  #rows: readonly Row[] = [];
  /** Those whose children VS Code has asked for. */
  readonly #opened = new Set<string>();
  /** The rows that VS Code can speak of: all but those in rows that were never opened. */
  #index = new Map<string, Indexed>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor({ store, log, interruptions, lastBackup }: EnvironmentsViewParts) {
    this.#store = store;
    this.#interruptions = interruptions;
    this.#lastBackup = lastBackup;
    this.#note = (error) => log.debug(`A row could not be opened: ${String(error)}`);
    this.#draw();
    this.#tree = vscode.window.createTreeView('composure.environments', { treeDataProvider: this, showCollapseAll: true });
    store.need('view', this.#tree.visible);
    this.#subscriptions = [
      this.#tree,
      this.#changed,
      this.#tree.onDidChangeVisibility(({ visible }) => store.need('view', visible)),
      store.onDidChange(() => this.#draw()),
      interruptions.onDidChange(() => this.#draw()),
    ];
  }

  /** All rows as they are on screen. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** The row with this id. */
  row(id: string): Row | undefined {
    return this.#index.get(id)?.row ?? found(this.#rows, id);
  }

  getChildren(id?: string): string[] {
    const children = id === undefined ? this.#rows : this.row(id)?.children ?? [];
    if (id !== undefined && !this.#opened.has(id)) {
      this.#opened.add(id);
      for (const row of children) this.#index.set(row.id, { row, parent: id });
    }
    return children.map((row) => row.id);
  }

  getParent(id: string): string | undefined {
    return this.#index.get(id)?.parent;
  }

  getTreeItem(id: string): vscode.TreeItem {
    const row = this.row(id);
    const item = new vscode.TreeItem(row?.label ?? '', collapsible(row));
    if (row === undefined) return item;
    item.id = row.id;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(row.icon.name, row.icon.colour === undefined ? undefined : new vscode.ThemeColor(row.icon.colour));
    item.contextValue = row.contextValue;
    item.accessibilityInformation = { label: row.accessibilityLabel };
    if (row.click?.kind === 'browser') item.command = { command: 'composure.openInBrowser', title: vscode.l10n.t('Open in Browser'), arguments: [row.id] };
    if (row.click?.kind === 'place') item.command = { command: 'composure.openFile', title: vscode.l10n.t('Open Compose File'), arguments: [row.id] };
    return item;
  }

  async resolveTreeItem(item: vscode.TreeItem, id: string, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    const row = this.row(id);
    if (row === undefined) return item;
    const [evidence, lastBackup] = await Promise.all([this.#evidence(row, token), this.#backupOf(row)]);
    if (evidence.length > 0 || lastBackup !== undefined) this.#askAgainLater(id);
    item.tooltip = new vscode.MarkdownString(row.tooltip(evidence, lastBackup));
    return item;
  }

  dispose(): void {
    this.#store.need('view', false);
    for (const timer of this.#told.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** What the engine says of a row's containers now; nothing where it is not there to be asked. */
  async #evidence({ containers = [] }: Row, token: vscode.CancellationToken): Promise<readonly ContainerEvidence[]> {
    const { docker } = this.#store;
    if (docker === undefined || containers.length === 0) return [];
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => abort.abort());
    try {
      const evidence = await Promise.all(containers.slice(0, mostContainers).map((id) => docker.evidence(id, abort.signal)));
      return evidence.filter((each) => each !== undefined);
    } catch (error) {
      if (!abort.signal.aborted && !(error instanceof Failure)) throw error;
      return [];
    } finally {
      cancelling.dispose();
    }
  }

  /** VS Code keeps a tooltip until its row is drawn anew, and what was said of a probe grows old. */
  #askAgainLater(id: string): void {
    clearTimeout(this.#told.get(id));
    this.#told.set(id, setTimeout(() => {
      this.#told.delete(id);
      if (this.row(id) !== undefined) this.#changed.fire(id);
    }, fresh));
  }

  /** Backups lie on the disk: they are looked for when somebody points at an environment. */
  async #backupOf({ contextValue, subject: { environment } }: Row): Promise<string | undefined> {
    if (environment === undefined || !vscode.workspace.isTrusted || !contextValue.startsWith('composure.environment;')) return undefined;
    try {
      return await this.#lastBackup(environment) ?? vscode.l10n.t('none');
    } catch (error) {
      this.#note(error);
      return undefined;
    }
  }

  /** VS Code remembers which rows are open and does not ask again: a row that has begun to run is opened by hand. */
  #open(rows: readonly Row[]): void {
    if (!this.#tree.visible) return;
    for (const row of rows) this.#tree.reveal(row.id, { expand: true, focus: false, select: false }).then(undefined, this.#note);
  }

  #draw(): void {
    const [before, was] = [this.#rows, this.#index];
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => ({ path: toFilePath(folder.uri.fsPath), name: folder.name }));
    this.#rows = rows(this.#store.pictures, folders, vscode.l10n, this.#interruptions.current);
    const isOpen = (row: Row): boolean => row.expanded || this.#opened.has(row.id);
    this.#index = indexed(this.#rows, isOpen);
    for (const id of this.#opened) if (!this.#index.has(id)) this.#opened.delete(id);
    const changes = changedRows(before, this.#rows, isOpen);
    if (before.length > 0) this.#open(newlyExpanded(was, this.#index));
    if (changes === undefined) this.#changed.fire(undefined);
    else for (const row of changes) this.#changed.fire(row.id);
  }
}

/** Milliseconds in which a tooltip is true enough to be shown again. */
const fresh = 20_000;

/** Of how many containers of a service a tooltip tells. */
const mostContainers = 5;

/** The rows that want to be open now and did not before. */
function newlyExpanded(before: ReadonlyMap<string, Indexed>, after: ReadonlyMap<string, Indexed>): readonly Row[] {
  return [...after.values()].map(({ row }) => row).filter((row) => row.expanded && before.get(row.id)?.row.expanded === false);
}

/** The row with this id, wherever it lies: for who speaks of a row that is not on screen. */
function found(rows: readonly Row[], id: string): Row | undefined {
  for (const row of rows) {
    const here = row.id === id ? row : found(row.children, id);
    if (here !== undefined) return here;
  }
  return undefined;
}

interface Indexed {
  readonly row: Row;
  readonly parent: string | undefined;
}

function indexed(rows: readonly Row[], isOpen: (row: Row) => boolean): Map<string, Indexed> {
  const all = new Map<string, Indexed>();
  const add = (row: Row, parent: string | undefined): void => {
    all.set(row.id, { row, parent });
    if (isOpen(row)) for (const child of row.children) add(child, row.id);
  };
  for (const row of rows) add(row, undefined);
  return all;
}

function collapsible(row: Row | undefined): vscode.TreeItemCollapsibleState {
  if (row?.hasChildren !== true) return vscode.TreeItemCollapsibleState.None;
  return row.expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}
